#include "server/problem.h"

#include "base/json.h"

namespace mizan::server {

namespace {

constexpr int kBadRequest = 400;
constexpr int kServerError = 500;
constexpr int kNotNow = 503;

std::string_view title_of(int status) {
    switch (status) {
        case 400: return "The request cannot be understood";
        case 401: return "Who asks is not known";
        case 403: return "This is not allowed to who asks";
        case 404: return "There is no such thing";
        case 405: return "Not in this way";
        case 409: return "It contradicts what is there";
        case 410: return "It was erased";
        case 412: return "It has changed meanwhile";
        case 413: return "It is too large";
        case 415: return "Not in this form";
        case 422: return "The request is understood and cannot be carried out";
        case 429: return "Too often";
        case 431: return "The head of the request is too large";
        case 503: return "Not now";
        default: return "A mistake of the program itself";
    }
}

std::string to_json(int status, std::string_view code, std::string_view detail,
                    std::string_view where) {
    std::string out;
    json::Object(out)
        .text("type", std::string("urn:mizan:error:").append(code))
        .text("title", title_of(status))
        .number("status", static_cast<std::uint64_t>(status))
        .text("code", code)
        .text("detail", detail)
        .optional("where", where);
    return out;
}

http::Response response_of(int status, std::string body) {
    http::Response out;
    out.status = status;
    out.content_type = "application/problem+json";
    out.body = std::move(body);
    if (status == kNotNow) out.fields.emplace_back("Retry-After", "1");
    return out;
}

struct Told {
    std::string_view message;
    std::string_view where;
};

// What went wrong inside is for the log, not for who asks: it may name files.
Told told(const Error& error, int status) {
    if (status < kServerError) return {error.message, error.where};
    if (error.code == Code::kOverload) return {error.message, {}};
    return {status == kServerError ? "see the server's log"
                                   : "it cannot be recorded now; see the server's log",
            {}};
}

}  // namespace

int status_of(Code code) {
    switch (code) {
        case Code::kAccessDenied:
        case Code::kCodeNeeded:
        case Code::kProviderRefused: return 401;
        case Code::kAccessForbidden: return 403;
        case Code::kAccessLocked: return 429;
        case Code::kAccountUnknown:
        case Code::kActionMissing:
        case Code::kJobMissing:
        case Code::kWebhookMissing:
        case Code::kApiKeyUnknown:
        case Code::kClauseUnknown:
        case Code::kLogMissing:
        case Code::kRecordMissing: return 404;
        case Code::kAccountConflict:
        case Code::kIdempotencyConflict:
        case Code::kStateConflict:
        case Code::kRecordConflict: return 409;
        case Code::kRecordErased: return 410;
        case Code::kChangedMeanwhile: return 412;
        case Code::kLineTooLong:
        case Code::kTextTooLong: return 413;
        case Code::kPolicyMissing:
        case Code::kPolicyInvalid:
        case Code::kPolicyLimit:
        case Code::kPasswordRefused: return 422;
        case Code::kOverload:
        case Code::kStoreBusy:
        case Code::kStoreFull:
        case Code::kLogFork: return 503;
        case Code::kUsage:
        case Code::kJsonMalformed:
        case Code::kFieldType:
        case Code::kTextMissing:
        case Code::kBinaryInput:
        case Code::kCsvMalformed:
        case Code::kCompressed: return kBadRequest;
        default: return 500;
    }
}

std::string problem_json(const Error& error) {
    const int status = status_of(error.code);
    const auto [message, where] = told(error, status);
    return to_json(status, name(error.code), message, where);
}

http::Response problem(const Error& error) {
    const int status = status_of(error.code);
    auto out = response_of(status, problem_json(error));
    if (status >= kServerError) out.of_ours = to_string(error);
    return out;
}

http::Response problem(int status, std::string_view code, std::string_view detail) {
    return response_of(status, to_json(status, code, detail, {}));
}

}  // namespace mizan::server
