// Addresses are taken apart strictly, and redirects never leave https.
#include "http/url.h"

#include <doctest/doctest.h>

using namespace mizan;
using namespace mizan::http;

TEST_CASE("addresses are taken apart") {
    const auto url = parse_url("https://example.org:8443/a/log/");
    REQUIRE(url.has_value());
    CHECK(url->origin == "https://example.org:8443");
    CHECK(url->path == "/a/log");
    CHECK(parse_url("http://[::1]:80").value().path.empty());
    CHECK(parse_url("http://example.org//").value().path.empty());
}

TEST_CASE("what is no plain address is refused") {
    for (const auto* text :
         {"", "log", "ftp://example.org", "file:///etc/passwd", "https://", "https:///x",
          "https://:80", "https://user@example.org", "https://example.org/?q",
          "https://example.org/#f", "https://example.org/a b", "https://ex\xC3\xA4mple.org",
          "https://example.org\r\nX: y", "https://example.org\\@evil.org"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_url(text).has_value());
    }
    CHECK_FALSE(parse_url("https://e/" + std::string(kUrlBytes, 'a')).has_value());
}

TEST_CASE("redirects lead to paths and addresses, and never from https to http") {
    const auto from = parse_url("https://example.org/log").value();
    CHECK(follow(from, "/other").value().origin == "https://example.org");
    CHECK(follow(from, "/other").value().path == "/other");
    CHECK(follow(from, "https://example.net/x").value().origin == "https://example.net");
    CHECK_FALSE(follow(from, "http://example.org/log").has_value());
    CHECK_FALSE(follow(from, "//example.net/x").has_value());
    CHECK_FALSE(follow(from, "other").has_value());
    CHECK(follow(parse_url("http://a").value(), "https://a/x").has_value());
}

TEST_CASE("nobody listens on the way to this machine, nor under https") {
    for (const auto* good : {"https://example.org", "http://127.0.0.1:80", "http://localhost/x",
                             "http://[::1]:8080", "http://127.0.0.1", "http://localhost/x?y=z"})
        CHECK_MESSAGE(is_private_way(good), good);
    for (const auto* bad :
         {"http://example.org", "http://127.0.0.1.example", "http://localhosts", "http://10.0.0.1"})
        CHECK_FALSE_MESSAGE(is_private_way(bad), bad);
}

TEST_CASE("what stands in a query is percent-encoded") {
    CHECK(percent_encoded("a b&c=/\xC3\xA9~") == "a%20b%26c%3D%2F%C3%A9~");
}
