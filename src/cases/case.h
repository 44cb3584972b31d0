// Case: one matter that people decide, with all flags about it. A value; events (events.h) make it, commands (commands.h) ask for them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cases/clock.h"
#include "cases/flag.h"

namespace mizan::cases {

// What is to be done at the platform.
struct Measure {
    std::string
        name;  // "remove", "label", "reduce", "limit-replies", "withhold", "keep-with-notice"
    std::uint32_t argument = 0;
    std::string territory;    // of "withhold": where, as "DE"
    std::uint64_t until = 0;  // unix seconds; 0: for good

    static void fields(auto& self, auto&& visit) {
        visit("name", self.name, Most{40});
        visit("argument", self.argument);
        visit("territory", self.territory, Most{40});
        visit("until", self.until);
    }
    bool operator==(const Measure&) const = default;
};
inline constexpr std::string_view kKeepWithNotice = "keep-with-notice";
inline constexpr std::string_view kWithhold = "withhold";

// Why something that violates the policy is kept up in the public interest. It changes what is done, never what was found.
struct PublicInterest {
    std::string
        office;  // whose own post it is: "member of parliament"; never a name, never a party
    std::string balance;  // what was weighed; reach and authority count as harm
    std::uint64_t until = 0;

    static void fields(auto& self, auto&& visit) {
        visit("office", self.office, Most{100});
        visit("balance", self.balance, Most{5000});
        visit("until", self.until);
    }
    bool operator==(const PublicInterest&) const = default;
};

// What a person asks to be decided.
struct RulingOrder {
    Answer answer = Answer::kAllowed;
    std::string clause;         // that is violated, or whose exception holds
    std::string exception;      // of the policy
    std::uint8_t severity = 0;  // of a violation; 0: the clause's own
    std::vector<Measure> measures;
    std::string reason;   // for the record and for colleagues
    std::string missing;  // of undecided and cannot-decide: what
    std::string route;    // of not-ours: to whom
    std::optional<PublicInterest> public_interest;
    std::uint64_t notice_delayed_until = 0;  // the author is told then;
    std::string delay_ground;                // only for somebody's safety, and it is said whose
    Review review = Review::kNone;           // of an appeal

    static void fields(auto& self, auto&& visit) {
        visit("answer", self.answer);
        visit("clause", self.clause, Most{100});
        visit("exception", self.exception, Most{100});
        visit("severity", self.severity);
        visit("measures", self.measures, Most{8});
        visit("reason", self.reason, Most{5000});
        visit("missing", self.missing, Most{2000});
        visit("route", self.route, Most{64});
        visit("public_interest", self.public_interest);
        visit("notice_delayed_until", self.notice_delayed_until);
        visit("delay_ground", self.delay_ground, Most{2000});
        visit("review", self.review);
    }
    bool operator==(const RulingOrder&) const = default;
};

// A decision by people.
struct Ruling {
    RulingOrder order;
    std::string policy;    // "hateful-conduct@<version>"
    std::string guidance;  // in force for its clause: "belittling@3"; empty: none
    std::string by;
    std::string second;  // who agreed, where two decide; else empty
    std::uint64_t at = 0;
    std::uint64_t took = 0;  // seconds since the claim
    std::uint64_t bulk = 0;  // the number of the bulk decision that it is part of

    static void fields(auto& self, auto&& visit) {
        visit("order", self.order);
        visit("policy", self.policy);
        visit("guidance", self.guidance);
        visit("by", self.by);
        visit("second", self.second);
        visit("at", self.at);
        visit("took", self.took);
        visit("bulk", self.bulk);
    }
    bool operator==(const Ruling&) const = default;
};

struct SeverityAsked {
    std::uint8_t severity = 0;
    std::string by;
    std::string reason;

    static void fields(auto& self, auto&& visit) {
        visit("severity", self.severity);
        visit("by", self.by);
        visit("reason", self.reason);
    }
    bool operator==(const SeverityAsked&) const = default;
};

// As what a golden case (quality.h) looks.
struct GoldenFace {
    CaseKind kind = CaseKind::kFlags;
    Subject subject;
    std::string author;
    std::string lang;
    std::string skill;
    std::string clause;
    std::uint8_t severity = 3;
    std::uint64_t reach = 0;
    std::uint64_t engine_record = 0;
    std::string engine_outcome;
    std::string engine_clause;
    std::uint8_t engine_severity = 0;  // 0 in an older one that the engine found: as its own
    std::string group;                 // whom it is about

    static void fields(auto& self, auto&& visit) {
        visit("kind", self.kind);
        visit("subject", self.subject);
        visit("author", self.author);
        visit("lang", self.lang);
        visit("skill", self.skill);
        visit("clause", self.clause);
        visit("severity", self.severity);
        visit("reach", self.reach);
        visit("engine_record", self.engine_record);
        visit("engine_outcome", self.engine_outcome);
        visit("engine_clause", self.engine_clause);
        visit("engine_severity", self.engine_severity);
        visit("group", self.group);
    }
    bool operator==(const GoldenFace&) const = default;
};

// That a court, say, wants what is in a case to be kept.
struct LegalHold {
    std::uint64_t id = 0;  // of the case, from 1 without a gap
    std::string ground;    // "district court, 12 C 34/26"
    std::string by;
    std::uint64_t at = 0;

    static void fields(auto& self, auto&& visit) {
        visit("id", self.id);
        visit("ground", self.ground);
        visit("by", self.by);
        visit("at", self.at);
    }
    bool operator==(const LegalHold&) const = default;
};

struct Case {
    std::uint64_t id = 0;  // of the platform, from 1 without a gap
    CaseKind kind = CaseKind::kFlags;
    CaseState state = CaseState::kOpen;
    std::uint64_t version = 0;  // how many events made it
    std::uint64_t opened_at = 0;
    Subject subject;
    std::string author;
    Standing author_is = Standing::kOrdinary;
    std::string lang;
    std::string skill;   // what whoever decides it has to know; empty: nothing special
    std::string clause;  // the gravest that flaggers or the engine name
    std::uint8_t severity = 3;
    std::optional<SeverityAsked> severity_asked;
    std::uint64_t reach = 0;  // views
    Clock clock;
    std::uint64_t flags = 0;
    std::uint64_t open_flags = 0;
    std::uint64_t withdrawn = 0;
    std::uint64_t folded = 0;
    bool partner = false;     // a partner flagged
    bool statutory = false;   // and is a trusted flagger as the law has them
    bool government = false;  // a government did
    bool sensitive = false;
    bool danger = false;  // to somebody's life
    bool duty_decided = false;
    TargetNotice target = TargetNotice::kNone;  // of whose life is in danger
    std::uint32_t level = 0;                    // how far it was escalated
    std::string claimed_by;
    std::uint64_t claimed_at = 0;
    std::uint64_t claimed_until = 0;
    std::string assigned_to;
    std::vector<std::string> recused;
    std::uint64_t asked_flag = 0;  // the flag whose flagger is asked
    std::uint64_t waiting_until = 0;
    std::optional<Ruling> proposal;
    std::optional<Ruling> ruling;
    std::uint32_t rulings = 0;  // how many there were
    bool undone = false;        // the ruling was
    std::uint64_t undone_at = 0;
    std::string struck;    // who has a strike of the decision in force
    std::uint64_t of = 0;  // of an appeal or a recheck: the case
    Appellant appellant = Appellant::kNobody;
    std::uint64_t appeal_flag = 0;  // of a flagger's appeal
    RecheckWhy why = RecheckWhy::kNone;
    Review review = Review::kNone;  // what came of an appeal or recheck
    std::uint64_t appeal = 0;       // the last appeal about this case
    bool appeal_open = false;       // and whether it is not decided yet
    std::uint64_t engine_record = 0;
    std::string engine_outcome;
    std::string engine_clause;
    std::string group;  // whom it is about, by the policy's name, if the engine has said so
    std::uint64_t merged_into = 0;
    std::string route;  // of what was handed off
    std::uint64_t handed_off_at = 0;
    std::uint32_t reopened = 0;            // so many times
    std::uint64_t golden = 0;              // of a golden case: its number
    CaseKind looks_as = CaseKind::kFlags;  // and what it is to who decides it
    bool right = false;                    // and whether the answer was the right one
    bool urgent = false;                   // somebody flagged it as that
    std::uint64_t over_at = 0;             // when it was, or what was decided about it; 0: is not
    std::uint32_t kept_for = 0;            // what is in it: bits of retention.h
    std::uint64_t open_about = 0;          // appeals and rechecks about it that are not over
    std::vector<std::uint64_t> with_it;    // cases merged into it, appeals and rechecks about it
    std::uint64_t forgotten_at = 0;        // 0: was not
    std::uint64_t author_deleted_at = 0;   // heard that its author took it away; 0: did not
    std::uint64_t notice_at = 0;  // the author is told then, of the decision in force; 0: not later
    std::uint64_t notified_at = 0;  // and was told; 0: was not, or there is nothing to tell
    std::vector<LegalHold>
        holds;  // in force: nothing of it goes, and that is not for everybody to know
    std::uint64_t holds_begun = 0;  // how many there were
    std::uint64_t engine_at = 0;    // when the engine found something first; 0: it did not
    std::uint8_t engine_severity = 0;
    bool severity_set = false;  // by a person

    static void fields(auto& self, auto&& visit) {
        visit("id", self.id);
        visit("kind", self.kind);
        visit("state", self.state);
        visit("version", self.version);
        visit("opened_at", self.opened_at);
        visit("subject", self.subject);
        visit("author", self.author);
        visit("author_is", self.author_is);
        visit("lang", self.lang);
        visit("skill", self.skill);
        visit("clause", self.clause);
        visit("severity", self.severity);
        visit("severity_asked", self.severity_asked);
        visit("reach", self.reach);
        visit("clock", self.clock);
        visit("flags", self.flags);
        visit("open_flags", self.open_flags);
        visit("withdrawn", self.withdrawn);
        visit("folded", self.folded);
        visit("partner", self.partner);
        visit("statutory", self.statutory);
        visit("government", self.government);
        visit("sensitive", self.sensitive);
        visit("danger", self.danger);
        visit("duty_decided", self.duty_decided);
        visit("level", self.level);
        visit("claimed_by", self.claimed_by);
        visit("claimed_at", self.claimed_at);
        visit("claimed_until", self.claimed_until);
        visit("assigned_to", self.assigned_to);
        visit("recused", self.recused);
        visit("asked_flag", self.asked_flag);
        visit("waiting_until", self.waiting_until);
        visit("proposal", self.proposal);
        visit("ruling", self.ruling);
        visit("rulings", self.rulings);
        visit("undone", self.undone);
        visit("undone_at", self.undone_at);
        visit("struck", self.struck);
        visit("of", self.of);
        visit("appellant", self.appellant);
        visit("appeal_flag", self.appeal_flag);
        visit("why", self.why);
        visit("review", self.review);
        visit("appeal", self.appeal);
        visit("appeal_open", self.appeal_open);
        visit("engine_record", self.engine_record);
        visit("engine_outcome", self.engine_outcome);
        visit("engine_clause", self.engine_clause);
        visit("group", self.group);
        visit("merged_into", self.merged_into);
        visit("route", self.route);
        visit("handed_off_at", self.handed_off_at);
        visit("reopened", self.reopened);
        visit("golden", self.golden);
        visit("looks_as", self.looks_as);
        visit("right", self.right);
        later_fields(self, visit);
    }
    // Those that came later.
    static void later_fields(auto& self, auto& visit) {
        visit("urgent", self.urgent);
        visit("over_at", self.over_at);
        visit("kept_for", self.kept_for);
        visit("open_about", self.open_about);
        visit("with_it", self.with_it, Most{fields::kListMost});
        visit("forgotten_at", self.forgotten_at);
        visit("author_deleted_at", self.author_deleted_at);
        visit("target", self.target);
        visit("notice_at", self.notice_at);
        visit("notified_at", self.notified_at);
        visit("holds", self.holds);
        visit("holds_begun", self.holds_begun);
        visit("engine_at", self.engine_at);
        visit("engine_severity", self.engine_severity);
        visit("severity_set", self.severity_set);
    }
    bool operator==(const Case&) const = default;
};

[[nodiscard]] constexpr bool is_over(CaseState state) {
    return state == CaseState::kDecided || state == CaseState::kHandedOff ||
           state == CaseState::kMerged || state == CaseState::kClosed;
}

// Whether a decision restricts somebody, who has a notice of it.
[[nodiscard]] bool has_notice(CaseKind kind, const RulingOrder& order);

// What a danger to somebody's life still asks for, as the names of the events that are missing: "duty-decided", without which it is not decided, and
// "target-offered".
[[nodiscard]] std::vector<std::string_view> danger_lacks(const Case& c);

// Whether there was nothing but flags, all of which were taken back, and nobody has begun to decide it, nor has to: then it is closed, unanswered.
[[nodiscard]] bool is_abandoned(const Case& c);

// What comes first in the queue: the lower. A due time, earlier by an hour for each step of severity times the order of magnitude of
// the reach, so that places change only when something happens and never because time passes:
//
//     due - 3600 * severity * (1 + bits(views / 1000))        bits(0) = 0, bits(1) = 1, bits(1000) = 10
[[nodiscard]] std::uint64_t place_of(const Case& c);

// When time itself would change the case: a warning, a breach, a claim or a wait that ends, a notice that was delayed. 0: never.
[[nodiscard]] std::uint64_t next_time_of(const Case& c);

}  // namespace mizan::cases
