// The parser around the walk: one line in, a Post or a Fault out.

#include "feeds/json_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <utility>

#include "feeds/chunker.h"
#include "feeds/json_fault.h"
#include "feeds/json_reading.h"

namespace mizan::feeds {

using simdjson::error_code;

static_assert(Chunk::kPadding >= simdjson::SIMDJSON_PADDING);

namespace {

constexpr std::size_t kFirstCapacity = 16u << 10;

std::string_view describe(error_code error) {
    switch (error) {
        case simdjson::STRING_ERROR: return "a string holds an escape sequence that does not exist";
        case simdjson::UNCLOSED_STRING: return "a string is opened and never closed";
        case simdjson::UNESCAPED_CHARS: return "a string holds a raw control character; escape it";
        case simdjson::UTF8_ERROR: return "bytes that are not UTF-8";
        case simdjson::NUMBER_ERROR:
        case simdjson::NUMBER_OUT_OF_RANGE: return "a number that JSON does not know";
        case simdjson::T_ATOM_ERROR:
        case simdjson::F_ATOM_ERROR:
        case simdjson::N_ATOM_ERROR: return "a word that is not true, false or null";
        case simdjson::MEMALLOC: return "no memory for the parser";
        default: return "brackets, commas, colons and values do not fit together";
    }
}

// From the opening brace to the end of the line.
void walk(od::document& document, JsonReading& reading, const std::vector<PathNode>& paths) {
    od::object object;
    if (const auto e = document.get_object().get(object)) return (void)reading.broken(e);
    if (!reading.object(object, paths)) return;
    const char* rest = nullptr;  // there is a location only if something follows the object
    if (document.current_location().get(rest) == simdjson::SUCCESS)
        return (void)reading.broken(simdjson::INCOMPLETE_ARRAY_OR_OBJECT);
    (void)reading.finish();
}

}  // namespace

struct JsonRecordParser::Parser {
    od::parser parser;
};

JsonRecordParser::JsonRecordParser(const FieldMap& fields)
    : parser_(std::make_unique<Parser>()), paths_(compile_paths(fields)), text_path_(fields.text) {}

JsonRecordParser::~JsonRecordParser() = default;

bool JsonRecordParser::parse(std::string_view line, std::size_t capacity, Post& post) {
    restored_.clear();
    auto error = parse_once(line, capacity, post, false);
    const bool repairable = error == simdjson::UTF8_ERROR || error == simdjson::STRING_ERROR;
    if (repairable && repair_json(line, repaired_)) {
        const auto size = repaired_.size();
        repaired_.resize(size + simdjson::SIMDJSON_PADDING);
        post.clear();
        error = parse_once({repaired_.data(), size}, repaired_.size(), post, true);
    }
    return error == simdjson::SUCCESS && fault_.message.empty();
}

// Gives SUCCESS if the JSON is well formed as far as it was read; fault_ says what is wrong with the record.
int JsonRecordParser::parse_once(std::string_view line, std::size_t capacity, Post& post,
                                 bool repaired) {
    fault_ = {};
    auto& parser = parser_->parser;
    auto malformed = [&](error_code e, std::size_t column) -> int {
        const bool brackets = e == simdjson::INCOMPLETE_ARRAY_OR_OBJECT;
        const auto fault = brackets ? bracket_fault(line) : JsonFault{column - 1, describe(e)};
        fault_ = {Code::kJsonMalformed,
                  fmt::format("not JSON at byte {}: {}", fault.byte + 1, fault.what)};
        return e;
    };
    if (!line.starts_with('{')) {
        fault_ = {Code::kJsonMalformed, no_object(line)};
        if (!fault_.message.empty()) return simdjson::SUCCESS;
    }
    if (parser.capacity() < line.size()) {
        const auto wanted = std::bit_ceil(std::max(line.size(), kFirstCapacity));
        if (const auto e = parser.allocate(wanted)) return malformed(e, 1);
    }
    od::document document;
    if (const auto e = parser.iterate(line.data(), line.size(), capacity).get(document)) {
        return malformed(e, find_string_fault(line) + 1);
    }
    JsonReading reading{post, fault_, line, text_path_, repaired ? &restored_ : nullptr};
    walk(document, reading, paths_);
    if (reading.error == simdjson::SUCCESS) return simdjson::SUCCESS;
    const char* at = nullptr;
    if (document.current_location().get(at) != simdjson::SUCCESS || at < line.data())
        at = line.data() + line.size();
    return malformed(reading.error,
                     std::min(static_cast<std::size_t>(at - line.data()), line.size()) + 1);
}

}  // namespace mizan::feeds
