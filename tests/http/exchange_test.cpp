// Client and server, against each other over the loopback interface.
#include <doctest/doctest.h>

#include <string>
#include <thread>

#include "http/client.h"
#include "http/server.h"

using namespace mizan;
using namespace mizan::http;

namespace {

Answer answer_get(std::string_view path) {
    if (path == "/hello") return {200, "text/plain", "hello"};
    if (path == "/large") return {200, "text/plain", std::string(100'000, 'x')};
    if (path == "/throw") throw std::runtime_error("no");
    return {404, "text/plain", "none"};
}

class Running {
public:
    Running()
        : server_(Server::listen("127.0.0.1", 0,
                                 {answer_get, "/post",
                                  [](std::string_view body) {
                                      return Answer{409, "text/x.test", std::string(body)};
                                  },
                                  1000})
                      .value()),
          thread_([this] { server_.run(); }) {}
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    ~Running() {
        server_.stop();
        thread_.join();
    }
    [[nodiscard]] std::string address() const {
        return "http://127.0.0.1:" + std::to_string(server_.port());
    }
    [[nodiscard]] Client client() const { return Client(parse_url(address()).value()); }

private:
    Server server_;
    std::thread thread_;
};

}  // namespace

TEST_CASE("an answer comes whole, with its status and type") {
    const Running server;
    auto client = server.client();
    for (int i = 0; i < 3; ++i) {
        const auto got = client.get("/hello", 5);
        REQUIRE(got.has_value());
        CHECK(got->status == 200);
        CHECK(got->body == "hello");
    }
    CHECK(client.get("/other", 100).value().status == 404);
    CHECK(client.get("/throw", 100).value().status == 500);
    const auto posted = client.post("/post", "body", 100);
    REQUIRE(posted.has_value());
    CHECK(posted->status == 409);
    CHECK(posted->content_type == "text/x.test");
    CHECK(posted->body == "body");
}

TEST_CASE("an answer larger than was asked for is refused") {
    const Running server;
    auto client = server.client();
    CHECK(client.get("/large", 100'000).value().body.size() == 100'000);
    const auto got = client.get("/large", 99'999);
    REQUIRE_FALSE(got.has_value());
    CHECK(got.error().code == Code::kNetwork);
    CHECK(client.get("/hello", 5).has_value());  // and the client can still be used
}

TEST_CASE("a request larger than the server takes is refused") {
    const Running server;
    auto client = server.client();
    CHECK(client.post("/post", std::string(1000, 'x'), 2000).value().status == 409);
    CHECK(client.post("/post", std::string(1001, 'x'), 2000).value().status == 413);
}

TEST_CASE("nobody there is an error") {
    std::string address;
    {
        const Running server;
        address = server.address();
    }
    const auto got = Client(parse_url(address).value()).get("/hello", 5);
    REQUIRE_FALSE(got.has_value());
    CHECK(got.error().code == Code::kNetwork);
    CHECK_FALSE(Server::listen("192.0.2.1", 0, {}).has_value());
}
