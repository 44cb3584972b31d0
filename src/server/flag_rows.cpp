#include "server/flag_rows.h"

#include <algorithm>
#include <span>

#include "base/json.h"
#include "casework/flag_view.h"
#include "feeds/csv.h"
#include "fields/fields.h"
#include "server/problem.h"

namespace mizan::server {

namespace {

using Rows = std::vector<Result<FlagRow>>;

std::unexpected<Error> too_many() {
    return fail({Code::kTextTooLong,
                 "at most " + std::to_string(casework::kFlagsMost) + " flags a request", "body"});
}

Result<Rows> in_array(std::string_view body) {
    MZ_TRY(const auto document, fields::JsonDocument::read(body));
    if (!document.root().is_list())
        return fail(
            {Code::kJsonMalformed, "the body is neither a flag nor a list of them", "body"});
    Rows rows;
    MZ_CHECK(document.root().each([&](const fields::JsonValue& value) -> Result<void> {
        if (rows.size() == casework::kFlagsMost) return too_many();
        rows.push_back(fields::from_value<FlagRow>(value));
        return {};
    }));
    return Result<Rows>(std::move(rows));
}

Result<Rows> in_lines(std::string_view body) {
    Rows rows;
    // No more than is taken, and room is made once: a row is no small thing to move.
    rows.reserve(std::min<std::size_t>(
        casework::kFlagsMost, 1 + static_cast<std::size_t>(std::ranges::count(body, '\n'))));
    while (!body.empty()) {
        const auto end = std::min(body.find('\n'), body.size());
        const auto line = body.substr(0, end);
        body.remove_prefix(std::min(end + 1, body.size()));
        if (line.find_first_not_of(" \t\r") == line.npos) continue;
        if (rows.size() == casework::kFlagsMost) return too_many();
        rows.push_back(flag_in(line));
    }
    return Result<Rows>(std::move(rows));
}

std::unexpected<Error> csv_fault(std::string_view what, std::size_t record) {
    return fail({Code::kCsvMalformed, std::string(what), "record " + std::to_string(record)});
}

// A record after the other; false at the end.
class Csv {
public:
    explicit Csv(std::string_view text) : text_(text) {
        if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
    }
    // Views that hold until the next one.
    [[nodiscard]] Result<bool> next(std::vector<std::string_view>& fields) {
        if (text_.empty()) return false;
        ++count_;
        auto record = text_.substr(0, std::min(scanner_.first_end(text_), text_.size()));
        text_.remove_prefix(record.size());
        if (record.ends_with('\n')) record.remove_suffix(1);
        if (record.ends_with('\r')) record.remove_suffix(1);
        scratch_.resize(record.size());
        switch (feeds::split_csv(record, ',', scratch_.data(), fields)) {
            case feeds::CsvFault::kNone: return true;
            case feeds::CsvFault::kOpenQuote: return csv_fault("a quote is not closed", count_);
            case feeds::CsvFault::kAfterQuote: break;
        }
        return csv_fault("a quoted field is followed by something else", count_);
    }
    [[nodiscard]] std::size_t count() const { return count_; }

private:
    std::string_view text_;
    feeds::CsvScanner scanner_;
    std::string scratch_;
    std::size_t count_ = 0;
};

// A record of CSV as the JSON that says the same: "subject.id" stands in "subject".
std::string json_of(std::span<const std::string> names, std::span<const std::string_view> values) {
    std::string subject;
    std::string out = "{";
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (values[i].empty()) continue;
        constexpr std::string_view kSubject = "subject.";
        std::string_view name = names[i];
        const bool inside = name.starts_with(kSubject);
        if (inside) name.remove_prefix(kSubject.size());
        auto& to = inside ? subject : out;
        if (!to.empty() && to.back() != '{') to.push_back(',');
        json::append_string(to, name);
        to.push_back(':');
        if (name == "sensitive" && (values[i] == "true" || values[i] == "false"))
            to.append(values[i]);
        else json::append_string(to, values[i]);
    }
    if (out.size() > 1) out.push_back(',');
    return out.append("\"subject\":{").append(subject).append("}}");
}

Result<Rows> in_csv(std::string_view body) {
    Csv csv(body);
    std::vector<std::string_view> values;
    MZ_TRY(const bool any, csv.next(values));
    if (!any) return csv_fault("there is no first line with names", 0);
    const std::vector<std::string> names(values.begin(), values.end());
    Rows rows;
    while (true) {
        MZ_TRY(const bool more, csv.next(values));
        if (!more) return Result<Rows>(std::move(rows));
        if (rows.size() == casework::kFlagsMost) return too_many();
        if (values.size() == 1 && values.front().empty()) continue;
        if (values.size() != names.size())
            rows.push_back(csv_fault("it has " + std::to_string(values.size()) +
                                         " fields and not " + std::to_string(names.size()),
                                     csv.count()));
        else rows.push_back(flag_in(json_of(names, values)));
    }
}

constexpr std::size_t kAnswerBytes = 4096;  // of a flag with its receipt, more or less

void append_taken(std::string& out, const casework::TakenFlag& taken) {
    json::Object object(out);
    object.json_value("flag", {});
    casework::append_flag(out, taken.flag);
    object.flag("known", taken.known).optional("receipt", taken.receipt);
}

}  // namespace

Result<FlagRow> flag_in(std::string_view json) { return fields::from_json<FlagRow>(json); }

Result<Rows> flags_in(std::string_view body, std::string_view content_type) {
    if (content_type.starts_with("text/csv")) return in_csv(body);
    if (content_type.starts_with("application/x-ndjson")) return in_lines(body);
    return in_array(body);
}

std::string flag_taken_json(const casework::TakenFlag& taken) {
    std::string out;
    append_taken(out, taken);
    return out;
}

std::string flags_taken_json(const std::vector<Result<FlagRow>>& rows,
                             const std::function<void(const casework::EachTold&)>& take) {
    std::string out = "[";
    out.reserve(rows.size() * kAnswerBytes);  // not to be copied as it grows
    const auto begin_row = [&] {
        if (out.size() > 1) out.append(",\n");
    };
    auto next = rows.begin();
    const auto append_refused = [&] {
        for (; next != rows.end() && !*next; ++next) {
            begin_row();
            out.append(problem_json(next->error()));
        }
    };
    take([&](const Result<casework::TakenFlag>& flag) {
        append_refused();
        begin_row();
        if (flag) append_taken(out, *flag);
        else out.append(problem_json(flag.error()));
        ++next;
    });
    append_refused();
    return out.append("]");
}

}  // namespace mizan::server
