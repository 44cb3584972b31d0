// An HTTP client: whole answers, with limits on everything that the other side decides.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "http/url.h"

namespace mizan::http {

inline constexpr int kConnectSeconds = 10;    // no connection for so long: kNetwork
inline constexpr int kSilenceSeconds = 20;    // no byte for so long: kNetwork
inline constexpr int kExchangeSeconds = 300;  // an answer that takes longer as a whole: kNetwork
inline constexpr int kRedirects = 3;          // more in a row: kNetwork

using Fields = std::vector<std::pair<std::string, std::string>>;  // of a head: names and values

struct Fetched {
    int status = 0;
    std::string content_type;
    std::string body;
    Fields fields;  // of its head, in no order
};
// The value of the first of these fields that is called so, whatever its case; empty: there is none.
[[nodiscard]] std::string_view field_of(const Fetched& answer, std::string_view name);

// Keeps its connection open between requests. https is verified against the system's certificates. Not thread-safe but
// for stop().
class Client {
public:
    // `base` comes before every path.
    explicit Client(Url base);
    Client(Client&&) noexcept;
    Client& operator=(Client&&) noexcept;
    ~Client();

    // `path` begins with '/'. Follows redirects. Any status is an answer; a body larger than `max_bytes` is not. Errors: kNetwork.
    [[nodiscard]] Result<Fetched> get(std::string_view path, std::size_t max_bytes);
    // Follows no redirect. `fields` go into the request's head; Content-Type is application/octet-stream unless given there.
    using Fields = http::Fields;
    [[nodiscard]] Result<Fetched> post(std::string_view path, std::string_view body,
                                       std::size_t max_bytes, const Fields& fields = {});
    // The same by any method: a GET and a DELETE have no body.
    [[nodiscard]] Result<Fetched> send(std::string_view method, std::string_view path,
                                       std::string_view body, std::size_t max_bytes,
                                       const Fields& fields = {});
    // Breaks off what is being exchanged: that fails. From any thread, at once; only the look-up of a name goes on. To be called again if it
    // goes on to another of the server's addresses.
    void stop();
    [[nodiscard]] const Url& base() const { return base_; }

private:
    struct Connection;
    Url base_;
    std::unique_ptr<Connection> connection_;
};

}  // namespace mizan::http
