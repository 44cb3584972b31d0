// Made-up traffic for the bench of the record: sizes as real decisions have them, contents of no meaning. The same seed gives the same posts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "record/decision.h"
#include "record/leaf.h"

namespace bench {

using namespace mizan;

inline constexpr std::string_view kPlatform = "bench";
inline constexpr std::uint64_t kAt = 1'800'000'000;  // unix seconds
inline constexpr std::size_t kTails = 24;  // of ordinary decisions: languages and coverages
inline constexpr std::size_t kTailBytes = 400;
inline constexpr std::size_t kInputBytes = 250;
inline constexpr std::size_t kLeastDecision = 1'500;  // bytes of JSON
inline constexpr std::size_t kMostDecision = 2'500;

class Traffic {
public:
    explicit Traffic(std::uint64_t seed) : state_(seed) {
        setting_.policy = "hateful-conduct@" + to_hex(hash());
        setting_.engine = hash();
        setting_.bundle = hash();
        for (std::size_t i = 0; i < kTails; ++i) tails_.push_back({text(kTailBytes), 0});
        decision_.outcome = Outcome::kViolation;
        decision_.clause = "slurs-and-dehumanisation";
        decision_.lang = "en";
        decision_.route = Route::kPerson;
    }

    // With `full` posts that have records of their own and `ordinary` ones in one batch.
    record::Outcome outcome(std::size_t full, std::size_t ordinary) {
        record::Outcome out;
        out.platform = kPlatform;
        out.records.reserve(full);
        for (std::size_t i = 0; i < full; ++i) out.records.push_back(draft());
        if (ordinary == 0) return out;
        auto& batch = out.batches.emplace_back();
        batch.setting = setting_;
        batch.purpose = record::kFirst;
        batch.at = kAt;
        batch.tails = tails_;
        batch.posts.reserve(ordinary);
        for (std::size_t i = 0; i < ordinary; ++i)
            batch.posts.push_back({tag(), 0, static_cast<std::uint32_t>(word() % 1000),
                                   static_cast<std::uint32_t>(word() % kTails), hash()});
        return out;
    }

    // The leaf by which the policy of all decisions went live; they cite it as the first of the log.
    [[nodiscard]] std::string policy_leaf() const {
        return record::leaf_rest(record::LeafType::kPolicy, kAt,
                                 {std::string_view(setting_.policy), std::uint64_t{1}, Sha256{},
                                  setting_.bundle, Sha256{}, setting_.engine});
    }

    record::Draft draft() {
        const auto post = text(20);
        const auto size = kLeastDecision + word() % (kMostDecision - kLeastDecision);
        const record::Occasion occasion{tag(), "firehose", post, 0, record::kFirst, kAt};
        return record::decision_draft(setting_, occasion, decision_, "author", text(kInputBytes),
                                      text(size));
    }

private:
    std::uint64_t word() {
        state_ += 0x9E3779B97F4A7C15ull;
        return fold_product(state_, 0xD6E8FEB86659FD93ull);
    }
    Sha256 hash() { return filled<Sha256>(); }
    record::Tag tag() { return {filled<decltype(record::Tag::bytes)>()}; }
    template <class T> T filled() {
        T out{};
        for (std::size_t at = 0; at < out.size(); at += 4) {
            const auto w = static_cast<std::uint32_t>(word() >> 16);
            std::memcpy(out.data() + at, &w, sizeof w);
        }
        return out;
    }
    std::string text(std::size_t bytes) {
        std::string out(bytes, ' ');
        for (std::size_t at = 0; at < bytes; at += 8) {
            auto w = word();
            for (auto i = at; i < std::min(bytes, at + 8); ++i, w >>= 8)
                out[i] = static_cast<char>('a' + (w & 0xFF) % 26);
        }
        return out;
    }

    std::uint64_t state_;
    record::Setting setting_;
    std::vector<record::Batch::Tail> tails_;
    Decision decision_;
};

}  // namespace bench
