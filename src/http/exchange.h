// What passes between a WebServer and whoever answers: a request, its answer, and a stream of both.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace mizan::http {

// Whether two names of fields are the same, whatever their case.
[[nodiscard]] bool same_name(std::string_view a, std::string_view b);

// A request, whole but for the body of one that is streamed.
struct Request {
    std::string method;   // "GET"
    std::string target;   // as it came: "/posts?limit=3"
    std::string address;  // of the other side of the connection, "127.0.0.1"
    bool secure = false;  // came over TLS
    unsigned thread = 0;  // of the server that took it, from 0
    std::vector<std::pair<std::string, std::string>> fields;
    std::string body;
    std::shared_ptr<void> of_admission;  // what admit() found out

    // The first field of that name, whatever its case; empty if there is none.
    [[nodiscard]] std::string_view field(std::string_view name) const;
    [[nodiscard]] std::string_view path() const;   // the target before '?'
    [[nodiscard]] std::string_view query() const;  // and after it
};

struct Response {
    int status = 200;
    std::string content_type = "application/json";  // empty: there is no body
    std::string body;
    std::vector<std::pair<std::string, std::string>> fields;
    std::string of_ours{};  // not sent: what went wrong, for the log
};

// The one answer to a request. May be sent from any thread; one that goes unsent answers 500.
class Reply {
public:
    using Send = std::move_only_function<void(Response)>;
    explicit Reply(Send send) : send_(std::move(send)) {}
    Reply(Reply&& other) noexcept : send_(std::exchange(other.send_, nullptr)) {}
    Reply& operator=(Reply&&) = delete;
    ~Reply();

    void operator()(Response response);

private:
    Send send_;
};

// A body that is read and an answer that is written at the same time, by a thread of their own that may wait for either. What is read
// ahead and what is not yet sent are bounded: who does not read what is answered is not read from either.
class Stream {
public:
    Stream() = default;
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;
    virtual ~Stream() = default;

    // Some bytes of the body, at least one; 0: it has ended. Errors: kNetwork if the connection broke or the other side is too slow.
    [[nodiscard]] virtual Result<std::size_t> read(std::span<char> out) = 0;
    // Bytes that read() would give without waiting are there.
    [[nodiscard]] virtual bool ready() = 0;
    // Begins the answer. Before it nothing may be written; answers without a body of their own are `response` whole.
    virtual void begin(const Response& response) = 0;
    // Errors: kNetwork.
    [[nodiscard]] virtual Result<void> write(std::string_view bytes) = 0;
};

// How a request's body is to be taken, said when its head is known.
struct TakeWhole {
    std::size_t max_bytes = 0;  // a longer one is answered with 413
};
struct TakeStream {};
using Admission = std::variant<TakeWhole, TakeStream, Response>;  // a Response refuses it

// Called by the server's threads, at the same time by several.
struct Handlers {
    std::function<Admission(Request& head)> admit;
    std::function<void(Request request, Reply reply)> answer;  // must not wait
    std::function<void(Request request, Stream& stream)> stream;
    // What is wrong with a request that cannot be read (400, 413, 431, 503), as the API says it.
    std::function<Response(int status, std::string_view message)> refuse;
};

}  // namespace mizan::http
