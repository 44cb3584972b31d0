#include "http/web_server.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <thread>
#include <vector>

#include "http/lane.h"

namespace mizan::http {

namespace {

using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;
constexpr asio::use_awaitable_t<Executor> kAwaited{};

Error no_server(const WebOptions& options, const std::string& why) {
    return {Code::kNetwork, "cannot listen: " + why,
            options.host + ":" + std::to_string(options.port)};
}

Result<asio::ssl::context> tls_of(const WebOptions& options) {
    asio::ssl::context tls(asio::ssl::context::tls_server);
    ::SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_2_VERSION);
    ErrorCode ec;
    (void)tls.use_certificate_chain_file(options.certificate, ec);
    if (ec)
        return fail(
            {Code::kFileRead, "no certificate can be read: " + ec.message(), options.certificate});
    (void)tls.use_private_key_file(options.key, asio::ssl::context::pem, ec);
    if (ec || ::SSL_CTX_check_private_key(tls.native_handle()) != 1)
        return fail({Code::kKeyInvalid, "it is not the key of the certificate", options.key});
    return tls;
}

}  // namespace

void Lane::watch() {
    constexpr auto kTick = std::chrono::milliseconds(100);
    if (shared.options.clock) unix_now = shared.options.clock();
    tick.expires_after(kTick);
    tick.async_wait([this](ErrorCode) {
        now = std::chrono::steady_clock::now();
        const bool last = shared.stopping && now >= stop_at;
        for (auto* open : connections) {
            if (last) open->abort();
            else open->end_if_late(now);
        }
        if (!shared.stopping || !connections.empty()) watch();
    });
}

struct WebServer::Impl {
    Impl(WebOptions options, Handlers handlers) : shared(std::move(options), std::move(handlers)) {
        for (unsigned i = 0; i < std::max(1u, shared.options.threads); ++i) {
            lanes.push_back(std::make_unique<Lane>(shared, i));
            guards.emplace_back(lanes.back()->context.get_executor());
        }
        acceptor.emplace(lanes.front()->context.get_executor());
    }

    Result<void> open() {
        ErrorCode ec;
        const auto& options = shared.options;
        if (!options.certificate.empty()) {
            MZ_TRY(shared.tls, tls_of(options));
        }
        asio::ip::tcp::resolver resolver(lanes.front()->context);
        const auto found = resolver.resolve(options.host, std::to_string(options.port),
                                            asio::ip::tcp::resolver::passive, ec);
        if (ec || found.empty()) return fail(no_server(options, ec.message()));
        const asio::ip::tcp::endpoint at = *found.begin();
        if (!ec) (void)acceptor->open(at.protocol(), ec);
        if (!ec) (void)acceptor->set_option(asio::socket_base::reuse_address(true), ec);
        if (!ec) (void)acceptor->bind(at, ec);
        if (!ec) (void)acceptor->listen(asio::socket_base::max_listen_connections, ec);
        if (ec) return fail(no_server(options, ec.message()));
        port = acceptor->local_endpoint(ec).port();
        return {};
    }

    asio::awaitable<void, Executor> accept() {
        constexpr auto kPause = std::chrono::milliseconds(50);
        Timer pause(lanes.front()->context.get_executor());
        for (std::size_t next = 0; !shared.stopping; ++next) {
            auto& lane = *lanes[next % lanes.size()];
            ErrorCode ec;
            Socket socket = co_await acceptor->async_accept(lane.context.get_executor(),
                                                            asio::redirect_error(kAwaited, ec));
            if (ec == asio::error::operation_aborted) co_return;
            if (ec) {  // no more descriptors: those that are open will close
                pause.expires_after(kPause);
                co_await pause.async_wait(asio::redirect_error(kAwaited, ec));
                continue;
            }
            take(lane, std::move(socket));
        }
    }

    void take(Lane& lane, Socket socket) {
        ++shared.accepted;
        ErrorCode ec;
        if (shared.open >= shared.options.connections) {
            static constexpr std::string_view kFull =
                "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 1\r\n"
                "Content-Length: 0\r\n\r\n";
            ++shared.turned_away;
            (void)socket.non_blocking(true, ec);
            if (!shared.tls) socket.write_some(asio::buffer(kFull), ec);
            return;
        }
        (void)socket.set_option(asio::ip::tcp::no_delay(true), ec);
        asio::post(lane.context, [this, &lane, s = std::move(socket)]() mutable {
            if (shared.stopping) return;
            if (shared.tls) serve_tls(lane, std::move(s));
            else serve_plain(lane, std::move(s));
        });
    }

    void run() {
        for (const auto& lane : lanes) lane->watch();
        asio::co_spawn(lanes.front()->context.get_executor(), accept(), asio::detached);
        std::vector<std::jthread> threads;
        for (std::size_t i = 1; i < lanes.size(); ++i)
            threads.emplace_back([&lane = *lanes[i]] { lane.context.run(); });
        lanes.front()->context.run();
        threads.clear();  // waits for them
        shared.streams.wait_for_all();
    }

    void stop() {
        if (shared.stopping.exchange(true)) return;
        asio::post(lanes.front()->context, [this] {
            ErrorCode ec;
            (void)acceptor->close(ec);
        });
        for (std::size_t i = 0; i < lanes.size(); ++i)
            asio::post(lanes[i]->context, [this, i] {
                auto& lane = *lanes[i];
                for (auto* open : lane.connections) open->end_if_idle();
                lane.stop_at =
                    std::chrono::steady_clock::now() + std::chrono::seconds(kLastSeconds);
                guards[i].reset();
                lane.tick.cancel();
            });
    }

    Shared shared;
    std::vector<std::unique_ptr<Lane>> lanes;
    std::vector<asio::executor_work_guard<Executor>> guards;
    std::optional<Acceptor> acceptor;
    int port = 0;
};

Result<void> check_certificate(const std::string& certificate, const std::string& key) {
    WebOptions options;
    options.certificate = certificate;
    options.key = key;
    MZ_CHECK(tls_of(options));
    return {};
}

WebServer::WebServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
WebServer::~WebServer() = default;

Result<std::unique_ptr<WebServer>> WebServer::listen(WebOptions options, Handlers handlers) {
    auto impl = std::make_unique<Impl>(std::move(options), std::move(handlers));
    MZ_CHECK(impl->open());
    return std::unique_ptr<WebServer>(new WebServer(std::move(impl)));
}

int WebServer::port() const { return impl_->port; }
void WebServer::run() { impl_->run(); }
void WebServer::stop() { impl_->stop(); }

WebFigures WebServer::figures() const {
    const auto& s = impl_->shared;
    return {s.accepted, s.open, s.turned_away, s.malformed, s.timed_out};
}

}  // namespace mizan::http
