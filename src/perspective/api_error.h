// ApiError: what the comment-scoring API answers instead of scores, in the very words its clients look for.
//
// Values, and pure functions of their arguments; thread-safe. Source of the messages: the API's documentation of its errors; of those that
// concern no comment (keys, quota, JSON), what the front ends of that API's host say.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mizan::perspective {

inline constexpr std::size_t kShownBytes = 128;  // of a value in a message; the rest is cut

struct ApiError {
    int http_code = 400;
    std::string_view status = "INVALID_ARGUMENT";  // a literal
    std::string message;

    // What stands in `details`; of these three at most one is set.
    std::string_view error_type;  // of the API's own Error: "COMMENT_EMPTY", ...; a literal
    std::string field;            // of google.rpc.BadRequest: the field that is wrong
    std::string_view reason;      // of google.rpc.ErrorInfo: "API_KEY_INVALID", ...; a literal

    // For LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE alone.
    std::string attribute;
    std::vector<std::string> detected_languages;
    std::vector<std::string> requested_languages;

    bool operator==(const ApiError&) const = default;
};

// ---- about the comment: 400, INVALID_ARGUMENT, with an error_type
[[nodiscard]] ApiError comment_too_long();
[[nodiscard]] ApiError comment_empty();
// The message names the requested languages, or the detected ones where none was requested.
[[nodiscard]] ApiError language_not_supported(std::string_view attribute,
                                              std::vector<std::string> detected,
                                              std::vector<std::string> requested);
// For the API's sake: Mizan reads a text whose language it cannot tell, and never answers this.
[[nodiscard]] ApiError language_detection_failed();
[[nodiscard]] ApiError no_attributes();
[[nodiscard]] ApiError bad_score_type(std::string_view type, std::string_view attribute);
[[nodiscard]] ApiError unknown_attribute(std::string_view name);
[[nodiscard]] ApiError not_plain_text();
[[nodiscard]] ApiError unknown_text_type();
[[nodiscard]] ApiError two_contexts();
[[nodiscard]] ApiError invalid_request(std::string message);  // none of the above

// ---- about the request: 400, INVALID_ARGUMENT
// "Invalid JSON payload received. " and what is wrong.
[[nodiscard]] ApiError bad_json(std::string_view what);
// "Invalid value at 'comment.text' (TYPE_STRING), 5"; `value` is as it stands in the request.
[[nodiscard]] ApiError bad_value(std::string_view field, std::string_view type,
                                 std::string_view value);
[[nodiscard]] ApiError body_too_long(std::size_t limit);
[[nodiscard]] ApiError bad_key();  // a key that is not known

// ---- about the caller and the server
[[nodiscard]] ApiError no_key();       // 403, PERMISSION_DENIED: none was sent
[[nodiscard]] ApiError forbidden();    // 403, PERMISSION_DENIED: the key may not do this
[[nodiscard]] ApiError over_quota();   // 429, RESOURCE_EXHAUSTED
[[nodiscard]] ApiError not_found();    // 404, NOT_FOUND
[[nodiscard]] ApiError internal();     // 500, INTERNAL
[[nodiscard]] ApiError unavailable();  // 503, UNAVAILABLE

// The body: {"error":{"code":400,"message":...,"status":...,"details":[...]}}. Always valid JSON.
[[nodiscard]] std::string to_json(const ApiError& error);

}  // namespace mizan::perspective
