// Flags in a file (JSON, NDJSON or CSV), cut into requests. The rows themselves the service reads. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mizan::cli {

enum class FlagFormat : std::uint8_t { kJson, kNdjson, kCsv };
// By its name, or by how a file's name ends (".json", ".ndjson" or ".jsonl", ".csv"). Errors: kUsage.
[[nodiscard]] Result<FlagFormat> flag_format(const std::string& named, const std::string& file);

// What one request sends.
struct FlagRequest {
    std::string body;
    std::vector<std::size_t> places;  // of each row: its line, in JSON the how-manieth it is
};
struct FlagInput {
    std::string_view media;
    std::vector<FlagRequest> requests;
};

inline constexpr std::size_t kRowsAtOnce = 2'000;        // in one request
inline constexpr std::size_t kBytesAtOnce = 16u << 20;   // likewise, but for a row that is longer
inline constexpr std::size_t kInputBytes = 1024u << 20;  // of a file

// The rows of a text. With `key_prefix` each row that has no key gets one: the prefix and the how-manieth row it is. Errors: kJsonMalformed and
// kCsvMalformed for a text that cannot be cut into rows; kUsage for a prefix and a table with a column of keys.
[[nodiscard]] Result<FlagInput> cut_flags(std::string_view text, FlagFormat format,
                                          const std::string& key_prefix);

}  // namespace mizan::cli
