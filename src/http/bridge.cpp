#include "http/bridge.h"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

namespace mizan::http {

namespace {

std::unexpected<Error> broken_off() {
    return fail({Code::kNetwork, "the connection broke, or the other side was too slow", {}});
}

}  // namespace

void Bridge::wake(Timer Bridge::* timer) {
    asio::post(lane_, [self = self_.lock(), timer] {
        if (self) ((*self).*timer).cancel();
    });
}

Result<std::size_t> Bridge::read(std::span<char> out) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return in_at_ < in_.size() || in_ended_ || broken_; });
    if (in_at_ == in_.size()) {
        if (broken_ && !in_ended_) return broken_off();
        return std::size_t{0};
    }
    const auto n = std::min(out.size(), in_.size() - in_at_);
    std::memcpy(out.data(), in_.data() + in_at_, n);
    in_at_ += n;
    if (in_at_ == in_.size()) {
        in_.clear();
        in_at_ = 0;
    }
    lock.unlock();
    wake(&Bridge::room_);
    return n;
}

bool Bridge::ready() {
    const std::lock_guard lock(mutex_);
    return in_at_ < in_.size();
}

void Bridge::begin(const Response& response) {
    {
        const std::lock_guard lock(mutex_);
        head_ = response;
        begun_ = true;
    }
    wake(&Bridge::news_);
}

Result<void> Bridge::write(std::string_view bytes) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return out_.size() < behind_ || broken_; });
    if (broken_) return broken_off();
    out_.append(bytes);
    lock.unlock();
    wake(&Bridge::news_);
    return {};
}

void Bridge::finish(const std::shared_ptr<Bridge>& self) {
    {
        const std::lock_guard lock(mutex_);
        done_ = true;
    }
    asio::post(lane_, [self] {
        self->news_.cancel();
        self->room_.cancel();
    });
}

void Bridge::put(std::string_view bytes, bool last) {
    const std::lock_guard lock(mutex_);
    in_.erase(0, std::exchange(in_at_, 0));  // what was read need not be kept
    if (!done_) in_.append(bytes);           // else nobody reads on
    in_ended_ = in_ended_ || last;
    changed_.notify_all();
}

bool Bridge::full() {
    const std::lock_guard lock(mutex_);
    return !done_ && !broken_ && in_.size() - in_at_ >= ahead_;
}

void Bridge::break_off() {
    const std::lock_guard lock(mutex_);
    broken_ = true;
    changed_.notify_all();
    room_.cancel();  // nobody makes any
}

Bridge::News Bridge::take() {
    const std::lock_guard lock(mutex_);
    News news;
    news.begun = begun_;
    news.ended = done_;
    news.bytes.swap(out_);
    changed_.notify_all();
    return news;
}

}  // namespace mizan::http
