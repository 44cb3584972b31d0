#include "ledger/ranges.h"

#include <algorithm>

namespace mizan::ledger {

namespace {

// Goes down to the child that holds the leaf and keeps the other.
void descend(LeafRange& at, std::uint64_t index, std::vector<LeafRange>& others) {
    const auto middle = at.middle();
    if (index < middle) {
        others.push_back({middle, at.end});
        at.end = middle;
    } else {
        others.push_back({at.begin, middle});
        at.begin = middle;
    }
}

}  // namespace

std::vector<LeafRange> siblings(std::uint64_t index, std::uint64_t size) {
    std::vector<LeafRange> out;
    for (LeafRange at{0, size}; at.size() > 1;) descend(at, index, out);
    std::ranges::reverse(out);
    return out;
}

std::vector<LeafRange> differing(std::uint64_t old_size, std::uint64_t new_size) {
    std::vector<LeafRange> out;
    LeafRange at{0, new_size};
    while (at.end != old_size) descend(at, old_size - 1, out);
    if (at.begin != 0) out.push_back(at);  // else it is the old tree, whose root is known
    std::ranges::reverse(out);
    return out;
}

}  // namespace mizan::ledger
