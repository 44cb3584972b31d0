// A tree in memory gives the roots and the proofs that the plain ways give.
#include "ledger/whole_tree.h"

#include <doctest/doctest.h>

#include <string>

#include "ledger/proof.h"
#include "ledger/tree.h"

using namespace mizan::ledger;

TEST_CASE("a tree of any size has the root and the proofs of RFC 6962") {
    std::vector<Hash> leaves;
    for (std::size_t size = 0; size <= 130; ++size) {
        const WholeTree tree(leaves);
        CAPTURE(size);
        CHECK(tree.size() == size);
        CHECK(tree.root() == root_of(leaves));
        for (std::size_t i = 0; i < size; ++i) {
            CHECK(tree.proof(i) == prove_in(leaves, i));
            CHECK(check_inclusion(i, size, leaves[i], tree.proof(i), tree.root()));
        }
        leaves.push_back(leaf_hash(std::to_string(size)));
    }
}
