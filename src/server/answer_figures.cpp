// Figures of casework, and cases that no clause of the policy covers.
#include <algorithm>
#include <charconv>
#include <chrono>

#include "base/json.h"
#include "casework/figures.h"
#include "casework/sight.h"
#include "casework/views.h"
#include "server/answer_later.h"
#include "server/answers.h"
#include "server/casework_access.h"

namespace mizan::server {

namespace {

constexpr std::size_t kDateBytes = 10;
constexpr std::uint64_t kDaysAsked = 31;  // of who says nothing else, the last ones

// A day of UTC, as "2026-11-27".
Result<std::uint64_t> day_named(const std::string& text, std::string_view where) {
    const auto part = [&](std::size_t from, std::size_t size) {
        unsigned value = 0;
        const auto* const begin = text.data() + from;
        const auto [end, fault] = std::from_chars(begin, begin + size, value);
        return fault == std::errc() && end == begin + size ? value : 0U;
    };
    const bool has_form = text.size() == kDateBytes && text[4] == '-' && text[7] == '-';
    if (!has_form) return misused("a day, as 2026-11-27", where);
    const std::chrono::year_month_day day{std::chrono::year(static_cast<int>(part(0, 4))),
                                          std::chrono::month(part(5, 2)),
                                          std::chrono::day(part(8, 2))};
    const auto since = std::chrono::sys_days(day).time_since_epoch().count();
    if (!day.ok() || since < 0) return misused("a day, as 2026-11-27", where);
    return static_cast<std::uint64_t>(since);
}

Result<casework::Tables::Days> days_asked(const Query& query, std::uint64_t now) {
    casework::Tables::Days days;
    days.to = now / cases::kDay + 1;
    if (const auto to = query.get("to")) {
        MZ_TRY(days.to, day_named(*to, "to"));
    }
    days.from = days.to - std::min(days.to, kDaysAsked);
    if (const auto from = query.get("from")) {
        MZ_TRY(days.from, day_named(*from, "from"));
    }
    if (days.from >= days.to) return misused("this must be later than from", "to");
    return days;
}

Result<http::Response> casework_figures(Site& s, Asked& a) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(const auto query, query_of(a));
    MZ_TRY(const auto platform, platform_asked(s, a, query));
    MZ_TRY(const auto days, days_asked(query, casework->now()));
    const auto small =
        casework::small_counts(a.who.may(access::Permission::kLeadCases), days, casework->now());
    MZ_TRY(const auto figures, casework::figures_json(*casework, platform, days, small));
    std::string out = "{";
    out.append("\"from\":").append(std::to_string(days.from * cases::kDay));
    out.append(",\"to\":").append(std::to_string(days.to * cases::kDay));
    out.append(",\"withheld\":");
    out.append(small == casework::SmallCounts::kWithheld ? "true," : "false,");
    return json_response(out + figures + "}");
}

// A gap with its post, as far as that is kept.
Result<void> append_gap(std::string& out, casework::Casework& casework, const std::string& platform,
                        const cases::Case& c, const casework::Viewer& viewer) {
    MZ_TRY(const auto post, casework::post_of(casework, platform, c, viewer));
    json::Object object(out);
    object.number("case", c.id)
        .json_value("subject", fields::to_json(c.subject, fields::Empty::kWritten))
        .optional("lang", c.lang)
        .optional("nearest_clause",
                  c.ruling->order.clause.empty() ? c.clause : c.ruling->order.clause)
        .number("severity", c.severity)
        .text("reason", c.ruling->order.reason)
        .text("policy", c.ruling->policy)
        .number("at", c.ruling->at);
    if (!post.empty()) object.json_value("post", post);
    return {};
}

Result<http::Response> policy_gaps(Site& s, Asked& a) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(const auto query, query_of(a));
    MZ_TRY(const auto platform, platform_asked(s, a, query));
    MZ_TRY(const auto page, page_asked(query));
    const auto viewer = viewer_of(a);
    MZ_TRY(auto gaps, casework->read(platform, [&](casework::Tables& t, auto p) {
        return casework::cases_for(t, p, viewer, page.after, page.limit,
                                   [&](std::uint64_t before, std::size_t most) {
                                       return t.policy_gaps(p, before, viewer.sensitive, most);
                                   });
    }));
    const bool more = gaps.size() > page.limit;
    if (more) gaps.pop_back();
    std::string list = "[";
    for (const auto& c : gaps) {
        if (list.size() > 1) list.push_back(',');
        MZ_CHECK(append_gap(list, *casework, platform, c, viewer));
    }
    std::string out;
    {
        json::Object object(out);
        object.json_value("gaps", list + "]");
        if (more) object.text("next", std::to_string(gaps.back().id));
    }
    return json_response(std::move(out));
}

}  // namespace

void answer_casework_figures(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), casework_figures);
}
void answer_policy_gaps(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), policy_gaps);
}

}  // namespace mizan::server
