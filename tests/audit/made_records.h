// Leaves of records as a store writes them, and the batch behind one of them.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "record/commitment.h"
#include "record/frame.h"
#include "record/leaf.h"
#include "record/outcome.h"

namespace mizan::audit {

inline constexpr std::uint64_t kMadeAt = 1'790'000'000;

inline std::string policy_rest(std::uint64_t t = kMadeAt, std::string_view policy = "rules@1") {
    return record::leaf_rest(record::LeafType::kPolicy, t,
                             {policy, std::uint64_t{8}, sha256("source"), sha256("bundle"),
                              sha256("model"), sha256("engine")});
}

inline record::Salt salt_of(std::string_view field) { return sha256(field); }

// Its commitments are to "a post", "an author", "" and "reasons".
inline std::string decision_rest(std::uint64_t activation = 0, std::uint64_t t = kMadeAt,
                                 std::string_view bundle = "bundle") {
    const auto commit = [](std::string_view field, std::string_view value) {
        return record::commit(salt_of(field), field, value);
    };
    using std::string_view;
    return record::leaf_rest(
        record::LeafType::kDecision, t,
        {std::uint64_t{0}, string_view("rules@1"), activation, string_view("threat"),
         string_view("violation"), string_view("remove"), std::uint64_t{1}, std::uint64_t{0},
         string_view("own-initiative"), string_view("en"), string_view("full"), sha256("engine"),
         sha256(bundle), commit("input_commit", "a post"), commit("actor_commit", "an author"),
         commit("reviewer_commit", ""), commit("reasons_commit", "reasons")});
}

inline std::string sealed_rest(std::uint64_t t) {
    const auto h = sha256("sealed");
    return record::leaf_rest(record::LeafType::kSealed, t, {h, h, h, h, h});
}

inline std::string erasure_rest(std::uint64_t of, std::uint64_t t = kMadeAt) {
    return record::leaf_rest(record::LeafType::kErasure, t,
                             {of, sha256("slot"), std::string_view("content"),
                              std::string_view("gdpr-17-1-b"), record::kDone, sha256("by")});
}

// Post i has i % 5 views; every third is covered in part.
inline record::Batch some_batch(std::size_t posts) {
    record::Batch batch;
    batch.setting = {"rules@1", 0, 0, sha256("engine"), sha256("bundle")};
    batch.purpose = record::kFirst;
    batch.at = kMadeAt;
    batch.tails = {{R"(,"outcome":"allowed"})", record::kCoveredFull},
                   {R"(,"outcome":"undecided"})", record::kCoveredPartly}};
    for (std::size_t i = 0; i < posts; ++i) {
        const auto input = R"({"id":"p)" + std::to_string(i) + "\"}";
        record::OrdinaryPost post;
        const auto tag = sha256("tag", input);
        std::copy_n(tag.begin(), post.tag.bytes.size(), post.tag.bytes.begin());
        post.views = static_cast<std::uint32_t>(i % 5);
        post.tail = i % 3 == 0 ? 1 : 0;
        post.input = sha256(input);
        batch.posts.push_back(post);
    }
    return batch;
}

// The leaves of a log: each rest behind its index.
inline std::vector<std::string> leaves_of(const std::vector<std::string>& rests) {
    std::vector<std::string> out;
    for (const auto& rest : rests) out.push_back(record::leaf_text(out.size(), rest));
    return out;
}

}  // namespace mizan::audit
