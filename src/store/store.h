// Store: where a platform's records are kept. One way in, commit(), of one outcome or of several; everything else is a question.
//
// A record is private and complete; its contents stand in a vault apart from it and can be erased. Its leaf (record/leaf.h) is what the
// log shows. A store holds the records of several platforms; each has a log of its own. Every implementation passes the suite in
// tests/store/conformance.h.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "record/outcome.h"
#include "record/salt_tree.h"

namespace mizan::store {

using record::RecordId;

// A record as the journal has it.
struct Entry {
    RecordId id = 0;
    std::string platform;
    record::Kind kind = record::Kind::kDecision;
    std::uint64_t at = 0;                // unix time in seconds
    std::optional<std::uint64_t> index;  // in the platform's log; nothing: sealed, and waiting
    std::string leaf;                    // its rest (record/leaf.h)
    record::Tag tag{};
    std::uint32_t revision = 0;
    std::string purpose;
    std::string outcome;     // record/outcome.h
    std::string clause;      // likewise
    RecordId about = 0;      // record/outcome.h
    std::uint32_t slot = 0;  // record/outcome.h
    RecordId supersedes =
        0;              // the decision that was in force for this post until this one came; 0: none
    bool lost = false;  // known from the published log only
};

// A decision about a post: a record of its own, or a slot of a batch.
struct Found {
    RecordId record = 0;
    bool in_batch = false;
    std::uint32_t slot = 0;
    std::uint32_t revision = 0;
    std::string purpose;
    bool in_force = false;  // of all decisions about the post
    bool erased = false;
};

struct StoredFrame {
    std::string bytes;       // record/frame.h
    record::SaltTree salts;  // less those erased
};

struct Status {
    std::uint64_t records = 0;
    std::uint64_t leaves = 0;  // with an index
    std::uint64_t sealed = 0;  // that wait for one
    std::uint64_t decisions = 0;
    std::uint64_t ordinary = 0;  // posts in batches
    std::uint64_t erased = 0;    // records, and posts of batches, whose contents are gone
    std::uint64_t held = 0;      // records, and posts of batches, under a legal hold
    std::uint64_t last_at = 0;   // of the last record
};

// Something that cannot be so.
struct Fault {
    std::string where;
    std::string what;
};

// Thread-safe.
class Store {
public:
    Store() = default;
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;
    virtual ~Store() = default;

    // Does all of it or nothing. When it returns, all is durable. May wait for others, whose outcomes become durable together with
    // this one. A decision whose key (platform, tag, revision, purpose) is known is answered and not recorded again; one about a post
    // that has a decision supersedes it, unless that is about a later revision. What was told (record::is_told()) is recorded once for each
    // key (platform, purpose), likewise. An erasure removes what it is about from the vault; while a
    // hold stands it is refused. Errors: kStoreFull (nothing of it is recorded), kRecordConflict, kRecordMissing, kRecordErased for
    // an erasure, hold or release that cannot be; kStoreCorrupt.
    [[nodiscard]] Result<record::Committed> commit(record::Outcome outcome);
    // Several, each of which stands or falls by itself, in that order. Others' outcomes may come between them: what need not be together
    // (record::in_pieces()) should not, for nobody's decision waits for longer than one of them takes. Answers as the outcomes.
    [[nodiscard]] std::vector<Result<record::Committed>> commit_each(
        std::vector<record::Outcome> outcomes) {
        return commit_each(std::move(outcomes), Frames::kNow);
    }
    // When the posts of a small batch get their frame: with kLater the store may put those of many batches into one. They are as durable, as
    // known and as surely in the log, and no question misses them; but the answers of new ones name no record and no slot.
    enum class Frames : std::uint8_t { kNow, kLater };
    [[nodiscard]] virtual std::vector<Result<record::Committed>> commit_each(
        std::vector<record::Outcome> outcomes, Frames frames) = 0;

    // The questions that `ask` puts to the store, from its own thread, see it as it is at one moment, and many short ones cost less. Others wait
    // meanwhile: a millisecond of it is enough. Errors: of `ask`; of the store.
    [[nodiscard]] virtual Result<void> at_once(const std::function<Result<void>()>& ask) = 0;

    [[nodiscard]] virtual Result<std::vector<std::string>> platforms() = 0;
    [[nodiscard]] virtual Result<Status> status(std::string_view platform) = 0;
    // Errors: kRecordMissing.
    [[nodiscard]] virtual Result<Entry> entry(RecordId id) = 0;
    [[nodiscard]] virtual Result<Entry> entry_at(std::string_view platform,
                                                 std::uint64_t index) = 0;
    // Errors: kRecordErased, kRecordMissing.
    [[nodiscard]] virtual Result<record::Vault> vault(RecordId id) = 0;
    // Errors: kRecordMissing.
    [[nodiscard]] virtual Result<StoredFrame> frame(RecordId id) = 0;
    // The decisions about a post, oldest first; those in batches only with `search_batches`, which reads every frame.
    [[nodiscard]] virtual Result<std::vector<Found>> find(std::string_view platform,
                                                          const record::Tag& tag,
                                                          bool search_batches) = 0;
    // What the platform told about a post or an author, or of actions against a post, oldest first.
    [[nodiscard]] virtual Result<std::vector<Entry>> told_about(std::string_view platform,
                                                                const record::Tag& tag) = 0;
    // Whether a record is under a hold; of a batch whether that slot is, or, without `slot`, anything of it.
    [[nodiscard]] virtual Result<bool> is_held(RecordId id,
                                               std::optional<std::uint32_t> slot = {}) = 0;
    // The holds on a record, or on that slot of it, oldest first.
    [[nodiscard]] virtual Result<std::vector<RecordId>> holds_on(
        RecordId id, std::optional<std::uint32_t> slot = {}) = 0;
    // The last activation of a platform; nothing if there is none.
    [[nodiscard]] virtual Result<std::optional<Entry>> activation(std::string_view platform) = 0;

    // Of the platform's last record, in unix seconds; 0 if there is none.
    [[nodiscard]] virtual Result<std::uint64_t> last_at(std::string_view platform) = 0;

    // The rests of the leaves from `first` on, at most `count`, in order.
    [[nodiscard]] virtual Result<std::vector<std::string>> leaves(std::string_view platform,
                                                                  std::uint64_t first,
                                                                  std::size_t count) = 0;
    [[nodiscard]] virtual Result<record::LogState> log_state(std::string_view platform) = 0;

    // The records of a platform after `after`, oldest first, until `visit` gives false. The visitor may ask the store.
    [[nodiscard]] virtual Result<void> each(std::string_view platform, RecordId after,
                                            const std::function<bool(const Entry&)>& visit) = 0;
    // Likewise those of one kind, of decisions those that are not lost; unless they are batches, none of another kind is looked at.
    [[nodiscard]] virtual Result<void> each_of(std::string_view platform, record::Kind kind,
                                               RecordId after,
                                               const std::function<bool(const Entry&)>& visit) = 0;

    // What does not fit, at most `limit`; empty if all is well.
    [[nodiscard]] virtual Result<std::vector<Fault>> check(std::size_t limit) = 0;
    // Makes the tables that follow from journal and vault anew.
    [[nodiscard]] virtual Result<void> rebuild_views() = 0;
};

}  // namespace mizan::store
