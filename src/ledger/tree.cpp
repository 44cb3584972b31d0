#include "ledger/tree.h"

#include <bit>
#include <cassert>
#include <string>
#include <utility>

#include "ledger/ranges.h"

namespace mizan::ledger {

Result<Tree> Tree::from_edge(std::uint64_t size, std::span<const Hash> edge) {
    if (size > kMaxTreeSize) {
        return fail({Code::kLogCorrupt,
                     "a tree of " + std::to_string(size) + " leaves is larger than any can be",
                     {}});
    }
    if (edge.size() != static_cast<std::size_t>(std::popcount(size))) {
        return fail({Code::kLogCorrupt,
                     "a tree of " + std::to_string(size) + " leaves has " +
                         std::to_string(std::popcount(size)) + " full subtrees, not " +
                         std::to_string(edge.size()),
                     {}});
    }
    Tree tree;
    tree.size_ = size;
    for (std::size_t level = 0, left = edge.size(); left > 0; ++level) {
        if (size >> level & 1) tree.subtree_[level] = edge[--left];
    }
    return tree;
}

void Tree::append(const Hash& leaf) {
    assert(size_ < kMaxTreeSize);
    Hash root = leaf;
    const auto level = static_cast<std::size_t>(std::countr_one(size_));
    for (std::size_t below = 0; below < level; ++below) {
        const Hash left = std::exchange(subtree_[below], root);
        root = node_hash(left, root);
    }
    subtree_[level] = root;
    ++size_;
}

Hash Tree::root() const {
    if (size_ == 0) return empty_root();
    auto level = static_cast<std::size_t>(std::countr_zero(size_));
    Hash root = subtree_[level];
    for (++level; size_ >> level != 0; ++level) {
        if (size_ >> level & 1) root = node_hash(subtree_[level], root);
    }
    return root;
}

std::vector<Hash> Tree::edge() const {
    std::vector<Hash> out;
    for (auto level = static_cast<std::size_t>(std::bit_width(size_)); level-- > 0;) {
        if (size_ >> level & 1) out.push_back(subtree_[level]);
    }
    return out;
}

Hash root_of(std::span<const Hash> leaves) {
    if (leaves.empty()) return empty_root();
    std::vector<Hash> level(leaves.begin(), leaves.end());
    std::vector<Hash> above;
    while (level.size() > 1) {
        above.resize((level.size() + 1) / 2);
        node_hashes(level, std::span(above).first(level.size() / 2));
        if (level.size() % 2 == 1) above.back() = level.back();  // it has no neighbour up to there
        level.swap(above);
    }
    return level.front();
}

std::vector<Hash> prove_in(std::span<const Hash> leaves, std::uint64_t index) {
    assert(index < leaves.size());
    std::vector<Hash> out;
    for (const auto& range : siblings(index, leaves.size()))
        out.push_back(root_of(leaves.subspan(range.begin, range.size())));
    return out;
}

}  // namespace mizan::ledger
