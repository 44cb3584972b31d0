#include "record/outcome.h"

#include <algorithm>
#include <utility>

namespace mizan::record {

std::string_view name(Kind kind) {
    switch (kind) {
        case Kind::kDecision: return "decision";
        case Kind::kBatch: return "batch";
        case Kind::kActivation: return "activation";
        case Kind::kErasure: return "erasure";
        case Kind::kHold: return "hold";
        case Kind::kRelease: return "release";
        case Kind::kKey: return "key";
        case Kind::kAdoption: return "adoption";
        case Kind::kEvent: return "event";
        case Kind::kAction: return "action";
        case Kind::kSuggestion: return "suggestion";
        case Kind::kBrake: return "brake";
        case Kind::kAccess: return "access";
        case Kind::kFlag: return "flag";
        case Kind::kCase: return "case";
    }
    return {};
}

std::vector<Outcome> in_pieces(Outcome outcome) {
    auto records = std::move(outcome.records);
    auto batches = std::move(outcome.batches);
    std::vector<Outcome> out;
    const auto platform = outcome.platform;
    out.push_back(std::move(outcome));
    out.back().records.clear();
    out.back().batches.clear();
    const auto another = [&] {
        if (!out.back().records.empty() || !out.back().batches.empty())
            out.emplace_back().platform = platform;
    };
    for (auto& draft : records) {
        if (out.back().records.size() == kPieceRecords) another();
        out.back().records.push_back(std::move(draft));
    }
    for (auto& batch : batches) {
        if (batch.posts.size() <= kPiecePosts) {
            another();
            out.back().batches.push_back(std::move(batch));
            continue;
        }
        for (std::size_t first = 0; first < batch.posts.size(); first += kPiecePosts) {
            another();
            const auto from = batch.posts.begin() + static_cast<std::ptrdiff_t>(first);
            const auto count = std::min(kPiecePosts, batch.posts.size() - first);
            out.back().batches.push_back({batch.setting,
                                          batch.purpose,
                                          batch.at,
                                          batch.tails,
                                          {from, from + static_cast<std::ptrdiff_t>(count)}});
        }
    }
    return out;
}

}  // namespace mizan::record
