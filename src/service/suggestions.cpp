#include "service/suggestions.h"

#include <algorithm>

#include "base/json.h"
#include "record/leaf.h"
#include "service/told_key.h"

namespace mizan::service {

namespace {

// As whole numbers of ten-thousandths, as all scores of ours on record.
std::string suggested_json(const perspective::SuggestRequest& r) {
    std::string out;
    {
        json::Object object(out);
        object.text("text", r.text).optional("community", r.community_id);
        object.optional("client_token", r.client_token).optional("session", r.session_id);
        object.list("languages", r.languages, [&](const auto& l) { json::append_string(out, l); });
        object.list("attributes", r.attributes, [&](const perspective::SuggestedAttribute& a) {
            json::Object one(out);
            one.text("name", a.attribute->name);
            if (a.summary) one.number("value", *a.summary);
            if (a.spans.empty()) return;
            one.list("spans", a.spans, [&](const perspective::SuggestedSpan& s) {
                json::Object(out).range("utf16", s.begin, s.end).number("value", s.value);
            });
        });
    }
    return out;
}

// What the suggestion says of the whole text: its summary, or the highest of its spans.
std::uint16_t suggested_value(const perspective::SuggestedAttribute& a) {
    if (a.summary) return *a.summary;
    std::uint16_t most = 0;
    for (const auto& span : a.spans) most = std::max(most, span.value);
    return most;
}

}  // namespace

Suggestion weigh_suggestion(const perspective::SuggestRequest& request, Analyzer& analyzer) {
    Suggestion out;
    out.json = suggested_json(request);
    perspective::AnalyzeRequest same;
    static_cast<perspective::CommentRequest&>(same) = request;
    same.drop_unsupported = true;
    for (const auto& a : request.attributes) same.attributes.push_back({a.attribute, 0});
    const auto analysis = analyzer.analyze(same);
    std::vector<perspective::AttributeScore> scores;
    if (analysis) scores = analysis->scores;
    std::uint16_t most = 0;
    {
        json::Object object(out.ours);
        object.list("attributes", scores, [&](const perspective::AttributeScore& s) {
            json::Object(out.ours).text("name", s.asked.attribute->name).number("value", s.value);
            const auto suggested = std::ranges::find(request.attributes, s.asked.attribute,
                                                     &perspective::SuggestedAttribute::attribute);
            if (suggested == request.attributes.end()) return;
            const auto value = suggested_value(*suggested);
            most =
                std::max<std::uint16_t>(most, value > s.value ? value - s.value : s.value - value);
        });
        object.number("largest_difference", most);
    }
    out.state = most >= kLargeDifference ? kDiffers : kAgrees;
    return out;
}

Result<record::RecordId> keep_suggestion(RecordFolder& folder, Recorder& recorder, LiveLogs& logs,
                                         std::string_view platform, const Suggestion& suggestion) {
    MZ_CHECK(recorder.go_live(platform));
    record::Draft draft;
    draft.kind = record::Kind::kSuggestion;
    draft.at = logs.now();
    draft.purpose = told_key(folder.tags(), platform, "suggestion", {}, suggestion.json, true);
    draft.tag = folder.tags().tag(platform, "\x01suggestions", draft.purpose);
    draft.outcome = suggestion.state;
    draft.vault.input = suggestion.json;
    draft.vault.decision = suggestion.ours;
    draft.vault.salts = {record::random_salt(), record::random_salt()};
    draft.leaf = record::leaf_rest(
        record::LeafType::kEvent, draft.at,
        {std::string_view("suggestion"), record::commit(draft.vault.salts[0], "subject_commit", {}),
         record::commit(draft.vault.salts[1], "body_commit", draft.vault.input)});
    record::Outcome outcome;
    outcome.platform = platform;
    outcome.records.push_back(std::move(draft));
    MZ_TRY(const auto done, folder.store().commit(std::move(outcome)));
    return done.records.front().record;
}

}  // namespace mizan::service
