// The shapes of input that feeds reads, and which of its names stand for which field of a Post.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mizan::feeds {

enum class Format : std::uint8_t { kAuto, kNdjson, kCsv, kText };

[[nodiscard]] std::string_view name(Format format);  // "auto", "ndjson", "csv", "text"
// The format of that name ("jsonl" is ndjson, "tsv" is csv too); false if there is none.
[[nodiscard]] bool parse(std::string_view s, Format& out);

// The format of a file that was left to "auto": '{' first, or a JSON array -> ndjson; else the name's ending, seen through .gz and
// .zst: .csv, .tsv -> csv, .json, .jsonl, .ndjson -> ndjson; else text. `head` is the start of the content.
[[nodiscard]] Format detect(std::string_view file_name, std::string_view head);

// The input's own names for the fields of a Post. In JSON a dot goes into a nested object ("commit.record.text");
// in CSV the name is the column's, dots and all. An empty name: the field is not read.
struct FieldMap {
    std::string text = "text";
    std::string id = "id";
    std::string author = "author";
    std::string title = "title";
    std::string platform = "platform";
    std::string created_at = "created_at";
    std::string lang = "lang";
    std::string surface = "surface";
    std::string reply_to = "reply_to";
    std::string target = "target";
    std::string mentions = "mentions";  // JSON only
    std::string parts = "parts";        // JSON only
    std::string reach = "reach";        // JSON only
    std::string revision = "revision";  // JSON only
    std::string signals = "signals";    // JSON only

    // Sets the name of one field, e.g. set("text", "body"); false if there is no such field or the path has an
    // empty step ("a..b").
    [[nodiscard]] bool set(std::string_view field, std::string_view input_name);
};

}  // namespace mizan::feeds
