#include "service/desk.h"

#include <chrono>
#include <utility>

#include "http/together.h"
#include "service/only_platform.h"

namespace mizan::service {

namespace {

// So long a few tens of connections take to come again on one busy core.
constexpr auto kMoment = std::chrono::milliseconds(2);

}  // namespace

Desk::Desk(std::shared_ptr<const Engine> engine) {
    adopt(std::move(engine));
    thread_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
}

Desk::~Desk() {
    thread_.request_stop();
    changed_.notify_all();
}

void Desk::adopt(std::shared_ptr<const Engine> engine) {
    const std::lock_guard lock(deciding_);
    engine_ = std::move(engine);
    decider_ = std::make_unique<Decider>(engine_->loaded.policy, engine_->loaded.scorer);
}

DeskFigures Desk::figures() {
    const std::lock_guard lock(mutex_);
    return figures_;
}

Desk::Group& Desk::open_group() {
    if (groups_.empty() || groups_.back()->engine != engine_) {
        groups_.push_back(std::make_unique<Group>());
        groups_.back()->engine = engine_;
    }
    return *groups_.back();
}

void Desk::moderate(const Order& order, Told told) {
    auto taken = take(order, told);
    if (taken) {
        if (*taken) changed_.notify_one();
        return;
    }
    {
        const std::lock_guard lock(mutex_);
        ++figures_.refused;
    }
    told(fail(std::move(taken).error()));
}

Result<bool> Desk::take(const Order& order, Told& told) {
    const std::lock_guard deciding(deciding_);
    {
        const std::lock_guard lock(mutex_);
        if (waiting_ >= kWaiting)
            return fail({Code::kOverload, "too many posts wait to be recorded; send it again later",
                         std::string(order.where)});
    }
    MZ_CHECK(line_.read(order.json, std::string(order.where), post_));
    if (!is_of_platform(order.platform, post_)) return fail(other_platform(order.platform, post_));
    const bool made = line_.made_id();
    if (made) post_.id = order.id;
    auto& decision = decider_->decide(post_);
    engine_->recorder->restrain(post_, decision);
    decided_.clear();
    json_.append(decided_, decision);
    return put(order, decision, made, told);
}

bool Desk::put(const Order& order, const Decision& decision, bool made_id, Told& told) {
    const std::lock_guard lock(mutex_);
    auto& group = open_group();
    const auto begin = group.output.size();
    const auto size = decided_.size();
    const NotedLine line{begin, size + 1, group.waiting.size() + 1, {}};
    engine_->recorder->note(group.notes, post_, decision, decided_,
                            made_id ? order.id : std::string_view(), line);
    group.output.append(decided_).push_back('\n');
    group.waiting.push_back({begin, size, std::move(told)});
    ++waiting_;
    ++figures_.decided;
    return groups_.size() > 1 || group.waiting.size() == wake_at_;
}

std::unique_ptr<Desk::Group> Desk::next(const std::stop_token& stop, std::size_t answered) {
    std::unique_lock lock(mutex_);
    const auto gathered = [&] { return groups_.empty() ? 0 : groups_.front()->waiting.size(); };
    // Also if none of them is back yet: the first alone would else be a group, and every second one of it.
    if (answered > 0 && groups_.size() <= 1) {
        wake_at_ = gathered() + answered;
        changed_.wait_for(lock, stop, kMoment,
                          [&] { return groups_.size() > 1 || gathered() >= wake_at_; });
        wake_at_ = 1;
    }
    changed_.wait(lock, stop, [&] { return !groups_.empty(); });
    if (groups_.empty()) return nullptr;
    auto group = std::move(groups_.front());
    groups_.pop_front();
    return group;
}

void Desk::work(const std::stop_token& stop) {
    std::size_t answered = 0;
    while (const auto group = next(stop, answered)) {
        record(*group);
        answered = group->waiting.size();
        const std::lock_guard lock(mutex_);
        waiting_ -= answered;
        ++figures_.groups;
    }
}

void Desk::record(Group& group) {
    auto settled =
        group.engine->recorder->record(group.notes, group.output, store::Store::Frames::kLater);
    const http::Together answers;
    if (!settled) {
        for (auto& each : group.waiting) each.told(fail(settled.error()));
        return;
    }
    auto edit = settled->edits.begin();
    auto refused = settled->refused.begin();
    for (std::size_t i = 0; i < group.waiting.size(); ++i) {
        auto& each = group.waiting[i];
        const bool edited = edit != settled->edits.end() && edit->line.line == i + 1;
        if (refused != settled->refused.end() && refused->first.line == i + 1) {
            each.told(fail(std::move(refused->second)));
            ++refused;
        } else if (edited) {
            edit->instead.pop_back();  // the line end
            each.told(std::move(edit->instead));
        } else {
            each.told(group.output.substr(each.begin, each.size));
        }
        if (edited) ++edit;
    }
}

}  // namespace mizan::service
