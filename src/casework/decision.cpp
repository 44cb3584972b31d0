#include "casework/decision.h"

#include <algorithm>

#include "base/json.h"
#include "model/json.h"
#include "record/decision.h"

namespace mizan::casework {

namespace {

using cases::Answer;

std::string_view source_type(const cases::Case& c) {
    if (c.government) return record::kGovernment;
    if (c.statutory) return record::kTrustedFlagger;
    if (c.partner) return record::kPartnerFlag;
    return c.flags > c.withdrawn ? record::kNotice : record::kOwnInitiative;
}

Outcome outcome_of(Answer answer) {
    if (answer == Answer::kViolates) return Outcome::kViolation;
    return answer == Answer::kAllowed ? Outcome::kAllowed : Outcome::kUndecided;
}
Finding finding_of(const cases::RulingOrder& order) {
    if (order.answer == Answer::kViolates) return Finding::kViolates;
    if (order.answer != Answer::kAllowed) return Finding::kUnclear;
    return order.exception.empty() ? Finding::kNothingFound : Finding::kExcused;
}

std::string reviewers(const cases::Ruling& ruling) {
    return ruling.second.empty() ? ruling.by : ruling.by + "," + ruling.second;
}

void fill_ruling(Decision& d, const cases::Ruling& ruling) {
    const auto& order = ruling.order;
    d.outcome = outcome_of(order.answer);
    d.finding = finding_of(order);
    d.route = order.answer == Answer::kViolates ? Route::kAct : Route::kNone;
    d.clause = order.clause;
    d.exception = order.exception;
    d.severity = order.severity;
    if (order.answer == Answer::kUndecided) d.cause = Cause::kContextMissing;
    for (const auto& measure : order.measures)
        d.actions.push_back({measure.name, static_cast<std::int32_t>(measure.argument)});
    d.reason = order.reason;
}

// What people's decisions say besides, behind the engine's members.
void append_people(std::string& json, const cases::Case& c, const cases::Ruling* ruling) {
    json.pop_back();
    json.append(",\"case\":").append(std::to_string(c.id));
    json.append(",\"reviewers\":");
    json::append_string(json, ruling == nullptr ? std::string() : reviewers(*ruling));
    if (ruling != nullptr && !ruling->order.measures.empty()) {
        json.append(",\"measures\":[");
        for (const auto& measure : ruling->order.measures) {
            if (json.back() != '[') json.push_back(',');
            fields::append_json(json, measure);
        }
        json.push_back(']');
    }
    if (ruling != nullptr && ruling->order.public_interest) {
        json.append(",\"public_interest\":");
        fields::append_json(json, *ruling->order.public_interest);
    }
    json.push_back('}');
}

}  // namespace

Result<RuledPost> ruled_post(service::RecordFolder& folder, std::string_view platform,
                             const cases::Subject& subject, std::string_view said) {
    RuledPost post;
    post.subject = subject;
    MZ_TRY(post.facts, facts_about(folder, platform, subject));
    MZ_TRY(post.input, post_json(folder, platform, subject, post.facts, said));
    return post;
}

Result<bool> is_decision_erased(service::RecordFolder& folder, std::string_view platform,
                                const cases::Case& c) {
    const auto& subject = c.subject;
    if (subject.kind == cases::SubjectKind::kPattern) return false;
    if (subject.id.empty()) return subject.url.empty();
    MZ_TRY(const auto facts, facts_about(folder, platform, subject));
    if (facts.decision == 0) return false;
    const auto vault = folder.store().vault(facts.decision);
    if (vault) return false;
    if (vault.error().code != Code::kRecordErased) return fail(vault.error());
    return true;
}

record::Draft decision_draft(const service::Engine& engine, const record::Setting& setting,
                             const record::TagKey& tags, std::string_view platform,
                             const cases::Case& c, const cases::Ruling* ruling,
                             const RuledPost& post, std::uint64_t at) {
    Decision d;
    d.platform = platform;
    d.post = post.subject.id;
    d.lang = c.lang.empty() ? std::string_view("und") : std::string_view(c.lang);
    d.policy_version = engine.loaded.policy->version;
    d.bundle_hash = engine.loaded.policy->bundle_hash;
    d.semantics_level = engine.loaded.policy->semantics_level;
    d.decided_by = DecidedBy::kPerson;
    d.outcome = Outcome::kUndecided;
    d.finding = Finding::kUnclear;
    d.reason = "What was decided before stands no more; a person decides anew.";
    if (ruling != nullptr) fill_ruling(d, *ruling);
    std::string json;
    append_json(json, d);
    append_people(json, c, ruling);
    const auto round = std::to_string(c.id) + "/" + std::to_string(c.version);
    record::Occasion occasion;
    occasion.tag = tags.tag(platform, post.subject.source, post.subject.id);
    occasion.source = post.subject.source;
    occasion.post = post.subject.id;
    occasion.revision = post.facts.revision;
    const auto purpose = "person/" + round;
    occasion.purpose = purpose;
    occasion.at = at;
    occasion.case_no = c.id;
    occasion.found_by_engine = c.engine_record != 0;
    occasion.source_type = source_type(c);
    occasion.sealed = c.sensitive || c.clock.threat;
    return record::decision_draft(setting, occasion, d, post.facts.author, post.input,
                                  std::move(json));
}

}  // namespace mizan::casework
