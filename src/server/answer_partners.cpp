// Partners: who flags under an agreement.
#include "base/json.h"
#include "casework/own_record.h"
#include "server/answer_later.h"
#include "server/answers.h"
#include "server/casework_access.h"

namespace mizan::server {

namespace {

using casework::Session;

struct PartnerBody : cases::PartnerFacts {
    std::string platform;
    static void fields(auto& self, auto&& visit) {
        visit("platform", self.platform, fields::Most{64});
        cases::PartnerFacts::fields(self, visit);
    }
    bool operator==(const PartnerBody&) const = default;
};
struct PartnerMoveBody {
    std::string platform;
    std::string member;
    std::string reason;
    static void fields(auto& self, auto&& visit) {
        visit("platform", self.platform, fields::Most{64});
        visit("member", self.member, fields::Most{200});
        visit("reason", self.reason, fields::Most{2000});
    }
};

std::string partner_json(const cases::Partner& partner) {
    return fields::to_json(partner, fields::Empty::kWritten);
}

Result<http::Response> told_partner(Site& s, const std::string& platform, std::uint64_t id,
                                    int status) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(const auto partner, casework->read(platform, [&](casework::Tables& t, auto p) {
        return t.find_partner(p, id);
    }));
    if (!partner) return fail({Code::kRecordMissing, "there is no such partner", "partner"});
    return json_response(partner_json(*partner), status);
}

// `think(Session&, By)` gives the events.
template <class Think> Result<void> perform_on(Site& s, const Asked& a, const std::string& platform,
                                               std::uint64_t& id, Think think) {
    MZ_TRY(auto* const casework, casework_of(s));
    auto by = by_of(a);
    MZ_CHECK(casework->perform_now(platform, [&](Session& session) -> Result<void> {
        by.at = session.now;
        MZ_TRY(auto events, think(session, by));
        id = events.front().partner;
        return session.act(casework::deed_about("partner", id, std::move(events), by.who));
    }));
    return {};
}

// Whose a flag is would else depend on which partner was changed last.
Result<void> check_is_free(Session& session, const std::string& member, std::uint64_t partner) {
    MZ_TRY(const auto of, session.tables.partner_of_member(session.platform, member));
    const bool is_taken = of && of->id != partner && of->state != cases::PartnerState::kEnded;
    if (!is_taken) return {};
    return fail(
        {Code::kStateConflict, "they are a member of partner " + std::to_string(of->id), "member"});
}

Result<http::Response> add_partner(Site& s, Asked& a) {
    MZ_TRY(auto body, fields::from_json<PartnerBody>(a.request.body));
    MZ_TRY(const auto platform, platform_in(s, a, body.platform));
    std::uint64_t id = 0;
    MZ_CHECK(perform_on(s, a, platform, id,
                        [&](Session& session, const cases::By& by) -> Result<cases::Events> {
                            MZ_TRY(const auto counts, session.tables.counts(session.platform));
                            return cases::add_partner(counts.partners + 1, std::move(body), by);
                        }));
    return told_partner(s, platform, id, 201);
}

Result<http::Response> amend_partner(Site& s, Asked& a) {
    MZ_TRY(auto body, fields::from_json<PartnerBody>(a.request.body));
    MZ_TRY(const auto platform, platform_in(s, a, body.platform));
    MZ_TRY(auto id, number_of(a.params.front(), "partner"));
    MZ_CHECK(perform_on(s, a, platform, id,
                        [&](Session& session, const cases::By& by) -> Result<cases::Events> {
                            MZ_TRY(const auto partner, session.get_partner(id));
                            return cases::amend_partner(partner, std::move(body), by);
                        }));
    return told_partner(s, platform, id, 200);
}

Result<http::Response> move_partner(Site& s, Asked& a) {
    MZ_TRY(auto body, fields::from_json<PartnerMoveBody>(a.request.body));
    MZ_TRY(const auto platform, platform_in(s, a, body.platform));
    MZ_TRY(auto id, number_of(a.params.front(), "partner"));
    const auto path = a.request.path();
    const auto name = path.substr(path.rfind('/') + 1);
    if (name == "add-member" && !body.member.empty())
        MZ_CHECK(check_is_somebody(s, body.member, "member"));
    MZ_CHECK(perform_on(
        s, a, platform, id, [&](Session& session, const cases::By& by) -> Result<cases::Events> {
            using enum cases::PartnerState;
            MZ_TRY(const auto partner, session.get_partner(id));
            if (name == "add-member") {
                MZ_CHECK(check_is_free(session, body.member, id));
                return cases::set_member(partner, body.member, false, by);
            }
            if (name == "remove-member") return cases::set_member(partner, body.member, true, by);
            const auto to = name == "suspend" ? kSuspended : name == "resume" ? kActive : kEnded;
            return cases::move_partner(partner, to, body.reason, by);
        }));
    return told_partner(s, platform, id, 200);
}

Result<http::Response> list_partners(Site& s, Asked& a) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(const auto query, query_of(a));
    MZ_TRY(const auto platform, platform_asked(s, a, query));
    MZ_TRY(const auto partners,
           casework->read(platform, [](casework::Tables& t, auto p) { return t.partners(p); }));
    std::string out;
    json::Object(out).list("partners", partners,
                           [&](const auto& partner) { out.append(partner_json(partner)); });
    return json_response(std::move(out));
}

Result<http::Response> one_partner(Site& s, Asked& a) {
    MZ_TRY(const auto query, query_of(a));
    MZ_TRY(const auto platform, platform_asked(s, a, query));
    MZ_TRY(const auto id, number_of(a.params.front(), "partner"));
    return told_partner(s, platform, id, 200);
}

Result<http::Response> own_partner(Site& s, Asked& a) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(const auto query, query_of(a));
    MZ_TRY(const auto platform, platform_asked(s, a, query));
    MZ_TRY(auto body, casework::own_partner_json(*casework, platform, a.who.who()));
    return json_response(std::move(body));
}

Result<http::Response> casework_rules(Site& s, Asked&) {
    MZ_TRY(auto* const casework, casework_of(s));
    return json_response(fields::to_json(casework->rules(), fields::Empty::kWritten));
}

}  // namespace

void answer_partners(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), list_partners);
}
void answer_partner(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), one_partner);
}
void answer_own_partner(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), own_partner);
}
void answer_add_partner(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), add_partner);
}
void answer_amend_partner(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), amend_partner);
}
void answer_move_partner(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), move_partner);
}
void answer_casework_rules(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), casework_rules);
}

}  // namespace mizan::server
