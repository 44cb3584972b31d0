#include "server/repeats.h"

#include <utility>

namespace mizan::server {

namespace {

constexpr std::size_t kOverhead = 512;  // of an entry, about
constexpr int kTooOften = 429;
constexpr int kServerFault = 500;

std::string entry_name(std::string_view who, std::string_view key) {
    return std::string(who).append("\n").append(key);
}

std::size_t size_of(const std::string& name, const http::Response& answer) {
    std::size_t bytes = kOverhead + 2 * name.size() + answer.body.size();
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
    auto& kept = kept_[name];
    kept.asks = asks;
    kept.until = now + kSeconds;
    ++under_way_;
    return {};
}

void Repeats::settle(std::string_view who, std::string_view key, const http::Response& answer) {
    const std::lock_guard lock(mutex_);
    const auto at = kept_.find(entry_name(who, key));
    if (at == kept_.end() || !at->second.under_way) return;
    --under_way_;
    auto& kept = at->second;
    const bool may_change = answer.status >= kServerFault || answer.status == kTooOften;
    if (may_change || answer.body.size() > kAnswerBytes) {
        kept_.erase(at);
        return;
    }
    kept.under_way = false;
    kept.answer = answer;
    kept.bytes = size_of(at->first, answer);
    kept.place = order_.insert(order_.end(), at->first);
    bytes_ += kept.bytes;
    make_room(0);
}

void Repeats::forget(ByName::iterator at) {
    bytes_ -= at->second.bytes;
    order_.erase(at->second.place);
    kept_.erase(at);
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
