// WebServer: HTTP/1.1 for an API: many connections on few threads, with or without TLS. Everything that the other side decides is
// bounded: the sizes and times are named here, and what goes beyond is answered and closed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "http/exchange.h"

namespace mizan::http {

inline constexpr std::size_t kHeadBytes = 16u << 10;  // of a request, all fields: 431
inline constexpr unsigned kHeadSeconds = 10;          // for a whole head: closed
inline constexpr unsigned kIdleSeconds = 60;          // between requests: closed
inline constexpr unsigned kBodySeconds = 60;          // for a whole body: closed
inline constexpr unsigned kStallSeconds = 30;         // of a stream, or an answer: broken off
inline constexpr std::size_t kAheadBytes = 1u << 20;  // of a stream, each way
inline constexpr std::size_t kHeldBytes =
    16u << 20;  // a streamed body that is told to be so long is taken as it comes
inline constexpr unsigned kLastSeconds = 30;  // for what is under way when the server stops

struct WebOptions {
    std::string host = "127.0.0.1";
    int port = 0;                    // 0: any that is free
    unsigned threads = 1;            // that read requests and write answers
    std::size_t connections = 4096;  // at once; more are answered with 503
    std::size_t streams = 16;        // at once; more are answered with 503
    std::string certificate;         // PEM file of the chain; empty: no TLS
    std::string key;                 // PEM file of its key
    std::function<std::uint64_t()>
        clock{};  // unix seconds, for answers' dates; empty: they have none
};

// What the server has seen, since it began.
struct WebFigures {
    std::uint64_t connections = 0;  // accepted
    std::uint64_t open = 0;         // now
    std::uint64_t turned_away = 0;  // too many at once
    std::uint64_t malformed = 0;    // requests that could not be read
    std::uint64_t timed_out = 0;
};

// Whether these files are a certificate and its key. Errors: kFileRead, kKeyInvalid.
[[nodiscard]] Result<void> check_certificate(const std::string& certificate,
                                             const std::string& key);

class WebServer {
public:
    // Listens, and answers once run() is called. Errors: kNetwork; kFileRead, kKeyInvalid for certificate and key.
    [[nodiscard]] static Result<std::unique_ptr<WebServer>> listen(WebOptions options,
                                                                   Handlers handlers);
    ~WebServer();
    WebServer(const WebServer&) = delete;
    WebServer& operator=(const WebServer&) = delete;

    [[nodiscard]] int port() const;
    // Answers until stop() was called, from another thread or before; then finishes what it has taken, for kLastSeconds at most.
    void run();
    void stop();
    [[nodiscard]] WebFigures figures() const;

private:
    struct Impl;
    explicit WebServer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace mizan::http
