#include "server/routes.h"

#include <doctest/doctest.h>
#include <simdjson.h>

#include <map>
#include <set>
#include <string>

#include "access/roles.h"
#include "server/answer_once.h"

using namespace mizan;
using namespace mizan::server;

namespace {

std::string upper(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = static_cast<char>(c - ('a' - 'A'));
    return out;
}

// "POST /api/v1/moderate" and what schemas/openapi.json says is needed.
std::map<std::string, std::string> described() {
    simdjson::dom::parser parser;
    simdjson::dom::object paths;
    REQUIRE(parser.load(MIZAN_SOURCE_DIR "/schemas/openapi.json")["paths"].get(paths) ==
            simdjson::SUCCESS);
    std::map<std::string, std::string> out;
    for (const simdjson::dom::key_value_pair path : paths) {
        simdjson::dom::object methods;
        REQUIRE(path.value.get(methods) == simdjson::SUCCESS);
        for (const simdjson::dom::key_value_pair method : methods) {
            std::string_view route;  // where the two write it otherwise
            std::string_view permission;
            if (method.value["x-route"].get(route) != simdjson::SUCCESS) route = path.key;
            REQUIRE(method.value["x-permission"].get(permission) == simdjson::SUCCESS);
            out[upper(method.key) + " " + std::string(route)] = permission;
        }
    }
    return out;
}

std::string needs(const server::Route& route) {
    switch (route.gate) {
        case Gate::kOpen:
        case Gate::kLogIn: return "open";
        case Gate::kPerson: return "person";
        case Gate::kKnown: return "known";
        case Gate::kSigned: return "signed";
        case Gate::kMay:
        case Gate::kKeyInUrl: break;
    }
    return std::string(access::name(route.permission));
}

std::string route_of(std::string_view method, std::string_view path) {
    const auto found = find_route(method, path);
    return found.route == nullptr ? "none; " + found.allowed : std::string(found.route->path);
}

}  // namespace

TEST_CASE("every route is described, with what it needs, and nothing else is") {
    std::map<std::string, std::string> real;
    for (const auto& route : routes())
        real[std::string(route.method) + " " + std::string(route.path)] = needs(route);
    CHECK(real.size() == routes().size());
    CHECK(real == described());
}

TEST_CASE("a route that takes a body has a limit, and one that takes none has none") {
    for (const auto& route : routes()) {
        CHECK((route.answer != nullptr));
        CHECK_FALSE(route.what.empty());
        CHECK((route.max_body > 0) == (route.method != "GET"));
    }
}

TEST_CASE("what takes an Idempotency-Key is described so, and nothing else") {
    simdjson::dom::parser parser;
    simdjson::dom::element paths;
    REQUIRE(parser.load(MIZAN_SOURCE_DIR "/schemas/openapi.json")["paths"].get(paths) ==
            simdjson::SUCCESS);
    for (const auto& route : routes()) {
        if (route.path.find("...") != std::string_view::npos) continue;  // described otherwise
        const auto method = route.method == "POST"  ? "post"
                            : route.method == "GET" ? "get"
                                                    : "delete";
        bool told = false;
        simdjson::dom::array parameters;
        if (paths[route.path][method]["parameters"].get(parameters) == simdjson::SUCCESS)
            for (const auto parameter : parameters) {
                std::string_view ref;
                told = told || (parameter["$ref"].get(ref) == simdjson::SUCCESS &&
                                ref == "#/components/parameters/RepeatKey");
            }
        CHECK_MESSAGE(told == takes_repeat_key(route), route.path);
    }
}

TEST_CASE("a route whose body is signed names the platform, and takes its body whole") {
    for (const auto& route : routes()) {
        if (route.gate != Gate::kSigned) continue;
        CHECK(route.path.find("{platform}") == route.path.find('{'));
        CHECK((route.stream == nullptr));
    }
}

TEST_CASE("addresses are found as they stand") {
    CHECK(route_of("GET", "/healthz") == "/healthz");
    CHECK(route_of("HEAD", "/healthz") == "/healthz");
    CHECK(route_of("POST", "/healthz") == "none; GET, HEAD");
    CHECK(route_of("PATCH", "/api/v1/keys") == "none; GET, HEAD, POST");
    CHECK(route_of("HEAD", "/api/v1/moderate") == "none; POST");
    CHECK(route_of("GET", "/api/v1/keys/a") == "none; DELETE");
    CHECK(route_of("get", "/healthz") == "none; GET, HEAD");  // methods have a case
    for (const auto* path : {"",
                             "/",
                             "/Healthz",
                             "/healthz/",
                             "//healthz",
                             "/healthz?",
                             "/healthz%20",
                             "/%68ealthz",
                             "/api/v1/decisions/",
                             "/api/v1/decisions//proof",
                             "/api/v1/decisions/1/",
                             "/api/v1/decisions/1/proof/",
                             "/api/v1/decisions/%zz",
                             "/api/v1/decisions/%00",
                             "/log",
                             "/log/",
                             "/log/a",
                             "/log/a/",
                             "/log//checkpoint",
                             "http://x/healthz"})
        CHECK_MESSAGE(route_of("GET", path) == "none; ", path);
}

TEST_CASE("what stands in an address is decoded once") {
    const auto record = find_route("GET", "/api/v1/decisions/%31%252F2");
    REQUIRE(record.route != nullptr);
    CHECK(record.route->path == "/api/v1/decisions/{record}");
    CHECK(record.params == std::vector<std::string>{"1%2F2"});

    const auto file = find_route("GET", "/log/a%2Fb/tile/0/x001/%2e%2e/000");
    REQUIRE(file.route != nullptr);
    CHECK(file.params == std::vector<std::string>{"a/b", "tile/0/x001/../000"});
    CHECK(file.index < routes().size());
    CHECK(&routes()[file.index] == file.route);

    const auto proof = find_route("GET", "/api/v1/decisions/7/proof");
    REQUIRE(proof.route != nullptr);
    CHECK(proof.route->path == "/api/v1/decisions/{record}/proof");
    CHECK(find_route("GET", "/nothing").params.empty());
}
