// Numbers for tests that follow from a seed: the same on every machine (SplitMix64).
#pragma once

#include <cstdint>

namespace mizan::test {

class Numbers {
public:
    explicit Numbers(std::uint64_t seed) : state_(seed) {}
    std::uint64_t below(std::uint64_t limit) {
        auto z = (state_ += 0x9e3779b97f4a7c15);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return (z ^ (z >> 31)) % limit;
    }

private:
    std::uint64_t state_;
};

}  // namespace mizan::test
