#include "notify/webhook.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace mizan::notify {

namespace {

Webhook hook_of(std::string_view secret) {
    Webhook hook;
    hook.secret = *read_secret(secret);
    return hook;
}

constexpr std::string_view kOne = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
constexpr std::string_view kAnother = "whsec_HwECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

}  // namespace

TEST_CASE("a secret is read as it is told") {
    CHECK(told_secret(*read_secret(kOne)) == kOne);
    for (const auto* bad : {"", "whsec_", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
                            "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg=="})
        CHECK_FALSE(read_secret(bad).has_value());
}

// The value is that of Python's hmac over "msg_1.1700000000.{}".
TEST_CASE("a message is signed with each secret that is in force") {
    auto hook = hook_of(kOne);
    const auto alone = signature(hook, "msg_1", 1700000000, "{}");
    CHECK(alone == "v1,fhksJF5ElKjlPoT/jtefCO5XjQPvhf7Dhf/8R1ad9yU=");
    hook.old_secret = *read_secret(kAnother);
    hook.old_until = 1700000001;
    const auto both = signature(hook, "msg_1", 1700000000, "{}");
    CHECK(both.starts_with(alone + " v1,"));
    CHECK(signature(hook, "msg_1", 1700000001, "{}").find(' ') == std::string::npos);
    CHECK(signature(hook_of(kOne), "msg_2", 1700000000, "{}") != alone);
    CHECK(signature(hook_of(kOne), "msg_1", 1700000000, "{ }") != alone);
}

TEST_CASE("messages go to where they are safe") {
    for (const auto* good : {"https://example.org", "https://example.org:8443/a?b=c",
                             "http://127.0.0.1:9000/x", "http://localhost/x", "http://[::1]:80/"})
        CHECK_MESSAGE(check_url(good).has_value(), good);
    for (const auto* bad :
         {"", "example.org", "http://example.org/", "http://localhost.example.org/", "https:///x",
          "https://:443/", "https://user@example.org/", "https://example.org/#part",
          "https://example.org/a b", "file:///etc/passwd", "http://127.0.0.1@example.org/"})
        CHECK_MESSAGE(!check_url(bad).has_value(), bad);
    CHECK_FALSE(check_url("https://example.org/" + std::string(kUrlBytes, 'x')).has_value());
}

TEST_CASE("attempts come ever more rarely, and end") {
    std::uint64_t least = 0, all = 0;
    for (unsigned attempt = 1; attempt < kAttempts; ++attempt) {
        const auto low = wait_after(attempt, 0);
        REQUIRE(low.has_value());
        std::uint64_t high = *low;
        for (std::uint64_t random = 0; random < 5000; ++random)
            high = std::max(high, *wait_after(attempt, random));
        CHECK(*low >= least);
        CHECK(high <= 3600 + 900);
        CHECK(high > *low);
        least = *low;
        all += high;
    }
    CHECK(all > 86'400 / 2);
    CHECK(all < 2 * 86'400);
    CHECK_FALSE(wait_after(kAttempts, 0).has_value());
}

}  // namespace mizan::notify
