#include "cli/flag_input.h"

#include <algorithm>

#include "base/json.h"
#include "feeds/csv.h"
#include "fields/json_value.h"

namespace mizan::cli {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Puts rows into requests, each behind `head`.
class Requests {
public:
    Requests(FlagInput& input, std::string head) : input_(input), head_(std::move(head)) {}

    void add(std::string_view row, std::size_t place) {
        const bool is_full = input_.requests.empty() ||
                             input_.requests.back().places.size() == kRowsAtOnce ||
                             input_.requests.back().body.size() + row.size() > kBytesAtOnce;
        if (is_full) input_.requests.push_back({head_, {}});
        auto& request = input_.requests.back();
        request.body.append(row).push_back('\n');
        request.places.push_back(place);
        ++count_;
    }
    // Of the row that comes next, from 1.
    [[nodiscard]] std::size_t number() const { return count_ + 1; }

private:
    FlagInput& input_;
    std::string head_;
    std::size_t count_ = 0;
};

std::string key_of_row(const std::string& prefix, const Requests& requests) {
    return prefix + "-" + std::to_string(requests.number());
}

// A JSON object with a key in front, if it has none.
std::string with_key(std::string object, const fields::JsonValue& value, const std::string& key) {
    const auto brace = object.find('{');
    if (!value.is_object() || value.member("key") || brace == object.npos) return object;
    std::string member;
    json::append_string(member.append("\"key\":"), key);
    bool is_empty = true;
    (void)value.each_member([&](auto, const auto&) -> Result<void> {
        is_empty = false;
        return {};
    });
    return object.insert(brace + 1, is_empty ? member : member + ",");
}

Result<FlagInput> cut_json(std::string_view text, const std::string& prefix) {
    MZ_TRY(const auto document, fields::JsonDocument::read(text));
    FlagInput input{"application/x-ndjson", {}};
    Requests requests(input, {});
    const auto add = [&](const fields::JsonValue& value) -> Result<void> {
        auto row = value.json();
        if (!prefix.empty()) row = with_key(std::move(row), value, key_of_row(prefix, requests));
        requests.add(row, requests.number());
        return {};
    };
    const auto root = document.root();
    MZ_CHECK(root.is_list() ? root.each(add) : add(root));
    return input;
}

// A line that is no JSON goes as it is: the service says what is wrong with it, and the others are taken.
Result<FlagInput> cut_lines(std::string_view text, const std::string& prefix) {
    FlagInput input{"application/x-ndjson", {}};
    Requests requests(input, {});
    for (std::size_t line_no = 1; !text.empty(); ++line_no) {
        const auto end = std::min(text.find('\n'), text.size());
        std::string line(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.find_first_not_of(" \t\r") == line.npos) continue;
        if (!prefix.empty()) {
            if (const auto document = fields::JsonDocument::read(line))
                line = with_key(std::move(line), document->root(), key_of_row(prefix, requests));
        }
        requests.add(line, line_no);
    }
    return input;
}

std::string quoted_for_csv(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"') out.push_back('"');
        out.push_back(c);
    }
    return out + "\"";
}

// Records of CSV with their lines; a quote that is not closed would swallow what follows, so it is found before anything is sent.
class CsvRecords {
public:
    explicit CsvRecords(std::string_view text) : text_(text) {}

    // False at the end.
    [[nodiscard]] Result<bool> next(std::string_view& record) {
        if (text_.empty()) return false;
        line_ = next_line_;
        scanner_.reset();
        record = text_.substr(0, std::min(scanner_.first_end(text_), text_.size()));
        text_.remove_prefix(record.size());
        next_line_ += static_cast<std::size_t>(std::ranges::count(record, '\n'));
        if (record.ends_with('\n')) record.remove_suffix(1);
        if (record.ends_with('\r')) record.remove_suffix(1);
        scratch_.resize(record.size());
        const auto fault = feeds::split_csv(record, ',', scratch_.data(), fields_);
        if (fault == feeds::CsvFault::kNone) return true;
        return fail({Code::kCsvMalformed,
                     fault == feeds::CsvFault::kOpenQuote
                         ? "a quote is not closed"
                         : "a quoted field is followed by something else",
                     "line " + std::to_string(line_)});
    }
    [[nodiscard]] const std::vector<std::string_view>& fields() const { return fields_; }
    [[nodiscard]] std::size_t line() const { return line_; }

private:
    std::string_view text_;
    feeds::CsvScanner scanner_;
    std::string scratch_;
    std::vector<std::string_view> fields_;
    std::size_t line_ = 0;
    std::size_t next_line_ = 1;
};

Result<FlagInput> cut_csv(std::string_view text, const std::string& prefix) {
    CsvRecords records(text);
    std::string_view record;
    MZ_TRY(const bool any, records.next(record));
    if (!any) return fail({Code::kCsvMalformed, "there is no first line with names", "line 1"});
    const auto& names = records.fields();
    if (!prefix.empty() && std::ranges::find(names, "key") != names.end())
        return fail({Code::kUsage,
                     "the table has a column `key`: its keys are taken, and no prefix",
                     "--key-prefix"});
    FlagInput input{"text/csv", {}};
    Requests requests(input, std::string(record) + (prefix.empty() ? "\n" : ",key\n"));
    while (true) {
        MZ_TRY(const bool more, records.next(record));
        if (!more) return input;
        const auto& fields = records.fields();
        if (fields.size() == 1 && fields.front().empty()) continue;  // as the service does
        std::string row(record);
        if (!prefix.empty()) row.append(",").append(quoted_for_csv(key_of_row(prefix, requests)));
        requests.add(row, records.line());
    }
}

}  // namespace

Result<FlagFormat> flag_format(const std::string& named, const std::string& file) {
    const auto ends = [&](std::string_view ending) {
        return named.empty() ? file.ends_with("." + std::string(ending)) : named == ending;
    };
    if (ends("json")) return FlagFormat::kJson;
    if (ends("ndjson") || ends("jsonl")) return FlagFormat::kNdjson;
    if (ends("csv")) return FlagFormat::kCsv;
    return fail({Code::kUsage,
                 named.empty() ? "say what it is: --format json, ndjson or csv"
                               : "--format is json, ndjson or csv",
                 file});
}

Result<FlagInput> cut_flags(std::string_view text, FlagFormat format,
                            const std::string& key_prefix) {
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    switch (format) {
        case FlagFormat::kJson: return cut_json(text, key_prefix);
        case FlagFormat::kNdjson: return cut_lines(text, key_prefix);
        case FlagFormat::kCsv: break;
    }
    return cut_csv(text, key_prefix);
}

}  // namespace mizan::cli
