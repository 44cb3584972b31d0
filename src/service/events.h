// Use case: a platform tells what happened: how far posts got, that they were edited or deleted, that authors are gone, and whether what was
// decided was done. Each event is a record of its own; one that comes again is known.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/event.h"
#include "service/live_logs.h"
#include "service/record_folder.h"
#include "service/recorder.h"

namespace mizan::service {

// What an action's record says of it (record::Draft::outcome).
inline constexpr std::string_view kConfirmed = "confirmed";
inline constexpr std::string_view kFailed = "failed";

struct TakenEvent {
    record::RecordId record = 0;
    bool known = false;  // it was told before
};

// Records events of posts and authors, in their order; when it returns, all are durable. Those without a platform are of `platform`. An
// event is known by its id, or without one by its contents: then twice the same is once. Each: where it stands, or kRecordConflict
// (another event of that id), kRecordErased, kActionMissing (no such action was decided), kRecordMissing, of the store. Thread-safe.
[[nodiscard]] std::vector<Result<TakenEvent>> take_events(RecordFolder& folder, Recorder& recorder,
                                                          LiveLogs& logs, std::string_view platform,
                                                          std::span<const Event> events);

// The event that a record of one, or of an action, holds. Errors: kStoreCorrupt.
[[nodiscard]] Result<Event> read_recorded_event(const record::Vault& vault, record::RecordId id);

// How a post stands by what was told of it, in whatever order that came.
struct PostState {
    std::optional<std::uint64_t> views;  // as told last
    std::string views_as_of;
    std::uint32_t edited_to = 0;  // the highest revision there is; 0: none was told
    bool deleted = false;
};
// Takes one more event into account; the order does not matter. Pure.
void fold_event(PostState& state, const Event& event);
// Errors: of the store. Events that were erased are left out.
[[nodiscard]] Result<PostState> post_state(RecordFolder& folder, std::string_view platform,
                                           std::string_view source, std::string_view post);

// Whether it was told that an author is gone. Errors: as above.
[[nodiscard]] Result<bool> is_author_deleted(RecordFolder& folder, std::string_view platform,
                                             std::string_view author);

// By what an author's events are found: the tag of a name that no post can have.
[[nodiscard]] record::Tag author_tag(const record::TagKey& tags, std::string_view platform,
                                     std::string_view author);

}  // namespace mizan::service
