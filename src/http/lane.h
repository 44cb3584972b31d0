// Lane: one thread of a WebServer with its connections, and what all lanes share. Private to this room.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream_base.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <unordered_set>

#include "http/web_server.h"

namespace mizan::http {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;

// Concrete types all the way: what hides the executor's type costs a third of the requests.
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;

// Threads that serve streams: each is counted, so that the server can wait for the last.
class StreamCount {
public:
    explicit StreamCount(std::size_t most) : most_(most) {}
    // False if there are as many as may be.
    [[nodiscard]] bool enter() {
        const std::lock_guard lock(mutex_);
        if (now_ == most_) return false;
        ++now_;
        return true;
    }
    void leave() {
        const std::lock_guard lock(mutex_);
        --now_;
        left_.notify_all();
    }
    void wait_for_all() {
        std::unique_lock lock(mutex_);
        left_.wait(lock, [&] { return now_ == 0; });
    }

private:
    const std::size_t most_;
    std::mutex mutex_;
    std::condition_variable left_;
    std::size_t now_ = 0;
};

struct Shared {
    Shared(WebOptions o, Handlers h)
        : options(std::move(o)), handlers(std::move(h)), streams(options.streams) {}

    WebOptions options;
    Handlers handlers;
    std::optional<asio::ssl::context> tls;
    StreamCount streams;
    std::atomic<bool> stopping{false};
    std::atomic<std::uint64_t> accepted{0}, open{0}, turned_away{0}, malformed{0}, timed_out{0};
};

// What a lane asks of its connections. Called by the lane's thread only.
class Open {
public:
    using Time = std::chrono::steady_clock::time_point;
    Open() = default;
    Open(const Open&) = delete;
    Open& operator=(const Open&) = delete;
    virtual ~Open() = default;
    virtual void end_if_idle() = 0;
    virtual void end_if_late(Time now) = 0;
    virtual void abort() = 0;
};

struct Lane {
    Lane(Shared& s, unsigned number) : shared(s), thread(number), tick(context.get_executor()) {}

    // Ends what is late, again and again, as long as the server runs or there are connections. One timer for all: one for each
    // operation costs more than the operation.
    void watch();

    Shared& shared;
    unsigned thread;
    asio::io_context context{1};
    std::unordered_set<Open*> connections;
    std::chrono::steady_clock::time_point now =
        std::chrono::steady_clock::now();  // at the last tick
    std::chrono::steady_clock::time_point stop_at = std::chrono::steady_clock::time_point::
        max();                   // the last moment, once the server is stopping
    std::uint64_t unix_now = 0;  // likewise
    Timer tick;
};

// Has the lane's thread call `answer`; from a thread that answers many, together with the others (together.h).
void hand_to(asio::io_context& lane, std::move_only_function<void()> answer);

// Has the lane answer what comes on this socket.
void serve_plain(Lane& lane, Socket socket);
void serve_tls(Lane& lane, Socket socket);

}  // namespace mizan::http
