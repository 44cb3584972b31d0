// The part of Writer that records ordinary posts, as frames.

#include <unordered_map>
#include <utility>

#include "base/archive.h"
#include "store/sqlite/row_check.h"
#include "store/sqlite/writer.h"

namespace mizan::store {

namespace {

constexpr std::size_t kFilterAhead = 16;  // posts: so long the memory takes to answer

// The posts of a frame that are new, as a batch of their own.
record::Batch only(const record::Batch& batch, std::size_t first, std::size_t count,
                   const std::vector<record::Answer>& answers) {
    record::Batch out{batch.setting, batch.purpose, batch.at, batch.tails, {}};
    for (auto i = first; i < first + count; ++i)
        if (answers[i].state == record::AnswerState::kNew) out.posts.push_back(batch.posts[i]);
    return out;
}

}  // namespace

Result<std::vector<record::Answer>> Writer::put_batch(Platform& platform,
                                                      const record::Batch& batch,
                                                      const std::vector<record::Frame>& frames) {
    std::vector<record::Answer> answers(batch.posts.size());
    std::size_t first = 0;
    for (const auto& frame : frames) {
        MZ_CHECK(put_frame(platform, batch, first, frame, answers));
        first += frame.slot_of.size();
    }
    return answers;
}

// Fills answers[post] if the post's key was recorded before or stands earlier in the same frame.
Result<bool> Writer::is_known(const Platform& platform, const record::Batch& batch,
                              std::size_t post, std::size_t first,
                              std::vector<record::Answer>& answers) {
    const auto& p = batch.posts[post];
    if (known_.may_repeat(p.tag, next_record_)) {
        for (auto i = first; i < post; ++i) {
            const auto& other = batch.posts[i];
            if (other.tag != p.tag || other.revision != p.revision) continue;
            if (answers[i].state != record::AnswerState::kNew) continue;
            answers[post].state = other.input == p.input ? record::AnswerState::kKnown
                                                         : record::AnswerState::kConflict;
            answers[post].slot = static_cast<std::uint32_t>(i);  // its place until slots are known
            answers[post].record = next_record_;
            return true;
        }
    }
    MZ_TRY(const auto earlier,
           known_.find(platform.id, p.tag, p.revision, batch.purpose, next_record_));
    if (!earlier) return false;
    MZ_TRY(const auto state, known_.state(*earlier, p.input));
    answers[post] = {state, earlier->record, earlier->slot, earlier->in_batch};
    return true;
}

Result<void> Writer::put_frame(Platform& platform, const record::Batch& batch, std::size_t first,
                               const record::Frame& made, std::vector<record::Answer>& answers) {
    const auto id = next_record_;
    const auto count = made.slot_of.size();
    std::size_t fresh = 0;
    for (auto i = first; i < first + count; ++i) {
        if (i + kFilterAhead < first + count) {
            for (const void* at : known_.places(batch.posts[i + kFilterAhead].tag))
                __builtin_prefetch(at);
        }
        MZ_TRY(const bool known, is_known(platform, batch, i, first, answers));
        if (known) continue;
        known_.add_post(batch.posts[i].tag, id);
        ++fresh;
    }
    if (fresh == 0) return {};
    std::optional<record::Frame> remade;
    if (fresh < count) {
        const auto part = only(batch, first, count, answers);
        remade = record::build_frame(part, 0, fresh, record::random_salt());
    }
    const auto& frame = remade ? *remade : made;

    record::Draft draft;
    draft.kind = record::Kind::kBatch;
    draft.at = batch.at;
    draft.leaf = record::batch_leaf(batch, frame);
    draft.purpose = batch.purpose;
    draft.about = batch.setting.activation_record;
    MZ_CHECK(put_entry(platform, draft, 0));
    MZ_CHECK(insert_frame_->start()
                 .number(id)
                 .blob(frame.bytes)
                 .number(RowCheck().number(id).bytes(frame.bytes).value())
                 .run());
    MZ_CHECK(put_salts(id, frame.salts));

    std::size_t at = 0;
    for (auto i = first; i < first + count; ++i) {
        auto& answer = answers[i];
        if (answer.state == record::AnswerState::kNew) {
            answer = {record::AnswerState::kNew, id, frame.slot_of[at++], true};
        } else if (answer.record == id) {
            answer.slot = answers[answer.slot].slot;
            answer.in_batch = true;
        }
    }
    return {};
}

Result<void> Writer::put_salts(record::RecordId batch, const record::SaltTree& salts) {
    ArchiveWriter out;
    out(salts);
    const auto bytes = std::move(out).take();
    return insert_salts_->start()
        .number(batch)
        .blob(bytes)
        .number(RowCheck().number(batch).bytes(bytes).value())
        .run();
}

}  // namespace mizan::store
