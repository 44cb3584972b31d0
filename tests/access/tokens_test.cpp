// Keys, tokens and passwords that are made: their forms.
#include "access/tokens.h"

#include <doctest/doctest.h>

using namespace mizan::access;

TEST_CASE("the text of a key is read in one form alone") {
    const auto id = new_key_id();
    const auto secret = new_secret();
    const auto text = key_text(id, secret);
    CHECK(text.size() == kKeyBytes);
    const auto read = parse_key(text);
    REQUIRE(read);
    CHECK(read->id == id);
    CHECK(read->secret == secret);
    for (std::size_t i = 0; i < text.size(); ++i)
        for (const char c : {'=', ' ', '\0', '\xC3', '/', '+'}) {
            auto wrong = text;
            wrong[i] = c;
            CHECK_FALSE(parse_key(wrong));
        }
    for (std::size_t size = 0; size < text.size(); ++size)
        CHECK_FALSE(parse_key(std::string_view(text).substr(0, size)));
    CHECK_FALSE(parse_key(text + "A"));
    CHECK_FALSE(parse_key("MZK_" + text.substr(4)));
    CHECK_FALSE(is_key_id("abcdefghijkl"));  // i and l are no digits
}

TEST_CASE("secrets differ, and tokens for forms follow from the session's") {
    CHECK(new_secret() != new_secret());
    const auto token = new_secret();
    CHECK(is_session_token(token));
    CHECK_FALSE(is_session_token(token + "A"));
    CHECK_FALSE(is_session_token(""));
    CHECK(csrf_token(token) == csrf_token(token));
    CHECK(csrf_token(token) != csrf_token(new_secret()));
    CHECK(csrf_token(token) != token);
    CHECK(same_secret(token, token));
    CHECK_FALSE(same_secret(token, token.substr(1)));
    CHECK_FALSE(same_secret(token, csrf_token(token)));
    CHECK(same_secret("", ""));
}

TEST_CASE("a password that is made has 24 digits in groups, none of which is taken for another") {
    const auto password = new_password();
    CHECK(password.size() == 29);
    CHECK(password != new_password());
    for (std::size_t i = 0; i < password.size(); ++i) CHECK((i % 5 == 4) == (password[i] == '-'));
    CHECK(password.find_first_of("iloIOLu") == std::string::npos);
}
