#include "policy/cases.h"

#include <simdjson.h>

#include <algorithm>

namespace mizan::policy {

namespace {

constexpr std::string_view kExpects[] = {"violates", "allows", "review", "excused",
                                         "nothing-found"};

// A member of text; empty where there is none and none is required.
Result<std::string> member(simdjson::dom::object object, std::string_view key, bool required) {
    simdjson::dom::element value;
    if (object[key].get(value) || value.is_null()) {
        if (!required) return std::string();
        return fail({Code::kFieldType, "the case has no \"" + std::string(key) + "\"", {}});
    }
    std::string_view text;
    if (value.get(text))
        return fail({Code::kFieldType, "\"" + std::string(key) + "\" must be a string", {}});
    return std::string(text);
}

Result<void> check(const Case& c) {
    if (std::find(std::begin(kExpects), std::end(kExpects), c.expect) == std::end(kExpects)) {
        return fail({Code::kFieldType,
                     "\"expect\" is \"" + c.expect +
                         "\"; it may be violates, allows, review, excused or nothing-found",
                     {}});
    }
    if (c.clause == kAnyClause && c.expect != "allows") {
        return fail(
            {Code::kFieldType, "the clause \"*\" (any) goes with \"expect\":\"allows\" only", {}});
    }
    if (!c.exception.empty() && c.expect != "excused") {
        return fail({Code::kFieldType, "\"exception\" goes with \"expect\":\"excused\" only", {}});
    }
    return {};
}

Result<Case> read(simdjson::dom::parser& parser, std::string_view line) {
    simdjson::dom::element root;
    if (const auto e = parser.parse(line.data(), line.size()).get(root))
        return fail({Code::kJsonMalformed, simdjson::error_message(e), {}});
    simdjson::dom::object object;
    if (root.get(object))
        return fail({Code::kJsonMalformed, "a case is one JSON object a line", {}});
    Case out;
    MZ_TRY(out.clause, member(object, "clause", true));
    MZ_TRY(out.expect, member(object, "expect", true));
    MZ_TRY(out.name, member(object, "name", false));
    MZ_TRY(out.exception, member(object, "exception", false));
    MZ_CHECK(check(out));
    return out;
}

void read_case_file(const Source& source, std::uint32_t file, simdjson::dom::parser& parser,
                    Cases& out) {
    const std::string_view text = source.files()[file].text;
    std::size_t number = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = std::min(text.find('\n', begin), text.size());
        const auto line = text.substr(begin, end - begin);
        const Loc loc{file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
        begin = end + 1;
        ++number;
        if (line.find_first_not_of(" \t") == std::string_view::npos) continue;
        const auto where = source.path(file) + ":" + std::to_string(number);
        auto one = read(parser, line);
        if (one) {
            one->where = where;
            one->loc = loc;
            out.all.push_back(*std::move(one));
        } else {
            one.error().where = where;
            out.faults.push_back({std::move(one.error()), loc});
        }
    }
}

}  // namespace

Cases read_cases(const Source& source) {
    Cases out;
    simdjson::dom::parser parser;
    for (std::uint32_t file = 0; file < source.files().size(); ++file) {
        if (source.files()[file].kind == FileKind::kCases)
            read_case_file(source, file, parser, out);
    }
    return out;
}

}  // namespace mizan::policy
