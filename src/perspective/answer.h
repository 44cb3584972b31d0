// Answers of the comment-scoring API: scores as the JSON that its clients read. Pure; thread-safe.
//
// Scores are whole numbers of ten-thousandths and are written as decimals with a point ("0.52", "0.0", "1.0"), since clients in typed
// languages refuse an integer where a float is meant; no floating point takes part.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "perspective/request.h"
#include "perspective/utf16.h"

namespace mizan::perspective {

// In UTF-16 code units of the comment's text.
struct SpanScore {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;  // exclusive
    std::uint16_t value = 0;
    bool operator==(const SpanScore&) const = default;
};

struct AttributeScore {
    RequestedAttribute asked;
    std::uint16_t value = 0;       // of the whole text
    std::vector<SpanScore> spans;  // may be empty: the whole text alone
};

struct Analysis {
    std::vector<AttributeScore> scores;  // in the order of the request
    std::vector<std::string> languages;  // the requested ones, else the detected one
    std::vector<std::string> detected_languages;
};

// Appends a score: 5200 as 0.52. `value` is at most kOne.
void append_score(std::string& out, std::uint16_t value);

// {"attributeScores":{NAME:{"spanScores":[...],"summaryScore":{"value":...,"type":"PROBABILITY"}}},"languages":[...],
// "detectedLanguages":[...],"clientToken":...}. An attribute whose summary score is below its threshold is left out, and so is
// a span's score; but one that is there has a span at least, of the whole text if there is no other: clients index the first
// without having asked for any. clientToken is left out if there was none.
[[nodiscard]] std::string analyze_answer(const AnalyzeRequest& request, const Analysis& analysis);

// {"detectedLanguages":[...],"requestedLanguages":[...],"clientToken":...}
[[nodiscard]] std::string suggest_answer(const SuggestRequest& request,
                                         const std::vector<std::string>& detected_languages);

}  // namespace mizan::perspective
