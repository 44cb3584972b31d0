// Client and server by cpp-httplib, whose header is read here and nowhere else.
#include <fcntl.h>
#include <httplib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

#include "http/client.h"
#include "http/exchange.h"
#include "http/server.h"

namespace mizan::http {

namespace {

using Clock = std::chrono::steady_clock;

// Gathers a body up to a size, and not beyond a time.
class Body {
public:
    Body(std::string& out, std::size_t max_bytes) : out_(out), max_bytes_(max_bytes) {}

    bool take(const char* data, std::size_t size) {
        too_long_ = size > max_bytes_ - out_.size();
        too_slow_ = Clock::now() > end_;
        if (too_long_ || too_slow_) return false;
        out_.append(data, size);
        return true;
    }
    [[nodiscard]] bool too_long() const { return too_long_; }
    [[nodiscard]] bool too_slow() const { return too_slow_; }

private:
    std::string& out_;
    std::size_t max_bytes_;
    Clock::time_point end_ = Clock::now() + std::chrono::seconds(kExchangeSeconds);
    bool too_long_ = false;
    bool too_slow_ = false;
};

std::string told(httplib::Error error) {
    switch (error) {
        case httplib::Error::Connection: return "cannot connect";
        case httplib::Error::ConnectionTimeout: return "cannot connect in time";
        case httplib::Error::Read: return "the answer broke off or did not come in time";
        case httplib::Error::Write: return "the request could not be sent";
        case httplib::Error::SSLConnection: return "no secure connection could be made";
        case httplib::Error::SSLLoadingCerts: return "the system's certificates cannot be read";
        case httplib::Error::SSLServerVerification:
            return "the server's certificate is not to be trusted";
        default: return "the exchange failed: " + httplib::to_string(error);
    }
}

std::unexpected<Error> failed(const Url& url, std::string message) {
    return fail({Code::kNetwork, std::move(message), url.origin + url.path});
}

bool is_redirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

httplib::Client connect(const Url& url) {
    httplib::Client client(url.origin);
    client.set_connection_timeout(kConnectSeconds);
    client.set_read_timeout(kSilenceSeconds);
    client.set_write_timeout(kSilenceSeconds);
    client.set_keep_alive(true);
    client.set_follow_location(false);  // get() follows, and counts
    client.enable_server_certificate_verification(true);
    return client;
}

struct Exchange {
    Fetched response;
    std::string location;
};

// What is asked of an address.
struct Wanted {
    std::string_view method = "GET";
    std::string_view body = {};
    const Fields* fields = nullptr;
};

Result<Exchange> exchange(httplib::Client& client, const Url& url, const Wanted& wanted,
                          std::size_t max_bytes) {
    if (!client.is_valid()) return failed(url, "the server cannot be spoken to: bad address");
    Exchange out;
    Body body(out.response.body, max_bytes);
    httplib::Request request;
    request.method = wanted.method;
    request.path = url.path;
    if (wanted.method != "GET" && wanted.method != "DELETE") {
        request.body = wanted.body;
        request.set_header("Content-Type", "application/octet-stream");
    }
    if (wanted.fields != nullptr) {
        for (const auto& [name, value] : *wanted.fields) {
            request.headers.erase(name);
            request.set_header(name, value);
        }
    }
    request.content_receiver = [&body](const char* data, std::size_t size, std::uint64_t,
                                       std::uint64_t) { return body.take(data, size); };
    const auto result = client.send(request);
    if (body.too_long())
        return failed(url, "the answer is larger than " + std::to_string(max_bytes) + " bytes");
    if (body.too_slow()) return failed(url, "the answer did not end in time");
    if (!result) return failed(url, told(result.error()));
    out.response.status = result->status;
    out.response.content_type = result->get_header_value("Content-Type");
    out.response.fields.assign(result->headers.begin(), result->headers.end());
    out.location = result->get_header_value("Location");
    return out;
}

Answer guarded(const std::function<Answer()>& handler) {
    try {
        return handler();
    } catch (const std::exception&) {
        return {500, "text/plain; charset=utf-8", "a mistake of the program itself\n"};
    }
}

void give(const Answer& answer, httplib::Response& response) {
    response.status = answer.status;
    response.set_content(answer.body, answer.content_type);
}

}  // namespace

// httplib's own stop() waits until a connection stands, which the other side may put off as it likes. So the socket is kept under a
// descriptor of our own, which nobody can have closed meanwhile.
struct Client::Connection {
    explicit Connection(const Url& url) : client(connect(url)) {
        client.set_socket_options([this](auto socket) {
            const std::lock_guard lock(mutex);
            forget();
            descriptor = ::fcntl(socket, F_DUPFD_CLOEXEC, 0);
        });
    }
    ~Connection() { forget(); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void forget() {
        if (descriptor >= 0) (void)::close(descriptor);
        descriptor = -1;
    }
    void stop() {
        const std::lock_guard lock(mutex);
        if (descriptor >= 0) (void)::shutdown(descriptor, SHUT_RDWR);
    }

    std::mutex mutex;  // guards descriptor
    int descriptor = -1;
    httplib::Client client;
};

Client::Client(Url base)
    : base_(std::move(base)), connection_(std::make_unique<Connection>(base_)) {}
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;
Client::~Client() = default;

Result<Fetched> Client::get(std::string_view path, std::size_t max_bytes) {
    Url url{base_.origin, base_.path + std::string(path)};
    MZ_TRY(auto got, exchange(connection_->client, url, {}, max_bytes));
    for (int followed = 0; is_redirect(got.response.status) && !got.location.empty(); ++followed) {
        if (followed == kRedirects) return failed(url, "redirected too often");
        MZ_TRY(url, follow(url, got.location));
        auto other = connect(url);
        MZ_TRY(got, exchange(other, url, {}, max_bytes));
    }
    return std::move(got.response);
}

Result<Fetched> Client::post(std::string_view path, std::string_view body, std::size_t max_bytes,
                             const Fields& fields) {
    return send("POST", path, body, max_bytes, fields);
}

Result<Fetched> Client::send(std::string_view method, std::string_view path, std::string_view body,
                             std::size_t max_bytes, const Fields& fields) {
    MZ_TRY(auto got, exchange(connection_->client, {base_.origin, base_.path + std::string(path)},
                              {method, body, &fields}, max_bytes));
    return std::move(got.response);
}

std::string_view field_of(const Fetched& answer, std::string_view name) {
    for (const auto& [called, value] : answer.fields)
        if (same_name(called, name)) return value;
    return {};
}

void Client::stop() { connection_->stop(); }

struct Server::Impl {
    Routes routes;
    httplib::Server server;
    int port = 0;
    std::atomic<bool> done = false;

    void set_up();
};

void Server::Impl::set_up() {
    server.set_keep_alive_max_count(1);
    server.set_read_timeout(kConnectSeconds);
    server.set_write_timeout(kConnectSeconds);
    server.set_payload_max_length(routes.max_body);
    server.set_pre_routing_handler(
        [this](const httplib::Request& request, httplib::Response& response) {
            using Handled = httplib::Server::HandlerResponse;
            if (request.method == "POST" && request.path == routes.post_path)
                return Handled::Unhandled;
            if (request.method == "GET" || request.method == "HEAD") {
                give(guarded([&] { return routes.get(request.path); }), response);
            } else {
                give({405, "text/plain; charset=utf-8", "no such method here\n"}, response);
            }
            return Handled::Handled;
        });
    server.Post(
        routes.post_path, [this](const httplib::Request& request, httplib::Response& response,
                                 const httplib::ContentReader& read) {
            const auto announced = request.get_header_value<std::uint64_t>("Content-Length");
            std::string text;
            Body body(text, routes.max_body);
            const bool whole =
                read([&](const char* data, std::size_t n) { return body.take(data, n); });
            if (body.too_long() || announced > routes.max_body)
                return give({413, "text/plain; charset=utf-8", "too long\n"}, response);
            if (!whole) return give({400, "text/plain; charset=utf-8", "broken off\n"}, response);
            give(guarded([&] { return routes.post(text); }), response);
        });
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::Server(Server&&) noexcept = default;
Server& Server::operator=(Server&&) noexcept = default;
Server::~Server() = default;

Result<Server> Server::listen(const std::string& host, int port, Routes routes) {
    auto impl = std::make_unique<Impl>();
    impl->routes = std::move(routes);
    impl->set_up();
    if (port == 0) impl->port = impl->server.bind_to_any_port(host);
    else impl->port = impl->server.bind_to_port(host, port) ? port : -1;
    if (impl->port < 0)
        return fail({Code::kNetwork, "cannot listen there: the address is not ours, or is taken",
                     host + ":" + std::to_string(port)});
    return Server(std::move(impl));
}

int Server::port() const { return impl_->port; }
void Server::run() {
    impl_->server.listen_after_bind();
    impl_->done = true;
}

// The library forgets a stop() that comes before it listens.
void Server::stop() {
    while (!impl_->done) {
        if (impl_->server.is_running()) return impl_->server.stop();
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

}  // namespace mizan::http
