// Cases: the queue, what is in them, and what people do with them.
#include <algorithm>

#include "base/json.h"
#include "casework/next.h"
#include "casework/ruling.h"
#include "casework/sight.h"
#include "server/answer_later.h"
#include "server/answers.h"
#include "server/casework_access.h"

namespace mizan::server {

namespace {

using Listed = Result<std::vector<cases::Case>>;

Result<cases::CaseState> state_named(const std::string& name) {
    for (std::size_t i = 0; i < std::size(cases::kCaseStates); ++i)
        if (cases::kCaseStates[i] == name) return static_cast<cases::CaseState>(i);
    return misused(
        "a case is open, claimed, waiting, proposed, decided, handed-off, merged or closed",
        "state");
}

std::vector<std::string> split(std::string_view list) {
    std::vector<std::string> out;
    while (!list.empty()) {
        const auto end = std::min(list.find(','), list.size());
        if (end > 0) out.emplace_back(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return out;
}

Result<casework::Seeker> seeker_in(const Asked& asked, const Query& query) {
    casework::Seeker seeker;
    seeker.by = by_of(asked);
    seeker.langs = split(query.get("lang").value_or(""));
    constexpr std::size_t kLangs = 20;
    if (seeker.langs.size() > kLangs) return misused("at most 20 languages", "lang");
    seeker.sensitive = asked.who.may(access::Permission::kSeeSensitive);
    return seeker;
}

Result<casework::QueueQuery> queue_asked(casework::Casework& casework, const Asked& asked,
                                         const Query& query) {
    MZ_TRY(const auto seeker, seeker_in(asked, query));
    MZ_TRY(auto wanted, casework::queue_of(casework, seeker));
    MZ_TRY(wanted.limit, limit_asked(query));
    const auto after = query.get("after").value_or("");
    const auto dash = after.find('-');
    if (after.empty()) return wanted;
    MZ_TRY(wanted.after_place, number_of(std::string_view(after).substr(0, dash), "after"));
    if (dash == after.npos) return misused("use the next of the page before", "after");
    MZ_TRY(wanted.after_case, number_of(std::string_view(after).substr(dash + 1), "after"));
    return wanted;
}

std::string list_json(const std::vector<cases::Case>& cases, const Asked& asked,
                      const std::string& next) {
    std::string out;
    {
        json::Object object(out);
        object.list("cases", cases, [&](const cases::Case& c) {
            out.append(casework::case_summary_json(c, viewer_of(asked)));
        });
        object.optional("next", next);
    }
    return out;
}

Result<http::Response> queue_page(Site& s, Asked& a) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(const auto query, query_of(a));
    MZ_TRY(const auto platform, platform_named(s, a, query));
    MZ_TRY(const auto wanted, queue_asked(*casework, a, query));
    MZ_TRY(const auto cases, casework->read(platform, [&](casework::Tables& t, auto p) {
        return t.queue(p, wanted);
    }));
    std::string next;
    if (cases.size() == wanted.limit)
        next =
            std::to_string(cases::place_of(cases.back())) + "-" + std::to_string(cases.back().id);
    return json_response(list_json(cases, a, next));
}

Result<http::Response> claim_next(Site& s, Asked& a) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(const auto query, query_of(a));
    MZ_TRY(const auto platform, platform_named(s, a, query));
    MZ_TRY(const auto seeker, seeker_in(a, query));
    MZ_TRY(const auto next, casework::claim_next(*casework, platform, seeker));
    if (!next.c) return nothing_waits();
    return case_response(casework::case_summary_json(*next.c, viewer_of(a)), next.c->version);
}

Listed own_cases(casework::Tables& tables, casework::PlatformId p, const casework::Viewer& viewer) {
    MZ_TRY(auto cases, tables.claimed_by(p, viewer.who));
    if (!viewer.sensitive) std::erase_if(cases, [](const auto& c) { return c.sensitive; });
    return cases;
}

Result<http::Response> list_cases(Site& s, Asked& a) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(const auto query, query_of(a));
    MZ_TRY(const auto platform, platform_named(s, a, query));
    MZ_TRY(const auto page, page_asked(query));
    std::optional<cases::CaseState> state;
    if (const auto name = query.get("state")) {
        MZ_TRY(state, state_named(*name));
    }
    const bool mine = query.get("mine").value_or("") == "true";
    const auto viewer = viewer_of(a);
    MZ_TRY(auto cases, casework->read(platform, [&](casework::Tables& t, auto p) -> Listed {
        if (mine) return own_cases(t, p, viewer);
        return casework::cases_for(
            t, p, viewer, page.after, page.limit, [&](std::uint64_t after, std::size_t most) {
                return t.cases_after(p, after, state, viewer.sensitive, most);
            });
    }));
    const bool more = !mine && cases.size() > page.limit;
    if (more) cases.pop_back();
    return json_response(list_json(cases, a, more ? std::to_string(cases.back().id) : ""));
}

Result<http::Response> one_case(Site& s, Asked& a) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(const auto query, query_of(a));
    MZ_TRY(const auto platform, platform_named(s, a, query));
    MZ_TRY(const auto id, case_of(a));
    MZ_TRY(auto shown, casework::show_case(*casework, platform, id, viewer_of(a)));
    return case_response(std::move(shown.json), shown.version);
}

struct BulkBody {
    std::string platform;
    std::vector<std::uint64_t> cases;
    cases::RulingOrder ruling;
    bool preview = false;
    static void fields(auto& self, auto&& visit) {
        visit("platform", self.platform, fields::Most{64});
        visit("cases", self.cases);
        visit("ruling", self.ruling);
        visit("preview", self.preview);
    }
};

Result<http::Response> in_bulk(Site& s, Asked& a) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(const auto document, fields::JsonDocument::read(a.request.body));
    MZ_TRY(const auto body, fields::from_value<BulkBody>(document.root()));
    const auto ruling = document.root().member("ruling");
    if (!ruling || !ruling->member("answer"))
        return fail({Code::kFieldType, "say what the answer is", "ruling.answer"});
    MZ_TRY(const auto platform, platform_in(s, a, body.platform));
    const casework::BulkDecider decider{by_of(a), a.who.may(access::Permission::kSeeSensitive)};
    MZ_TRY(const auto done, casework::rule_in_bulk(*casework, platform, s.live.engine(), body.cases,
                                                   decider, body.ruling, body.preview));
    std::string out;
    {
        json::Object object(out);
        object.flag("preview", body.preview);
        object.list("cases", done, [&](const casework::BulkOne& one) {
            json::Object row(out);
            row.number("case", one.case_no).flag("ok", one.done.has_value());
            if (!one.done) row.json_value("problem", problem_json(one.done.error()));
        });
    }
    return json_response(std::move(out));
}

template <class F> void later(Site& site, Asked& asked, http::Reply reply, F work) {
    answer_later(site, std::move(asked), std::move(reply), work);
}

}  // namespace

void answer_queue(Site& site, Asked& asked, http::Reply reply) {
    later(site, asked, std::move(reply), queue_page);
}
void answer_claim_next(Site& site, Asked& asked, http::Reply reply) {
    later(site, asked, std::move(reply), claim_next);
}
void answer_cases(Site& site, Asked& asked, http::Reply reply) {
    later(site, asked, std::move(reply), list_cases);
}
void answer_case(Site& site, Asked& asked, http::Reply reply) {
    later(site, asked, std::move(reply), one_case);
}
void answer_bulk(Site& site, Asked& asked, http::Reply reply) {
    later(site, asked, std::move(reply), in_bulk);
}

}  // namespace mizan::server
