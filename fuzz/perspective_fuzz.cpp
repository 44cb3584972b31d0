// Arbitrary bytes as the body of a request: what is read keeps its limits, and whatever is answered is valid JSON.

#include <simdjson.h>

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "perspective/answer.h"
#include "perspective/api_error.h"
#include "perspective/discovery.h"
#include "perspective/request.h"

using namespace mizan;
using namespace mizan::perspective;

namespace {

void must_be_json(const std::string& text) {
    simdjson::dom::parser parser;
    if (parser.parse(text).error()) std::abort();
}

void must_keep_limits(const CommentRequest& request) {
    if (request.text.empty() || request.text.size() > kTextBytes) std::abort();
    if (request.languages.size() > kLanguages) std::abort();
    if (request.context.entries.size() > kContextEntries) std::abort();
}

void analyze(RequestReader& reader, std::string_view body) {
    const auto request = reader.analyze(body);
    if (!request) return must_be_json(to_json(request.error()));
    must_keep_limits(*request);
    if (request->attributes.empty()) std::abort();
    Analysis analysis;
    const auto length = utf16_length(request->text);
    for (const auto& asked : request->attributes) {
        if (asked.attribute == nullptr || asked.threshold > kOne + 1) std::abort();
        analysis.scores.push_back({asked, 5000, {{0, length, 5000}, {0, 1, 1}}});
    }
    analysis.languages = request->languages;
    must_be_json(analyze_answer(*request, analysis));
    must_be_json(to_json(
        language_not_supported(analysis.scores[0].asked.attribute->name, {}, request->languages)));
}

void suggest(RequestReader& reader, std::string_view body) {
    const auto request = reader.suggest(body);
    if (!request) return must_be_json(to_json(request.error()));
    must_keep_limits(*request);
    const auto length = utf16_length(request->text);
    for (const auto& told : request->attributes) {
        if (told.summary.value_or(0) > kOne) std::abort();
        for (const auto& span : told.spans)
            if (span.begin >= span.end || span.end > length || span.value > kOne) std::abort();
    }
    must_be_json(suggest_answer(*request, {}));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view body(reinterpret_cast<const char*>(data), size);
    static RequestReader reader;
    analyze(reader, body);
    suggest(reader, body);
    must_be_json(discovery_document(body.substr(0, 64)));
    return 0;
}
