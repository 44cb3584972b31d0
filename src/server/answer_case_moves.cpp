// What people do with one case. Each move is a command of cases/commands.h; which one, the path's last segment says.
#include <algorithm>

#include "casework/ruling.h"
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

// What a move says; which members it knows, its own row in kMoves says.
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
    MoveThink think;
};

// clang-format off
constexpr CaseMove kMoves[] = {
    {"claim", [](Session& s, const Terms& terms, const Case& c, const By& by, MoveBody&) -> Result<Events> {
        MZ_TRY(const auto held, s.tables.held_by(s.platform, by.who));
        return cases::claim(terms, c, by, held);
    }},
    {"release", [](Session&, const Terms&, const Case& c, const By& by, MoveBody& b) {
        return cases::release(c, by, b.reason);
    }},
    {"assign", [](Session&, const Terms&, const Case& c, const By& by, MoveBody& b) {
        return cases::assign(c, by, b.to, b.reason);
    }},
    {"recuse", [](Session&, const Terms&, const Case& c, const By& by, MoveBody& b) {
        return cases::recuse(c, by, b.reason);
    }},
    {"route", [](Session&, const Terms&, const Case& c, const By& by, MoveBody& b) {
        return cases::route(c, by, {b.lang, b.skill, b.reason});
    }},
    {"note", [](Session&, const Terms&, const Case& c, const By& by, MoveBody& b) {
        return cases::note(c, by, b.reason);
    }},
    {"opinion", [](Session&, const Terms&, const Case& c, const By& by, MoveBody& b) {
        return cases::give_opinion(c, by, {b.answer, b.clause, b.reason});
    }},
    {"ask", [](Session& s, const Terms& terms, const Case& c, const By& by, MoveBody& b) -> Result<Events> {
        MZ_TRY(const auto flag, s.get_flag(b.flag));
        return cases::ask_flagger(terms, c, flag, by, b.question);
    }},
    {"severity", [](Session&, const Terms&, const Case& c, const By& by, MoveBody& b) {
        return cases::set_severity(c, by, b.severity, b.reason);
    }},
    {"clear-threat", [](Session&, const Terms& terms, const Case& c, const By& by, MoveBody& b) {
        return cases::clear_threat(terms, c, by, b.reason);
    }},
    {"danger", [](Session&, const Terms&, const Case& c, const By& by, MoveBody& b) {
        return cases::raise_danger(c, by, b.reason);
    }},
    {"decline", [](Session&, const Terms&, const Case& c, const By& by, MoveBody& b) {
        return cases::decline(c, by, b.reason);
    }},
    {"taken-over", [](Session&, const Terms&, const Case& c, const By& by, MoveBody& b) {
        return cases::hand_off_taken(c, by, b.reason);
    }},
    {"merge", [](Session& s, const Terms& terms, const Case& c, const By& by, MoveBody& b) -> Result<Events> {
        MZ_TRY(const auto into, s.get_case(b.into));
        return cases::merge(terms, c, into, by);
    }},
};
// clang-format on

std::string_view last_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

Result<std::uint64_t> case_of(const Asked& asked) {
    return number_of(asked.params.front(), "case");
}

Result<void> check_seen(const Case& c, const Asked& asked, std::uint64_t version) {
    if (c.sensitive && !asked.who.may(access::Permission::kSeeSensitive))
        return fail({Code::kRecordMissing, "there is no such case", "case"});
    if (version != 0 && version != c.version)
        return fail({Code::kStateConflict,
                     "somebody else has changed it since you looked; look again",
                     "case " + std::to_string(c.id)});
    return {};
}

// The case as it is now.
Result<http::Response> told(Site& s, Asked& a, const std::string& platform, std::uint64_t id) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(const auto c, casework->read(platform, [&](casework::Tables& t, auto p) {
        return t.find_case(p, id);
    }));
    if (!c) return fail({Code::kRecordMissing, "there is no such case", "case"});
    return case_response(casework::case_summary_json(*c, viewer_of(a)), c->version);
}

Result<http::Response> move(Site& s, Asked& a) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(const auto id, case_of(a));
    MZ_TRY(auto body, fields::from_json<MoveBody>(a.request.body));
    MZ_TRY(const auto platform, platform_in(s, a, body.platform));
    MZ_TRY(const auto version, version_expected(a, body.version));
    const auto name = last_of(a.request.path());
    const auto wanted = std::ranges::find(kMoves, name, &CaseMove::name);
    if (wanted == std::end(kMoves)) return fail({Code::kInternal, "a route without a move", {}});
    auto by = by_of(a);
    MZ_CHECK(casework->perform_now(platform, [&](Session& session) -> Result<void> {
        MZ_TRY(const auto c, session.get_case(id));
        MZ_CHECK(check_seen(c, a, version));
        by.at = session.now;
        MZ_TRY(auto events, wanted->think(session, casework->terms(), c, by, body));
        casework::Deed deed;
        deed.events = std::move(events);
        deed.subject = "case " + std::to_string(id);
        deed.actor = by.who;
        return session.act(std::move(deed));
    }));
    return told(s, a, platform, id);
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

Result<http::Response> rule(Site& s, Asked& a) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(const auto id, case_of(a));
    MZ_TRY(auto body, fields::from_json<RulingBody>(a.request.body));
    MZ_TRY(const auto platform, platform_in(s, a, body.platform));
    MZ_TRY(const auto version, version_expected(a, body.version));
    MZ_CHECK(casework::rule(*casework, platform, s.live.engine(), id, version, by_of(a),
                            static_cast<cases::RulingOrder&&>(body)));
    return told(s, a, platform, id);
}

struct DutyBody : cases::DutyDecided {
    std::string platform;
    static void fields(auto& self, auto&& visit) {
        visit("platform", self.platform, fields::Most{64});
        cases::DutyDecided::fields(self, visit);
    }
};

Result<http::Response> duty(Site& s, Asked& a) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(const auto id, case_of(a));
    MZ_TRY(auto body, fields::from_json<DutyBody>(a.request.body));
    MZ_TRY(const auto platform, platform_in(s, a, body.platform));
    auto by = by_of(a);
    MZ_CHECK(casework->perform_now(platform, [&](Session& session) -> Result<void> {
        MZ_TRY(const auto c, session.get_case(id));
        MZ_CHECK(check_seen(c, a, 0));
        by.at = session.now;
        casework::Deed deed;
        MZ_TRY(deed.events, cases::decide_duty(c, by, static_cast<cases::DutyDecided&&>(body)));
        deed.subject = "case " + std::to_string(id);
        deed.actor = by.who;
        return session.act(std::move(deed));
    }));
    return told(s, a, platform, id);
}

Result<http::Response> agree_or_undo(Site& s, Asked& a) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(const auto id, case_of(a));
    MZ_TRY(const auto body, fields::from_json<MoveBody>(a.request.body));
    MZ_TRY(const auto platform, platform_in(s, a, body.platform));
    MZ_TRY(const auto version, version_expected(a, body.version));
    const bool agrees = last_of(a.request.path()) == "agree";
    MZ_CHECK(agrees ? casework::agree(*casework, platform, s.live.engine(), id, version, by_of(a))
                    : casework::undo(*casework, platform, s.live.engine(), id, version, by_of(a),
                                     body.reason));
    return told(s, a, platform, id);
}

struct AppealBody {
    std::string platform;
    std::string text;
    static void fields(auto& self, auto&& visit) {
        visit("platform", self.platform, fields::Most{64});
        visit("text", self.text, fields::Most{cases::kExplanationBytes});
    }
};

// An author appeals; the platform passes it on.
Result<http::Response> appeal(Site& s, Asked& a) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(const auto id, case_of(a));
    MZ_TRY(auto body, fields::from_json<AppealBody>(a.request.body));
    MZ_TRY(const auto platform, platform_in(s, a, body.platform));
    auto by = by_of(a);
    std::uint64_t made = 0;
    MZ_CHECK(casework->perform_now(platform, [&](Session& session) -> Result<void> {
        MZ_TRY(const auto c, session.get_case(id));
        MZ_TRY(const auto counts, session.tables.counts(session.platform));
        by.at = session.now;
        made = counts.cases + 1;
        casework::Deed deed;
        MZ_TRY(deed.events,
               cases::appeal(casework->terms(), c, nullptr, by, std::move(body.text), made));
        deed.subject = "case " + std::to_string(made);
        deed.actor = by.who;
        return session.act(std::move(deed));
    }));
    return json_response("{\"appeal\":" + std::to_string(made) + "}", 201);
}

}  // namespace

void answer_case_move(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), move);
}
void answer_rule(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), rule);
}
void answer_duty(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), duty);
}
void answer_agree_or_undo(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), agree_or_undo);
}
void answer_appeal(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), appeal);
}

}  // namespace mizan::server
