// Site: what all who answer requests share, and a request on its way to its answer.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/access.h"
#include "access/rate_limiter.h"
#include "casework/casework.h"
#include "http/web_server.h"
#include "oidc/provider.h"
#include "server/jobs.h"
#include "server/metrics.h"
#include "server/places.h"
#include "server/pool.h"
#include "server/record_news.h"
#include "server/repeats.h"
#include "service/live.h"

namespace mizan::server {

// A secret by which a platform's requests are known for its own.
struct SharedSecret {
    std::string platform;
    std::string secret;
};

// Log-in by somebody else who knows the people.
struct ProviderOptions {
    oidc::Settings settings;
    std::optional<access::Role>
        make_as;  // of accounts that are made at their first log-in; nothing: none are
    std::vector<std::string>
        domains;  // of the verified addresses for which they are made, in lower case
    bool administrators = false;  // may log in so too
    std::string
        page;  // where the browser goes when it is logged in; empty: nowhere, the answer is the session
};

struct SiteOptions {
    std::uint32_t rate_per_s = 0;  // of a key that has no rate of its own; 0: as often as it likes
    std::uint32_t burst = 0;
    std::uint32_t open_rate_per_s = 50;  // of an address without a key or a session
    std::uint32_t open_burst = 200;
    std::vector<std::string> proxies;  // addresses whose X-Forwarded-For is believed
    std::string public_url;  // where clients reach the service; empty: as they asked for it
    std::vector<SharedSecret> coral_secrets;  // of a platform's comments; it may have two
    bool log_requests = true;
    std::optional<ProviderOptions> provider;    // needs public_url
    std::function<std::uint64_t()> clock;       // unix seconds
    std::function<void(std::string_view)> log;  // takes one JSON object; thread-safe
};

// A provider may be slow: it keeps only its own threads waiting.
struct SiteProvider {
    explicit SiteProvider(const ProviderOptions& options)
        : provider(options.settings),
          by_email(options.settings.claim == "email"),
          make_as(options.make_as),
          domains(options.domains),
          administrators(options.administrators),
          page(options.page),
          pool(kProviderThreads) {}

    static constexpr unsigned kProviderThreads = 2;

    oidc::Provider provider;
    bool by_email;
    std::optional<access::Role> make_as;
    std::vector<std::string> domains;
    bool administrators;
    std::string page;
    Pool pool;  // the last: its tasks use the others
};

// Thread-safe.
struct Site {
    // `posts`: so many streams of posts at once.
    Site(service::Live& l, casework::Casework* c, access::Access& a, SiteOptions o,
         std::vector<std::string> routes, std::size_t posts)
        : live(l),
          casework(c),
          access(a),
          options(std::move(o)),
          metrics(std::move(routes)),
          post_streams(posts),
          news(l.folder()),
          jobs(options.clock),
          quick(1),
          log_ins(1),
          pool(kPoolThreads) {
        if (options.provider) provider = std::make_unique<SiteProvider>(*options.provider);
    }

    static constexpr unsigned kPoolThreads = 2;

    [[nodiscard]] service::Notices& notices() { return live.notices(); }

    service::Live& live;
    casework::Casework* casework;  // null: this service keeps none
    access::Access& access;
    SiteOptions options;
    access::RateLimiter limiter;
    Metrics metrics;
    std::atomic<bool> stopping{false};
    Places post_streams;
    RecordNews news;
    Repeats repeats;
    Jobs jobs;
    std::function<http::WebFigures()> web;  // the server's own figures
    // The last: their tasks use the others. What is asked for a moment's answer waits neither for long questions nor for log-ins, each
    // of which costs a good part of a second on purpose.
    Pool quick;
    Pool log_ins;
    Pool pool;
    std::unique_ptr<SiteProvider> provider;  // nothing: none; the last for the same reason
};

struct Route;

// What is known of a request once it was let in.
struct Asked {
    http::Request request;
    const Route* route = nullptr;
    std::size_t route_index = 0;
    std::vector<std::string> params;  // of the path
    access::Principal who;
    std::string id;       // of the request, for logs and answers; may be the client's
    std::string own_id;   // that no other request has, for what is named after it
    std::string address;  // of the client; behind a trusted proxy as that says
    std::chrono::steady_clock::time_point begun;
    int status = 200;  // of the answer, where that is a stream
};

// What is asked is theirs to take; it lasts as long as the call.
using Answerer = void (*)(Site& site, Asked& asked, http::Reply reply);
using StreamAnswerer = void (*)(Site& site, Asked& asked, http::Stream& stream);

// Who may use a route.
enum class Gate : std::uint8_t {
    kOpen,      // anybody
    kLogIn,     // anybody, as seldom as passwords may be tried
    kPerson,    // who has a session
    kKnown,     // who has a key or a session
    kMay,       // who may do `permission`
    kKeyInUrl,  // the same, with the key as the query's `key`; errors are told as that API does
    kSigned  // who has signed the body with the secret of the platform that the path names first, as X-Coral-Signature
};

struct Route {
    std::string_view method;
    std::string_view path;  // target.h says how it may look
    Gate gate = Gate::kMay;
    access::Permission permission = access::Permission::kDecidePosts;
    Answerer answer = nullptr;
    std::size_t max_body = 0;
    StreamAnswerer stream = nullptr;  // of a POST whose body is NDJSON; of every GET
    std::string_view what;            // in words
};

}  // namespace mizan::server
