// Rules: what a deployer settles for its casework, read from one JSON file and published as it is (docs/casework.md explains each).
//
// Times are whole hours, days or seconds, as each name says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cases/calendar.h"
#include "cases/ladder.h"
#include "cases/words.h"
#include "fields/fields.h"

namespace mizan::cases {

using fields::Most;

// How soon a flag is answered. The first level that fits counts.
struct ServiceLevels {
    std::uint32_t threat_hours =
        1;  // a credible threat, whoever flags it: always hours of the calendar
    std::uint32_t partner_hours = 24;
    std::uint32_t urgent_hours = 24;
    std::uint32_t other_hours = 168;
    std::uint32_t appeal_hours = 168;
    std::uint32_t recheck_hours = 168;
    std::uint32_t warn_percent = 75;  // of the time, after which a person is warned

    static void fields(auto& self, auto&& visit) {
        visit("threat_hours", self.threat_hours);
        visit("partner_hours", self.partner_hours);
        visit("urgent_hours", self.urgent_hours);
        visit("other_hours", self.other_hours);
        visit("appeal_hours", self.appeal_hours);
        visit("recheck_hours", self.recheck_hours);
        visit("warn_percent", self.warn_percent);
    }
    bool operator==(const ServiceLevels&) const = default;
};

// The working time in which hours of service count. What is left out has every hour of the calendar, as threats have always.
struct ServiceTimes {
    std::optional<WorkingTime> partner;  // of flags by partners whose agreement has none of its own
    std::optional<WorkingTime> other;    // of all other flags, and of what the engine finds
    std::optional<WorkingTime> appeal;   // of appeals, and of what is looked at again

    static void fields(auto& self, auto&& visit) {
        visit("partner", self.partner);
        visit("other", self.other);
        visit("appeal", self.appeal);
    }
    bool operator==(const ServiceTimes&) const = default;
};

// To whom goes what is not ours.
struct HandOffRoute {
    std::string name;  // "consumer-protection"
    Category category = Category::kNotOurs;
    std::uint32_t hours = 72;  // until it has to be taken over there

    static void fields(auto& self, auto&& visit) {
        visit("name", self.name, Most{64});
        visit("category", self.category);
        visit("hours", self.hours);
    }
    bool operator==(const HandOffRoute&) const = default;
};

// Flags that come in masses are folded into one case all the same; these say from when on they no longer raise its place in the queue.
struct FlagLimits {
    std::uint32_t hourly_per_flagger =
        60;                        // of one person or machine; more are received, and folded
    std::uint32_t fold_from = 20;  // flags of one case by people without a record; more are folded
    std::uint32_t poor_percent =
        20;  // of a flagger's reviewed flags that held: below it their flags weigh nothing
    std::uint32_t poor_least = 10;  // reviewed flags before that is said of anybody
    std::uint32_t daily_attachments =
        500;  // new files that one person or machine hands in on a day (UTC); the platform's keys: any number

    static void fields(auto& self, auto&& visit) {
        visit("hourly_per_flagger", self.hourly_per_flagger);
        visit("fold_from", self.fold_from);
        visit("poor_percent", self.poor_percent);
        visit("poor_least", self.poor_least);
        visit("daily_attachments", self.daily_attachments);
    }
    bool operator==(const FlagLimits&) const = default;
};

// What nobody who decides cases is given more of.
struct ExposureRules {
    std::uint32_t grave_from = 4;     // severity from which a case is grave
    std::uint32_t grave_daily = 100;  // grave cases that one is given on a day; 0: any number
    std::uint32_t break_after_minutes = 120;  // with cases, before a break; 0: none is asked for
    std::uint32_t break_minutes = 15;

    static void fields(auto& self, auto&& visit) {
        visit("grave_from", self.grave_from);
        visit("grave_daily", self.grave_daily);
        visit("break_after_minutes", self.break_after_minutes);
        visit("break_minutes", self.break_minutes);
    }
    bool operator==(const ExposureRules&) const = default;
};

// Of the cases that one person holds at a time so many at most are of a category (cases/profile.h) or so grave.
struct CategoryLoad {
    std::string category;  // empty: any
    std::uint32_t severity_from = 1;
    std::uint32_t most = 1;

    static void fields(auto& self, auto&& visit) {
        visit("category", self.category, Most{100});
        visit("severity_from", self.severity_from);
        visit("most", self.most);
    }
    bool operator==(const CategoryLoad&) const = default;
};

// When second answers to a clause differ so often that its guidance is in doubt.
struct DriftRules {
    std::uint32_t answers = 20;  // the last ones that are looked at; 0: none
    std::uint32_t percent = 40;  // of these differ

    static void fields(auto& self, auto&& visit) {
        visit("answers", self.answers);
        visit("percent", self.percent);
    }
    bool operator==(const DriftRules&) const = default;
};

// How long what was said in a case is kept after it is over, in days, by what is in it: the longest counts. 0: for good.
struct Retention {
    std::uint32_t user_days = 365;
    std::uint32_t partner_days = 730;
    std::uint32_t government_days = 730;
    std::uint32_t automated_days = 365;
    std::uint32_t engine_days = 365;  // of what the engine found
    // After its author took it away, if that is sooner; 0: that changes nothing.
    std::uint32_t author_deleted_days = 190;
    // Of decisions about posts that no case is about, or cites, any more.
    std::uint32_t decisions_days = 0;

    static void fields(auto& self, auto&& visit) {
        visit("user_days", self.user_days);
        visit("partner_days", self.partner_days);
        visit("government_days", self.government_days);
        visit("automated_days", self.automated_days);
        visit("engine_days", self.engine_days);
        visit("author_deleted_days", self.author_deleted_days);
        visit("decisions_days", self.decisions_days);
    }
    bool operator==(const Retention&) const = default;
};

struct Rules {
    ServiceLevels levels;
    ServiceTimes service;
    FlagLimits flags;
    std::uint32_t claim_minutes = 30;       // an exclusive claim lasts so long
    std::uint32_t waiting_most_hours = 72;  // of a case, for answers of who flagged, in all
    std::uint32_t appeal_days = 190;        // after a decision: at least six months
    std::uint32_t notice_delay_days = 30;   // an author is told of a restriction so late at most
    Retention retention;
    std::uint32_t haste_seconds =
        30;  // a case that was closed sooner after its claim was closed in haste
    std::uint32_t haste_percent = 20;  // of these are looked at again, blind
    std::uint32_t sample_percent = 2;  // of all others
    std::uint32_t bulk_most = 100;     // cases in one bulk decision
    std::uint32_t load_most = 20;      // cases that one person holds at a time
    std::vector<CategoryLoad> load_by_category;
    ExposureRules exposure;
    std::uint32_t golden_percent = 2;  // of the cases that somebody is given next are golden ones
    DriftRules drift;
    std::vector<std::string> four_eyes;  // clauses on which two people decide
    std::vector<std::string>
        no_notice;  // clauses for which nothing is kept up in the public interest
    std::vector<HandOffRoute> routes;
    Ladder ladder = default_ladder();  // of strikes

    static void fields(auto& self, auto&& visit) {
        visit("levels", self.levels);
        visit("service", self.service);
        visit("flags", self.flags);
        visit("claim_minutes", self.claim_minutes);
        visit("waiting_most_hours", self.waiting_most_hours);
        visit("appeal_days", self.appeal_days);
        visit("notice_delay_days", self.notice_delay_days);
        visit("retention", self.retention);
        visit("haste_seconds", self.haste_seconds);
        visit("haste_percent", self.haste_percent);
        visit("sample_percent", self.sample_percent);
        visit("bulk_most", self.bulk_most);
        visit("load_most", self.load_most);
        visit("load_by_category", self.load_by_category, Most{100});
        visit("exposure", self.exposure);
        visit("golden_percent", self.golden_percent);
        visit("drift", self.drift);
        visit("four_eyes", self.four_eyes, Most{200});
        visit("no_notice", self.no_notice, Most{200});
        visit("routes", self.routes, Most{100});
        visit("ladder", self.ladder);
    }
    bool operator==(const Rules&) const = default;
};

inline constexpr std::uint64_t kMinute = 60;
inline constexpr std::uint64_t kHour = 3600;
inline constexpr std::uint64_t kDay = 86'400;
inline constexpr std::uint32_t kAppealDaysLeast = 183;  // six months
inline constexpr std::uint32_t kNoticeDelayDaysMost = 30;

// Errors: kFieldType, with the member as its place.
[[nodiscard]] Result<void> check(const Rules& rules);

}  // namespace mizan::cases
