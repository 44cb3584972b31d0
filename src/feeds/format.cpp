#include "feeds/format.h"

#include <array>
#include <utility>

#include "feeds/json_fault.h"

namespace mizan::feeds {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool ends_with(std::string_view s, std::string_view end) {
    if (s.size() < end.size()) return false;
    s.remove_prefix(s.size() - end.size());
    for (std::size_t i = 0; i < s.size(); ++i) {
        if (lower(s[i]) != end[i]) return false;
    }
    return true;
}

std::string_view without_compression(std::string_view name) {
    for (const std::string_view end : {".gz", ".zst", ".zstd"}) {
        if (ends_with(name, end)) return name.substr(0, name.size() - end.size());
    }
    return name;
}

bool has_empty_step(std::string_view path) {
    return path.starts_with('.') || path.ends_with('.') || path.find("..") != path.npos;
}

}  // namespace

std::string_view name(Format format) {
    constexpr std::string_view kNames[] = {"auto", "ndjson", "csv", "text"};
    return kNames[static_cast<std::size_t>(format)];
}

bool parse(std::string_view s, Format& out) {
    constexpr std::array<std::pair<std::string_view, Format>, 6> kNames{
        {{"auto", Format::kAuto},
         {"ndjson", Format::kNdjson},
         {"jsonl", Format::kNdjson},
         {"csv", Format::kCsv},
         {"tsv", Format::kCsv},
         {"text", Format::kText}}};
    for (const auto& [text, format] : kNames) {
        if (text == s) {
            out = format;
            return true;
        }
    }
    return false;
}

Format detect(std::string_view file_name, std::string_view head) {
    const auto first = head.find_first_not_of(" \t\r\n");
    if (first != head.npos && head[first] == '{') return Format::kNdjson;
    if (opens_json_array(head)) return Format::kNdjson;  // no post, and said to be none
    const auto plain = without_compression(file_name);
    if (ends_with(plain, ".csv") || ends_with(plain, ".tsv")) return Format::kCsv;
    for (const std::string_view end : {".json", ".jsonl", ".ndjson"}) {
        if (ends_with(plain, end)) return Format::kNdjson;
    }
    return Format::kText;
}

bool FieldMap::set(std::string_view field, std::string_view input_name) {
    const std::array<std::pair<std::string_view, std::string*>, 15> fields{
        {{"text", &text},
         {"id", &id},
         {"author", &author},
         {"title", &title},
         {"platform", &platform},
         {"created_at", &created_at},
         {"lang", &lang},
         {"surface", &surface},
         {"reply_to", &reply_to},
         {"target", &target},
         {"mentions", &mentions},
         {"parts", &parts},
         {"reach", &reach},
         {"revision", &revision},
         {"signals", &signals}}};
    if (has_empty_step(input_name)) return false;
    for (const auto& [name, value] : fields) {
        if (name == field) {
            value->assign(input_name);
            return true;
        }
    }
    return false;
}

}  // namespace mizan::feeds
