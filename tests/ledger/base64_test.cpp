// Base64 in the one form that notes, keys and proofs have.
#include "ledger/base64.h"

#include <doctest/doctest.h>

#include <string>

using namespace mizan::ledger;

TEST_CASE("the examples of RFC 4648, section 10, both ways") {
    const std::pair<const char*, const char*> kExamples[] = {{"", ""},
                                                             {"f", "Zg=="},
                                                             {"fo", "Zm8="},
                                                             {"foo", "Zm9v"},
                                                             {"foob", "Zm9vYg=="},
                                                             {"fooba", "Zm9vYmE="},
                                                             {"foobar", "Zm9vYmFy"}};
    for (const auto& [bytes, text] : kExamples) {
        CHECK(to_base64(bytes) == text);
        CHECK(from_base64(text) == std::string(bytes));
    }
}

TEST_CASE("every byte survives, at every length up to 300") {
    std::string bytes;
    for (int i = 0; i < 300; ++i) {
        bytes.push_back(static_cast<char>(i * 7));
        CHECK(from_base64(to_base64(bytes)) == bytes);
    }
    CHECK(to_base64("\xFB\xEF\xFF") == "++//");
}

TEST_CASE("what is not written in the one right way is refused") {
    for (const char* wrong :
         {"Zg", "Zg=", "Zg===", "Zm8", "Zm9v=", "=", "Z", "Zh==", "Zm9=", "Zm 9v", "Zm9v\n",
          " Zm9v", "Zm9vZg==Zg==", "-_-_", "Zm9!", "Zg==\n"}) {
        CAPTURE(wrong);
        CHECK_FALSE(from_base64(wrong).has_value());
    }
    CHECK_FALSE(from_base64(std::string_view("Zm9v\0", 5)).has_value());
}

// libsodium takes bytes from 0x80 on for digits; a fuzzer found it.
TEST_CASE("64 bytes are digits, wherever they stand, and no others") {
    for (std::size_t at = 0; at < 4; ++at) {
        int digits = 0;
        for (int byte = 0; byte < 256; ++byte) {
            std::string text = "AAAAAAAA";
            text[at] = static_cast<char>(byte);
            const auto read = from_base64(text);
            digits += read.has_value();
            if (read) CHECK(to_base64(*read) == text);
        }
        CHECK(digits == 64);
    }
}

TEST_CASE("both ways to write base64 write the same") {
    std::string bytes;
    for (int i = 0; i < 300; ++i) {
        std::string out = "before ";
        append_base64(out, bytes);
        CHECK(out == "before " + to_base64(bytes));
        bytes.push_back(static_cast<char>(i * 89 + 7));
    }
}
