// The part of Writer for ordinary posts that wait for a frame.

#include <algorithm>
#include <utility>

#include "store/sqlite/writer.h"

namespace mizan::store {

Result<record::Committed> Writer::apply_later(const record::Outcome& outcome) {
    const auto& batch = outcome.batches.front();
    MZ_TRY(const auto* const platform, this->platform(outcome.platform));
    std::vector<record::Answer> answers;
    record::Batch fresh{batch.setting, batch.purpose, batch.at, batch.tails, {}};
    for (const auto& post : batch.posts) {
        MZ_TRY(const auto earlier,
               known_.find(platform->id, post.tag, post.revision, batch.purpose, next_record_));
        if (earlier) {
            MZ_TRY(const auto state, known_.state(*earlier, post.input));
            answers.push_back({state, earlier->record, earlier->slot, earlier->in_batch});
            continue;
        }
        // It may come again before its frame was made: what it is answered stands in that.
        if (!waiting_.expect(post.tag)) return apply(outcome, record::build_frames(outcome));
        answers.push_back({record::AnswerState::kNew, 0, 0, true});
        fresh.posts.push_back(post);
    }
    if (!fresh.posts.empty()) MZ_CHECK(waiting_.add(outcome.platform, platform->id, fresh));
    record::Committed done;
    done.batches.push_back(std::move(answers));
    return done;
}

bool Writer::meets_waiting(const record::Outcome& outcome) const {
    if (waiting_.expects_none()) return false;
    const auto may_wait = [this](const auto& post) { return waiting_.may_hold(post.tag); };
    return !outcome.lost.empty() || std::ranges::any_of(outcome.records, may_wait) ||
           std::ranges::any_of(outcome.batches, [&](const record::Batch& batch) {
               return std::ranges::any_of(batch.posts, may_wait);
           });
}

Result<void> Writer::frame_waiting() {
    MZ_TRY(auto groups, waiting_.take());
    for (auto& group : groups) {
        record::Outcome outcome;
        outcome.platform = std::move(group.platform);
        outcome.batches.push_back(std::move(group.batch));
        MZ_CHECK(apply(outcome, record::build_frames(outcome)));
    }
    return {};
}

}  // namespace mizan::store
