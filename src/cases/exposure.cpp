#include "cases/exposure.h"

#include <algorithm>

#include "cases/rules.h"

namespace mizan::cases {

namespace {

constexpr std::uint64_t kPauseLeast = kMinute;

SeenDay& day_of(Exposure& exposure, std::uint64_t at) {
    const auto day = at / kDay;
    // A clock that was put back does not open a day again.
    if (!exposure.days.empty() && exposure.days.back().day >= day) return exposure.days.back();
    if (exposure.days.size() == kDaysKept) exposure.days.erase(exposure.days.begin());
    exposure.of_today.clear();
    exposure.days.push_back({day, std::vector<std::uint64_t>(kSeverities), 0});
    return exposure.days.back();
}

void see(Exposure& exposure, const Case& c, std::uint64_t at) {
    auto& day = day_of(exposure, at);
    auto& known = exposure.of_today;
    if (std::ranges::find(known, c.id) != known.end()) return;
    if (known.size() < kSeenKept) known.push_back(c.id);
    ++day.seen[std::clamp<std::size_t>(c.severity, 1, kSeverities) - 1];
}

// Seconds that are new with it.
std::uint64_t add_stretch(std::vector<Stretch>& work, Stretch more) {
    if (more.to <= more.from) return 0;
    auto fresh = more.to - more.from;
    std::vector<Stretch> out;
    for (const auto& one : work) {
        const auto from = std::max(one.from, more.from);
        const auto to = std::min(one.to, more.to);
        if (from < to) fresh -= std::min(fresh, to - from);
    }
    work.push_back(more);
    std::ranges::sort(work, {}, &Stretch::from);
    for (const auto& one : work) {
        if (!out.empty() && one.from < out.back().to + kPauseLeast)
            out.back().to = std::max(out.back().to, one.to);
        else out.push_back(one);
    }
    if (out.size() > kStretchesKept) {
        out[1].from = out[0].from;
        out.erase(out.begin());
    }
    work = std::move(out);
    return fresh;
}

Stretch held_until(const Case& c, std::uint64_t end) {
    return {c.claimed_at, std::min(end, c.claimed_until)};
}

}  // namespace

std::string exposed_in(const Event& event, const Case& before, const Case& after) {
    const bool sees =
        std::holds_alternative<Claimed>(event.what) || std::holds_alternative<Viewed>(event.what);
    if (sees) return event.by.starts_with("key:") ? std::string() : event.by;
    const bool ends = before.state == CaseState::kClaimed && after.state != CaseState::kClaimed;
    return ends ? before.claimed_by : std::string();
}

void apply(Exposure& exposure, const Event& event, const Case& before) {
    const bool sees =
        std::holds_alternative<Claimed>(event.what) || std::holds_alternative<Viewed>(event.what);
    if (sees) return see(exposure, before, event.at);
    const auto fresh = add_stretch(exposure.work, held_until(before, event.at));
    day_of(exposure, event.at).seconds += fresh;
}

Today today_of(const ExposureRules& rules, const Exposure& exposure, std::span<const Case> held,
               std::uint64_t lifted_at, std::uint64_t now) {
    Today today;
    if (!exposure.days.empty() && exposure.days.back().day == now / kDay) {
        const auto& day = exposure.days.back();
        today.seconds = day.seconds;
        for (std::size_t i = 0; i < day.seen.size(); ++i) {
            today.seen += day.seen[i];
            if (i + 1 >= rules.grave_from) today.grave += day.seen[i];
        }
    }
    auto work = exposure.work;
    for (const auto& c : held) today.seconds += add_stretch(work, held_until(c, now));
    if (work.empty()) return today;
    const auto last = std::max(work.back().to, lifted_at);
    const auto pause = rules.break_minutes * kMinute;
    if (now >= last + pause) return today;
    auto since = last;
    for (auto at = work.rbegin(); at != work.rend() && at->to > lifted_at; ++at) {
        if (since - std::min(since, at->to) >= pause) break;
        since = std::max(at->from, lifted_at);
        today.since_break += at->to - since;
    }
    const auto most = rules.break_after_minutes * kMinute;
    if (most != 0 && today.since_break >= most) today.break_until = last + pause;
    return today;
}

bool has_seen_enough(const ExposureRules& rules, const Today& today) {
    return rules.grave_daily != 0 && today.grave >= rules.grave_daily;
}

}  // namespace mizan::cases
