// Bridge: the Stream between a connection, whose lane must not wait, and the thread that serves it. Private to this room.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>

#include "http/lane.h"

namespace mizan::http {

// The serving thread calls what Stream has; the connection's lane all else.
class Bridge final : public Stream {
public:
    // So many bytes may wait: of the body, to be read; of the answer, to be sent. Of answers that read no body many may be open for long.
    Bridge(const Executor& lane, std::size_t ahead, std::size_t behind)
        : lane_(lane), ahead_(ahead), behind_(behind), room_(lane), news_(lane) {
        room_.expires_at(Timer::time_point::max());
        news_.expires_at(Timer::time_point::max());
    }

    Result<std::size_t> read(std::span<char> out) override;
    bool ready() override;
    void begin(const Response& response) override;
    Result<void> write(std::string_view bytes) override;
    // The thread is done with it.
    void finish(const std::shared_ptr<Bridge>& self);

    // More of the body. While full() no more is to be read: wait for room().
    void put(std::string_view bytes, bool last);
    // The connection is no more.
    void break_off();
    // What is to be sent; begun: the answer's head is known. Waits on news() where there is nothing.
    struct News {
        bool begun = false;
        bool ended = false;  // nothing follows `bytes`
        std::string bytes;
    };
    [[nodiscard]] News take();
    [[nodiscard]] const Response& head() const { return head_; }
    [[nodiscard]] bool full();
    [[nodiscard]] Timer& room() { return room_; }
    [[nodiscard]] Timer& news() { return news_; }
    // Its own shared pointer, so that what is posted to the lane keeps it.
    void keep(const std::shared_ptr<Bridge>& self) { self_ = self; }

private:
    void wake(Timer Bridge::* timer);

    Executor lane_;
    const std::size_t ahead_, behind_;
    Timer room_, news_;  // cancelled where what they stand for may have changed
    std::weak_ptr<Bridge> self_;

    std::mutex mutex_;  // guards what follows
    std::condition_variable changed_;
    std::string in_;
    std::size_t in_at_ = 0;
    bool in_ended_ = false;
    std::string out_;
    bool begun_ = false;
    bool done_ = false;
    bool broken_ = false;
    Response head_;
};

}  // namespace mizan::http
