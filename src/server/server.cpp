#include "server/server.h"

#include <sodium.h>

#include <algorithm>
#include <utility>

#include "base/hex.h"
#include "base/json.h"
#include "perspective/api_error.h"
#include "server/answer_once.h"
#include "server/gate.h"
#include "server/problem.h"
#include "server/routes.h"

namespace mizan::server {

namespace {

constexpr std::string_view kIdField = "X-Request-Id";
constexpr std::size_t kIdBytes = 64;
constexpr std::string_view kNdjson = "application/x-ndjson";
constexpr std::string_view kOldApi = "/v1alpha1/";  // whose clients look for errors of that API

bool is_id(std::string_view text) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_' || c == '.';
    };
    return !text.empty() && text.size() <= kIdBytes && std::ranges::all_of(text, fits);
}

// One that no other request has: what is random of the thread, and a number.
std::string new_id() {
    constexpr std::size_t kBytes = 10;
    thread_local std::string start;
    thread_local std::uint64_t number = 0;
    if (start.empty()) {
        unsigned char bytes[kBytes];
        ::randombytes_buf(bytes, sizeof bytes);
        start = hex_of(bytes) + "-";
    }
    return start + std::to_string(++number);
}

void log_request(Site& site, const Asked& asked, int status, std::uint64_t micros) {
    if (!site.options.log_requests || !site.options.log) return;
    std::string line;
    json::Object(line)
        .number("at", site.options.clock())
        .text("event", "request")
        .text("id", asked.id)
        .text("method", asked.request.method)
        .text("route", asked.route == nullptr ? "none" : asked.route->path)
        .number("status", static_cast<std::uint64_t>(status))
        .number("micros", micros)
        .optional("who", asked.who.who())
        .text("address", asked.address);
    site.options.log(line);
}

// Counts and logs an answer.
void note_answer(Site& site, const Asked& asked, int status) {
    const auto took = std::chrono::steady_clock::now() - asked.begun;
    const auto micros = static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::microseconds>(took).count());
    site.metrics.count(asked.route_index, status, micros);
    log_request(site, asked, status, micros);
}

// What went wrong inside is told to the log alone.
void log_trouble(Site& site, const Asked& asked, const http::Response& response) {
    if (response.of_ours.empty() || !site.options.log) return;
    std::string line;
    json::Object(line)
        .number("at", site.options.clock())
        .text("event", "trouble")
        .text("id", asked.id)
        .text("detail", response.of_ours);
    site.options.log(line);
}

http::Response with_id(http::Response response, const std::string& id) {
    response.fields.emplace_back(kIdField, id);
    response.fields.emplace_back("X-Content-Type-Options", "nosniff");
    return response;
}

http::Response no_route(const http::Request& request, const Found& found) {
    if (request.path().starts_with(kOldApi)) {
        const auto error = perspective::not_found();
        http::Response out;
        out.status = error.http_code;
        out.body = to_json(error);
        return out;
    }
    if (!found.allowed.empty()) {
        auto out = problem(405, "usage", "this address knows other methods only");
        out.fields.emplace_back("Allow", found.allowed);
        return out;
    }
    return problem(404, "usage", "there is no such address; see /api/v1/openapi.json");
}

bool is_streamed(const Route& route, const http::Request& request) {
    if (route.stream == nullptr) return false;
    if (route.method == "GET") return request.method == "GET";
    return request.field("Content-Type").starts_with(kNdjson);
}

// What is refused while the body is read has the id that stands in the request.
void set_id(http::Request& request, const std::string& id) {
    std::erase_if(request.fields, [](const auto& f) { return http::same_name(f.first, kIdField); });
    request.fields.emplace_back(kIdField, id);
}

http::Admission admit(Site& site, http::Request& request) {
    auto asked = std::make_shared<Asked>();
    asked->begun = std::chrono::steady_clock::now();
    const auto sent_id = request.field(kIdField);
    asked->own_id = new_id();
    asked->id = is_id(sent_id) ? std::string(sent_id) : asked->own_id;
    asked->route_index = routes().size();
    auto found = find_route(request.method, request.path());
    std::optional<http::Response> refused;
    if (found.route == nullptr) {
        asked->address = client_address(site.options, request);
        refused = no_route(request, found);
    } else {
        asked->route = found.route;
        asked->route_index = found.index;
        asked->params = std::move(found.params);
        refused = let_in(site, request, *asked);
    }
    if (refused) {
        asked->request.method = request.method;
        note_answer(site, *asked, refused->status);
        return with_id(*std::move(refused), asked->id);
    }
    set_id(request, asked->id);
    request.of_admission = asked;
    if (is_streamed(*found.route, request)) return http::TakeStream{};
    return http::TakeWhole{found.route->max_body};
}

Asked taken(http::Request&& request) {
    auto asked = std::move(*static_cast<Asked*>(request.of_admission.get()));
    request.of_admission.reset();
    asked.request = std::move(request);
    return asked;
}

// Enough of a request for its line in the log, when the answer comes.
Asked stub_of(const Asked& asked) {
    Asked stub;
    stub.request.method = asked.request.method;
    stub.route = asked.route;
    stub.route_index = asked.route_index;
    stub.who = asked.who;
    stub.id = asked.id;
    stub.address = asked.address;
    stub.begun = asked.begun;
    return stub;
}

void answer(Site& site, http::Request request, http::Reply reply) {
    auto asked = taken(std::move(request));
    auto refused = let_body_in(site, asked);
    http::Reply noted(
        [&site, stub = stub_of(asked), reply = std::move(reply)](http::Response r) mutable {
            note_answer(site, stub, r.status);
            log_trouble(site, stub, r);
            reply(with_id(std::move(r), stub.id));
        });
    if (refused) return noted(*std::move(refused));
    const bool once = takes_repeat_key(*asked.route) && !asked.request.field(kRepeatKey).empty();
    (once ? answer_once : asked.route->answer)(site, asked, std::move(noted));
}

void answer_stream(Site& site, http::Request request, http::Stream& stream) {
    auto asked = taken(std::move(request));
    const auto stub = stub_of(asked);
    asked.route->stream(site, asked, stream);
    note_answer(site, stub, asked.status);
}

}  // namespace

Result<std::unique_ptr<Server>> Server::listen(service::Live& live, casework::Casework* casework,
                                               access::Access& access, http::WebOptions web,
                                               SiteOptions options) {
    if (::sodium_init() < 0) return fail({Code::kInternal, "no source of randomness", {}});
    std::unique_ptr<Server> server(new Server);
    std::vector<std::string> names;
    for (const auto& route : routes())
        names.push_back(std::string(route.method) + " " + std::string(route.path));
    server->site_ = std::make_unique<Site>(live, casework, access, std::move(options),
                                           std::move(names), web.streams);
    web.streams += RecordNews::kListeners;
    auto& site = *server->site_;
    http::Handlers handlers;
    handlers.admit = [&site](http::Request& request) { return admit(site, request); };
    handlers.answer = [&site](http::Request request, http::Reply reply) {
        answer(site, std::move(request), std::move(reply));
    };
    handlers.stream = [&site](http::Request request, http::Stream& stream) {
        answer_stream(site, std::move(request), stream);
    };
    handlers.refuse = [](int status, std::string_view message) {
        return problem(status, status == 503 ? "overload" : "usage", message);
    };
    MZ_TRY(server->web_, http::WebServer::listen(std::move(web), std::move(handlers)));
    site.web = [web_server = server->web_.get()] { return web_server->figures(); };
    return server;
}

void Server::stop() {
    site_->stopping = true;
    site_->news.stop();
    web_->stop();
}

}  // namespace mizan::server
