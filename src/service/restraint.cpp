#include "service/restraint.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "sanction/restrain.h"
#include "service/brake_record.h"

namespace mizan::service {

namespace {

constexpr auto kPassEvery = std::chrono::seconds(1);
constexpr std::uint32_t kTensOfHour = 6;

Result<void> check_limits(const sanction::BrakeLimits& limits, std::string_view which) {
    if (limits.quota == 0 || limits.jump == 0 || limits.least == 0)
        return fail(
            {Code::kUsage, "a brake's quota, jump and least are 1 or more", std::string(which)});
    // Else ordinary traffic would put the brake on after each restart, when nothing is remembered.
    if (std::uint64_t{limits.least} * kTensOfHour < limits.quota)
        return fail({Code::kUsage,
                     "\"least\" counts ten minutes and \"quota\" an hour: least must be a sixth of "
                     "the quota or more",
                     std::string(which)});
    return {};
}

}  // namespace

Result<void> check(const RestraintOptions& options) {
    MZ_CHECK(check_limits(options.limits, "brake"));
    return check_limits(options.grave, "brake-grave");
}

Restraint::Restraint(RecordFolder& folder, LiveLogs& logs, std::string platform,
                     RestraintOptions options)
    : folder_(folder),
      logs_(logs),
      platform_(std::move(platform)),
      options_(std::move(options)),
      actors_(options_.undecided_most) {}

Restraint::~Restraint() { stop(); }

void Restraint::stop() {
    passing_.request_stop();
    never_.notify_all();
    if (passing_.joinable()) passing_.join();
}

Result<std::unique_ptr<Restraint>> Restraint::open(RecordFolder& folder, LiveLogs& logs,
                                                   std::string platform, RestraintOptions options) {
    MZ_CHECK(check(options));
    std::unique_ptr<Restraint> out(
        new Restraint(folder, logs, std::move(platform), std::move(options)));
    MZ_CHECK(out->read_record());
    out->passing_ =
        std::jthread([r = out.get()](const std::stop_token& stop) { r->pass_time(stop); });
    return out;
}

// The last record of each brake says how it stands.
Result<void> Restraint::read_record() {
    auto& store = folder_.store();
    MZ_TRY(const auto platforms, store.platforms());
    for (const auto& platform : platforms) {
        MZ_TRY(const auto last, store.last_at(platform));
        const auto now = std::max(logs_.now(), last);
        Result<void> failed;
        MZ_CHECK(store.each_of(platform, record::Kind::kBrake, 0, [&](const store::Entry& entry) {
            const auto vault = store.vault(entry.id);
            auto read = read_brake(entry, vault ? &*vault : nullptr);
            if (!read) failed = fail(read.error());
            else if (*read)
                brakes_[{platform, (*read)->clause}].brake =
                    sanction::Brake((*read)->standing, now);
            return read.has_value();
        }));
        MZ_CHECK(failed);
    }
    return {};
}

void Restraint::hold(const Post& post, Decision& d) {
    const auto platform = post.platform.empty() ? std::string_view(platform_) : post.platform;
    if (sanction::removes(d)) {
        const std::lock_guard lock(mutex_);
        if (!halts({std::string(platform), std::string(d.clause)}, d.severity)) return;
        sanction::halt(d);
        ++halted_;
    } else if (sanction::may_fold(post, d)) {
        // A line end stands in no platform's name.
        const auto actor = hash_(std::string(platform).append("\n").append(post.author));
        const std::lock_guard lock(mutex_);
        if (!actors_.is_past(actor, logs_.now())) return;
        sanction::fold(d);
        ++folded_;
    }
}

bool Restraint::halts(const Key& key, std::uint8_t severity) {
    const auto now = logs_.now();
    auto* const kept = keep(key);
    if (kept == nullptr) return true;
    kept->grave = severity >= sanction::kGravest;
    pass(key, *kept, now);
    if (kept->brake.count(now, limits_of(*kept))) {
        waiting_.push_back({key, kept->brake.standing()});
        ++waiting_count_;
    }
    return kept->brake.standing().halts();
}

// Null if there is no room for another.
Restraint::Kept* Restraint::keep(const Key& key) {
    const auto at = brakes_.find(key);
    if (at != brakes_.end()) return &at->second;
    if (brakes_.size() >= kBrakes && !make_room()) return nullptr;
    return &brakes_[key];
}

bool Restraint::make_room() {
    const auto now = logs_.now();
    auto least = brakes_.end();
    std::uint64_t fewest = 0;
    for (auto at = brakes_.begin(); at != brakes_.end(); ++at) {
        if (at->second.brake.standing().state != sanction::BrakeState::kOff) continue;
        const auto count = at->second.brake.counts().last_hour(now);
        if (least != brakes_.end() && count >= fewest) continue;
        least = at;
        fewest = count;
    }
    if (least == brakes_.end()) return false;
    brakes_.erase(least);
    return true;
}

void Restraint::pass(const Key& key, Kept& kept, std::uint64_t now) {
    if (!kept.brake.pass(now, limits_of(kept))) return;
    waiting_.push_back({key, kept.brake.standing()});
    ++waiting_count_;
}

Result<void> Restraint::commit() {
    if (waiting_count_ == 0) return {};
    const std::lock_guard one(committing_);  // also: wait for who is at it
    return commit_waiting();
}

Result<void> Restraint::commit_waiting() {
    while (true) {
        Change change;
        {
            const std::lock_guard lock(mutex_);
            if (waiting_.empty()) return {};
            change = waiting_.front();
        }
        MZ_CHECK(record(change));
        const std::lock_guard lock(mutex_);
        waiting_.erase(waiting_.begin());
        --waiting_count_;
    }
}

Result<void> Restraint::record(const Change& change) {
    const auto& [platform, clause] = change.key;
    MZ_CHECK(logs_.open(platform));
    record::Outcome outcome;
    outcome.platform = platform;
    outcome.records.push_back(brake_draft(platform, clause, change.standing, logs_.now()));
    MZ_CHECK(folder_.store().commit(std::move(outcome)));
    if (options_.tell)
        options_.tell(change.standing.halts(), brake_json(platform, clause, change.standing));
    return {};
}

Result<BrakeView> Restraint::move(const Key& key, const sanction::BrakeOrder& order, Move how) {
    const std::lock_guard one(committing_);
    const auto now = logs_.now();
    {
        const std::lock_guard lock(mutex_);
        if (auto* kept = keep(key)) pass(key, *kept, now);
    }
    MZ_CHECK(commit_waiting());
    Change change{key, {}};
    {
        const std::lock_guard lock(mutex_);
        auto* const kept = keep(key);
        if (kept == nullptr)
            return fail({Code::kOverload, "too many brakes are on: lift one first", {}});
        MZ_TRY(change.standing, (kept->brake.*how)(now, order));
    }
    // On record before it holds: else a lifting that could not be recorded would.
    MZ_CHECK(record(change));
    const std::lock_guard lock(mutex_);
    auto* const kept = keep(key);
    if (kept == nullptr) return fail({Code::kOverload, "too many brakes are on", {}});
    kept->brake.set(std::move(change.standing));
    return view(key, *kept);
}

Result<BrakeView> Restraint::lift(std::string_view platform, std::string_view clause,
                                  const sanction::BrakeOrder& order) {
    return move({std::string(platform), std::string(clause)}, order, &sanction::Brake::lift);
}

Result<BrakeView> Restraint::put_on(std::string_view platform, std::string_view clause,
                                    const sanction::BrakeOrder& order) {
    return move({std::string(platform), std::string(clause)}, order, &sanction::Brake::put_on);
}

BrakeView Restraint::view(const Key& key, const Kept& kept) const {
    const auto now = logs_.now();
    return {key.second, kept.brake.standing(), limits_of(kept), kept.brake.counts().last_hour(now),
            kept.brake.counts().last_ten_minutes(now)};
}

std::vector<BrakeView> Restraint::brakes(std::string_view platform, std::string_view after,
                                         std::size_t most) {
    const std::lock_guard lock(mutex_);
    std::vector<BrakeView> out;
    auto at = brakes_.upper_bound({std::string(platform), std::string(after)});
    for (; at != brakes_.end() && at->first.first == platform && out.size() < most; ++at)
        out.push_back(view(at->first, at->second));
    return out;
}

bool Restraint::knows(std::string_view platform, std::string_view clause) {
    const std::lock_guard lock(mutex_);
    return brakes_.contains({std::string(platform), std::string(clause)});
}

std::vector<std::pair<std::string, std::string>> Restraint::halting() {
    const std::lock_guard lock(mutex_);
    std::vector<Key> out;
    for (const auto& [key, kept] : brakes_)
        if (kept.brake.standing().halts()) out.push_back(key);
    return out;
}

// A lifted brake is armed again on time, and a calm one is let go, whether or not a post comes.
void Restraint::pass_time(const std::stop_token& stop) {
    std::mutex mutex;
    std::unique_lock lock(mutex);
    while (!stop.stop_requested()) {
        never_.wait_for(lock, stop, kPassEvery, [] { return false; });
        if (stop.stop_requested()) return;
        {
            const std::lock_guard inner(mutex_);
            const auto now = logs_.now();
            for (auto& [key, kept] : brakes_)
                if (kept.brake.standing().state != sanction::BrakeState::kOff) pass(key, kept, now);
        }
        (void)commit();  // what fails now is tried again in a second
    }
}

}  // namespace mizan::service
