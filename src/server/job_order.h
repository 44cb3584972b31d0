// What a job is asked to do: a policy as files, and posts. Private to this room.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace mizan::server {

inline constexpr std::size_t kJobPosts = 10'000;  // at most

struct JobOrder {
    bool diff = false;                                       // else try
    std::vector<std::pair<std::string, std::string>> files;  // of the policy: paths and texts
    std::vector<std::string> posts;                          // each as JSON
    std::uint64_t recent = 0;  // so many of the latest on record instead
    std::string platform;      // of those; empty: as the asker is bound, or the service has it
    std::uint64_t examples = 5;
};

// {"kind":"try"|"diff","policy":{"files":{PATH:TEXT,...}},"posts":[...]|{"recent":N,"platform":P},"examples":N}. Errors: kJsonMalformed,
// kFieldType, kLineTooLong for too many posts.
[[nodiscard]] Result<JobOrder> read_job_order(std::string& body);

}  // namespace mizan::server
