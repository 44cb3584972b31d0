// The server for an API, spoken to by bytes over the loopback interface.
#include "http/web_server.h"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

using namespace mizan;
using namespace mizan::http;

namespace {

constexpr std::size_t kLargest = 1000;

Response plain(int status, std::string_view body) {
    Response out;
    out.status = status;
    out.content_type = "text/plain";
    out.body = body;
    return out;
}

// Answers bodies with themselves; "/wait" once it is let go; "/stream" chunk by chunk.
class Echo {
public:
    explicit Echo(unsigned threads = 2) {
        WebOptions options;
        options.threads = threads;
        Handlers handlers;
        handlers.admit = [](Request& request) -> Admission {
            if (request.path() == "/refused") return plain(403, "no");
            if (request.path() == "/stream") return TakeStream{};
            return TakeWhole{kLargest};
        };
        handlers.answer = [this](Request request, Reply reply) {
            answer(std::move(request), std::move(reply));
        };
        handlers.stream = [](const Request&, Stream& stream) {
            stream.begin(plain(200, {}));
            std::array<char, 100> piece{};
            while (true) {
                const auto n = stream.read(piece);
                if (!n || *n == 0) return;
                if (!stream.write({piece.data(), *n})) return;
            }
        };
        handlers.refuse = [](int status, std::string_view message) {
            return plain(status, message);
        };
        server_ = WebServer::listen(std::move(options), std::move(handlers)).value();
        running_ = std::thread([this] { server_->run(); });
    }
    Echo(const Echo&) = delete;
    Echo& operator=(const Echo&) = delete;
    ~Echo() {
        let_go();
        stop();
        running_.join();
    }
    void stop() { server_->stop(); }
    void let_go() {
        const std::lock_guard lock(mutex_);
        go_ = true;
        changed_.notify_all();
    }
    void wait_for_one() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return waiting_ > 0; });
    }
    [[nodiscard]] int port() const { return server_->port(); }
    [[nodiscard]] WebFigures figures() const { return server_->figures(); }

private:
    void answer(Request request, Reply reply) {
        if (request.path() == "/dropped") return;
        if (request.path() != "/wait") return reply(plain(200, request.body));
        later_.emplace_back([this, reply = std::move(reply)]() mutable {
            std::unique_lock lock(mutex_);
            ++waiting_;
            changed_.notify_all();
            changed_.wait(lock, [&] { return go_; });
            reply(plain(200, "late"));
        });
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    bool go_ = false;
    int waiting_ = 0;
    std::unique_ptr<WebServer> server_;
    std::vector<std::jthread> later_;
    std::thread running_;
};

class Connected {
public:
    explicit Connected(int port) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_port = htons(static_cast<std::uint16_t>(port));
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const timeval patience{20, 0};
        (void)::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        REQUIRE(::connect(fd_, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0);
    }
    Connected(const Connected&) = delete;
    Connected& operator=(const Connected&) = delete;
    ~Connected() { (void)::close(fd_); }

    void send(std::string_view bytes) const {
        while (!bytes.empty()) {
            const auto n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (n <= 0) return;  // refused meanwhile
            bytes.remove_prefix(static_cast<std::size_t>(n));
        }
    }
    // False if it was not taken within half a second.
    [[nodiscard]] bool send_some(std::string_view bytes) const {
        const timeval patience{0, 500'000};
        (void)::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
        return ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
               static_cast<ssize_t>(bytes.size());
    }
    // What comes until `end` is in it, or the other side closes.
    std::string read_until(std::string_view end) const {
        std::string out;
        std::array<char, 4096> piece{};
        while (end.empty() || out.find(end) == std::string::npos) {
            const auto n = ::recv(fd_, piece.data(), piece.size(), 0);
            if (n <= 0) break;
            out.append(piece.data(), static_cast<std::size_t>(n));
        }
        return out;
    }

private:
    int fd_;
};

std::string asked(const Echo& server, std::string_view bytes) {
    const Connected connection(server.port());
    connection.send(bytes);
    return connection.read_until({});
}

std::string request(std::string_view head, std::string_view body = {}) {
    return std::string(head) + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

bool has(const std::string& text, std::string_view piece) {
    return text.find(piece) != std::string::npos;
}

}  // namespace

TEST_CASE("a body comes whole, up to its limit") {
    const Echo server;
    const std::string body(kLargest, 'x');
    CHECK(asked(server, request("POST /echo", body)).ends_with("\r\n\r\n" + body));
    CHECK(asked(server, request("POST /echo")).starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(asked(server, request("POST /echo", body + "x")).starts_with("HTTP/1.1 413 "));
    // The same where the length is not told before.
    const std::string chunked =
        "POST /echo HTTP/1.1\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
    CHECK(asked(server, chunked + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n").ends_with("\r\n\r\nabcde"));
    const auto many = "3e8\r\n" + body + "\r\n1\r\nx\r\n0\r\n\r\n";
    CHECK(asked(server, chunked + many).starts_with("HTTP/1.1 413 "));
}

TEST_CASE("what is refused by its head, and what nobody answers") {
    const Echo server;
    CHECK(asked(server, request("POST /refused", "abc")).starts_with("HTTP/1.1 403 "));
    CHECK(asked(server, request("GET /dropped")).starts_with("HTTP/1.1 500 "));
    CHECK(asked(server, "nonsense\r\n\r\n").starts_with("HTTP/1.1 400 "));
    const auto head = asked(server, request("HEAD /echo"));
    CHECK(head.ends_with("\r\n\r\n"));
    const std::string large = "GET / HTTP/1.1\r\nX: " + std::string(kHeadBytes, 'x') + "\r\n\r\n";
    CHECK(asked(server, large).starts_with("HTTP/1.1 431 "));
    std::string fields = "GET / HTTP/1.1\r\n";
    while (fields.size() < 2 * kHeadBytes) fields.append("X: y\r\n");
    CHECK(asked(server, fields + "\r\n").starts_with("HTTP/1.1 431 "));
    CHECK(server.figures().malformed == 1);
}

TEST_CASE("a request whose end is in doubt is refused, and nothing after it is read") {
    const Echo server;
    const std::string next = "0\r\n\r\nGET /echo HTTP/1.1\r\nConnection: close\r\n\r\n";
    for (const auto* field : {"Transfer-Encoding: identity", "Transfer-Encoding: gzip, chunked",
                              "Transfer-Encoding: chunked, chunked", "Transfer-Encoding: xchunked",
                              "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                              "Transfer-Encoding: chunked\r\nContent-Length: 4",
                              "Content-Length: 4\r\nContent-Length: 5",
                              "Content-Length: 4\r\nTransfer-Encoding: chunked"}) {
        const auto told =
            asked(server, "POST /echo HTTP/1.1\r\n" + std::string(field) + "\r\n\r\n" + next);
        CHECK_MESSAGE(told.starts_with("HTTP/1.1 400 "), field);
        CHECK_MESSAGE(!has(told, " 200 "), field);
    }
    CHECK(asked(server, "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n" + next)
              .starts_with("HTTP/1.1 400 "));
}

TEST_CASE("a stream is answered while it comes") {
    const Echo server;
    const Connected connection(server.port());
    connection.send("POST /stream HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
    CHECK(has(connection.read_until("abc"), "HTTP/1.1 200 OK\r\n"));
    connection.send("2\r\nde\r\n");
    CHECK(has(connection.read_until("de"), "de"));
    connection.send("0\r\n\r\n");
    CHECK(has(connection.read_until("0\r\n\r\n"), "0\r\n\r\n"));
    connection.send(request("GET /echo"));  // the connection goes on
    CHECK(connection.read_until({}).starts_with("HTTP/1.1 200 OK\r\n"));
}

TEST_CASE("nothing is left of a stream whose client sends, reads nothing and goes away") {
    const Echo server;
    {
        const Connected connection(server.port());
        connection.send("POST /stream HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
        const std::string chunk = "10000\r\n" + std::string(65536, 'x') + "\r\n";
        while (connection.send_some(chunk)) {
        }
    }  // bytes that were not read make its end a reset
    for (int i = 0; i < 500 && server.figures().open > 0; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    CHECK(server.figures().open == 0);
}

TEST_CASE("a server that is stopped answers what it has taken") {
    Echo server;
    const Connected connection(server.port());
    const Connected idle(server.port());
    connection.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
    server.wait_for_one();
    server.stop();
    CHECK(idle.read_until({}).empty());  // closed at once
    server.let_go();
    const auto told = connection.read_until({});
    CHECK(told.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(told.ends_with("late"));
}
