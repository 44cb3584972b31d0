// Desks: what those who decide cases can do, what they are spared, and how their day stands.
#include <algorithm>

#include "base/json.h"
#include "casework/next.h"
#include "server/answer_later.h"
#include "server/answers.h"
#include "server/casework_access.h"

namespace mizan::server {

namespace {

// What is said of one's own desk, and by those who lead of others'.
struct OwnDeskBody {
    std::vector<std::string> langs;
    std::vector<std::string> opt_outs;
    static void fields(auto& self, auto&& visit) {
        visit("langs", self.langs, fields::Most{cases::kProfileList});
        visit("opt_outs", self.opt_outs, fields::Most{cases::kProfileList});
    }
};
struct DeskBody {
    std::vector<std::string> skills;
    std::uint32_t load_most = 0;
    static void fields(auto& self, auto&& visit) {
        visit("skills", self.skills, fields::Most{cases::kProfileList});
        visit("load_most", self.load_most);
    }
};

void append_words(std::string& out, json::Object& object, std::string_view name,
                  const std::vector<std::string>& words) {
    object.list(name, words, [&](const std::string& word) { json::append_string(out, word); });
}

// What one is spared is for oneself alone.
std::string desk_json(const casework::DeskSeen& desk, const cases::ExposureRules& rules,
                      bool is_own) {
    std::string out;
    {
        json::Object object(out);
        object.text("who", desk.profile.who);
        append_words(out, object, "langs", desk.profile.langs);
        append_words(out, object, "skills", desk.profile.skills);
        if (is_own) append_words(out, object, "opt_outs", desk.profile.opt_outs);
        object.number("load_most", desk.profile.load_most).number("held", desk.held);
        const auto& today = desk.today;
        object.number("seen", today.seen).number("grave", today.grave);
        if (rules.grave_daily != 0)
            object.number("grave_left", rules.grave_daily - std::min<std::uint64_t>(
                                                                rules.grave_daily, today.grave));
        object.number("minutes", today.seconds / cases::kMinute)
            .number("minutes_since_break", today.since_break / cases::kMinute);
        if (today.break_until != 0) object.number("break_until", today.break_until);
        // Four fifths of what one may.
        const bool much = rules.grave_daily != 0 && today.grave * 5 >= rules.grave_daily * 4ULL;
        const auto most = rules.break_after_minutes * cases::kMinute;
        const bool is_long = most != 0 && today.since_break * 5 >= most * 4;
        object.flag("near_limit", much || is_long);
        object.list("golden", desk.golden, [&](const cases::GoldenScore& score) {
            json::Object(out)
                .text("clause", score.clause)
                .number("answered", score.answered)
                .number("right", score.right);
        });
    }
    return out;
}

http::Response private_response(std::string body) {
    auto response = json_response(std::move(body));
    response.fields.emplace_back("Cache-Control", "no-store");
    return response;
}

Result<http::Response> told_desk(Site& s, const Asked& a, const std::string& who) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(const auto query, query_of(a));
    MZ_TRY(const auto platform, platform_asked(s, a, query));
    MZ_TRY(const auto desk, casework::see_desk(*casework, platform, who));
    return private_response(desk_json(desk, casework->rules().exposure, who == a.who.who()));
}

Result<http::Response> own_desk(Site& s, Asked& a) { return told_desk(s, a, a.who.who()); }

Result<http::Response> set_own_desk(Site& s, Asked& a) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(auto body, fields::from_json<OwnDeskBody>(a.request.body));
    MZ_CHECK(casework->desks().amend(a.who.who(), [&](cases::Profile& p) -> Result<void> {
        p.langs = std::move(body.langs);
        p.opt_outs = std::move(body.opt_outs);
        return {};
    }));
    return told_desk(s, a, a.who.who());
}

Result<http::Response> list_desks(Site& s, Asked& a) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(const auto query, query_of(a));
    MZ_TRY(const auto platform, platform_asked(s, a, query));
    MZ_TRY(const auto desks, casework::see_desks(*casework, platform));
    std::string out;
    json::Object(out).list("desks", desks, [&](const casework::DeskSeen& desk) {
        out.append(desk_json(desk, casework->rules().exposure, false));
    });
    return private_response(std::move(out));
}

// A profile of somebody who does not exist would be nobody's to take back.
Result<void> check_account(Site& s, const std::string& who) {
    MZ_CHECK(s.access.account(who));
    return {};
}

Result<http::Response> set_desk(Site& s, Asked& a) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(auto body, fields::from_json<DeskBody>(a.request.body));
    const auto& who = a.params.front();
    MZ_CHECK(check_account(s, who));
    MZ_CHECK(casework->desks().amend(who, [&](cases::Profile& p) -> Result<void> {
        p.skills = std::move(body.skills);
        p.load_most = body.load_most;
        return {};
    }));
    return told_desk(s, a, who);
}

Result<http::Response> lift_break(Site& s, Asked& a) {
    MZ_TRY(auto* const casework, casework_of(s));
    const auto& who = a.params.front();
    if (who == a.who.who())
        return fail({Code::kAccessForbidden, "another lead lifts one's own break", who});
    MZ_CHECK(check_account(s, who));
    const auto now = casework->now();
    MZ_CHECK(casework->desks().amend(who, [&](cases::Profile& p) -> Result<void> {
        p.break_lifted_at = now;
        return {};
    }));
    return told_desk(s, a, who);
}

}  // namespace

void answer_own_desk(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), own_desk);
}
void answer_set_own_desk(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), set_own_desk);
}
void answer_desks(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), list_desks);
}
void answer_set_desk(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), set_desk);
}
void answer_lift_break(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), lift_break);
}

}  // namespace mizan::server
