#include "casework/facts.h"

#include <algorithm>

#include "model/post.h"
#include "model/post_json.h"
#include "service/clause_text.h"
#include "service/decided.h"
#include "service/events.h"

namespace mizan::casework {

namespace {

constexpr std::string_view kNoText = "(not on record)";

}  // namespace

Result<Facts> facts_about(service::RecordFolder& folder, std::string_view platform,
                          const cases::Subject& subject) {
    Facts facts;
    if (subject.kind != cases::SubjectKind::kPost || subject.id.empty()) return facts;
    const auto tag = folder.tags().tag(platform, subject.source, subject.id);
    MZ_TRY(const auto found, folder.store().find(platform, tag, false));
    for (const auto& one : found) {
        if (!one.in_force) continue;
        facts.decision = one.record;
        facts.revision = one.revision;
    }
    MZ_TRY(const auto state, service::post_state(folder, platform, subject.source, subject.id));
    facts.reach = state.views.value_or(0);
    facts.deleted = state.deleted;
    if (facts.decision == 0) return facts;
    const auto vault = folder.store().vault(facts.decision);
    if (!vault && vault.error().code == Code::kRecordErased) return facts;
    if (!vault) return fail(vault.error());
    facts.author = service::author_of(vault->input);
    MZ_TRY(const auto decided, service::read_decided(vault->decision));
    facts.reach = std::max(facts.reach, decided.post_views);
    facts.lang = decided.lang == "und" ? std::string() : decided.lang;
    return facts;
}

Result<bool> is_taken_away(service::RecordFolder& folder, std::string_view platform,
                           const Facts& facts, std::string_view said_author) {
    if (facts.deleted) return true;
    const auto author = facts.author.empty() ? said_author : std::string_view(facts.author);
    return service::is_author_deleted(folder, platform, author);
}

std::uint8_t severity_of(const service::Engine& engine, std::string_view clause) {
    const auto* found = service::find_clause(*engine.loaded.policy, clause);
    return found == nullptr ? std::uint8_t{0} : found->severity;
}

std::optional<std::uint32_t> strikes_of(const service::Engine& engine, std::string_view clause) {
    const auto* found = service::find_clause(*engine.loaded.policy, clause);
    if (found == nullptr) return std::nullopt;
    for (const auto& step : found->actions)
        if (step.action == "strike") return static_cast<std::uint32_t>(std::max(1, step.argument));
    return std::nullopt;
}

Result<std::string> post_json(service::RecordFolder& folder, std::string_view platform,
                              const cases::Subject& subject, const Facts& facts,
                              std::string_view text) {
    if (facts.decision != 0) {
        auto vault = folder.store().vault(facts.decision);
        if (vault) return std::move(vault->input);
        if (vault.error().code != Code::kRecordErased) return fail(vault.error());
    }
    Post post;
    post.platform = platform;
    post.id = subject.id;
    post.author = facts.author;
    post.lang = facts.lang;
    post.revision = facts.revision;
    Part part;
    part.bytes = text.empty() ? kNoText : text;
    if (text.empty()) part.provenance = "none";
    post.parts.push_back(part);
    std::string json;
    append_post_json(json, post);
    return json;
}

}  // namespace mizan::casework
