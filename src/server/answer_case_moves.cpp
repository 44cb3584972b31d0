// What people do with one case. Each move is a command of cases/commands.h; which one, the path's last segment says.
#include <algorithm>

#include "casework/next.h"
#include "casework/ruling.h"
#include "casework/sight.h"
#include "server/answer_later.h"
#include "server/answers.h"
#include "server/casework_access.h"

namespace mizan::server {

namespace {

using cases::By;
using cases::Case;
using cases::Events;
using cases::Terms;
using casework::Session;

// What a move says; which of it a move knows, its own row in kMoves says.
struct MoveBody {
    std::string platform;
    std::uint64_t version = 0;
    std::string reason;
    std::string to;
    std::string lang;
    std::string skill;
    std::string question;
    std::string clause;
    std::uint64_t flag = 0;
    std::uint64_t into = 0;
    std::uint8_t severity = 0;
    cases::Answer answer = cases::Answer::kAllowed;
    cases::Profile profile;   // not sent, as is the next: of who asks
    cases::Profile receiver;  // and of `to`
    static void fields(auto& self, auto&& visit) {
        visit("platform", self.platform, fields::Most{64});
        visit("version", self.version);
        visit("reason", self.reason, fields::Most{5000});
        visit("to", self.to, fields::Most{200});
        visit("lang", self.lang, fields::Most{35});
        visit("skill", self.skill, fields::Most{100});
        visit("question", self.question, fields::Most{5000});
        visit("clause", self.clause, fields::Most{100});
        visit("flag", self.flag);
        visit("into", self.into);
        visit("severity", self.severity);
        visit("answer", self.answer);
    }
};

using MoveThink = Result<Events> (*)(Session&, const Terms&, const Case&, const By&, MoveBody&);
struct CaseMove {
    std::string_view name;
    std::string_view members;  // that it knows beside those of all moves
    MoveThink think;
};

// clang-format off
constexpr CaseMove kMoves[] = {
    {"claim", "", [](Session& s, const Terms& terms, const Case& c, const By& by, MoveBody& b) {
        return casework::claim_named(s, terms, c, by, b.profile);
    }},
    {"release", "reason", [](Session&, const Terms&, const Case& c, const By& by, MoveBody& b) {
        return cases::release(c, by, b.reason);
    }},
    {"assign", "to reason", [](Session&, const Terms&, const Case& c, const By& by, MoveBody& b) {
        return cases::assign(c, by, b.to, b.reason, cases::is_spared(b.receiver, c));
    }},
    {"recuse", "reason", [](Session&, const Terms&, const Case& c, const By& by, MoveBody& b) {
        return cases::recuse(c, by, b.reason);
    }},
    {"route", "lang skill reason", [](Session&, const Terms&, const Case& c, const By& by, MoveBody& b) {
        return cases::route(c, by, {b.lang, b.skill, b.reason});
    }},
    {"note", "reason", [](Session&, const Terms&, const Case& c, const By& by, MoveBody& b) {
        return cases::note(c, by, b.reason);
    }},
    {"opinion", "answer clause reason", [](Session&, const Terms&, const Case& c, const By& by, MoveBody& b) {
        return cases::give_opinion(c, by, {b.answer, b.clause, b.reason});
    }},
    {"ask", "flag question", [](Session& s, const Terms& terms, const Case& c, const By& by, MoveBody& b) -> Result<Events> {
        MZ_TRY(const auto flag, s.get_flag(b.flag));
        return cases::ask_flagger(terms, c, flag, by, b.question);
    }},
    {"severity", "severity reason", [](Session&, const Terms&, const Case& c, const By& by, MoveBody& b) {
        return cases::set_severity(c, by, b.severity, b.reason);
    }},
    {"clear-threat", "reason", [](Session&, const Terms& terms, const Case& c, const By& by, MoveBody& b) {
        return cases::clear_threat(terms, c, by, b.reason);
    }},
    {"danger", "reason", [](Session&, const Terms&, const Case& c, const By& by, MoveBody& b) {
        return cases::raise_danger(c, by, b.reason);
    }},
    {"decline", "reason", [](Session&, const Terms&, const Case& c, const By& by, MoveBody& b) {
        return cases::decline(c, by, b.reason);
    }},
    {"taken-over", "reason", [](Session&, const Terms&, const Case& c, const By& by, MoveBody& b) {
        return cases::hand_off_taken(c, by, b.reason);
    }},
    {"merge", "into", [](Session& s, const Terms& terms, const Case& c, const By& by, MoveBody& b) -> Result<Events> {
        MZ_TRY(const auto into, s.get_case(b.into));
        MZ_TRY(const auto* own, s.calendar_of(c.clock));
        return cases::merge(terms, c, into, by, own);
    }},
};
// clang-format on

// An answer is said: none is taken for granted.
Result<void> check_answered(const fields::JsonValue& said) {
    if (said.member("answer")) return {};
    return fail({Code::kFieldType, "say what the answer is", "answer"});
}

// Who has nothing to say need not send a body.
Result<MoveBody> move_in(const Asked& asked, std::string_view members) {
    const std::string_view body = asked.request.body;
    MZ_TRY(const auto document, fields::JsonDocument::read(body.empty() ? "{}" : body));
    const auto said = document.root();
    std::vector<std::string_view> known = {"platform", "version"};
    while (!members.empty()) {
        const auto end = std::min(members.find(' '), members.size());
        known.push_back(members.substr(0, end));
        members.remove_prefix(std::min(end + 1, members.size()));
    }
    if (said.is_object()) {
        MZ_CHECK(said.check_members(known, true, {}));
        if (std::ranges::find(known, "answer") != known.end()) MZ_CHECK(check_answered(said));
    }
    return fields::from_value<MoveBody>(said);
}

std::string_view last_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// The case, if it is for them: what is done with it is shown to them.
Result<Case> case_seen(Session& session, const Asked& asked, std::uint64_t id,
                       const casework::SeenVersion& seen = {}) {
    MZ_TRY(auto c, session.get_case(id));
    MZ_CHECK(casework::check_sight(session.tables, session.platform, c, viewer_of(asked)));
    MZ_CHECK(casework::check_version(c, seen));
    return c;
}

Result<http::Response> move_case(Site& s, Asked& a) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(const auto id, case_of(a));
    const auto wanted = std::ranges::find(kMoves, last_of(a.request.path()), &CaseMove::name);
    if (wanted == std::end(kMoves)) return fail({Code::kInternal, "a route without a move", {}});
    MZ_TRY(auto body, move_in(a, wanted->members));
    MZ_TRY(const auto platform, platform_in(s, a, body.platform));
    MZ_TRY(const auto version, version_expected(a, body.version));
    MZ_CHECK(check_case_seen(*casework, a, platform, body.into));
    if (!body.to.empty()) MZ_CHECK(check_is_somebody(s, body.to, "to"));
    auto by = by_of(a);
    MZ_TRY(body.profile, casework->desks().find(by.who));
    if (!body.to.empty()) {
        MZ_TRY(body.receiver, casework->desks().find(body.to));
    }
    MZ_CHECK(casework->perform_now(platform, [&](Session& session) -> Result<void> {
        MZ_TRY(const auto c, case_seen(session, a, id, version));
        by.at = session.now;
        MZ_TRY(auto events, wanted->think(session, casework->terms(), c, by, body));
        return session.act(casework::deed_about("case", id, std::move(events), by.who));
    }));
    return told_case(s, a, platform, id);
}

struct RulingBody : cases::RulingOrder {
    std::string platform;
    std::uint64_t version = 0;
    static void fields(auto& self, auto&& visit) {
        visit("platform", self.platform, fields::Most{64});
        visit("version", self.version);
        cases::RulingOrder::fields(self, visit);
    }
    bool operator==(const RulingBody&) const = default;
};

Result<http::Response> rule_case(Site& s, Asked& a) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(const auto id, case_of(a));
    MZ_TRY(const auto document, fields::JsonDocument::read(a.request.body));
    MZ_TRY(auto body, fields::from_value<RulingBody>(document.root()));
    if (body.review != cases::Review::kUpheld) MZ_CHECK(check_answered(document.root()));
    MZ_TRY(const auto platform, platform_in(s, a, body.platform));
    MZ_TRY(const auto version, version_expected(a, body.version));
    MZ_CHECK(check_case_seen(*casework, a, platform, id));
    MZ_CHECK(casework::rule(*casework, platform, s.live.engine(), id, version, by_of(a),
                            static_cast<cases::RulingOrder&&>(body)));
    return told_case(s, a, platform, id);
}

struct DutyBody : cases::DutyDecided {
    std::string platform;
    static void fields(auto& self, auto&& visit) {
        visit("platform", self.platform, fields::Most{64});
        cases::DutyDecided::fields(self, visit);
    }
};

struct TargetBody : cases::TargetOffered {
    std::string platform;
    static void fields(auto& self, auto&& visit) {
        visit("platform", self.platform, fields::Most{64});
        cases::TargetOffered::fields(self, visit);
    }
};

// What `think(case, by)` gives, each event a record of its own, so that others are told of each.
template <class Body, class Think>
Result<http::Response> about_danger(Site& s, Asked& a, const Body& body, Think think) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(const auto id, case_of(a));
    MZ_TRY(const auto platform, platform_in(s, a, body.platform));
    auto by = by_of(a);
    MZ_CHECK(casework->perform_now(platform, [&](Session& session) -> Result<void> {
        MZ_TRY(const auto c, case_seen(session, a, id));
        by.at = session.now;
        MZ_TRY(const auto events, think(c, by));
        for (const auto& event : events)
            MZ_CHECK(session.act(casework::deed_about("case", id, {event}, by.who)));
        return {};
    }));
    return told_case(s, a, platform, id);
}

Result<http::Response> decide_duty(Site& s, Asked& a) {
    MZ_TRY(const auto body, fields::from_json<DutyBody>(a.request.body));
    return about_danger(
        s, a, body, [&](const Case& c, const By& by) { return cases::decide_duty(c, by, body); });
}

Result<http::Response> offer_target(Site& s, Asked& a) {
    MZ_TRY(const auto document, fields::JsonDocument::read(a.request.body));
    MZ_TRY(const auto body, fields::from_value<TargetBody>(document.root()));
    if (!document.root().member("notice"))
        return fail({Code::kFieldType, "say what came of it", "notice"});
    return about_danger(
        s, a, body, [&](const Case& c, const By& by) { return cases::offer_target(c, by, body); });
}

Result<http::Response> agree_or_undo(Site& s, Asked& a) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(const auto id, case_of(a));
    const bool agrees = last_of(a.request.path()) == "agree";
    MZ_TRY(const auto body, move_in(a, agrees ? "" : "reason"));
    MZ_TRY(const auto platform, platform_in(s, a, body.platform));
    MZ_TRY(const auto version, version_expected(a, body.version));
    MZ_CHECK(check_case_seen(*casework, a, platform, id));
    MZ_CHECK(agrees ? casework::agree(*casework, platform, s.live.engine(), id, version, by_of(a))
                    : casework::undo(*casework, platform, s.live.engine(), id, version, by_of(a),
                                     body.reason));
    return told_case(s, a, platform, id);
}

}  // namespace

void answer_case_move(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), move_case);
}
void answer_rule(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), rule_case);
}
void answer_duty(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), decide_duty);
}
void answer_target_notice(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), offer_target);
}
void answer_agree_or_undo(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), agree_or_undo);
}

}  // namespace mizan::server
