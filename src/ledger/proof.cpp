#include "ledger/proof.h"

#include <bit>
#include <string>

#include "ledger/ranges.h"
#include "ledger/tree.h"

namespace mizan::ledger {

namespace {

std::unexpected<Error> no_proof(std::string why) {
    return fail({Code::kProofInvalid, std::move(why), {}});
}

Result<void> check_size(std::uint64_t size) {
    if (size > kMaxTreeSize)
        return no_proof("a tree of " + std::to_string(size) + " leaves is larger than any can be");
    return {};
}

// A node's place in its level and that of the level's last node, on the way from the leaves to the root.
struct Climb {
    std::uint64_t at = 0;
    std::uint64_t last = 0;

    void up() {
        at >>= 1;
        last >>= 1;
    }
    // Whether the next hash of a proof stands to the left; then climbs past the levels at which nothing stands to the right.
    bool sibling_is_left() {
        if (at % 2 == 0 && at != last) return false;
        while (at % 2 == 0 && at != 0) up();
        return true;
    }
};

// The full subtrees that make up a subtree, largest first.
Result<std::vector<Hash>> full_subtrees(NodeReader& nodes, LeafRange range) {
    std::vector<Hash> out;
    for (auto level = static_cast<unsigned>(std::bit_width(range.size())); level-- > 0;) {
        if ((range.size() >> level & 1) == 0) continue;
        MZ_TRY(out.emplace_back(), nodes.node(level, range.begin >> level));
        range.begin += std::uint64_t{1} << level;
    }
    return out;
}

Result<Hash> root_over(NodeReader& nodes, LeafRange range) {
    MZ_TRY(const auto subtrees, full_subtrees(nodes, range));
    Hash root = subtrees.back();
    for (std::size_t i = subtrees.size() - 1; i-- > 0;) root = node_hash(subtrees[i], root);
    return root;
}

Result<std::vector<Hash>> roots_over(NodeReader& nodes, const std::vector<LeafRange>& ranges) {
    std::vector<Hash> out;
    for (const auto& range : ranges) {
        MZ_TRY(out.emplace_back(), root_over(nodes, range));
    }
    return out;
}

// The proof of consistency of two trees of different sizes, the old one not empty.
Result<void> check_growth(Climb climb, bool old_is_full, const Hash& old_root, const Hash& new_root,
                          std::span<const Hash> proof) {
    if (proof.empty()) return no_proof("the proof of consistency is empty");
    // Where the old tree is one full subtree, its root would be the first hash and is left out.
    Hash old_above = old_is_full ? old_root : proof.front();
    Hash new_above = old_above;
    for (const auto& sibling : proof.subspan(old_is_full ? 0 : 1)) {
        if (climb.last == 0)
            return no_proof("the proof of consistency has more hashes than levels");
        if (climb.sibling_is_left()) {
            old_above = node_hash(sibling, old_above);
            new_above = node_hash(sibling, new_above);
        } else {
            new_above = node_hash(new_above, sibling);
        }
        climb.up();
    }
    if (climb.last != 0) return no_proof("the proof of consistency has fewer hashes than levels");
    if (old_above != old_root)
        return no_proof("the proof of consistency leads to another old root");
    if (new_above != new_root)
        return no_proof("the proof of consistency leads to another new root");
    return {};
}

}  // namespace

Result<void> check_inclusion(std::uint64_t index, std::uint64_t size, const Hash& leaf,
                             std::span<const Hash> proof, const Hash& root) {
    MZ_CHECK(check_size(size));
    if (index >= size) {
        return no_proof("there is no leaf " + std::to_string(index) + " in a tree of " +
                        std::to_string(size));
    }
    Climb climb{index, size - 1};
    Hash above = leaf;
    for (const auto& sibling : proof) {
        if (climb.last == 0) return no_proof("the proof of inclusion has more hashes than levels");
        above = climb.sibling_is_left() ? node_hash(sibling, above) : node_hash(above, sibling);
        climb.up();
    }
    if (climb.last != 0) return no_proof("the proof of inclusion has fewer hashes than levels");
    if (above != root) return no_proof("the proof of inclusion leads to another root");
    return {};
}

Result<void> check_consistency(std::uint64_t old_size, std::uint64_t new_size, const Hash& old_root,
                               const Hash& new_root, std::span<const Hash> proof) {
    MZ_CHECK(check_size(new_size));
    if (old_size == 0) return no_proof("nothing can be proved about an empty tree");
    if (old_size > new_size) {
        return no_proof("a tree of " + std::to_string(new_size) + " leaves can not begin with " +
                        std::to_string(old_size));
    }
    if (old_size == new_size) {
        if (!proof.empty()) return no_proof("the proof of a tree with itself has hashes");
        if (old_root != new_root) return no_proof("trees of the same size have different roots");
        return {};
    }
    Climb climb{old_size - 1, new_size - 1};
    while (climb.at % 2 == 1) climb.up();
    return check_growth(climb, std::has_single_bit(old_size), old_root, new_root, proof);
}

Result<std::vector<Hash>> prove_inclusion(NodeReader& nodes, std::uint64_t index,
                                          std::uint64_t size) {
    MZ_CHECK(check_size(size));
    if (index >= size) {
        return no_proof("there is no leaf " + std::to_string(index) + " in a tree of " +
                        std::to_string(size));
    }
    return roots_over(nodes, siblings(index, size));
}

Result<std::vector<Hash>> prove_consistency(NodeReader& nodes, std::uint64_t old_size,
                                            std::uint64_t new_size) {
    MZ_CHECK(check_size(new_size));
    if (old_size == 0 || old_size > new_size) {
        return no_proof("there is no proof from a tree of " + std::to_string(old_size) +
                        " leaves to one of " + std::to_string(new_size));
    }
    return roots_over(nodes, differing(old_size, new_size));
}

Result<Hash> root_at(NodeReader& nodes, std::uint64_t size) {
    MZ_CHECK(check_size(size));
    if (size == 0) return empty_root();
    return root_over(nodes, {0, size});
}

Result<std::vector<Hash>> edge_at(NodeReader& nodes, std::uint64_t size) {
    MZ_CHECK(check_size(size));
    return full_subtrees(nodes, {0, size});
}

}  // namespace mizan::ledger
