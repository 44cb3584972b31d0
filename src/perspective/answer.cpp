#include "perspective/answer.h"

#include "base/json.h"

namespace mizan::perspective {

namespace {

// The only kind of score that was ever served, and so what every answer mirrors.
constexpr std::string_view kScoreType = "PROBABILITY";

void append_languages(std::string& out, const std::vector<std::string>& languages) {
    out.push_back('[');
    for (const auto& language : languages) {
        if (out.back() != '[') out.push_back(',');
        json::append_string(out, language);
    }
    out.push_back(']');
}

void append_score_object(std::string& out, std::uint16_t value) {
    out.append("{\"value\":");
    append_score(out, value);
    out.append(",\"type\":\"").append(kScoreType).append("\"}");
}

void append_span(std::string& out, const SpanScore& span) {
    if (out.back() != '[') out.push_back(',');
    out.append("{\"begin\":");
    json::append_int(out, span.begin);
    out.append(",\"end\":");
    json::append_int(out, span.end);
    out.append(",\"score\":");
    append_score_object(out, span.value);
    out.push_back('}');
}

void append_attribute(std::string& out, const AttributeScore& score, std::uint32_t length) {
    if (out.back() != '{') out.push_back(',');
    json::append_string(out, score.asked.attribute->name);
    out.append(":{\"spanScores\":[");
    for (const auto& span : score.spans)
        if (span.value >= score.asked.threshold) append_span(out, span);
    if (out.back() == '[') append_span(out, {0, length, score.value});
    out.append("],\"summaryScore\":");
    append_score_object(out, score.value);
    out.push_back('}');
}

void append_token(std::string& out, const std::string& token) {
    if (token.empty()) return;
    out.append(",\"clientToken\":");
    json::append_string(out, token);
}

}  // namespace

void append_score(std::string& out, std::uint16_t value) {
    json::append_int(out, value / kOne);
    out.push_back('.');
    unsigned rest = value % kOne;
    do {
        out.push_back(static_cast<char>('0' + rest / (kOne / 10)));
        rest = rest % (kOne / 10) * 10;
    } while (rest != 0);
}

std::string analyze_answer(const AnalyzeRequest& request, const Analysis& analysis) {
    const auto length = utf16_length(request.text);
    std::string out = "{\"attributeScores\":{";
    for (const auto& score : analysis.scores)
        if (score.value >= score.asked.threshold) append_attribute(out, score, length);
    out.append("},\"languages\":");
    append_languages(out, analysis.languages);
    out.append(",\"detectedLanguages\":");
    append_languages(out, analysis.detected_languages);
    append_token(out, request.client_token);
    return out.append("}");
}

std::string suggest_answer(const SuggestRequest& request,
                           const std::vector<std::string>& detected_languages) {
    std::string out = "{\"detectedLanguages\":";
    append_languages(out, detected_languages);
    out.append(",\"requestedLanguages\":");
    append_languages(out, request.languages);
    append_token(out, request.client_token);
    return out.append("}");
}

}  // namespace mizan::perspective
