// Words: the closed lists that casework speaks in, each with its names as they stand in records, requests and answers.
//
// The numbers are an order, not a format: records hold the names. A name is never changed and never used again.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace mizan::cases {

// Who flags. A government's flag is always its own kind, and never has a partner's priority.
enum class FlaggerKind : std::uint8_t { kUser, kPartner, kGovernment, kAutomated };
inline constexpr std::string_view kFlaggerKinds[] = {"user", "partner", "government", "automated"};
constexpr std::span<const std::string_view> names_of(FlaggerKind) { return kFlaggerKinds; }

// What a flag or a case is about. An entity is a page, community, channel or organisation; a pattern several posts that mean something
// together.
enum class SubjectKind : std::uint8_t { kPost, kActor, kEntity, kPattern };
inline constexpr std::string_view kSubjectKinds[] = {"post", "actor", "entity", "pattern"};
constexpr std::span<const std::string_view> names_of(SubjectKind) { return kSubjectKinds; }

// What the flagger thinks it is. What is not ours is handed to whom it belongs; of suspected child sexual material nothing is kept here but
// that it was handed on.
enum class Category : std::uint8_t { kPolicy, kNotOurs, kChildSafety };
inline constexpr std::string_view kCategories[] = {"policy", "not-ours", "child-safety"};
constexpr std::span<const std::string_view> names_of(Category) { return kCategories; }

// A threat that somebody claims has the threat's clock until a person finds otherwise.
enum class Urgency : std::uint8_t { kNormal, kUrgent, kThreat };
inline constexpr std::string_view kUrgencies[] = {"normal", "urgent", "threat"};
constexpr std::span<const std::string_view> names_of(Urgency) { return kUrgencies; }

enum class FlagState : std::uint8_t { kOpen, kAnswered, kWithdrawn, kHandedOff };
inline constexpr std::string_view kFlagStates[] = {"open", "answered", "withdrawn", "handed-off"};
constexpr std::span<const std::string_view> names_of(FlagState) { return kFlagStates; }

// Why there is a case: somebody flagged, the engine found something for a person, somebody appeals, a decision is looked at again.
// Or its right answer is known, which nobody sees who is to decide it.
enum class CaseKind : std::uint8_t { kFlags, kEngine, kAppeal, kRecheck, kGolden };
inline constexpr std::string_view kCaseKinds[] = {"flags", "engine", "appeal", "recheck", "golden"};
constexpr std::span<const std::string_view> names_of(CaseKind) { return kCaseKinds; }

enum class CaseState : std::uint8_t {
    kOpen,       // waits for a person
    kClaimed,    // a person has it, alone, for a time
    kWaiting,    // for an answer of who flagged
    kProposed,   // one person has decided; a second has to agree
    kDecided,    // answered
    kHandedOff,  // not ours: given to whom it belongs
    kMerged,     // goes on in another case
    kClosed,     // nobody waits for an answer any more, and nobody has given one
};
inline constexpr std::string_view kCaseStates[] = {"open",    "claimed",    "waiting", "proposed",
                                                   "decided", "handed-off", "merged",  "closed"};
constexpr std::span<const std::string_view> names_of(CaseState) { return kCaseStates; }

// What a person answers. Only the first restricts anything.
enum class Answer : std::uint8_t {
    kViolates,
    kAllowed,       // nothing of the policy is violated, or an exception holds
    kUndecided,     // the context that would decide is missing
    kCannotDecide,  // something else is: it is said what
    kNotOurs,       // another has to decide it
    kPolicyGap,     // harmful, and no clause covers it: kept for the council
};
inline constexpr std::string_view kAnswers[] = {"violates",      "allowed",  "undecided",
                                                "cannot-decide", "not-ours", "policy-gap"};
constexpr std::span<const std::string_view> names_of(Answer) { return kAnswers; }

enum class PartnerKind : std::uint8_t {
    kContracted,
    kStatutory,  // a trusted flagger by law: an authority has awarded it that
    kCouncil,
    kGovernment,  // flags by right of a law, and has no partner's priority
};
inline constexpr std::string_view kPartnerKinds[] = {"contracted", "statutory", "council",
                                                     "government"};
constexpr std::span<const std::string_view> names_of(PartnerKind) { return kPartnerKinds; }

enum class PartnerState : std::uint8_t { kActive, kSuspended, kEnded };
inline constexpr std::string_view kPartnerStates[] = {"active", "suspended", "ended"};
constexpr std::span<const std::string_view> names_of(PartnerState) { return kPartnerStates; }

// By which working time a clock counts: every hour of the calendar; that of the rules for flags, for partners' flags, for appeals and what
// is looked at again; that of a partner's agreement.
enum class Hours : std::uint8_t { kCalendar, kOther, kPartner, kAppeal, kAgreement };
inline constexpr std::string_view kHours[] = {"calendar", "other", "partner", "appeal",
                                              "agreement"};
constexpr std::span<const std::string_view> names_of(Hours) { return kHours; }

// Who appeals.
enum class Appellant : std::uint8_t { kNobody, kAuthor, kFlagger };
inline constexpr std::string_view kAppellants[] = {"nobody", "author", "flagger"};
constexpr std::span<const std::string_view> names_of(Appellant) { return kAppellants; }

// What came of an appeal or of looking again.
enum class Review : std::uint8_t { kNone, kUpheld, kOverturned };
inline constexpr std::string_view kReviews[] = {"none", "upheld", "overturned"};
constexpr std::span<const std::string_view> names_of(Review) { return kReviews; }

// Why a decision is looked at again by somebody who does not see it.
enum class RecheckWhy : std::uint8_t { kNone, kHaste, kSample };
inline constexpr std::string_view kRecheckWhys[] = {"none", "haste", "sample"};
constexpr std::span<const std::string_view> names_of(RecheckWhy) { return kRecheckWhys; }

// What came of telling whose life is in danger, and of asking them how they want to be reached.
enum class TargetNotice : std::uint8_t {
    kNone,         // nobody has told them yet
    kOffered,      // they were told, and have not said how
    kChosen,       // they said by which channel
    kDeclined,     // they want no contact
    kUnreachable,  // they could not be told: it is said what was tried
};
inline constexpr std::string_view kTargetNotices[] = {"none", "offered", "chosen", "declined",
                                                      "unreachable"};
constexpr std::span<const std::string_view> names_of(TargetNotice) { return kTargetNotices; }

// An actor who speaks for many: two people have to suspend one.
enum class Standing : std::uint8_t { kOrdinary, kOfficial, kNewsroom, kPartner };
inline constexpr std::string_view kStandings[] = {"ordinary", "official", "newsroom", "partner"};
constexpr std::span<const std::string_view> names_of(Standing) { return kStandings; }

}  // namespace mizan::cases
