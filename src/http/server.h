// An HTTP server for small requests: one handler for GET, one for one POST path. TLS is for the proxy before it.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mizan::http {

struct Answer {
    int status = 200;
    std::string content_type = "text/plain; charset=utf-8";
    std::string body;
};

struct Routes {
    std::function<Answer(std::string_view path)> get;
    std::string post_path;  // letters, digits, '/' and '-' only
    std::function<Answer(std::string_view body)> post;
    std::size_t max_body = 1u << 20;  // a longer one is answered with 413
};

// The handlers are called by several threads at once. One request a connection.
class Server {
public:
    // Listens on `host`; port 0 is any that is free. Errors: kNetwork.
    [[nodiscard]] static Result<Server> listen(const std::string& host, int port, Routes routes);
    Server(Server&&) noexcept;
    Server& operator=(Server&&) noexcept;
    ~Server();

    [[nodiscard]] int port() const;
    // Answers until stop() is called, from another thread; stop() waits for it to have begun.
    void run();
    void stop();

private:
    struct Impl;
    explicit Server(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace mizan::http
