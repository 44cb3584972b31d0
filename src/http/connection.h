// Connection: answers one request after the other on a stream, plain or TLS. Private to this room; each kind of stream is
// instantiated in a file of its own.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include <array>
#include <charconv>
#include <memory>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "http/bridge.h"
#include "http/head_fault.h"
#include "http/lane.h"
#include "http/response_text.h"

namespace mizan::http {

namespace beast = boost::beast;
template <class T> using Awaitable = asio::awaitable<T, Executor>;
inline constexpr asio::use_awaitable_t<Executor> use_awaitable{};

template <class S> class Connection final : public Open,
                                            public std::enable_shared_from_this<Connection<S>> {
public:
    template <class... Args> Connection(Lane& lane, std::string address, Args&&... args)
        : lane_(lane), address_(std::move(address)), stream_(std::forward<Args>(args)...) {
        lane_.connections.insert(this);
        ++lane_.shared.open;
    }
    ~Connection() override {
        lane_.connections.erase(this);
        --lane_.shared.open;
    }

    void start() {
        asio::co_spawn(lane_.context.get_executor(), run(this->shared_from_this()), asio::detached);
    }
    void end_if_idle() override {
        if (idle_) abort();
    }
    void end_if_late(Time now) override {
        if (now < deadline_) return;
        ++lane_.shared.timed_out;
        abort();
    }
    void abort() override {
        deadline_ = Time::max();
        ErrorCode ec;
        stream_.lowest_layer().close(ec);
    }

private:
    using Code = ErrorCode;
    using Head = beast::http::request_parser<beast::http::empty_body>;
    static constexpr std::size_t kReadBytes = 16u << 10;
    static constexpr std::size_t kPieceBytes = 64u << 10;
    static constexpr bool kSecure = !std::is_same_v<S, Socket>;

    [[nodiscard]] auto into(Code& ec) { return asio::redirect_error(use_awaitable, ec); }
    // The operation that follows may take so long, give or take a tick of the lane.
    void allow(unsigned seconds) { deadline_ = lane_.now + std::chrono::seconds(seconds); }

    // The shared pointer keeps the connection as long as it runs.
    Awaitable<void> run(std::shared_ptr<Connection> /*self*/) {
        Code ec;
        if constexpr (kSecure) {
            allow(kHeadSeconds);
            co_await stream_.async_handshake(asio::ssl::stream_base::server, into(ec));
        }
        if (!ec)
            while (co_await exchange()) {
            }
        if constexpr (kSecure) {
            allow(1);
            co_await stream_.async_shutdown(into(ec));
        }
        abort();
    }

    // One request and its answer; false: the connection is to be closed.
    Awaitable<bool> exchange() {
        Code ec;
        request_id_.clear();
        if (buffer_.size() == 0) {
            co_await wait_for_request(ec);
            if (ec) co_return false;
        }
        Head head;
        head.header_limit(kHeadBytes);
        head.body_limit(boost::none);
        allow(kHeadSeconds);
        co_await beast::http::async_read_header(stream_, buffer_, head, into(ec));
        if (!ec) ec = fault_of(head.get());
        if (ec) co_return co_await refuse(ec);
        Request request = request_of(head);
        keep_alive_ = head.keep_alive() && !lane_.shared.stopping;
        version_ = head.get().version();
        auto admission = lane_.shared.handlers.admit(request);
        request_id_ = request.field("X-Request-Id");
        if (const auto* refused = std::get_if<Response>(&admission))
            co_return co_await decline(head, *refused, request.method == "HEAD");
        if (beast::iequals(request.field("Expect"), "100-continue")) {
            static constexpr std::string_view kGoOn = "HTTP/1.1 100 Continue\r\n\r\n";
            co_await asio::async_write(stream_, asio::buffer(kGoOn), into(ec));
            if (ec) co_return false;
        }
        if (const auto* whole = std::get_if<TakeWhole>(&admission))
            co_return co_await answer(head, std::move(request), whole->max_bytes);
        co_return co_await serve_stream(head, std::move(request));
    }

    Awaitable<void> wait_for_request(Code& ec) {
        if (lane_.shared.stopping) ec = asio::error::operation_aborted;
        if (ec) co_return;
        idle_ = true;
        allow(kIdleSeconds);
        const auto n = co_await stream_.async_read_some(buffer_.prepare(kReadBytes), into(ec));
        idle_ = false;
        buffer_.commit(n);
    }

    Request request_of(const Head& head) const {
        const auto& in = head.get();
        Request request;
        request.method = in.method_string();
        request.target = in.target();
        request.address = address_;
        request.secure = kSecure;
        request.thread = lane_.thread;
        for (const auto& field : in)
            request.fields.emplace_back(field.name_string(), field.value());
        return request;
    }

    // Answers a request whose body is not wanted. A small one is read away, so that the connection can go on.
    Awaitable<bool> decline(Head& head, const Response& response, bool head_only) {
        constexpr std::size_t kSmall = 64u << 10;
        Code ec;
        // Who waits for a word before it sends its body will not send it now.
        const bool comes = head.get().count(beast::http::field::expect) == 0;
        const bool small = comes && head.content_length().value_or(kSmall + 1) <= kSmall;
        if (!head.is_done() && small) {
            beast::http::request_parser<beast::http::string_body> body(std::move(head));
            body.body_limit(kSmall);
            allow(kBodySeconds);
            co_await beast::http::async_read(stream_, buffer_, body, into(ec));
            if (ec) co_return co_await refuse(ec);
            co_return co_await send(response, head_only);
        }
        const bool left = !head.is_done();
        if (left) keep_alive_ = false;
        const bool go_on = co_await send(response, head_only);
        if (left) co_await linger();
        co_return go_on;
    }

    // Says what is wrong with a request that could not be read, if there is somebody to tell.
    Awaitable<bool> refuse(Code ec) {
        using beast::http::error;
        if (ec == error::end_of_stream || ec == asio::error::operation_aborted ||
            ec == asio::error::connection_reset || ec == asio::error::bad_descriptor ||
            ec == error::partial_message)
            co_return false;
        int status = 400;
        std::string_view message = "the request cannot be read as HTTP/1.1";
        if (ec == error::header_limit) {
            status = 431;
            message = "the head of the request is too large";
        } else if (ec == error::body_limit) {
            status = 413;
            message = "the body is too large";
        } else {
            ++lane_.shared.malformed;
        }
        co_return co_await turn_away(status, message);
    }

    Awaitable<bool> turn_away(int status, std::string_view message) {
        keep_alive_ = false;
        auto response = lane_.shared.handlers.refuse(status, message);
        if (!request_id_.empty()) response.fields.emplace_back("X-Request-Id", request_id_);
        co_await send(response, false);
        co_await linger();
        co_return false;
    }

    // Closing while bytes come in would reset the connection, and take the answer with it.
    Awaitable<void> linger() {
        constexpr std::size_t kMost = 1u << 20;
        Code ec;
        // Who reads knows that nothing follows; most close then, and nobody has to wait.
        if constexpr (!kSecure) (void)stream_.shutdown(asio::socket_base::shutdown_send, ec);
        ec = {};
        allow(1);
        for (std::size_t seen = 0; !ec && seen < kMost;) {
            buffer_.clear();
            seen += co_await stream_.async_read_some(buffer_.prepare(kReadBytes), into(ec));
        }
    }

    Awaitable<bool> answer(Head& head, Request request, std::size_t max_bytes) {
        const bool head_only = request.method == "HEAD";
        if (!head.is_done()) {
            Code ec;
            beast::http::request_parser<beast::http::string_body> whole(std::move(head));
            whole.body_limit(max_bytes);
            if (whole.content_length().value_or(0) > max_bytes)
                co_return co_await refuse(beast::http::error::body_limit);
            allow(kBodySeconds);
            co_await beast::http::async_read(stream_, buffer_, whole, into(ec));
            if (ec) co_return co_await refuse(ec);
            request.body = std::move(whole.get().body());
        }
        deadline_ = Time::max();  // as long as the answer takes
        const auto response =
            co_await asio::async_initiate<const asio::use_awaitable_t<Executor>&, void(Response)>(
                [&](auto handler) {
                    lane_.shared.handlers.answer(
                        std::move(request),
                        // The guard keeps the lane at work until the answer is there.
                        Reply([work = asio::make_work_guard(lane_.context),
                               h = std::move(handler)](Response r) mutable {
                            hand_to(work.get_executor().context(),
                                    [work, h = std::move(h), r = std::move(r)]() mutable {
                                        std::move(h)(std::move(r));
                                    });
                        }));
                },
                use_awaitable);
        co_return co_await send(response, head_only);
    }

    Awaitable<bool> send(const Response& response, bool head_only) {
        Code ec;
        head_text_.clear();
        append_head(head_text_, response,
                    {keep_alive_, version_, Framing::kLength, lane_.unix_now});
        allow(kStallSeconds);
        const std::array<asio::const_buffer, 2> parts{
            asio::buffer(head_text_),
            head_only ? asio::const_buffer() : asio::buffer(response.body)};
        co_await asio::async_write(stream_, parts, into(ec));
        co_return !ec && keep_alive_ && !lane_.shared.stopping;
    }

    Awaitable<bool> serve_stream(Head& head, Request request) {
        auto& streams = lane_.shared.streams;
        if (!streams.enter()) {
            ++lane_.shared.turned_away;
            co_return co_await turn_away(503, "too many streams at once");
        }
        // A client that sends a whole body before it reads must be able to, up to a size.
        const auto told = head.content_length().value_or(0);
        const auto ahead =
            told > 0 && told <= kHeldBytes ? static_cast<std::size_t>(told) + 1 : kAheadBytes;
        const auto bridge = std::make_shared<Bridge>(lane_.context.get_executor(), ahead,
                                                     head.is_done() ? kPieceBytes : kAheadBytes);
        bridge->keep(bridge);
        if (!start_thread(bridge, std::move(request))) {
            streams.leave();
            co_return co_await turn_away(503, "no more threads");
        }
        Body body(std::move(head));
        body.body_limit(boost::none);
        bool reading = true;
        asio::co_spawn(lane_.context.get_executor(), read_body(body, *bridge),
                       [&reading, bridge](const std::exception_ptr&) {
                           reading = false;
                           bridge->news().cancel();
                       });
        bool whole = false;
        try {
            whole = co_await write_answer(*bridge);
        } catch (const std::exception&) {  // no memory
            bridge->break_off();
        }
        // What was said last must not be lost to a reset; then the other coroutine, which uses what is ours, has to end.
        if (reading && !body.is_done()) co_await let_go(reading, *bridge);
        if (reading && !body.is_done()) abort();
        bridge->room().cancel();  // nobody takes any more: what waits for room would wait for ever
        while (reading) co_await bridge->news().async_wait(asio::as_tuple(use_awaitable));
        co_return whole&& keep_alive_&& body.is_done();
    }

    // False if there is no thread to be had.
    bool start_thread(std::shared_ptr<Bridge> bridge, Request request) {
        try {
            std::thread([&shared = lane_.shared, bridge = std::move(bridge),
                         request = std::move(request)]() mutable {
                try {
                    shared.handlers.stream(std::move(request), *bridge);
                } catch (const std::exception&) {  // no memory: the answer ends early
                }
                bridge->finish(bridge);
                bridge.reset();  // before the lane may go
                shared.streams.leave();
            }).detach();
        } catch (const std::system_error&) {
            return false;
        }
        return true;
    }

    // Has the client see that nothing follows, and takes what it still sends for a moment.
    Awaitable<void> let_go(const bool& reading, Bridge& bridge) {
        Code ec;
        if constexpr (!kSecure) (void)stream_.shutdown(asio::socket_base::shutdown_send, ec);
        bridge.news().expires_after(std::chrono::seconds(1));
        while (reading && bridge.news().expiry() > std::chrono::steady_clock::now())
            co_await bridge.news().async_wait(asio::as_tuple(use_awaitable));
        bridge.news().expires_at(Timer::time_point::max());
    }

    using Body = beast::http::request_parser<beast::http::buffer_body>;
    Awaitable<void> read_body(Body& body, Bridge& bridge) {
        std::string piece(kPieceBytes, '\0');
        while (!body.is_done()) {
            while (bridge.full()) co_await bridge.room().async_wait(asio::as_tuple(use_awaitable));
            Code ec;
            body.get().body().data = piece.data();
            body.get().body().size = piece.size();
            body.get().body().more = true;
            allow(kStallSeconds);
            co_await beast::http::async_read_some(stream_, buffer_, body, into(ec));
            if (ec == beast::http::error::need_buffer) ec = {};
            if (ec) {
                bridge.break_off();
                co_return;
            }
            bridge.put({piece.data(), piece.size() - body.get().body().size}, body.is_done());
        }
        bridge.put({}, true);
    }

    // False if it could not be sent to its end.
    Awaitable<bool> write_answer(Bridge& bridge) {
        Code ec;
        bool begun = false;
        const bool chunked = version_ >= 11;
        if (!chunked) keep_alive_ = false;
        while (true) {
            auto news = bridge.take();
            if (!news.begun && news.ended) co_return false;
            if (!news.begun || (news.bytes.empty() && !news.ended && begun)) {
                co_await bridge.news().async_wait(asio::as_tuple(use_awaitable));
                continue;
            }
            head_text_.clear();
            if (!begun) {
                append_head(head_text_, bridge.head(),
                            {keep_alive_, version_, chunked ? Framing::kChunked : Framing::kClose,
                             lane_.unix_now});
                news.bytes.insert(0, bridge.head().body);
            }
            begun = true;
            if (chunked) append_chunk(head_text_, news.bytes, news.ended);
            else head_text_.append(news.bytes);
            for (std::string_view left = head_text_; !ec && !left.empty();) {
                allow(kStallSeconds);
                const auto piece = left.substr(0, kPieceBytes);
                co_await asio::async_write(stream_, asio::buffer(piece), into(ec));
                left.remove_prefix(piece.size());
            }
            if (ec) bridge.break_off();
            if (ec || news.ended) co_return !ec;
        }
    }

    Lane& lane_;
    std::string address_;
    S stream_;
    beast::flat_buffer buffer_;
    std::string head_text_;
    std::string request_id_;  // as admit() left it, for what is refused from then on
    unsigned version_ = 11;
    bool keep_alive_ = true;
    bool idle_ = false;
    Time deadline_ = Time::max();
};

}  // namespace mizan::http
