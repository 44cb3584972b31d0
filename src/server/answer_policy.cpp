// The policy in force: what it says, and putting it in force as it now stands.
#include "base/json.h"
#include "server/answer_later.h"
#include "server/answers.h"
#include "server/etag.h"
#include "service/clause_text.h"

namespace mizan::server {

namespace {

// A response that a client need not fetch again while the policy is the same one.
http::Response of_version(const Asked& asked, const policy::Policy& policy, std::string body) {
    const auto tag = "\"" + policy.version + "\"";
    auto out = json_response(std::move(body));
    if (names_tag(asked.request.field("If-None-Match"), tag)) {
        out.status = 304;
        out.content_type.clear();
        out.body.clear();
    }
    out.fields.emplace_back("ETag", tag);
    return out;
}

std::string_view name_of(policy::ClauseState state) {
    switch (state) {
        case policy::ClauseState::kLive: return "live";
        case policy::ClauseState::kShadow: return "shadow";
        case policy::ClauseState::kCanary: return "canary";
        case policy::ClauseState::kRetired: return "retired";
    }
    return {};
}

void append_clause(std::string& out, const policy::Policy& policy, const policy::Clause& clause,
                   bool whole) {
    json::Object object(out);
    object.text("id", clause.id)
        .text("title", clause.title)
        .text("state", name_of(clause.state))
        .number("severity", clause.severity)
        .text("enforce", clause.enforce_act ? "act" : "review")
        .text("actions", service::actions_text(clause))
        .text("languages", service::languages_text(clause.languages));
    if (!whole) return;
    object.text("text", clause.prose);
    object.list("rule", service::rule_lines(policy, clause), [&](const auto& line) {
        json::Object(out).text("key", line.key).text("text", line.text);
    });
}

std::string policy_json(const policy::Policy& policy) {
    std::string out;
    json::Object(out)
        .text("name", policy.title)
        .text("version", policy.version)
        .text("bundle", policy.bundle_hash)
        .number("semantics", policy.semantics_level)
        .number("clauses", policy.clauses.size());
    return out;
}

}  // namespace

void answer_policy(Site& site, Asked& asked, http::Reply reply) {
    const auto engine = site.live.engine();
    reply(of_version(asked, *engine->loaded.policy, policy_json(*engine->loaded.policy)));
}

void answer_clauses(Site& site, Asked& asked, http::Reply reply) {
    const auto engine = site.live.engine();
    const auto& policy = *engine->loaded.policy;
    std::string out;
    json::Object(out)
        .text("version", policy.version)
        .list("clauses", policy.clauses,
              [&](const auto& clause) { append_clause(out, policy, clause, false); });
    reply(of_version(asked, policy, std::move(out)));
}

void answer_clause(Site& site, Asked& asked, http::Reply reply) {
    const auto engine = site.live.engine();
    const auto& policy = *engine->loaded.policy;
    const auto* clause = service::find_clause(policy, asked.params.front());
    if (clause == nullptr)
        return reply(problem({Code::kClauseUnknown, "the policy in force has no clause of that id",
                              asked.params.front()}));
    std::string out;
    append_clause(out, policy, *clause, true);
    reply(of_version(asked, policy, std::move(out)));
}

void answer_reload(Site& site, Asked& asked, http::Reply reply) {
    answer_later(
        site, std::move(asked), std::move(reply), [](Site& s, Asked& a) -> Result<http::Response> {
            if (!a.who.platform.empty())
                return fail({Code::kAccessForbidden,
                             "a policy is in force for every platform; this key is for one",
                             a.who.platform});
            MZ_TRY(const auto engine, s.live.go_live(s.live.engine()->path));
            return json_response(policy_json(*engine->loaded.policy));
        });
}

}  // namespace mizan::server
