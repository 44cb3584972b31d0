// Restraint: what a running service holds back after a decision is made and before it is told: removals whose clause's brake is on, and
// people's time for an actor whose undecided posts are past their cap. The rules are in sanction/; here are their state, their records and
// who is told.
//
// The brakes' states stand in the record, and are taken from there at the start. What was counted is forgotten at a restart, which is safe: a
// brake that was on is on, and a jump is then measured against a day of nothing, so that BrakeLimits::least removals within ten minutes
// put a brake on. How many posts an actor has had is forgotten too: then people see some more of them.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/result.h"
#include "base/secret_hash.h"
#include "model/decision.h"
#include "model/post.h"
#include "sanction/actor_cap.h"
#include "sanction/brake.h"
#include "service/live_logs.h"
#include "service/record_folder.h"

namespace mizan::service {

struct RestraintOptions {
    sanction::BrakeLimits limits;  // of a clause
    sanction::BrakeLimits grave{
        240, 10, 60};  // of one of sanction::kGravest: who is threatened pays for a halt
    std::uint32_t undecided_most = 10;  // of an actor, an hour, for people; 0: any number
    // Somebody has to know: a brake was put on, lifted, let go. Takes what brake_json() says. Thread-safe; may be empty.
    std::function<void(bool halts, std::string_view json)> tell;
};
// Errors: kUsage for settings that contradict each other.
[[nodiscard]] Result<void> check(const RestraintOptions& options);

struct BrakeView {
    std::string clause;
    sanction::BrakeStanding standing;
    sanction::BrakeLimits limits;
    std::uint64_t last_hour = 0;  // removals that were to be
    std::uint64_t last_ten_minutes = 0;
};

struct RestraintFigures {
    std::uint64_t halted = 0;  // removals that became limits
    std::uint64_t folded = 0;  // undecided posts past their actor's cap
};

// Thread-safe.
class Restraint {
public:
    // Takes the brakes' states from the record. Folder and logs must outlive it. `platform`: of posts that name none. Errors: of the store.
    [[nodiscard]] static Result<std::unique_ptr<Restraint>> open(RecordFolder& folder,
                                                                 LiveLogs& logs,
                                                                 std::string platform,
                                                                 RestraintOptions options);
    ~Restraint();
    Restraint(const Restraint&) = delete;
    Restraint& operator=(const Restraint&) = delete;

    // A decision that was just made: restrains it if it must be. Waits for no disk.
    void hold(const Post& post, Decision& decision);
    // When it returns, every change of a brake that hold() has heeded is on record; to be called before what was held is told.
    // Errors: of the store; the changes stay, to be recorded by the next call.
    [[nodiscard]] Result<void> commit();

    // A person asks that a brake be lifted, agrees, or puts one on; when it returns, that is on record. `clause` is one of the policy's, or one
    // that has a brake. Errors: sanction::Brake's; of the store.
    [[nodiscard]] Result<BrakeView> lift(std::string_view platform, std::string_view clause,
                                         const sanction::BrakeOrder& order);
    [[nodiscard]] Result<BrakeView> put_on(std::string_view platform, std::string_view clause,
                                           const sanction::BrakeOrder& order);

    // The brakes of a platform under which anything was to be removed since the start, or that are on record, by clause, behind `after`.
    [[nodiscard]] std::vector<BrakeView> brakes(std::string_view platform, std::string_view after,
                                                std::size_t most);
    [[nodiscard]] bool knows(std::string_view platform, std::string_view clause);
    // Those that halt, of all platforms: platform and clause.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> halting();
    [[nodiscard]] RestraintFigures figures() const { return {halted_, folded_}; }
    [[nodiscard]] const RestraintOptions& options() const { return options_; }

    // Time changes nothing more from then on.
    void stop();

    // Of all platforms. Beyond it, one that is off is forgotten; if none is, what is to be removed by another clause is limited.
    static constexpr std::size_t kBrakes = 4096;

private:
    using Key = std::pair<std::string, std::string>;  // platform, clause
    struct Kept {
        sanction::Brake brake;
        bool grave = false;
    };
    struct Change {
        Key key;
        sanction::BrakeStanding standing;
    };

    Restraint(RecordFolder& folder, LiveLogs& logs, std::string platform, RestraintOptions options);
    [[nodiscard]] Result<void> read_record();
    [[nodiscard]] const sanction::BrakeLimits& limits_of(const Kept& kept) const {
        return kept.grave ? options_.grave : options_.limits;
    }
    // The rest needs mutex_ unless it says otherwise.
    [[nodiscard]] bool halts(const Key& key, std::uint8_t severity);
    [[nodiscard]] Kept* keep(const Key& key);
    [[nodiscard]] bool make_room();
    void pass(const Key& key, Kept& kept, std::uint64_t now);
    [[nodiscard]] BrakeView view(const Key& key, const Kept& kept) const;
    // These need committing_, and mutex_ not.
    [[nodiscard]] Result<void> commit_waiting();
    [[nodiscard]] Result<void> record(const Change& change);
    using Move = Result<sanction::BrakeStanding> (sanction::Brake::*)(
        std::uint64_t, const sanction::BrakeOrder&) const;
    // And this neither.
    [[nodiscard]] Result<BrakeView> move(const Key& key, const sanction::BrakeOrder& order,
                                         Move how);
    void pass_time(const std::stop_token& stop);

    RecordFolder& folder_;
    LiveLogs& logs_;
    std::string platform_;
    RestraintOptions options_;
    SecretHash hash_;
    std::atomic<std::uint64_t> halted_{0};
    std::atomic<std::uint64_t> folded_{0};

    std::mutex committing_;  // one at a time; taken before mutex_
    std::mutex mutex_;       // guards the rest
    std::map<Key, Kept> brakes_;
    sanction::ActorCap actors_;
    std::vector<Change> waiting_;                // not on record yet, oldest first
    std::atomic<std::size_t> waiting_count_{0};  // of them, until they are durable
    std::condition_variable_any never_;
    std::jthread passing_;
};

}  // namespace mizan::service
