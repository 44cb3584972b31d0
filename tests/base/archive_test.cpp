// Values to bytes and back; a damaged input fails and never overruns.
#include "base/archive.h"

#include <doctest/doctest.h>

using namespace mizan;

namespace {

struct Plant {
    std::string name;
    std::vector<std::uint16_t> heights;
    bool wild = false;
    std::int64_t debt = 0;
    template <class A> void archive(A& a) { a(name, heights, wild, debt); }
    bool operator==(const Plant&) const = default;
};

std::string bytes_of(const std::vector<Plant>& plants) {
    ArchiveWriter a;
    a(plants, std::uint8_t{7});
    return std::move(a).take();
}

}  // namespace

TEST_CASE("what is written is read back") {
    const std::vector<Plant> plants = {{"rose", {1, 65535}, false, -5}, {"", {}, true, INT64_MIN}};
    const auto bytes = bytes_of(plants);
    ArchiveReader a(bytes);
    std::vector<Plant> back;
    std::uint8_t seven = 0;
    a(back, seven);
    CHECK(a.ok());
    CHECK(a.at_end());
    CHECK(back == plants);
    CHECK(seven == 7);
}

TEST_CASE("bytes are little-endian whatever the machine") {
    ArchiveWriter a;
    a(std::uint32_t{0x01020304}, std::string("x"));
    CHECK(std::move(a).take() == std::string("\x04\x03\x02\x01\x01\0\0\0x", 9));
}

TEST_CASE("every truncation fails, and a count that the input can not hold allocates nothing") {
    const auto bytes = bytes_of({{"rose", {1, 2, 3}, true, 9}});
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        ArchiveReader a(std::string_view(bytes).substr(0, size));
        std::vector<Plant> back;
        std::uint8_t seven = 0;
        a(back, seven);
        CHECK_FALSE(a.ok());
    }
    ArchiveReader a("\xFF\xFF\xFF\xFF");
    std::vector<Plant> back;
    a(back);
    CHECK_FALSE(a.ok());
    CHECK(back.empty());
}
