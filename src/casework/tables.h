// Tables: a platform's casework as it stands, in a database beside the store. They follow from the records of casework alone, and are made
// anew from them where they are missing or behind: never ahead of the store, and nothing is known here alone.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "cases/apply.h"
#include "cases/exposure.h"
#include "cases/figures.h"
#include "cases/flagger.h"
#include "cases/profile.h"
#include "cases/quality.h"
#include "cases/standing.h"
#include "sqlite/database.h"

namespace mizan::casework {

using PlatformId = std::uint64_t;  // of this file

// What is counted of a platform.
struct Counts {
    std::uint64_t taken = 0;   // the last record of casework that stands here
    std::uint64_t looked = 0;  // the last decision of the engine that was looked at
    std::uint64_t cases = 0;
    std::uint64_t flags = 0;
    std::uint64_t partners = 0;
    std::uint64_t goldens = 0;
    std::uint64_t erased = 0;  // the last erasure that was looked at
    std::uint64_t told = 0;    // the last event of the platform that was
    std::uint64_t past = 0;    // the last record that was looked at for decisions past their time
};

// Which cases, in the order of their places in the queue.
struct QueueQuery {
    std::string who;  // whose queue: not what they are recused from, nor what is assigned to others
    cases::Takes takes;             // of what is assigned to them all
    bool sensitive = false;         // with those
    std::uint64_t after_place = 0;  // behind this case in the queue
    std::uint64_t after_case = 0;
    std::size_t limit = 50;
};

// Not thread-safe. Errors: kStoreFull, kStoreCorrupt.
class Tables {
public:
    // Made, for its owner alone, if it is not there.
    [[nodiscard]] static Result<std::unique_ptr<Tables>> open(const std::string& path);
    // What was there is gone.
    [[nodiscard]] static Result<std::unique_ptr<Tables>> open_anew(const std::string& path);
    [[nodiscard]] static Result<std::unique_ptr<Tables>> open_to_read(const std::string& path);

    [[nodiscard]] Result<PlatformId> platform(std::string_view name);  // is added if it is new
    [[nodiscard]] Result<PlatformId> known_platform(std::string_view name);  // 0: it is not
    [[nodiscard]] Result<std::vector<std::string>> platforms();
    [[nodiscard]] Result<Counts> counts(PlatformId platform);
    // The last numbers that were given.
    struct Numbers {
        std::uint64_t cases = 0;
        std::uint64_t flags = 0;
    };
    [[nodiscard]] Result<Numbers> last_numbers(PlatformId platform);
    [[nodiscard]] Result<void> set_looked(PlatformId platform, std::uint64_t record);
    [[nodiscard]] Result<void> set_told(PlatformId platform, std::uint64_t record);
    [[nodiscard]] Result<void> set_erased(PlatformId platform, std::uint64_t record);
    [[nodiscard]] Result<void> set_past(PlatformId platform, std::uint64_t record);

    // What an event changes. A flag's `key` (empty: none) is by what it is known again.
    [[nodiscard]] Result<void> apply(PlatformId platform, const cases::Event& event,
                                     std::string_view flag_key);
    // What is counted of events waits in memory: the same rows are changed once for all flags of a command. Who applied events settles before the
    // transaction, or its savepoint, is kept, and drops where it is rolled back.
    [[nodiscard]] Result<void> settle();
    void drop_unsettled() { unsettled_ = {}; }
    [[nodiscard]] Result<void> set_taken(PlatformId platform, std::uint64_t record);
    // Which record a case's events stand in; of a flag likewise.
    [[nodiscard]] Result<void> note_record(PlatformId platform, const cases::Events& events,
                                           std::uint64_t record);

    [[nodiscard]] Result<std::optional<cases::Case>> find_case(PlatformId p, std::uint64_t id);
    [[nodiscard]] Result<std::optional<cases::Flag>> find_flag(PlatformId p, std::uint64_t id);
    [[nodiscard]] Result<std::optional<cases::Partner>> find_partner(PlatformId p,
                                                                     std::uint64_t id);
    // Of a user or a machine; of one of whose flags none was reviewed it is blank.
    [[nodiscard]] Result<cases::FlaggerRecord> find_flagger(PlatformId p, std::string_view who);
    // Without strikes if there are none.
    [[nodiscard]] Result<cases::ActorStanding> standing_of(PlatformId p, std::string_view actor);
    // Those in force: what the engine is told of an author.
    [[nodiscard]] Result<std::uint32_t> strikes_of(PlatformId p, std::string_view author,
                                                   std::uint64_t now);
    // The record that a flag stands in; 0: not known yet.
    [[nodiscard]] Result<std::uint64_t> record_of_flag(PlatformId p, std::uint64_t id);
    // The case that a flag about this subject joins.
    [[nodiscard]] Result<std::optional<cases::Case>> open_about(PlatformId p,
                                                                const cases::Subject& subject);
    // All cases about a subject, the last first, at most 100.
    [[nodiscard]] Result<std::vector<cases::Case>> about(PlatformId p,
                                                         const cases::Subject& subject);
    // Their numbers, of all of them.
    [[nodiscard]] Result<std::vector<std::uint64_t>> ids_about(PlatformId p,
                                                               const cases::Subject& subject);
    // About what this author wrote, behind a case.
    [[nodiscard]] Result<std::vector<cases::Case>> by_author(PlatformId p, std::string_view author,
                                                             std::uint64_t after,
                                                             std::size_t limit);
    [[nodiscard]] Result<std::optional<cases::Flag>> flag_by_key(PlatformId p,
                                                                 std::string_view key);
    [[nodiscard]] Result<std::optional<cases::Partner>> partner_of_member(PlatformId p,
                                                                          std::string_view who);
    // What somebody has seen, and when they had cases.
    [[nodiscard]] Result<cases::Exposure> exposure_of(PlatformId p, std::string_view who);
    [[nodiscard]] Result<std::vector<cases::Exposure>> exposures(PlatformId p);
    // How many flags somebody sent since then; `most` is enough to know.
    [[nodiscard]] Result<std::uint32_t> flags_since(PlatformId p, std::string_view flagger,
                                                    std::uint64_t since, std::uint32_t most);

    [[nodiscard]] Result<std::vector<cases::Case>> queue(PlatformId p, const QueueQuery& query);
    // How much of a lane the next one differs in from it; kNone: it is the first of all.
    enum class LanePart : std::uint8_t { kNone, kLang, kSkill, kAll };
    [[nodiscard]] Result<std::optional<cases::Lane>> lane_after(PlatformId p,
                                                                const cases::Lane& lane,
                                                                LanePart part);
    // The case that waits behind a place, in a lane of what is nobody's, or of what is assigned to somebody.
    struct Placed {
        std::uint64_t place = 0;
        std::uint64_t id = 0;
    };
    [[nodiscard]] Result<std::optional<Placed>> next_in_lane(PlatformId p, const cases::Lane& lane,
                                                             bool sensitive, std::uint64_t place,
                                                             std::uint64_t id);
    [[nodiscard]] Result<std::optional<Placed>> next_assigned(PlatformId p, std::string_view who,
                                                              bool sensitive, std::uint64_t place,
                                                              std::uint64_t id);
    // Behind a case; `sensitive`: with those.
    [[nodiscard]] Result<std::vector<cases::Case>> cases_after(
        PlatformId p, std::uint64_t after, std::optional<cases::CaseState> state, bool sensitive,
        std::size_t limit);
    [[nodiscard]] Result<std::vector<cases::Case>> claimed_by(PlatformId p, std::string_view who);
    // Of a case, a partner or a member, after a number.
    [[nodiscard]] Result<std::vector<cases::Flag>> flags_of_case(PlatformId p, std::uint64_t id,
                                                                 std::uint64_t after,
                                                                 std::size_t limit);
    [[nodiscard]] Result<std::vector<cases::Flag>> flags_of_partner(PlatformId p, std::uint64_t id,
                                                                    std::uint64_t after,
                                                                    std::size_t limit);
    [[nodiscard]] Result<std::vector<cases::Flag>> flags_by(PlatformId p, std::string_view flagger,
                                                            std::uint64_t after, std::size_t limit);
    [[nodiscard]] Result<std::vector<cases::Partner>> partners(PlatformId p);
    // All flags of a case, oldest first; those that `visit` moves to another case are not found again.
    [[nodiscard]] Result<void> each_flag(
        PlatformId p, std::uint64_t case_no,
        const std::function<Result<void>(const cases::Flag&)>& visit);
    // Guidance: a version, 0 being the one in force, and the clauses that have some or of which there were second answers.
    [[nodiscard]] Result<std::optional<cases::Guidance>> guidance_of(PlatformId p,
                                                                     std::string_view clause,
                                                                     std::uint64_t version);
    [[nodiscard]] Result<cases::ClauseRecord> clause_record(PlatformId p, std::string_view clause);
    [[nodiscard]] Result<std::vector<cases::ClauseRecord>> clause_records(PlatformId p);
    [[nodiscard]] Result<std::optional<cases::Golden>> find_golden(PlatformId p, std::uint64_t id);
    [[nodiscard]] Result<std::vector<cases::Golden>> goldens_after(PlatformId p,
                                                                   std::uint64_t after,
                                                                   std::size_t limit);
    // Those that stand and were never dealt to somebody, at most so many.
    [[nodiscard]] Result<std::vector<cases::Golden>> goldens_for(PlatformId p, std::string_view who,
                                                                 std::size_t limit);
    // Whether a golden case that stands shows what stands in this one.
    [[nodiscard]] Result<bool> shows_golden(PlatformId p, std::uint64_t case_no);
    [[nodiscard]] Result<std::vector<cases::GoldenScore>> scores_of(PlatformId p,
                                                                    std::string_view who);
    // Cases decided as gaps of the policy, the last first, before a number (0: from the last on).
    [[nodiscard]] Result<std::vector<cases::Case>> policy_gaps(PlatformId p, std::uint64_t before,
                                                               bool sensitive, std::size_t limit);
    // Figures of the days from `from` on, before `to`.
    struct Days {
        std::uint64_t from = 0;
        std::uint64_t to = 0;
    };
    struct Counted {
        std::string a;
        std::string b;
        std::string c;
        std::uint64_t n = 0;
    };
    // In the order of their parts.
    [[nodiscard]] Result<std::vector<Counted>> tallied(PlatformId p, cases::Series series,
                                                       const Days& days);
    struct LevelFigures {
        std::uint64_t answered = 0;
        std::uint64_t late = 0;
        std::uint64_t fell = 0;  // undone or reopened
        std::uint64_t late_or_fell = 0;
        std::uint64_t median_gross = 0;  // seconds, as are the others
        std::uint64_t median_net = 0;
        std::uint64_t p90_gross = 0;
        std::uint64_t p90_net = 0;
    };
    [[nodiscard]] Result<LevelFigures> answered_at(PlatformId p, cases::Level level,
                                                   const Days& days);
    // Cases whose answer was due on these days.
    [[nodiscard]] Result<std::uint64_t> due_on(PlatformId p, const Days& days);
    // The records in which the events of a case stand, oldest first.
    [[nodiscard]] Result<std::vector<std::uint64_t>> history(PlatformId p, std::uint64_t id);
    // Cases that time changes by `now`, the most overdue first.
    struct Due {
        PlatformId platform = 0;
        std::uint64_t id = 0;
    };
    [[nodiscard]] Result<std::vector<Due>> due(std::uint64_t now, std::size_t limit);
    // Cases in which is just this (cases/retention.h), and that are kept for a time only since `upto` or earlier, behind one of them.
    struct Kept {
        std::uint64_t since = 0;
        PlatformId platform = 0;
        std::uint64_t id = 0;
    };
    [[nodiscard]] Result<std::vector<Kept>> kept(std::uint32_t kept_for, std::uint64_t upto,
                                                 const Kept& after, std::size_t limit);
    // Cases whose material is to be removed (cases::kKeptNever).
    [[nodiscard]] Result<std::vector<Due>> kept_never(std::size_t limit);
    // Cases under a legal hold.
    [[nodiscard]] Result<std::vector<Due>> held(std::size_t limit);
    // Strikes go that have expired by now and whose case is forgotten, of so many actors at most, of any platform; of how many.
    [[nodiscard]] Result<std::size_t> lapse_strikes(std::uint64_t now, std::size_t limit);
    [[nodiscard]] Result<bool> do_strikes_lapse(std::uint64_t now);
    // Whether a case is about this post, or cites it, and keeps what was decided of it.
    [[nodiscard]] Result<bool> keeps_decisions(PlatformId p, const cases::Subject& post);
    // Decisions past their time that something keeps, to be looked at again; behind one of them.
    [[nodiscard]] Result<void> set_kept_decision(PlatformId p, std::uint64_t record, bool is_kept);
    [[nodiscard]] Result<std::vector<std::uint64_t>> kept_decisions(PlatformId p,
                                                                    std::uint64_t after,
                                                                    std::size_t limit);
    // Whether a flag of any platform names a file.
    [[nodiscard]] Result<bool> is_named(std::string_view sha256);
    // Whether somebody, an account or "key:ID", has named it in a flag of a case that is kept.
    [[nodiscard]] Result<bool> did_name(PlatformId p, std::string_view who,
                                        std::string_view sha256);
    // That a record of a case was erased, and nothing says what stays of it. It is one of its history still.
    [[nodiscard]] Result<void> set_gap(PlatformId p, std::uint64_t case_no, std::uint64_t record);
    [[nodiscard]] Result<bool> has_gap(PlatformId p, std::uint64_t case_no);
    [[nodiscard]] Result<std::string> name_of(PlatformId p);

    [[nodiscard]] sqlite::Database& database() { return db_; }

private:
    explicit Tables(sqlite::Database db) : db_(std::move(db)) {}
    [[nodiscard]] Result<void> save(PlatformId p, const cases::Case& c, bool fresh);
    [[nodiscard]] Result<void> save(PlatformId p, const cases::Partner& partner);
    [[nodiscard]] Result<void> save(PlatformId p, const cases::Flag& flag);
    [[nodiscard]] Result<void> add(PlatformId p, const cases::Flag& flag, std::string_view key);
    [[nodiscard]] Result<void> apply_to_case(PlatformId p, const cases::Event& event);
    [[nodiscard]] Result<void> apply_to_exposure(PlatformId p, const cases::Event& event,
                                                 const cases::Case& before,
                                                 const cases::Case& after);
    [[nodiscard]] Result<void> save(PlatformId p, const cases::ClauseRecord& record);
    [[nodiscard]] Result<void> save(PlatformId p, const cases::Golden& golden);
    [[nodiscard]] Result<void> apply_to_quality(PlatformId p, const cases::Event& event);
    [[nodiscard]] Result<void> apply_second_answer(PlatformId p, const cases::Event& event);
    [[nodiscard]] Result<void> apply_to_figures(PlatformId p, const cases::Event& event,
                                                const cases::Case& before,
                                                const cases::Case& after);
    [[nodiscard]] Result<void> save(PlatformId p, const cases::FlaggerRecord& record);
    [[nodiscard]] Result<void> apply_to_flaggers(PlatformId p, const cases::Event& event);
    [[nodiscard]] Result<void> apply_to_actor(PlatformId p, const cases::Event& event,
                                              std::string_view actor);
    [[nodiscard]] Result<void> apply_to_flags(PlatformId p, const cases::Event& event);
    void count_due(PlatformId p, const cases::Case& before, const cases::Case& after);
    [[nodiscard]] Result<void> apply_to_files(PlatformId p, const cases::Event& event);
    [[nodiscard]] Result<void> apply_to_cited(PlatformId p, const cases::Event& event);
    [[nodiscard]] Result<void> forget(PlatformId p, const cases::Event& event,
                                      const cases::Case& before);
    [[nodiscard]] Result<void> forget_flags(PlatformId p, std::uint64_t case_no);
    [[nodiscard]] Result<void> save(PlatformId p, const cases::ActorStanding& standing);
    [[nodiscard]] Result<void> apply_to_partner(PlatformId p, const cases::Event& event);

    struct Unsettled {
        std::map<PlatformId, Numbers> numbers;  // 0: none was given since
        std::map<std::pair<PlatformId, cases::Tally>, std::int64_t> tallies;
    };

    sqlite::Database db_;
    Unsettled unsettled_;
};

}  // namespace mizan::casework
