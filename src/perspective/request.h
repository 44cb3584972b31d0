// Requests of the comment-scoring API: the bytes of a body -> an AnalyzeRequest or a SuggestRequest, or the ApiError to answer.
//
// Liberal where that API's front end was: names in camelCase and in snake_case, enums as names and as numbers, null for "not given";
// fields that are not known are passed over, and of a field given twice the last counts. A surrogate that stands alone in an
// escape, as a text cut in the middle of an emoji has it, counts as U+FFFD, so that places in UTF-16 stay what they were.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "perspective/api_error.h"
#include "perspective/attributes.h"

namespace mizan::perspective {

inline constexpr std::size_t kBodyBytes = 10u << 20;    // longer body: body_too_long
inline constexpr std::size_t kTextBytes = 20480;        // longer comment: COMMENT_TOO_LONG
inline constexpr std::size_t kContextBytes = 1u << 20;  // longer text of a context: INVALID_REQUEST
inline constexpr std::size_t kContextEntries = 64;      // more entries: INVALID_REQUEST
inline constexpr std::size_t kLanguages = 64;           // more requested languages: INVALID_REQUEST
inline constexpr std::size_t kLanguageBytes = 35;       // longer language: INVALID_REQUEST
inline constexpr std::size_t kTokenBytes =
    4096;                                    // longer clientToken, sessionId, communityId: likewise
inline constexpr std::size_t kSpans = 4096;  // more suggested spans of an attribute: likewise
inline constexpr std::size_t kDepth = 32;    // deeper JSON: bad_json

// Scores are whole numbers here: 10000 is 1.0.
inline constexpr std::uint16_t kOne = 10000;

struct RequestedAttribute {
    const Attribute* attribute = nullptr;  // of attributes(); never null in a request that was read
    std::uint16_t threshold = 0;  // a lower score is left out of the answer; kOne + 1: any is
};

// Either entries, or an article and a parent comment, or nothing.
struct RequestContext {
    std::vector<std::string> entries;
    std::string article;
    std::string parent_comment;
};

// What both requests hold.
struct CommentRequest {
    std::string text;  // 1..kTextBytes bytes of UTF-8
    RequestContext context;
    std::vector<std::string> languages;  // as requested; empty: to be detected
    std::string client_token;            // echoed
    std::string session_id;
    std::string community_id;
};

struct AnalyzeRequest : CommentRequest {
    std::vector<RequestedAttribute> attributes;  // as they came, each once; at least one
    bool do_not_store = false;
    bool span_annotations = false;
    bool drop_unsupported =
        false;  // attributes that cannot be served are left out, not answered with an error
};

// What someone says that a score should be: of the whole, or of a stretch of UTF-16 units.
struct SuggestedSpan {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;  // exclusive, at most the text's length
    std::uint16_t value = 0;
};
struct SuggestedAttribute {
    const Attribute* attribute = nullptr;
    std::optional<std::uint16_t> summary;  // this, or a span at least
    std::vector<SuggestedSpan> spans;
};

struct SuggestRequest : CommentRequest {
    std::vector<SuggestedAttribute> attributes;  // as they came, each once; at least one
};

template <class T> using ApiResult = std::expected<T, ApiError>;

// Keeps a parser's memory between requests. Not thread-safe: one a thread.
class RequestReader {
public:
    RequestReader();
    ~RequestReader();
    RequestReader(const RequestReader&) = delete;
    RequestReader& operator=(const RequestReader&) = delete;

    // Errors: those of api_error.h about the comment, apart from languages, and about the request. An empty body is one of
    // no fields.
    [[nodiscard]] ApiResult<AnalyzeRequest> analyze(std::string_view body);
    [[nodiscard]] ApiResult<SuggestRequest> suggest(std::string_view body);

private:
    struct Parser;  // simdjson's; its header stays out of this one
    std::unique_ptr<Parser> parser_;
};

}  // namespace mizan::perspective
