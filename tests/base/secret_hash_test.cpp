// The hash with a secret: the same for the same key within a process, and different for different ones.
#include "base/secret_hash.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

using namespace mizan;

TEST_CASE("equal keys hash alike, whatever their memory; keys that differ in one byte do not") {
    const SecretHash hash;
    std::set<std::size_t> seen;
    std::size_t keys = 0;
    for (std::size_t size = 0; size <= 40; ++size) {
        const std::string key(size, 'k');
        CHECK(hash(key) == hash(std::string(size, 'k')));
        for (std::size_t i = 0; i < size; ++i) {
            auto other = key;
            other[i] = 'j';
            seen.insert(hash(other));
            ++keys;
        }
        seen.insert(hash(key));
        ++keys;
    }
    CHECK(seen.size() == keys);
}
