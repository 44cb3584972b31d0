#include "record/seal.h"

#include <simdjson.h>

#include "record/leaf.h"

namespace mizan::record {

namespace {

using SealedStrings = std::array<std::string, kSealedCommitments.size()>;
enum : std::size_t { kSubject = 1 };  // in kSealedCommitments

std::unexpected<Error> not_derivable(std::string_view why) {
    return fail({Code::kUsage,
                 std::string("what this record commits to cannot be opened: ").append(why),
                 {}});
}

// Who gave an order; it stands in its JSON.
std::string ordered_by(const std::string& order) {
    simdjson::dom::parser parser;
    std::string_view by;
    if (parser.parse(order)["by"].get_string().get(by) != simdjson::SUCCESS) return {};
    return std::string(by);
}

// What an order is about: a record, or a post of a batch. An erasure says nothing that tells a record from the first post of a batch: its leaf does.
std::string ordered_on(const SealedRecord& record, const Vault& vault, const Leaf& leaf) {
    auto whole = std::to_string(record.about);
    if (record.kind != Kind::kErasure)
        return record.slot == kWhole ? whole
                                     : whole + "/" + std::to_string(record.slot - held_slot(0));
    if (record.slot == 0 &&
        opens({"subject_commit", vault.salts[kSubject], whole}, leaf.hash("subject_commit")))
        return whole;
    return whole + "/" + std::to_string(record.slot);
}

Result<SealedStrings> values_of(const SealedRecord& record, const Vault& vault, const Leaf& leaf) {
    const std::string kind(name(record.kind));
    switch (record.kind) {
        case Kind::kDecision:
            return SealedStrings{kind, vault.input, std::string(record.author), vault.decision, {}};
        case Kind::kAction:
            return SealedStrings{kind, vault.post, {}, vault.input, std::to_string(record.about)};
        case Kind::kErasure:
        case Kind::kHold:
        case Kind::kRelease:
            return SealedStrings{kind,
                                 ordered_on(record, vault, leaf),
                                 ordered_by(vault.decision),
                                 vault.decision,
                                 {}};
        case Kind::kFlag:
        case Kind::kCase:
            return SealedStrings{kind, vault.post, vault.source, vault.input, vault.decision};
        case Kind::kBatch:
        case Kind::kActivation:
        case Kind::kKey:
        case Kind::kAdoption:
        case Kind::kEvent:
        case Kind::kSuggestion:
        case Kind::kBrake:
        case Kind::kAccess: break;
    }
    return not_derivable("a record of its kind is never sealed");
}

}  // namespace

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

std::array<std::string_view, 5> laid_out(Kind kind, const Vault& vault) {
    return {name(kind), vault.post, vault.source, vault.input, vault.decision};
}

void seal(Draft& draft) { seal(draft, laid_out(draft.kind, draft.vault)); }

Result<std::vector<Opening>> sealed_openings(const SealedRecord& record, const Vault& vault) {
    Leaf leaf;
    const auto text = leaf_text(0, record.leaf);
    MZ_CHECK(read_leaf(text, leaf));
    if (leaf.type != LeafType::kSealed) return not_derivable("its leaf is not sealed");
    if (vault.salts.size() != kSealedCommitments.size())
        return fail({Code::kStoreCorrupt, "a record has other salts than commitments", {}});
    MZ_TRY(auto values, values_of(record, vault, leaf));
    std::vector<Opening> out;
    for (std::size_t i = 0; i < values.size(); ++i) {
        out.push_back({std::string(kSealedCommitments[i]), vault.salts[i], std::move(values[i])});
        if (!opens(out.back(), leaf.hash(kSealedCommitments[i])))
            return fail({Code::kStoreCorrupt,
                         "its contents are not what its leaf commits to: " + out.back().field,
                         {}});
    }
    return out;
}

Result<std::array<std::string, 5>> sealed_values(const SealedRecord& record, const Vault& vault) {
    MZ_TRY(auto openings, sealed_openings(record, vault));
    SealedStrings out;
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = std::move(openings[i].value);
    return out;
}

}  // namespace mizan::record
