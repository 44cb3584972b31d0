#include "server/coral.h"

#include <simdjson.h>

#include "base/json.h"
#include "perspective/json_fields.h"
#include "text/html.h"

namespace mizan::server {

namespace {

namespace dom = simdjson::dom;

constexpr std::size_t kDepth = 32;  // deeper JSON is refused

std::unexpected<Error> no_text(std::string_view where) {
    return fail({Code::kFieldType, "a text is wanted", std::string(where)});
}

// Null and absent are the same.
Result<std::string> text_at(const dom::object& object, std::string_view name,
                            std::string_view where) {
    dom::element value;
    if (object[name].get(value) != simdjson::SUCCESS || value.is_null()) return std::string();
    std::string_view text;
    if (value.get_string().get(text) != simdjson::SUCCESS) return no_text(where);
    return std::string(text);
}

}  // namespace

Result<std::string> post_of_coral(std::string_view body) {
    dom::parser parser;
    dom::object whole;
    // A text that was cut in the middle of an emoji must not get past for it.
    std::string mended;
    if (perspective::mend_surrogates(body, mended)) body = mended;
    if (parser.allocate(body.size() + 1, kDepth) != simdjson::SUCCESS ||
        parser.parse(body.data(), body.size()).get(whole) != simdjson::SUCCESS)
        return fail({Code::kJsonMalformed, "the body is not one JSON object", "body"});
    MZ_TRY(const auto action, text_at(whole, "action", "action"));
    if (action != "NEW" && action != "EDIT")
        return fail({Code::kFieldType, "NEW or EDIT is wanted", "action"});
    dom::object comment;
    if (whole["comment"].get(comment) != simdjson::SUCCESS)
        return fail({Code::kFieldType, "an object is wanted", "comment"});
    MZ_TRY(const auto html, text_at(comment, "body", "comment.body"));
    MZ_TRY(const auto parent, text_at(comment, "parentID", "comment.parentID"));
    std::string author;
    dom::object person;
    if (whole["author"].get(person) == simdjson::SUCCESS) {
        MZ_TRY(author, text_at(person, "id", "author.id"));
    }
    const auto text = text::html_to_text(html);
    if (text.empty()) return fail({Code::kTextMissing, "the comment has no words", "comment.body"});
    std::string out;
    json::Object(out)
        .text("text", text)
        .text("surface", "comment")
        .optional("author", author)
        .optional("reply_to", parent);
    return out;
}

Result<std::string> coral_answer(std::string_view decision) {
    dom::parser parser;
    dom::object whole;
    std::string_view outcome;
    std::string_view cause;
    std::string_view route;
    if (parser.parse(decision.data(), decision.size()).get(whole) != simdjson::SUCCESS ||
        whole["outcome"].get(outcome) != simdjson::SUCCESS ||
        whole["route"].get(route) != simdjson::SUCCESS)
        return fail({Code::kInternal, "a decision that cannot be read", {}});
    const bool has_cause = whole["cause"].get(cause) == simdjson::SUCCESS;
    if (route == "none" || (has_cause && cause == "not-covered")) return std::string();
    std::string out = R"({"actions":[{"actionType":"FLAG","reason":"COMMENT_DETECTED_TOXIC"}])";
    if (outcome == "violation")
        out.append(route == "act" ? R"(,"status":"REJECTED")" : R"(,"status":"SYSTEM_WITHHELD")");
    return out.append("}");
}

}  // namespace mizan::server
