#include "server/repeats.h"

#include <utility>

namespace mizan::server {

namespace {

constexpr std::size_t kOverhead = 640;  // of an entry, about
constexpr int kTooOften = 429;
constexpr int kServerFault = 500;

std::string entry_name(std::string_view who, std::string_view key) {
    return std::string(who).append("\n").append(key);
}

std::size_t size_of(const std::string& name, const http::Response& answer) {
    std::size_t bytes = kOverhead + 3 * name.size() + answer.body.size();
    for (const auto& [field, value] : answer.fields) bytes += field.size() + value.size();
    return bytes;
}

}  // namespace

Repeats::Begun Repeats::begin(std::string_view who, std::string_view key, const Sha256& asks,
                              std::uint64_t now) {
    const std::lock_guard lock(mutex_);
    make_room(now);
    const auto name = entry_name(who, key);
    if (const auto at = kept_.find(name); at != kept_.end()) {
        if (at->second.asks != asks) return {State::kOther, {}};
        if (at->second.under_way) return {State::kUnderWay, {}};
        return {State::kAgain, at->second.answer};
    }
    if (under_way_ == kUnderWayMost) return {State::kFull, {}};
    const auto asker = askers_.try_emplace(std::string(who)).first;
    if (asker->second.under_way == kUnderWayEach) return {State::kFull, {}};
    auto& kept = kept_[name];
    kept.asker = asker;
    kept.asks = asks;
    kept.until = now + kSeconds;
    ++under_way_;
    ++asker->second.under_way;
    return {};
}

void Repeats::settle(std::string_view who, std::string_view key, const http::Response& answer) {
    const std::lock_guard lock(mutex_);
    const auto at = kept_.find(entry_name(who, key));
    if (at == kept_.end() || !at->second.under_way) return;
    auto& kept = at->second;
    const auto asker = kept.asker;
    --under_way_;
    --asker->second.under_way;
    const bool may_change = answer.status >= kServerFault || answer.status == kTooOften;
    if (may_change || answer.body.size() > kAnswerBytes) {
        kept_.erase(at);
        drop_if_idle(asker);
        return;
    }
    kept.under_way = false;
    kept.answer = answer;
    kept.bytes = size_of(at->first, answer);
    kept.place = order_.insert(order_.end(), at->first);
    kept.own_place = asker->second.order.insert(asker->second.order.end(), at->first);
    bytes_ += kept.bytes;
    asker->second.bytes += kept.bytes;
    make_room_of(asker);
    make_room(0);
}

void Repeats::forget(ByName::iterator at) {
    const auto asker = at->second.asker;
    bytes_ -= at->second.bytes;
    asker->second.bytes -= at->second.bytes;
    order_.erase(at->second.place);
    asker->second.order.erase(at->second.own_place);
    kept_.erase(at);
    drop_if_idle(asker);
}

void Repeats::drop_if_idle(Askers::iterator at) {
    if (at->second.under_way == 0 && at->second.order.empty()) askers_.erase(at);
}

// One answer always fits, so they are there still when it is done.
void Repeats::make_room_of(Askers::iterator asker) {
    const auto& own = asker->second;
    while (own.order.size() > 1 && (own.order.size() > kKeptEach || own.bytes > kKeptBytesEach))
        forget(kept_.find(own.order.front()));
}

void Repeats::make_room(std::uint64_t now) {
    while (!order_.empty()) {
        const auto oldest = kept_.find(order_.front());
        const bool too_much = order_.size() > kKeptMost || bytes_ > kKeptBytes;
        if (!too_much && oldest->second.until > now) return;
        forget(oldest);
    }
}

}  // namespace mizan::server
