// What commands share that ask a running service over its API: where it is, who asks, and what its answers say.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "http/client.h"

namespace CLI {
class App;
}

namespace mizan::cli {

inline constexpr std::string_view kServiceUrl = "http://127.0.0.1:7470";  // where it listens
inline constexpr std::size_t kAnswerBytes = 256u << 20;                   // a longer one is refused

struct ServiceSettings {
    std::string url{kServiceUrl};
    std::string key_file;
    std::string account;  // of a person; else a key is asked for
    std::string password_file;
    std::string code;  // of the account's second factor
    std::string platform;
    bool json = false;
};
// Adds --url, --key-file, --account, --password-file, --code, --platform and --json.
void add_service_options(CLI::App& command, ServiceSettings& settings);

struct ServiceRequest {
    std::string method = "GET";
    std::string path;  // with its query, behind the address
    std::string body{};
    std::string media = "application/json";
    http::Fields fields{};
};

// Asks as a key, or as a person, whose session ends with it. Not thread-safe.
class ServiceClient {
public:
    // The key is that of --key-file, else of MIZAN_KEY; a password is read from --password-file, MIZAN_PASSWORD, or standard input. Errors: kUsage,
    // also for an address to which a secret would go in the clear; kFileRead; of the log-in.
    [[nodiscard]] static Result<ServiceClient> open(const ServiceSettings& settings);
    ServiceClient(ServiceClient&&) noexcept = default;
    ServiceClient& operator=(ServiceClient&&) = delete;
    ~ServiceClient();

    // An answer that is no refusal. Errors: kNetwork; what the service says is wrong, with its code and place.
    [[nodiscard]] Result<http::Fetched> ask(const ServiceRequest& request);

private:
    explicit ServiceClient(http::Url url)
        : client_(std::make_unique<http::Client>(std::move(url))) {}
    [[nodiscard]] Result<void> log_in(const ServiceSettings& settings);

    std::unique_ptr<http::Client> client_;  // null after it was moved
    http::Fields who_;                      // what says who asks
    bool has_session_ = false;
};

// Opens it and calls `use`; an Error becomes a message and its exit code.
using UseService = std::function<Result<int>(ServiceClient& service)>;
[[nodiscard]] int with_service(const ServiceSettings& settings, const UseService& use);

// Prints what the service told as it came; what could drive a terminal is replaced where there is one. Gives the exit code.
[[nodiscard]] int print_as_it_came(const std::string& text);

// "?a=b&c=d" of those that have a value; empty if none has.
[[nodiscard]] std::string query_of(
    std::initializer_list<std::pair<std::string_view, std::string>> members);
// A file, or standard input for "-". Errors: kFileRead.
[[nodiscard]] Result<std::string> read_input(const std::string& file, std::size_t max_bytes);

}  // namespace mizan::cli
