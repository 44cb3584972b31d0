#include "perspective/api_error.h"

#include <utility>

#include "base/json.h"

namespace mizan::perspective {

namespace {

constexpr std::string_view kInvalidRequest = "INVALID_REQUEST";

ApiError of_comment(std::string_view error_type, std::string message) {
    ApiError out;
    out.message = std::move(message);
    out.error_type = error_type;
    return out;
}

ApiError of_caller(int code, std::string_view status, std::string message,
                   std::string_view reason) {
    ApiError out;
    out.http_code = code;
    out.status = status;
    out.message = std::move(message);
    out.reason = reason;
    return out;
}

// Not more of it than a message should hold. A code point that is cut in two is mended where JSON is written.
std::string shown(std::string_view value) {
    if (value.size() <= kShownBytes) return std::string(value);
    return std::string(value.substr(0, kShownBytes)) + "...";
}

std::string joined(const std::vector<std::string>& items) {
    std::string out;
    for (const auto& item : items) out.append(out.empty() ? "" : ", ").append(shown(item));
    return out;
}

void write_languages(json::Object& out, std::string& buffer, std::string_view key,
                     const std::vector<std::string>& languages) {
    out.list(key, languages, [&](const std::string& l) { json::append_string(buffer, l); });
}

std::string language_detail(const ApiError& error) {
    std::string out;
    {
        json::Object fields(out);
        write_languages(fields, out, "detectedLanguages", error.detected_languages);
        write_languages(fields, out, "requestedLanguages", error.requested_languages);
        fields.text("attribute", error.attribute);
    }
    return out;
}

std::string own_detail(const ApiError& error) {
    std::string out;
    {
        json::Object detail(out);
        detail.text("@type", "type.googleapis.com/google.commentanalyzer.v1alpha1.Error");
        detail.text("errorType", error.error_type);
        if (!error.attribute.empty())
            detail.json_value("languageNotSupportedByAttributeError", language_detail(error));
    }
    return out;
}

std::string field_detail(const ApiError& error) {
    std::string violation;
    json::Object(violation).text("field", error.field).text("description", error.message);
    std::string out;
    json::Object(out)
        .text("@type", "type.googleapis.com/google.rpc.BadRequest")
        .json_value("fieldViolations", "[" + violation + "]");
    return out;
}

std::string reason_detail(const ApiError& error) {
    std::string out;
    json::Object(out)
        .text("@type", "type.googleapis.com/google.rpc.ErrorInfo")
        .text("reason", error.reason)
        .text("domain", "googleapis.com");
    return out;
}

// Empty: there is nothing to add.
std::string detail_of(const ApiError& error) {
    if (!error.error_type.empty()) return own_detail(error);
    if (!error.field.empty()) return field_detail(error);
    return error.reason.empty() ? std::string() : reason_detail(error);
}

}  // namespace

ApiError comment_too_long() { return of_comment("COMMENT_TOO_LONG", "Comment text too long."); }

ApiError comment_empty() { return of_comment("COMMENT_EMPTY", "Comment must be non-empty."); }

ApiError language_not_supported(std::string_view attribute, std::vector<std::string> detected,
                                std::vector<std::string> requested) {
    auto out =
        of_comment("LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
                   "Attribute " + std::string(attribute) + " does not support request languages: " +
                       joined(requested.empty() ? detected : requested));
    out.attribute = attribute;
    out.detected_languages = std::move(detected);
    out.requested_languages = std::move(requested);
    return out;
}

ApiError language_detection_failed() {
    return of_comment("LANGUAGE_DETECTION_FAILED", "Unable to detect language");
}

ApiError no_attributes() {
    return of_comment("NO_REQUESTED_ATTRIBUTES", "Missing requested_attributes");
}

ApiError bad_score_type(std::string_view type, std::string_view attribute) {
    return invalid_request("Requested score type " + shown(type) +
                           " is not supported by attribute " + std::string(attribute));
}

ApiError unknown_attribute(std::string_view name) {
    return invalid_request("Unknown requested attribute: " + shown(name));
}

ApiError not_plain_text() {
    return invalid_request("Currently, only 'PLAIN_TEXT' comments are supported");
}

ApiError unknown_text_type() { return invalid_request("Unknown text type"); }

ApiError two_contexts() {
    return invalid_request(
        "Context can have either entries or article_and_parent_comment, but both fields were "
        "populated.");
}

ApiError invalid_request(std::string message) {
    return of_comment(kInvalidRequest, std::move(message));
}

ApiError bad_json(std::string_view what) {
    ApiError out;
    out.message.append("Invalid JSON payload received. ").append(what);
    return out;
}

ApiError bad_value(std::string_view field, std::string_view type, std::string_view value) {
    ApiError out;
    out.message.append("Invalid value at '").append(field).append("' (").append(type);
    out.message.append("), ").append(shown(value));
    out.field = field;
    return out;
}

ApiError body_too_long(std::size_t limit) {
    ApiError out;
    out.message = "Request payload size exceeds the limit: " + std::to_string(limit) + " bytes.";
    return out;
}

ApiError bad_key() {
    return of_caller(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.",
                     "API_KEY_INVALID");
}

ApiError no_key() {
    return of_caller(403, "PERMISSION_DENIED",
                     "Method doesn't allow unregistered callers (callers without established "
                     "identity). Please use API Key or other form of API consumer identity to "
                     "call this API.",
                     {});
}

ApiError forbidden() {
    return of_caller(403, "PERMISSION_DENIED", "The caller does not have permission", {});
}

ApiError over_quota() {
    return of_caller(429, "RESOURCE_EXHAUSTED",
                     "Quota exceeded for quota metric 'Analysis requests (AnalyzeComment)'.",
                     "RATE_LIMIT_EXCEEDED");
}

ApiError not_found() { return of_caller(404, "NOT_FOUND", "Requested entity was not found.", {}); }

ApiError internal() { return of_caller(500, "INTERNAL", "Internal error encountered.", {}); }

ApiError unavailable() {
    return of_caller(503, "UNAVAILABLE", "The service is currently unavailable.", {});
}

std::string to_json(const ApiError& error) {
    const auto detail = detail_of(error);
    std::string inner;
    {
        json::Object fields(inner);
        fields.number("code", static_cast<std::uint64_t>(error.http_code));
        fields.text("message", error.message).text("status", error.status);
        if (!detail.empty()) fields.json_value("details", "[" + detail + "]");
    }
    std::string out;
    json::Object(out).json_value("error", inner);
    return out;
}

}  // namespace mizan::perspective
