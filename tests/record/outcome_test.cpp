// Outcomes in pieces: nothing is lost, nothing changes places, no piece is too large.
#include "record/outcome.h"

#include <doctest/doctest.h>

using namespace mizan;
using namespace mizan::record;

namespace {

Batch batch_of(std::size_t posts, const std::string& purpose) {
    Batch batch;
    batch.purpose = purpose;
    batch.tails.push_back({"{}", kCoveredFull});
    for (std::size_t i = 0; i < posts; ++i) {
        OrdinaryPost post{};
        post.revision = static_cast<std::uint32_t>(i);
        batch.posts.push_back(post);
    }
    return batch;
}

}  // namespace

TEST_CASE("an outcome in pieces is all of it, in its order") {
    Outcome whole;
    whole.platform = "garden";
    for (std::uint64_t i = 0; i < 2 * kPieceRecords + 5; ++i) whole.records.emplace_back().at = i;
    whole.batches.push_back(batch_of(3, "small"));
    whole.batches.push_back(batch_of(2 * kPiecePosts + 1, "large"));
    whole.sequence_sealed = true;
    whole.log.emplace().integrated = 7;
    const auto pieces = in_pieces(whole);
    std::uint64_t record = 0;
    std::size_t small = 0, large = 0;
    for (const auto& piece : pieces) {
        CHECK(piece.platform == "garden");
        CHECK(piece.records.size() <= kPieceRecords);
        CHECK(piece.batches.size() + (piece.records.empty() ? 0 : 1) <= 1);
        for (const auto& draft : piece.records) CHECK(draft.at == record++);
        for (const auto& batch : piece.batches) {
            CHECK(record == whole.records.size());
            CHECK(batch.posts.size() <= kPiecePosts);
            CHECK(batch.tails.size() == 1);
            auto& next = batch.purpose == "small" ? small : large;
            for (const auto& post : batch.posts) CHECK(post.revision == next++);
        }
        CHECK(piece.sequence_sealed == (&piece == &pieces.front()));
        CHECK(piece.log.has_value() == (&piece == &pieces.front()));
    }
    CHECK(record == whole.records.size());
    CHECK(small == 3);
    CHECK(large == 2 * kPiecePosts + 1);
    CHECK(pieces.size() == 3 + 1 + 3);
}

TEST_CASE("an outcome without records and batches is one piece") {
    Outcome log;
    log.log.emplace().integrated = 7;
    const auto pieces = in_pieces(log);
    REQUIRE(pieces.size() == 1);
    CHECK(pieces[0].log->integrated == 7);
}
