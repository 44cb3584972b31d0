// Brakes: how they stand, and people who lift them or put them on.
#include <algorithm>
#include <span>

#include "base/json.h"
#include "server/answer_later.h"
#include "server/answers.h"
#include "server/body_fields.h"
#include "server/target.h"
#include "service/clause_text.h"

namespace mizan::server {

namespace {

constexpr std::size_t kBrakesAtOnce = 500;
constexpr std::size_t kReasonBytes = 1000;

std::string limits_json(const sanction::BrakeLimits& limits) {
    std::string out;
    json::Object(out)
        .number("quota", limits.quota)
        .number("jump", limits.jump)
        .number("least", limits.least);
    return out;
}

void append_brake(std::string& out, const service::BrakeView& view) {
    const auto& standing = view.standing;
    json::Object object(out);
    object.text("clause", view.clause).text("state", name(standing.state));
    if (standing.since != 0) {
        object.text("why", name(standing.why)).number("since", standing.since);
        object.number("count", standing.count).flag("put_on_by_person", standing.put_on_by_person);
    }
    if (standing.hours != 0) object.number("hours", standing.hours);
    if (standing.until != 0) object.number("until", standing.until);
    object.optional("by", standing.by).optional("reason", standing.reason);
    object.number("last_hour", view.last_hour)
        .number("last_ten_minutes", view.last_ten_minutes)
        .json_value("limits", limits_json(view.limits));
}

// Of a person's order: where, how long and why.
struct BrakeBody {
    std::string platform;
    std::uint64_t hours = 0;
    std::string reason;
};

Result<BrakeBody> body_of(Site& site, const Asked& asked) {
    MZ_TRY(const auto fields, BodyFields::read(asked.request.body));
    BrakeBody out;
    MZ_TRY(out.platform, fields.text_or("platform", site.live.options().platform));
    MZ_TRY(out.hours, fields.number_or("hours", 0));
    MZ_TRY(out.reason, fields.text("reason"));
    if (out.reason.empty() || out.reason.size() > kReasonBytes)
        return fail({Code::kFieldType, "say why, in at most 1000 bytes", "reason"});
    return out;
}

// A brake may be put on before its clause has removed anything, but not for a clause or a platform that nobody has heard of.
Result<void> check_known(Site& site, const BrakeBody& body, const std::string& clause) {
    if (site.live.restraint().knows(body.platform, clause)) return {};
    MZ_TRY(const auto platforms, site.live.folder().store().platforms());
    if (body.platform != site.live.options().platform &&
        std::ranges::find(platforms, body.platform) == platforms.end())
        return fail({Code::kRecordMissing, "nothing is on record of this platform", body.platform});
    const auto engine = site.live.engine();
    if (service::find_clause(*engine->loaded.policy, clause) != nullptr) return {};
    return fail({Code::kClauseUnknown, "the policy in force has no clause of that id", clause});
}

using BrakeMove = Result<service::BrakeView> (service::Restraint::*)(std::string_view,
                                                                     std::string_view,
                                                                     const sanction::BrakeOrder&);

void answer_move(Site& site, Asked& asked, http::Reply reply, BrakeMove move) {
    answer_later(site, std::move(asked), std::move(reply),
                 [move](Site& s, Asked& a) -> Result<http::Response> {
                     MZ_TRY(const auto body, body_of(s, a));
                     const auto& clause = a.params.front();
                     MZ_CHECK(check_known(s, body, clause));
                     const auto by = a.who.who();
                     MZ_TRY(const auto view,
                            (s.live.restraint().*move)(body.platform, clause,
                                                       {by, body.reason, body.hours}));
                     std::string out;
                     append_brake(out, view);
                     return json_response(std::move(out));
                 });
}

}  // namespace

void answer_brakes(Site& site, Asked& asked, http::Reply reply) {
    const auto query = Query::read(asked.request.query());
    if (!query) return reply(problem({Code::kUsage, "the query cannot be read", "query"}));
    const auto& bound = asked.who.platform;
    const auto platform =
        query->get("platform").value_or(bound.empty() ? site.live.options().platform : bound);
    if (!asked.who.is_for(platform))
        return reply(
            problem({Code::kAccessForbidden, "this key is for another platform", platform}));
    auto& restraint = site.live.restraint();
    const auto brakes =
        restraint.brakes(platform, query->get("after").value_or(""), kBrakesAtOnce + 1);
    const bool more = brakes.size() > kBrakesAtOnce;
    std::string out;
    {
        json::Object object(out);
        object.text("platform", platform)
            .json_value("limits", limits_json(restraint.options().limits))
            .json_value("gravest_limits", limits_json(restraint.options().grave))
            .number("undecided_most", restraint.options().undecided_most)
            .list("brakes", std::span(brakes).first(std::min(brakes.size(), kBrakesAtOnce)),
                  [&](const auto& view) { append_brake(out, view); });
        if (more) object.text("next", brakes[kBrakesAtOnce - 1].clause);
    }
    reply(json_response(std::move(out)));
}

void answer_lift_brake(Site& site, Asked& asked, http::Reply reply) {
    answer_move(site, asked, std::move(reply), &service::Restraint::lift);
}

void answer_put_on_brake(Site& site, Asked& asked, http::Reply reply) {
    answer_move(site, asked, std::move(reply), &service::Restraint::put_on);
}

}  // namespace mizan::server
