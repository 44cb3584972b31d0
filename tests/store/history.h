// Drafts, posts and outcomes for the tests of stores.
#pragma once

#include <doctest/doctest.h>

#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "record/frame.h"
#include "record/leaf.h"
#include "record/outcome.h"
#include "record/seal.h"
#include "store/store.h"

namespace mizan::test {

inline constexpr const char* kPlatform = "example";

template <class T> T must(Result<T> result) {
    if (!result) FAIL(name(result.error().code), ": ", result.error().message);
    return *std::move(result);
}
inline void must(const Result<void>& result) {
    if (!result) FAIL(name(result.error().code), ": ", result.error().message);
}
template <class T> std::string code_of(const Result<T>& result) {
    return result ? "no error" : std::string(name(result.error().code));
}

// The tag of the n-th post. Neighbours differ in all parts that filters and windows look at.
inline record::Tag tag_of(std::uint64_t n) {
    const auto hash = sha256("post " + std::to_string(n));
    record::Tag tag;
    std::memcpy(tag.bytes.data(), hash.data(), tag.bytes.size());
    return tag;
}

inline std::string contents_of(std::uint64_t post, std::uint32_t revision) {
    return "contents of post " + std::to_string(post) + "." + std::to_string(revision);
}

inline std::string decision_leaf(std::uint64_t t, std::string_view outcome) {
    return record::leaf_rest(record::LeafType::kDecision, t,
                             {std::uint64_t{0}, "test@1", std::uint64_t{0}, "clause", outcome,
                              "remove", std::uint64_t{1}, std::uint64_t{0}, "own-initiative", "en",
                              "full", Sha256{}, Sha256{}, Sha256{}, Sha256{}, Sha256{}, Sha256{}});
}

// A decision about the n-th post.
inline record::Draft decision(std::uint64_t post, std::uint32_t revision = 0,
                              std::string_view purpose = record::kFirst) {
    record::Draft draft;
    draft.at = 1000;
    draft.leaf = decision_leaf(draft.at, "violation");
    draft.tag = tag_of(post);
    draft.revision = revision;
    draft.purpose = purpose;
    draft.outcome = "violation";
    draft.clause = "clause";
    draft.vault.salts.resize(4);
    for (auto& salt : draft.vault.salts) salt.fill(static_cast<std::uint8_t>(post));
    draft.vault.source = "feed";
    draft.vault.post = "p" + std::to_string(post);
    draft.vault.input = contents_of(post, revision);
    draft.vault.decision = R"({"id":"p)" + std::to_string(post) + R"("})";
    return draft;
}

// The n-th post, in which nothing was found.
inline record::OrdinaryPost ordinary(std::uint64_t post, std::uint32_t revision = 0) {
    return {tag_of(post), revision, static_cast<std::uint32_t>(post % 100), 0,
            sha256(contents_of(post, revision))};
}

inline record::Batch batch(std::vector<record::OrdinaryPost> posts,
                           std::string_view purpose = record::kFirst) {
    record::Batch out;
    out.setting.policy = "test@1";
    out.purpose = purpose;
    out.at = 1000;
    out.tails = {{R"(,"outcome":"allowed"})", record::kCoveredFull}};
    out.posts = std::move(posts);
    return out;
}

// An erasure, a hold or a release of a record.
inline record::Draft about(record::Kind kind, record::RecordId record, std::uint32_t slot = 0) {
    record::Draft draft;
    draft.kind = kind;
    draft.at = 1000;
    draft.about = record;
    draft.slot = slot;
    if (kind == record::Kind::kErasure) {
        draft.outcome = record::kDone;
        draft.leaf = record::leaf_rest(record::LeafType::kErasure, draft.at,
                                       {record, Sha256{}, "post", "request", "done", Sha256{}});
    } else {
        draft.leaf = record::leaf_rest(record::LeafType::kSealed, 0,
                                       {Sha256{}, Sha256{}, Sha256{}, Sha256{}, Sha256{}});
    }
    draft.sealed = kind == record::Kind::kHold || kind == record::Kind::kRelease;
    return draft;
}
inline record::Draft erasure(record::RecordId record, std::uint32_t slot = 0) {
    return about(record::Kind::kErasure, record, slot);
}
inline record::Draft deferred(record::RecordId record) {
    auto draft = erasure(record);
    draft.outcome = record::kDeferred;
    return draft;
}

// What the platform told about the n-th post under a key.
inline record::Draft told(std::uint64_t post, std::string_view key, std::string_view input) {
    record::Draft draft;
    draft.kind = record::Kind::kEvent;
    draft.at = 1000;
    draft.leaf =
        record::leaf_rest(record::LeafType::kEvent, draft.at, {"reach", Sha256{}, Sha256{}});
    draft.tag = tag_of(post);
    draft.purpose = key;
    draft.outcome = "reach";
    draft.vault.salts.resize(2);
    draft.vault.post = "p" + std::to_string(post);
    draft.vault.input = input;
    return draft;
}

// A flag of the n-th post, or what was done in a case about it, sealed.
inline record::Draft flag(std::uint64_t post, record::Kind kind = record::Kind::kFlag) {
    record::Draft draft;
    draft.kind = kind;
    draft.at = 1000;
    draft.tag = tag_of(post);
    draft.vault.source = "reader";
    draft.vault.post = "p" + std::to_string(post);
    draft.vault.input = R"({"reason":"spam"})";
    record::seal(draft);
    return draft;
}

inline record::Draft activation(std::string_view policy) {
    record::Draft draft;
    draft.kind = record::Kind::kActivation;
    draft.at = 1000;
    draft.leaf =
        record::leaf_rest(record::LeafType::kPolicy, draft.at,
                          {policy, std::uint64_t{1}, Sha256{}, Sha256{}, Sha256{}, Sha256{}});
    return draft;
}

inline record::Outcome outcome(std::vector<record::Draft> records,
                               std::vector<record::Batch> batches = {},
                               std::string platform = kPlatform) {
    record::Outcome out;
    out.platform = std::move(platform);
    out.records = std::move(records);
    out.batches = std::move(batches);
    return out;
}

inline record::Answer put(store::Store& store, record::Draft draft,
                          std::string platform = kPlatform) {
    return must(store.commit(outcome({std::move(draft)}, {}, std::move(platform)))).records.at(0);
}
inline std::vector<record::Answer> put_posts(store::Store& store,
                                             std::vector<record::OrdinaryPost> posts,
                                             std::string_view purpose = record::kFirst,
                                             std::string platform = kPlatform) {
    return must(store.commit(outcome({}, {batch(std::move(posts), purpose)}, std::move(platform))))
        .batches.at(0);
}

// Nothing in the store contradicts anything else.
inline void check_whole(store::Store& store) {
    for (const auto& fault : must(store.check(10))) FAIL_CHECK(fault.where, ": ", fault.what);
}

}  // namespace mizan::test
