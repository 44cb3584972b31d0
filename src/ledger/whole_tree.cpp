#include "ledger/whole_tree.h"

#include <cassert>
#include <utility>

namespace mizan::ledger {

WholeTree::WholeTree(std::vector<Hash> leaves) {
    levels_.push_back(std::move(leaves));
    while (levels_.back().size() > 1) {
        const auto& below = levels_.back();
        std::vector<Hash> level;
        level.reserve((below.size() + 1) / 2);
        for (std::size_t i = 0; i + 1 < below.size(); i += 2)
            level.push_back(node_hash(below[i], below[i + 1]));
        if (below.size() % 2 == 1) level.push_back(below.back());
        levels_.push_back(std::move(level));
    }
}

Hash WholeTree::root() const { return size() == 0 ? empty_root() : levels_.back().front(); }

std::vector<Hash> WholeTree::proof(std::uint64_t index) const {
    assert(index < size());
    std::vector<Hash> out;
    out.reserve(levels_.size() - 1);
    for (const auto& level : levels_) {
        const auto sibling = index ^ 1;
        if (sibling < level.size()) out.push_back(level[sibling]);
        index /= 2;
    }
    return out;
}

}  // namespace mizan::ledger
