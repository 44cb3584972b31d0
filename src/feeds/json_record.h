// One line of JSON -> one Post, by simdjson's On-Demand parser. Inside feeds: others use RecordReader.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "feeds/format.h"
#include "model/post.h"

namespace mizan::feeds {

// Why a record is not a post; `where` is added by the caller.
struct Fault {
    Code code = Code::kInternal;
    std::string message;
};

// What can be read from a JSON record. The last two stand inside `reach`.
enum class Field : std::uint8_t {
    kText,
    kId,
    kAuthor,
    kTitle,
    kPlatform,
    kCreatedAt,
    kLang,
    kSurface,
    kReplyTo,
    kTarget,
    kMentions,
    kParts,
    kSignals,
    kRevision,
    kReachViews,
    kReachAsOf,
    kNone,
};

// The keys that matter at one level of the record, from a FieldMap.
struct PathNode {
    std::string key;
    std::string path;  // from the record's top, for messages: "author.id"
    Field field = Field::kNone;
    std::vector<PathNode> children;
};

[[nodiscard]] std::vector<PathNode> compile_paths(const FieldMap& fields);

// Keeps the parser's buffers between records. Not thread-safe.
class JsonRecordParser {
public:
    explicit JsonRecordParser(const FieldMap& fields);
    ~JsonRecordParser();
    JsonRecordParser(const JsonRecordParser&) = delete;
    JsonRecordParser& operator=(const JsonRecordParser&) = delete;

    // Parses line (one object; `capacity` bytes may be read from its start, at least SIMDJSON_PADDING beyond its end)
    // into a cleared Post, whose views hold until the next call. False: see fault().
    [[nodiscard]] bool parse(std::string_view line, std::size_t capacity, Post& post);
    [[nodiscard]] const Fault& fault() const { return fault_; }

private:
    struct Parser;  // simdjson's parser; its header stays out of this one
    [[nodiscard]] int parse_once(std::string_view line, std::size_t capacity, Post& post,
                                 bool repaired);

    std::unique_ptr<Parser> parser_;
    std::vector<PathNode> paths_;
    std::string text_path_;
    std::string repaired_;
    std::deque<std::string> restored_;  // strings of the record that were repaired, as they came
    Fault fault_;
};

// Replaces lone surrogate escapes by U+FFFD and bytes that are not UTF-8 by markers; false if there were none.
[[nodiscard]] bool repair_json(std::string_view line, std::string& out);

// A string of a repaired line with its bytes as they came; `kept` holds it if it is another.
[[nodiscard]] std::string_view restore_bytes(std::string_view text, std::deque<std::string>& kept);

}  // namespace mizan::feeds
