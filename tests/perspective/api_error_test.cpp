// Errors as clients of the comment-scoring API look for them: each message, and the body's form.
#include "perspective/api_error.h"

#include <doctest/doctest.h>
#include <simdjson.h>

using namespace mizan;
using namespace mizan::perspective;

namespace {

// The error's members, parsed back.
simdjson::dom::element parsed(simdjson::dom::parser& parser, const ApiError& error) {
    simdjson::dom::element out;
    REQUIRE(parser.parse(to_json(error)).get(out) == simdjson::SUCCESS);
    return out["error"].value();
}

std::string_view text(simdjson::dom::element e, std::string_view pointer) {
    std::string_view out;
    if (e.at_pointer(pointer).get_string().get(out)) return "(none)";
    return out;
}

}  // namespace

TEST_CASE("each error about a comment has the message and the type that clients know") {
    struct Known {
        ApiError error;
        std::string_view message;
        std::string_view type;
    };
    const Known known[] = {
        {comment_too_long(), "Comment text too long.", "COMMENT_TOO_LONG"},
        {comment_empty(), "Comment must be non-empty.", "COMMENT_EMPTY"},
        {language_not_supported("INSULT", {"om"}, {"it", "sw"}),
         "Attribute INSULT does not support request languages: it, sw",
         "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"},
        {language_detection_failed(), "Unable to detect language", "LANGUAGE_DETECTION_FAILED"},
        {no_attributes(), "Missing requested_attributes", "NO_REQUESTED_ATTRIBUTES"},
        {bad_score_type("RAW", "TOXICITY"),
         "Requested score type RAW is not supported by attribute TOXICITY", "INVALID_REQUEST"},
        {unknown_attribute("NICE"), "Unknown requested attribute: NICE", "INVALID_REQUEST"},
        {not_plain_text(), "Currently, only 'PLAIN_TEXT' comments are supported",
         "INVALID_REQUEST"},
        {unknown_text_type(), "Unknown text type", "INVALID_REQUEST"},
        {two_contexts(),
         "Context can have either entries or article_and_parent_comment, but both fields were "
         "populated.",
         "INVALID_REQUEST"},
    };
    simdjson::dom::parser parser;
    for (const auto& [error, message, type] : known) {
        CAPTURE(message);
        CHECK(error.http_code == 400);
        const auto body = parsed(parser, error);
        CHECK(body["code"].get_int64().value() == 400);
        CHECK(text(body, "/message") == message);
        CHECK(text(body, "/status") == "INVALID_ARGUMENT");
        CHECK(text(body, "/details/0/errorType") == type);
        CHECK(text(body, "/details/0/@type") ==
              "type.googleapis.com/google.commentanalyzer.v1alpha1.Error");
    }
}

TEST_CASE("a language error is, byte for byte, what clients take the attribute from") {
    CHECK(
        to_json(language_not_supported("INSULT", {"om"}, {"it"})) ==
        R"({"error":{"code":400,"message":"Attribute INSULT does not support request languages: it",)"
        R"("status":"INVALID_ARGUMENT","details":[)"
        R"({"@type":"type.googleapis.com/google.commentanalyzer.v1alpha1.Error",)"
        R"("errorType":"LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE","languageNotSupportedByAttributeError":)"
        R"({"detectedLanguages":["om"],"requestedLanguages":["it"],"attribute":"INSULT"}}]}})");
    CHECK(language_not_supported("INSULT", {"om"}, {}).message ==
          "Attribute INSULT does not support request languages: om");
}

TEST_CASE("errors about keys, quota and the server have the codes of the old front end") {
    struct Known {
        ApiError error;
        int code;
        std::string_view status;
        std::string_view reason;
    };
    const Known known[] = {
        {bad_key(), 400, "INVALID_ARGUMENT", "API_KEY_INVALID"},
        {no_key(), 403, "PERMISSION_DENIED", "(none)"},
        {forbidden(), 403, "PERMISSION_DENIED", "(none)"},
        {over_quota(), 429, "RESOURCE_EXHAUSTED", "RATE_LIMIT_EXCEEDED"},
        {not_found(), 404, "NOT_FOUND", "(none)"},
        {internal(), 500, "INTERNAL", "(none)"},
        {unavailable(), 503, "UNAVAILABLE", "(none)"},
        {body_too_long(10), 400, "INVALID_ARGUMENT", "(none)"},
        {bad_json("Unexpected token."), 400, "INVALID_ARGUMENT", "(none)"},
    };
    simdjson::dom::parser parser;
    for (const auto& [error, code, status, reason] : known) {
        CAPTURE(error.message);
        CHECK(error.http_code == code);
        const auto body = parsed(parser, error);
        CHECK(body["code"].get_int64().value() == code);
        CHECK(text(body, "/status") == status);
        CHECK(text(body, "/details/0/reason") == reason);
    }
    CHECK(bad_json("Unexpected token.").message ==
          "Invalid JSON payload received. Unexpected token.");
}

TEST_CASE("a wrong value is named with its field, and cut where it is long") {
    simdjson::dom::parser parser;
    const auto error = bad_value("comment.text", "TYPE_STRING", "5");
    CHECK(error.message == "Invalid value at 'comment.text' (TYPE_STRING), 5");
    const auto body = parsed(parser, error);
    CHECK(text(body, "/details/0/fieldViolations/0/field") == "comment.text");
    CHECK(text(body, "/details/0/fieldViolations/0/description") == error.message);
    CHECK(unknown_attribute(std::string(5000, 'A')).message.size() < 2 * kShownBytes);
    // Cut inside a code point, and with what JSON escapes: still valid.
    (void)parsed(parser, unknown_attribute(std::string(127, '"') + "\xC3\xA9"));
}
