// Commands: what somebody wants of casework, and whether they may have it. Each takes what is and gives the events that follow, or says
// why not. Pure: who asks, when, and what is known of them are values.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "cases/clock.h"
#include "cases/events.h"
#include "cases/flagger.h"
#include "cases/standing.h"
#include "cases/terms.h"

namespace mizan::cases {

// Who asks, and when.
struct By {
    std::string who;
    std::uint64_t at = 0;
    bool leads = false;  // may assign, undo, decide in bulk
    bool person = true;  // no key of a machine
};

// `own`, where it is asked for: the working time of the agreement that the case's clock goes by (Clock::agreement); null: it has none.
//
// Errors of all that follows: kStateConflict where the case is not in a state for it, kAccessForbidden where this person may not, kFieldType
// with the member as its place.

// ---- flags ----

// Whose flag it is, and what is known when it comes.
struct Arrival {
    std::uint64_t flag = 0;       // its number
    std::uint64_t case_no = 0;    // of the case that it joins, or opens
    const Case* joins = nullptr;  // null: it opens one
    const Partner* partner = nullptr;
    const Calendar* calendar = nullptr;  // the working time of its agreement; null: it has none
    FlaggerKind kind = FlaggerKind::kUser;
    std::uint8_t severity = 3;  // of the clause that it names
    std::uint64_t reach = 0;
    std::string author;  // by what is on record, as is the language
    std::string lang;
    Standing author_is = Standing::kOrdinary;
    std::uint32_t last_hour = 0;  // flags of the same flagger, this one not counted
    bool poor = false;            // the flagger's record is: is_poor()
};
// Flagged; of what is not ours it is handed off besides, and who is threatened ends a wait. An order that check() has let in is never refused.
[[nodiscard]] Events receive(const Terms& terms, const Arrival& arrival, FlagOrder order,
                             const By& by);
[[nodiscard]] Result<Events> add_to_flag(const Flag& flag, const By& by, FlagAdded more);
// Of the case's last open flag what follows: it is closed, or goes on by another clock. Who is threatened keeps theirs, whoever takes back what.
[[nodiscard]] Result<Events> withdraw(const Terms& terms, const Case& c, const Flag& flag,
                                      const By& by, std::string reason,
                                      const Calendar* own = nullptr);
// An answer to what a reviewer asked.
[[nodiscard]] Result<Events> reply(const Terms& terms, const Case& c, const Flag& flag,
                                   const By& by, std::string text, const Calendar* own = nullptr);
// The engine found something: `found` is filled in but for its times.
[[nodiscard]] Events take_up(const Terms& terms, const Case* joins, std::uint64_t case_no,
                             EngineFound found, std::uint64_t at);

// ---- who has a case ----

// Of which somebody who has these cases may have no more.
[[nodiscard]] std::vector<CategoryLoad> full_categories(const Rules& rules,
                                                        std::span<const Case> held);
// `held`: the cases that they have now. `own_most`: as many as their profile lets them have; 0: as the rules.
[[nodiscard]] Result<Events> claim(const Terms& terms, const Case& c, const By& by,
                                   std::span<const Case> held, std::uint32_t own_most = 0);
[[nodiscard]] Result<Events> release(const Case& c, const By& by, std::string reason);
// `spared`: they asked to be spared such cases. Why it is not for them the refusal does not say.
[[nodiscard]] Result<Events> assign(const Case& c, const By& by, std::string to, std::string reason,
                                    bool spared = false);
[[nodiscard]] Result<Events> recuse(const Case& c, const By& by, std::string reason);
[[nodiscard]] Result<Events> route(const Case& c, const By& by, Routed where);

// ---- what is said of it ----

[[nodiscard]] Result<Events> note(const Case& c, const By& by, std::string text);
// Of a case that goes on, about a post.
[[nodiscard]] Result<Events> give_content(const Case& c, const By& by, ContentGiven content);
[[nodiscard]] Result<Events> give_opinion(const Case& c, const By& by, OpinionGiven opinion);
[[nodiscard]] Result<Events> ask_flagger(const Terms& terms, const Case& c, const Flag& flag,
                                         const By& by, std::string question);
[[nodiscard]] Result<Events> set_severity(const Case& c, const By& by, std::uint8_t severity,
                                          std::string reason);
// From then on the case has the time that it would have had without a threat. `served`: the partner that flagged, if one did.
[[nodiscard]] Result<Events> clear_threat(const Terms& terms, const Case& c, const By& by,
                                          std::string reason, const Served& served = {});
[[nodiscard]] Result<Events> raise_danger(const Case& c, const By& by, std::string reason);
// A lead; with a notice to whose life it is, if the decision says that they have it.
[[nodiscard]] Result<Events> decide_duty(const Case& c, const By& by, DutyDecided duty);
[[nodiscard]] Result<Events> offer_target(const Case& c, const By& by, TargetOffered notice);

// ---- deciding ----

// What is known beside the case.
struct Given {
    std::string policy;  // in force, "hateful-conduct@<version>"
    std::uint8_t severity =
        0;  // of the clause that the ruling names; 0: the policy has no such clause
    bool needs_two = false;    // for another reason than the rules name
    const Case* of = nullptr;  // of an appeal or a recheck: the case
    // The clause's `strike N`: a violation weighs so many times what the ladder says; nothing: it is no strike.
    std::optional<std::uint32_t> strikes;
    const ActorStanding* standing = nullptr;  // of the author; null: nothing is known of them
    std::uint64_t bulk = 0;                   // the number of the bulk decision; 0: none
    std::string guidance;                     // in force for the clause: "belittling@3"
    const Golden* golden = nullptr;           // of a golden case; else null
    std::span<const Case> rechecks;  // of an appeal: those that look at the same decision again
};
// Ruled; or proposed, where two have to agree. A violation is a strike against the author, unless it is kept up in the public interest: the strike
// and what it leads to are proposed with it, and it goes when the decision does. An appeal that overturns undoes the other case's decision, a recheck that differs reopens it.
// What is not ours is handed off. From an answer to a golden case nothing follows. While it is not decided whom to tell of a danger to somebody's
// life nothing else is.
[[nodiscard]] Result<Events> rule(const Terms& terms, const Case& c, const By& by,
                                  RulingOrder order, const Given& given);
// The second person, who has not taken part before.
[[nodiscard]] Result<Events> agree(const Terms& terms, const Case& c, const By& by,
                                   const Given& given);
[[nodiscard]] Result<Events> decline(const Case& c, const By& by, std::string reason);
// The decision stands no more, and the case is to be decided anew. `rechecks`: those that look at it again, and have nothing to look at any more.
[[nodiscard]] Result<Events> undo(const Terms& terms, const Case& c, const By& by,
                                  std::string reason, std::span<const Case> rechecks = {});
[[nodiscard]] Result<Events> hand_off_taken(const Case& c, const By& by, std::string reference);
[[nodiscard]] Result<Events> merge(const Terms& terms, const Case& from, const Case& into,
                                   const By& by, const Calendar* own = nullptr);

// ---- legal holds ----

// Nothing of the case, nor of those that are forgotten with it, goes until all its holds have ended.
[[nodiscard]] Result<Events> begin_hold(const Case& c, const By& by, std::string ground,
                                        std::string reason);
// `hold`: its number; 0: the only one.
[[nodiscard]] Result<Events> end_hold(const Case& c, const By& by, std::uint64_t hold,
                                      std::string reason);

// ---- appeals, and looking again ----

// Until when somebody may appeal against what a case came to; 0: nobody may, as while an appeal is open.
[[nodiscard]] std::uint64_t appeal_until(const Terms& terms, const Case& of);
// `flag`: of a flagger's appeal theirs, else null. `case_no`: of the appeal.
[[nodiscard]] Result<Events> appeal(const Terms& terms, const Case& of, const Flag* flag,
                                    const By& by, std::string text, std::uint64_t case_no);
// Whether a decision that was just made is looked at again, blind: chosen by a number that nobody can foresee who does not have the key.
[[nodiscard]] RecheckWhy recheck_of(const Terms& terms, const Case& ruled, std::uint64_t draw);
[[nodiscard]] Events recheck(const Terms& terms, const Case& of, RecheckWhy why,
                             std::uint64_t case_no, std::uint64_t at);

// Who flagged is told that their record is poor, if it is and they were not told yet.
[[nodiscard]] Events warn(const Terms& terms, const FlaggerRecord& record, std::uint64_t at);
[[nodiscard]] Events warn(const Terms& terms, const Partner& partner, std::uint64_t at);

// ---- authors ----

// A lead says what an author is: an official with an office, a newsroom, a partner's own account; or nothing of these any more.
[[nodiscard]] Result<Events> set_actor(const By& by, ActorSet set);

// ---- deciding alike ----

// Guidance for the clause of the record. Errors also: kFieldType for none, kStateConflict for the one in force.
[[nodiscard]] Result<Events> write_guidance(const ClauseRecord& record, const By& by,
                                            std::string text);
// `golden`: its number, the right answer, why; of what is handed in its face and text too. `of`: the case that it is made from; null: none.
// `severity`: of the clause that the answer names; 0: the policy has no such clause.
[[nodiscard]] Result<Events> make_golden(Golden golden, const Case* of, std::uint8_t severity,
                                         const By& by);
[[nodiscard]] Result<Events> retire_golden(Golden golden, const By& by);
// Whether it is news to them.
[[nodiscard]] bool may_be_dealt(const Golden& golden, std::string_view who);
// A case of its own, `case_no`, that they have at once. `held`, `own_most`: as of claim().
[[nodiscard]] Result<Events> deal_golden(const Terms& terms, const Golden& golden, bool training,
                                         std::uint64_t case_no, const By& by,
                                         std::span<const Case> held, std::uint32_t own_most);
// That second answers differ too often; none: they do not, or it was said of the same before.
[[nodiscard]] Events drift_alarm(const Terms& terms, const ClauseRecord& record, std::uint64_t at);

// ---- time ----

// What has passed by `now`: a claim or a wait that ends, a warning, a breach, which escalates; a notice that was delayed, and is sent now or, if what
// was decided is erased (`is_erased`), never.
[[nodiscard]] Events pass_time(const Terms& terms, const Case& c, std::uint64_t now,
                               const Calendar* own = nullptr, bool is_erased = false);

// ---- partners ----

[[nodiscard]] Result<Events> add_partner(std::uint64_t id, PartnerFacts facts, const By& by);
[[nodiscard]] Result<Events> amend_partner(const Partner& partner, PartnerFacts facts,
                                           const By& by);
[[nodiscard]] Result<Events> set_member(const Partner& partner, std::string member, bool gone,
                                        const By& by);
[[nodiscard]] Result<Events> move_partner(const Partner& partner, PartnerState to,
                                          std::string reason, const By& by);

}  // namespace mizan::cases
