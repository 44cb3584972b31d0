// What a sealed leaf commits to can be told again from record and vault, for every kind that is sealed.
#include "record/seal.h"

#include <doctest/doctest.h>

#include "record/leaf.h"

using namespace mizan;
using namespace mizan::record;

namespace {

using Values = std::array<std::string_view, 5>;

Draft draft_of(Kind kind, RecordId about = 0, std::uint32_t slot = 0) {
    Draft draft;
    draft.kind = kind;
    draft.at = 1'790'000'123;
    draft.about = about;
    draft.slot = slot;
    draft.vault.source = "account:ann";
    draft.vault.post = "p42";
    draft.vault.input = R"({"reason":"spam"})";
    draft.vault.decision = R"({"ground":"court","by":"clerk \"c\""})";
    return draft;
}

Result<std::array<std::string, 5>> values_again(const Draft& draft, std::string_view author = {}) {
    return sealed_values({draft.kind, draft.about, draft.slot, draft.leaf, author}, draft.vault);
}

// Seals with these values and has them told again.
void check_kind(Draft draft, const Values& values, std::string_view author = {}) {
    CAPTURE(std::string(name(draft.kind)));
    CAPTURE(draft.slot);
    seal(draft, values);
    const auto again = values_again(draft, author);
    REQUIRE(again);
    for (std::size_t i = 0; i < values.size(); ++i) CHECK((*again)[i] == values[i]);
    auto other = draft;
    other.vault.input += " ";
    other.vault.decision += " ";
    CHECK(values_again(other, author).error().code == Code::kStoreCorrupt);
    other = draft;
    other.vault.salts[3] = random_salt();
    CHECK(values_again(other, author).error().code == Code::kStoreCorrupt);
    other.vault.salts.pop_back();
    CHECK(values_again(other, author).error().code == Code::kStoreCorrupt);
}

}  // namespace

TEST_CASE("the values of each kind that is sealed are told again") {
    const auto d = draft_of(Kind::kFlag);
    const auto& v = d.vault;
    check_kind(draft_of(Kind::kDecision), {"decision", v.input, "ann", v.decision, {}}, "ann");
    check_kind(draft_of(Kind::kAction, 7), {"action", v.post, {}, v.input, "7"});
    const std::string_view by = "clerk \"c\"";
    check_kind(draft_of(Kind::kHold, 7), {"hold", "7", by, v.decision, {}});
    check_kind(draft_of(Kind::kHold, 7, held_slot(0)), {"hold", "7/0", by, v.decision, {}});
    check_kind(draft_of(Kind::kRelease, 7, held_slot(3)), {"release", "7/3", by, v.decision, {}});
    check_kind(draft_of(Kind::kErasure, 7), {"erasure", "7", by, v.decision, {}});
    check_kind(draft_of(Kind::kErasure, 7), {"erasure", "7/0", by, v.decision, {}});
    check_kind(draft_of(Kind::kErasure, 7, 3), {"erasure", "7/3", by, v.decision, {}});
    for (const auto kind : {Kind::kFlag, Kind::kCase})
        check_kind(draft_of(kind), {name(kind), v.post, v.source, v.input, v.decision});
}

TEST_CASE("an order without a name was given by nobody") {
    auto draft = draft_of(Kind::kHold, 7);
    draft.vault.decision = R"({"ground":"court"})";
    check_kind(draft, {"hold", "7", {}, R"({"ground":"court"})", {}});
}

TEST_CASE("flags and cases are sealed with what their vault says") {
    for (const auto kind : {Kind::kFlag, Kind::kCase}) {
        auto draft = draft_of(kind);
        draft.vault.decision.clear();
        seal(draft);
        CHECK(draft.sealed);
        const auto values = values_again(draft);
        REQUIRE(values);
        CHECK(*values == std::array<std::string, 5>{std::string(name(kind)), "p42", "account:ann",
                                                    R"({"reason":"spam"})", ""});
        Leaf leaf;
        const auto text = leaf_text(3, draft.leaf);
        REQUIRE(read_leaf(text, leaf));
        CHECK(leaf.type == LeafType::kSealed);
        CHECK(leaf.t == 1'789'999'200);
        const auto openings =
            sealed_openings({draft.kind, draft.about, draft.slot, draft.leaf, {}}, draft.vault);
        REQUIRE(openings);
        for (const auto& opening : *openings) CHECK(opens(opening, leaf.hash(opening.field)));
    }
}

TEST_CASE("what is never sealed, or is not, has no such values") {
    for (const auto kind : {Kind::kBatch, Kind::kActivation, Kind::kKey, Kind::kAdoption,
                            Kind::kEvent, Kind::kSuggestion, Kind::kBrake, Kind::kAccess}) {
        auto draft = draft_of(kind);
        seal(draft);
        CHECK(values_again(draft).error().code == Code::kUsage);
    }
    auto open = draft_of(Kind::kFlag);
    seal(open);
    open.leaf = leaf_rest(LeafType::kEvent, 1, {"reach", Sha256{}, Sha256{}});
    CHECK(values_again(open).error().code == Code::kUsage);
}
