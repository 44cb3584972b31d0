// How far a text is printable: as if each byte were looked at, whatever stands around it.
#include "base/printable.h"

#include <doctest/doctest.h>

#include <string>

using namespace mizan;

TEST_CASE("a text is printable up to the first byte that is not, at every place and length") {
    constexpr std::size_t kMost = 70;
    const std::string plain(kMost, 'a');
    for (std::size_t size = 0; size <= kMost; ++size) {
        CHECK(printable_length(plain.substr(0, size)) == size);
        for (std::size_t at = 0; at < size; ++at) {
            auto text = plain.substr(0, size);
            text[at] = '"';
            REQUIRE(printable_length(text) == at);
        }
    }
}

TEST_CASE("each byte is told from the others") {
    for (int byte = 0; byte < 256; ++byte) {
        const bool good = byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\';
        CHECK(is_printable(static_cast<char>(byte)) == good);
        for (const auto size :
             {std::size_t{1}, std::size_t{15}, std::size_t{16}, std::size_t{17}}) {
            const std::string text(size, static_cast<char>(byte));
            REQUIRE(printable_length(text) == (good ? size : 0));
        }
    }
}
