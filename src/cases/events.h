// Events: what happens in casework, each a fact that stands on record for ever and from which all states follow.
//
// A record of a command holds its events in their order, as [{"event":"claimed","at":...,"by":"anna","case":7,"until":...},...]. Names and
// members are never given another meaning; new ones may be added.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "cases/case.h"
#include "cases/events_others.h"
#include "cases/flag.h"
#include "cases/ladder.h"

namespace mizan::cases {

// Somebody flags; the case is there already or is opened by it.
struct Flagged {
    static constexpr std::string_view kName = "flagged";
    Flag flag;
    FlagOrder order;
    bool opens = false;
    std::uint8_t severity = 3;
    std::uint64_t reach = 0;
    std::uint64_t warn_at = 0;
    Hours hours = Hours::kCalendar;  // by which flag.due was counted
    std::string author;              // by what is on record; empty: it does not say
    std::string lang;                // likewise
    Standing author_is = Standing::kOrdinary;
    bool statutory = false;  // by a trusted flagger as the law has them
    static void fields(auto& self, auto&& visit) {
        visit("flagged", self.flag);
        visit("order", self.order);
        visit("opens", self.opens);
        visit("severity", self.severity);
        visit("reach", self.reach);
        visit("warn_at", self.warn_at);
        visit("hours", self.hours);
        visit("author", self.author);
        visit("lang", self.lang);
        visit("author_is", self.author_is);
        visit("statutory", self.statutory);
    }
};
// The engine found something that is for a person.
struct EngineFound {
    static constexpr std::string_view kName = "engine-found";
    bool opens = false;
    std::uint64_t record = 0;  // of the decision
    Subject subject;
    std::string author;
    Standing author_is = Standing::kOrdinary;
    std::string lang;
    std::string outcome;
    std::string clause;
    std::string group;  // whom it is about, by the policy's name
    std::uint8_t severity = 0;
    std::uint64_t reach = 0;
    std::uint64_t due = 0;
    std::uint64_t warn_at = 0;
    Hours hours = Hours::kCalendar;
    static void fields(auto& self, auto&& visit) {
        visit("opens", self.opens);
        visit("record", self.record);
        visit("subject", self.subject);
        visit("author", self.author);
        visit("author_is", self.author_is);
        visit("lang", self.lang);
        visit("outcome", self.outcome);
        visit("clause", self.clause);
        visit("group", self.group);
        visit("severity", self.severity);
        visit("reach", self.reach);
        visit("due", self.due);
        visit("warn_at", self.warn_at);
        visit("hours", self.hours);
    }
};
// Who flagged says more.
struct FlagAdded {
    static constexpr std::string_view kName = "flag-added";
    std::string text;
    std::vector<Attachment> attachments;
    static void fields(auto& self, auto&& visit) {
        visit("text", self.text, Most{kExplanationBytes});
        visit("attachments", self.attachments, Most{kAttachments});
    }
};

// The platform hands in what a post says of which nothing is on record.
struct ContentGiven {
    static constexpr std::string_view kName = "content-given";
    std::string text;
    std::string author;
    std::string lang;
    static void fields(auto& self, auto&& visit) {
        visit("text", self.text, Most{kContentBytes});
        visit("author", self.author, Most{500});
        visit("lang", self.lang, Most{35});
    }
};

// What is said in no more than a sentence.
template <Name N> struct Said {
    static constexpr std::string_view kName = N.view();
    std::string reason;
    static void fields(auto& self, auto&& visit) { visit("reason", self.reason, Most{5000}); }
};
using FlagWithdrawn = Said<"flag-withdrawn">;
using Released = Said<"released">;             // the claim ends
using Noted = Said<"noted">;                   // among colleagues
using Viewed = Said<"viewed">;                 // somebody looked at what is in it
using AuthorDeleted = Said<"author-deleted">;  // who wrote it took it away, or is gone
using Recused = Said<"recused">;               // who has it must not decide it
using Declined = Said<"declined">;             // the second person does not agree
using Warned = Said<"warned">;                 // soon due
using Breached = Said<"breached">;             // due, and not answered
using Escalated = Said<"escalated">;           // to whoever leads
using HandOffTaken = Said<"hand-off-taken">;   // they have it now
using DangerRaised = Said<"danger-raised">;    // to somebody's life: who is on call is paged
using Withdrawn = Said<"withdrawn">;           // nobody waits for an answer any more
using RecheckClosed = Said<"recheck-closed">;  // what was to be looked at again stands no more
using NoticeSent = Said<"notice-sent">;        // that was delayed: the author is told now
using NoticeDropped = Said<"notice-dropped">;  // likewise, and what it would tell of was erased

// Nobody waits for who flagged any more; the clock goes on.
template <Name N> struct GoesOn {
    static constexpr std::string_view kName = N.view();
    std::string reason;
    std::uint64_t counted = 0;  // seconds of the wait that would have counted for service
    std::uint64_t due = 0;
    std::uint64_t warn_at = 0;
    std::uint64_t late_due = 0;  // of flags that came after a breach; 0: none did
    static void fields(auto& self, auto&& visit) {
        visit("reason", self.reason, Most{5000});
        visit("counted", self.counted);
        visit("due", self.due);
        visit("warn_at", self.warn_at);
        visit("late_due", self.late_due);
    }
};
using FlaggerReplied = GoesOn<"flagger-replied">;
using WaitEnded = GoesOn<"wait-ended">;  // nobody replied in time, or it cannot wait any more

// The clock is set anew.
template <Name N> struct Reset {
    static constexpr std::string_view kName = N.view();
    std::string reason;
    std::uint64_t due = 0;
    std::uint64_t warn_at = 0;
    Hours hours = Hours::kCalendar;
    std::uint64_t agreement = 0;
    std::uint64_t late_due = 0;  // as in GoesOn
    static void fields(auto& self, auto&& visit) {
        visit("reason", self.reason);
        visit("due", self.due);
        visit("warn_at", self.warn_at);
        visit("hours", self.hours);
        visit("agreement", self.agreement);
        visit("late_due", self.late_due);
    }
};
using Reopened = Reset<"reopened">;             // to be answered again, with all its flags
using ThreatCleared = Reset<"threat-cleared">;  // a person finds that it is no threat
struct Claimed {
    static constexpr std::string_view kName = "claimed";
    std::uint64_t until = 0;
    static void fields(auto& self, auto&& visit) { visit("until", self.until); }
};
struct Assigned {  // to one person, who finds it first in the queue
    static constexpr std::string_view kName = "assigned";
    std::string to;
    std::string reason;
    static void fields(auto& self, auto&& visit) {
        visit("to", self.to);
        visit("reason", self.reason);
    }
};
struct Routed {  // to somebody who knows the language or the matter
    static constexpr std::string_view kName = "routed";
    std::string lang;
    std::string skill;
    std::string reason;
    static void fields(auto& self, auto&& visit) {
        visit("lang", self.lang);
        visit("skill", self.skill);
        visit("reason", self.reason);
    }
};
struct OpinionGiven {  // beside the decision, which stays with who has the case
    static constexpr std::string_view kName = "opinion-given";
    Answer answer = Answer::kAllowed;
    std::string clause;
    std::string reason;
    static void fields(auto& self, auto&& visit) {
        visit("answer", self.answer);
        visit("clause", self.clause);
        visit("reason", self.reason);
    }
};
struct FlaggerAsked {
    static constexpr std::string_view kName = "flagger-asked";
    std::string question;
    std::uint64_t until = 0;
    static void fields(auto& self, auto&& visit) {
        visit("question", self.question);
        visit("until", self.until);
    }
};
// A higher severity is set at once; a lower one after a warning is asked for by one person and set by another.
struct SeverityRequested {
    static constexpr std::string_view kName = "severity-asked";
    std::uint8_t severity = 0;
    std::string reason;
    static void fields(auto& self, auto&& visit) {
        visit("severity", self.severity);
        visit("reason", self.reason);
    }
};
struct SeveritySet {
    static constexpr std::string_view kName = "severity-set";
    std::uint8_t severity = 0;
    std::string reason;
    std::string first;  // who asked for it, where two had to agree
    static void fields(auto& self, auto&& visit) {
        visit("severity", self.severity);
        visit("reason", self.reason);
        visit("first", self.first);
    }
};
template <Name N> struct Decided {
    static constexpr std::string_view kName = N.view();
    Ruling ruling;
    static void fields(auto& self, auto&& visit) { visit("ruling", self.ruling); }
};
using Proposed = Decided<"proposed">;  // by the first of two
using Ruled = Decided<"ruled">;        // it answers every open flag of the case
// A decision stands no more; what was done is undone at the platform, and it counts as an error.
struct Undone {
    static constexpr std::string_view kName = "undone";
    std::string reason;
    std::uint64_t appeal = 0;           // the case that overturned it; 0: none, it is decided anew
    Answer answer = Answer::kViolates;  // of that case
    static void fields(auto& self, auto&& visit) {
        visit("reason", self.reason);
        visit("appeal", self.appeal);
        visit("answer", self.answer);
    }
};
// The decision is a strike against the author: what it leads to by the ladder is proposed.
struct Struck {
    static constexpr std::string_view kName = "struck";
    std::string actor;
    Strike strike;
    Step leads_to;
    static void fields(auto& self, auto&& visit) {
        visit("actor", self.actor);
        visit("strike", self.strike);
        visit("leads_to", self.leads_to);
    }
};
// It goes with the decision.
struct StrikeUndone {
    static constexpr std::string_view kName = "strike-undone";
    std::string actor;
    std::uint64_t decision = 0;
    static void fields(auto& self, auto&& visit) {
        visit("actor", self.actor);
        visit("decision", self.decision);
    }
};
struct HandedOff {
    static constexpr std::string_view kName = "handed-off";
    std::string route;
    std::string reason;
    std::uint64_t due = 0;      // until it has to be taken over there
    bool child_safety = false;  // what people found it to be: nothing of the material stays
    static void fields(auto& self, auto&& visit) {
        visit("route", self.route);
        visit("reason", self.reason);
        visit("due", self.due);
        visit("child_safety", self.child_safety);
    }
};
struct Merged {
    static constexpr std::string_view kName = "merged";
    std::uint64_t into = 0;
    static void fields(auto& self, auto&& visit) { visit("into", self.into); }
};
// Somebody appeals: a case of its own about another.
struct Appealed {
    static constexpr std::string_view kName = "appealed";
    std::uint64_t of = 0;
    Appellant appellant = Appellant::kAuthor;
    std::string text;
    std::uint64_t due = 0;
    std::uint64_t warn_at = 0;
    Hours hours = Hours::kCalendar;
    static void fields(auto& self, auto&& visit) {
        visit("of", self.of);
        visit("appellant", self.appellant);
        visit("text", self.text, Most{kExplanationBytes});
        visit("due", self.due);
        visit("warn_at", self.warn_at);
        visit("hours", self.hours);
    }
};
// A decision is looked at again by somebody who does not see it: likewise.
struct RecheckOpened {
    static constexpr std::string_view kName = "recheck-opened";
    std::uint64_t of = 0;
    RecheckWhy why = RecheckWhy::kSample;
    std::uint64_t due = 0;
    std::uint64_t warn_at = 0;
    Hours hours = Hours::kCalendar;
    static void fields(auto& self, auto&& visit) {
        visit("of", self.of);
        visit("why", self.why);
        visit("due", self.due);
        visit("warn_at", self.warn_at);
        visit("hours", self.hours);
    }
};
// What an author is, where that changes who decides and what may be kept up: of the account, not of a case.
inline constexpr std::size_t kActorBytes = 500;
struct ActorSet {
    static constexpr std::string_view kName = "actor-set";
    std::string actor;
    Standing is = Standing::kOrdinary;
    std::string office;  // of an official: "member of parliament"; never a name, never a party
    std::string reason;
    static void fields(auto& self, auto&& visit) {
        visit("actor", self.actor, Most{kActorBytes});
        visit("is", self.is);
        visit("office", self.office, Most{100});
        visit("reason", self.reason, Most{2000});
    }
};

using AnyWhat =
    std::variant<Flagged, EngineFound, FlagAdded, FlagWithdrawn, FlaggerReplied, Released, Noted,
                 Viewed, Recused, Declined, Warned, Breached, Escalated, WaitEnded, HandOffTaken,
                 Reopened, ThreatCleared, DangerRaised, Claimed, Assigned, Routed, OpinionGiven,
                 FlaggerAsked, SeverityRequested, SeveritySet, Proposed, Ruled, Struck,
                 StrikeUndone, Undone, HandedOff, Merged, Appealed, RecheckOpened, DutyDecided,
                 PartnerAdded, PartnerAmended, MemberSet, PartnerMoved, FlaggerWarned, ActorSet,
                 GuidanceWritten, GoldenSet, GoldenDealt, GoldenAnswered, DriftAlarmed, Forgotten,
                 AuthorDeleted, TargetOffered, NoticeSent, NoticeDropped, HoldBegun, HoldEnded,
                 RecheckClosed, Withdrawn, AllWithdrawn, ContentGiven, MaterialRemoved>;

// A variant that is copied and destroyed in one place: elsewhere each file would be compiled with code for every alternative.
struct What : AnyWhat {
    using AnyWhat::AnyWhat;
    What();
    explicit What(AnyWhat&& any) noexcept;
    What(const What& other);
    What(What&& other) noexcept;
    What& operator=(const What& other);
    What& operator=(What&& other) noexcept;
    ~What();
};

struct Event {
    std::uint64_t at = 0;  // unix seconds
    std::string by;        // a person, "key:ID"; empty: time itself, or the engine
    std::uint64_t case_no = 0;
    std::uint64_t flag = 0;
    std::uint64_t partner = 0;
    What what;

    static void fields(auto& self, auto&& visit) {  // but for `what`
        visit("at", self.at);
        visit("by", self.by);
        visit("case", self.case_no);
        visit("flag", self.flag);
        visit("partner", self.partner);
    }
};
using Events = std::vector<Event>;

[[nodiscard]] std::string_view name(const Event& event);
[[nodiscard]] std::string to_json(const Events& events);
// Errors: kJsonMalformed, kFieldType.
[[nodiscard]] Result<Events> read_events(std::string_view json);
}  // namespace mizan::cases
