// One run of `mizan moderate`, from its options to its exit code. moderate_command.cpp reads the options.
#pragma once

#include <string>
#include <vector>

#include "service/moderate.h"

namespace mizan::cli {

struct ModerateSettings {
    std::vector<std::string> files;  // empty: standard input
    std::string policy;
    std::string out;      // empty: standard output
    std::string rejects;  // empty: beside `out`, or on standard error
    std::string report;   // empty: none
    std::string cache;
    service::ModerateOptions options;
    unsigned threads = 0;  // 0: one for each core
    std::string store;     // folder of the record; empty: nothing is recorded
    std::string keys;      // of the store, if elsewhere
    std::string platform = "default";
    std::string source;
    std::string origin;
    std::string witnesses;
    bool rescan = false;
    bool json = false;
    bool quiet = false;
    bool no_progress = false;
};

[[nodiscard]] int run_moderate(const ModerateSettings& settings);

// The number of cores this process may use, at least 1.
[[nodiscard]] unsigned available_cores();

}  // namespace mizan::cli
