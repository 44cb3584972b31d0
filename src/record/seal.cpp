#include "record/seal.h"

#include "record/leaf.h"

namespace mizan::record {

void seal(Draft& draft, const std::array<std::string_view, 5>& values) {
    auto& salts = draft.vault.salts;
    salts.resize(kSealedCommitments.size());
    fill_random(salts.front().data(), salts.size() * sizeof(Salt));
    std::array<Sha256, kSealedCommitments.size()> commitments{};
    for (std::size_t i = 0; i < commitments.size(); ++i)
        commitments[i] = commit(salts[i], kSealedCommitments[i], values[i]);
    draft.sealed = true;
    draft.leaf =
        leaf_rest(LeafType::kSealed, draft.at - draft.at % kSealedTimeStep,
                  {commitments[0], commitments[1], commitments[2], commitments[3], commitments[4]});
}

}  // namespace mizan::record
