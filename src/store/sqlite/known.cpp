#include "store/sqlite/known.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/archive.h"
#include "record/commitment.h"

namespace mizan::store {

namespace {

Result<record::Tag> read_tag(std::string_view bytes) {
    record::Tag tag;
    if (bytes.size() != tag.bytes.size())
        return fail({Code::kStoreCorrupt, "a tag has another length", "decisions"});
    std::memcpy(tag.bytes.data(), bytes.data(), bytes.size());
    return tag;
}

Error frame_error(record::RecordId batch, std::string_view what) {
    return {Code::kStoreCorrupt, std::string(what), "frame of record " + std::to_string(batch)};
}

Earlier earlier_in(const OpenFrame& frame, std::size_t slot) {
    return {frame.batch, static_cast<std::uint32_t>(slot), true, !frame.salts.salt(slot),
            frame.view.slot(slot).revision};
}

}  // namespace

Result<record::SaltTree> read_salts(const sqlite::Statement& row, int column) {
    record::SaltTree salts;
    if (row.is_null(column)) return salts;
    ArchiveReader reader(row.bytes_at(column));
    reader(salts);
    if (!reader.ok() || !reader.at_end() || !salts.valid())
        return fail({Code::kStoreCorrupt, "the salts of a batch are damaged", "frame_salts"});
    return salts;
}

Result<std::unique_ptr<OpenFrame>> open_frame(sqlite::Statement& by_record,
                                              record::RecordId batch) {
    MZ_TRY(const bool there, by_record.start().number(batch).row());
    if (!there)
        return fail({Code::kRecordMissing, "there is no such batch", std::to_string(batch)});
    auto frame = std::make_unique<OpenFrame>();
    frame->batch = batch;
    frame->bytes = by_record.bytes_at(0);
    frame->purpose = by_record.bytes_at(2);
    frame->platform = by_record.number_at(3);
    auto salts = read_salts(by_record, 1);
    by_record.end();
    if (!salts) return fail(frame_error(batch, salts.error().message));
    frame->salts = *std::move(salts);
    auto view = record::FrameView::read(frame->bytes);
    if (!view) return fail(frame_error(batch, view.error().message));
    frame->view = *view;
    MZ_TRY(const auto tails, frame->view.tails());
    for (const auto& tail : tails) frame->tails.push_back(sha256(tail.text));
    return frame;
}

Result<void> Known::load() {
    filter_.clear();
    window_.clear();
    frames_.clear();
    MZ_TRY(by_key_,
           db_.prepare("SELECT record, erased FROM decisions WHERE tag = ? AND platform = ? AND "
                       "revision = ? AND purpose = ?"));
    MZ_TRY(last_, db_.prepare("SELECT record, erased, revision FROM decisions WHERE tag = ? "
                              "AND platform = ? ORDER BY revision DESC, record DESC LIMIT 1"));
    MZ_TRY(input_of_, db_.prepare("SELECT input FROM vault WHERE record = ?"));
    MZ_TRY(frame_of_, db_.prepare(kOpenFrameSql));
    MZ_TRY(auto tags, db_.prepare("SELECT tag FROM decisions"));
    while (true) {
        MZ_TRY(const bool more, tags.row());
        if (!more) break;
        MZ_TRY(const auto tag, read_tag(tags.bytes_at(0)));
        filter_.add(tag);
    }
    return load_window();
}

// The newest batches that fill the window, oldest first.
Result<void> Known::load_window() {
    MZ_TRY(auto batches, db_.prepare("SELECT record, bytes FROM frames ORDER BY record DESC"));
    std::vector<std::pair<record::RecordId, std::vector<record::Tag>>> newest;
    std::size_t posts = 0;
    while (posts < window_.capacity()) {
        MZ_TRY(const bool more, batches.row());
        if (!more) break;
        const auto batch = batches.number_at(0);
        const auto frame = record::FrameView::read(batches.bytes_at(1));
        if (!frame) return fail(frame_error(batch, frame.error().message));
        auto& tags = newest.emplace_back(batch, std::vector<record::Tag>()).second;
        for (std::size_t i = 0; i < frame->size(); ++i) tags.push_back(frame->slot(i).tag);
        posts += tags.size();
    }
    for (auto at = newest.rbegin(); at != newest.rend(); ++at)
        for (const auto& tag : at->second) window_.add(tag, at->first);
    return {};
}

void Known::forget(record::RecordId batch) {
    std::erase_if(frames_, [&](const auto& frame) { return frame->batch == batch; });
}

Result<OpenFrame*> Known::frame(record::RecordId batch) {
    const auto at = std::find_if(frames_.begin(), frames_.end(),
                                 [&](const auto& frame) { return frame->batch == batch; });
    if (at != frames_.end()) {
        std::rotate(at, at + 1, frames_.end());
        return frames_.back().get();
    }
    MZ_TRY(auto frame, open_frame(*frame_of_, batch));
    if (frames_.size() == kOpenFrames) frames_.erase(frames_.begin());
    frames_.push_back(std::move(frame));
    return frames_.back().get();
}

template <class F> Result<void> Known::each_slot(std::uint64_t platform, const record::Tag& tag,
                                                 record::RecordId unwritten, F f) {
    std::optional<Error> error;
    window_.any(tag, [&](record::RecordId batch) {
        if (batch >= unwritten) return false;
        const auto open = frame(batch);
        if (!open) {
            error = open.error();
            return true;
        }
        if ((*open)->platform != platform) return false;
        const auto [first, end] = (*open)->view.find(tag);
        for (auto i = first; i < end; ++i)
            if (f(**open, i)) return true;
        return false;
    });
    if (error) return fail(*std::move(error));
    return {};
}

Result<std::optional<Earlier>> Known::find(std::uint64_t platform, const record::Tag& tag,
                                           std::uint32_t revision, std::string_view purpose,
                                           record::RecordId unwritten) {
    if (filter_.may_hold(tag)) {
        by_key_->start().blob(tag.view()).number(platform).number(revision).text(purpose);
        MZ_TRY(const bool there, by_key_->row());
        if (there) {
            const Earlier own{by_key_->number_at(0), 0, false, by_key_->number_at(1) != 0,
                              revision};
            by_key_->end();
            return own;
        }
    }
    std::optional<Earlier> found;
    MZ_CHECK(each_slot(platform, tag, unwritten, [&](const OpenFrame& open, std::size_t i) {
        if (open.purpose != purpose || open.view.slot(i).revision != revision) return false;
        found = earlier_in(open, i);
        return true;
    }));
    return found;
}

Result<std::optional<Earlier>> Known::in_force(std::uint64_t platform, const record::Tag& tag,
                                               record::RecordId unwritten) {
    std::optional<Earlier> found;
    if (filter_.may_hold(tag)) {
        MZ_TRY(const bool there, last_->start().blob(tag.view()).number(platform).row());
        if (there) {
            found = Earlier{last_->number_at(0), 0, false, last_->number_at(1) != 0,
                            static_cast<std::uint32_t>(last_->number_at(2))};
            last_->end();
        }
    }
    MZ_CHECK(each_slot(platform, tag, unwritten, [&](const OpenFrame& open, std::size_t i) {
        const auto slot = earlier_in(open, i);
        if (!found ||
            std::pair(slot.revision, slot.record) > std::pair(found->revision, found->record))
            found = slot;
        return false;
    }));
    return found;
}

Result<record::AnswerState> Known::state(const Earlier& earlier, const Sha256& input) {
    using enum record::AnswerState;
    if (earlier.erased) return kErased;
    if (!earlier.in_batch) {
        MZ_TRY(const bool there, input_of_->start().number(earlier.record).row());
        if (!there) return kErased;  // a copy without its vault
        const bool same = sha256(input_of_->bytes_at(0)) == input;
        input_of_->end();
        return same ? kKnown : kConflict;
    }
    MZ_TRY(const auto* open, frame(earlier.record));
    const auto salt = open->salts.salt(earlier.slot);
    const auto slot = open->view.slot(earlier.slot);
    if (!salt) return kErased;
    if (slot.tail >= open->tails.size())
        return fail(frame_error(earlier.record, "a slot has no decision"));
    const auto value = record::post_value(input, open->tails[slot.tail]);
    return record::commit(*salt, record::kPostField, value) == slot.commitment ? kKnown : kConflict;
}

}  // namespace mizan::store
