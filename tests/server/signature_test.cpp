#include "server/signature.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "server/coral.h"

using namespace mizan;
using namespace mizan::server;

TEST_CASE("signatures are those of RFC 4231") {
    CHECK(signature_of(std::string(20, '\x0b'), "Hi There") ==
          "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    CHECK(signature_of("Jefe", "what do ya want for nothing?") ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(signature_of(std::string(131, '\xaa'),
                       "Test Using Larger Than Block-Size Key - Hash Key First") ==
          "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("any signature by any secret is enough, and no other is") {
    const std::vector<std::string> secrets{"old", "new"};
    const std::string body = "body";
    const auto with = [&](std::string_view secret) {
        return "sha256=" + signature_of(secret, body);
    };
    CHECK(is_signed(with("old"), body, secrets));
    CHECK(is_signed(with("else") + ", " + with("new"), body, secrets));
    CHECK_FALSE(is_signed(with("else"), body, secrets));
    CHECK_FALSE(is_signed(with("new"), "Body", secrets));
    CHECK_FALSE(is_signed(with("new"), body, {}));
    CHECK_FALSE(is_signed(with("new").substr(1), body, secrets));
    CHECK_FALSE(is_signed("", body, secrets));
    std::string many;
    for (std::size_t i = 0; i < kMostSignatures; ++i) many += with("else") + ",";
    CHECK_FALSE(is_signed(many + with("new"), body, secrets));
    CHECK(looks_signed(many));
    CHECK_FALSE(looks_signed("sha256=12"));
}

TEST_CASE("as many secrets are tried whatever a platform has, and what fills them up is nobody's") {
    const std::string body = "body";
    const auto none = secrets_to_try({});
    const auto one = secrets_to_try({"old"});
    const auto both = secrets_to_try({"old", "new"});
    for (const auto& tried : {none, one, both}) CHECK(tried.size() == kMostSecrets);
    CHECK(none.front().size() == 32);
    CHECK(none.front() != std::string(32, '\0'));
    CHECK_FALSE(is_signed("sha256=" + signature_of("", body), body, none));
    CHECK_FALSE(is_signed("sha256=" + signature_of("old", body), body, none));
    CHECK_FALSE(is_signed("sha256=" + signature_of("", body), body, one));
    CHECK(is_signed("sha256=" + signature_of("old", body), body, one));
    CHECK(is_signed("sha256=" + signature_of("new", body), body, both));
}

TEST_CASE("what Coral is to do follows from the decision alone") {
    const auto told = [](std::string decision) { return coral_answer(decision).value(); };
    const std::string flag =
        R"({"actions":[{"actionType":"FLAG","reason":"COMMENT_DETECTED_TOXIC"}])";
    CHECK(told(R"({"outcome":"violation","route":"act"})") == flag + R"(,"status":"REJECTED"})");
    CHECK(told(R"({"outcome":"violation","route":"person"})") ==
          flag + R"(,"status":"SYSTEM_WITHHELD"})");
    CHECK(told(R"({"outcome":"review","route":"person"})") == flag + "}");
    CHECK(told(R"({"outcome":"undecided","route":"person","cause":"truncated"})") == flag + "}");
    CHECK(told(R"({"outcome":"undecided","route":"person","cause":"not-covered"})").empty());
    CHECK(told(R"({"outcome":"undecided","route":"none","cause":"not-covered"})").empty());
    CHECK(told(R"({"outcome":"allowed","route":"none"})").empty());
    CHECK_FALSE(coral_answer("nothing").has_value());
}
