#include "server/places.h"

#include <doctest/doctest.h>

#include <vector>

using namespace mizan::server;

TEST_CASE("nobody takes more places than each may, nor all together than there are") {
    SharedPlaces places(5, 2);
    std::vector<SharedPlaces::Taken> held;
    for (const auto* who : {"a", "b"}) {
        for (int i = 0; i < 2; ++i) held.push_back(places.take(who).value());
        CHECK_FALSE(places.take(who));
    }
    held.push_back(places.take("c").value());
    CHECK_FALSE(places.take("c"));  // none is left
    CHECK_FALSE(places.take("d"));
    held.pop_back();
    CHECK_FALSE(places.take("a"));  // has had its share
    held.push_back(places.take("d").value());
    CHECK_FALSE(places.take("c"));
    held.clear();
    for (int i = 0; i < 2; ++i) held.push_back(places.take("a").value());
    CHECK_FALSE(places.take("a"));
}
