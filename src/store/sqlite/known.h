// Known: what a store has decided before about a post, so that a key that comes again gets its old answer. Private to this folder.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/frame.h"
#include "record/outcome.h"
#include "sqlite/database.h"
#include "store/sqlite/filter.h"
#include "store/sqlite/window.h"

namespace mizan::store {

// A batch that was looked into.
struct OpenFrame {
    record::RecordId batch = 0;
    std::uint64_t platform = 0;
    std::string bytes;
    std::string purpose;
    record::FrameView view;
    record::SaltTree salts;
    std::vector<Sha256> tails;  // hashes
};

// The salts of a frame in a column; none are left if it is null, as in a copy without its vault. Errors: kStoreCorrupt.
[[nodiscard]] Result<record::SaltTree> read_salts(const sqlite::Statement& row, int column);

// Reads a frame with its salts and purpose. Errors: kRecordMissing, kStoreCorrupt.
[[nodiscard]] Result<std::unique_ptr<OpenFrame>> open_frame(sqlite::Statement& by_record,
                                                            record::RecordId batch);
inline constexpr std::string_view kOpenFrameSql =
    "SELECT f.bytes, s.salts, j.purpose, j.platform FROM frames f JOIN journal j ON j.record = "
    "f.record "
    "LEFT JOIN frame_salts s ON s.id = (SELECT max(id) FROM frame_salts WHERE record = f.record) "
    "WHERE f.record = ?";

// An earlier decision about a post.
struct Earlier {
    record::RecordId record = 0;
    std::uint32_t slot = 0;
    bool in_batch = false;
    bool erased = false;
    std::uint32_t revision = 0;
};

// Belongs to the writer's connection and thread.
class Known {
public:
    Known(sqlite::Database& db, std::size_t window_posts) : db_(db), window_(window_posts) {}

    // Reads what there is from the tables. Again after a transaction was rolled back.
    [[nodiscard]] Result<void> load();

    void add_record(const record::Tag& tag) { filter_.add(tag); }
    void add_post(const record::Tag& tag, record::RecordId batch) { window_.add(tag, batch); }
    // Where in memory a post is looked for.
    [[nodiscard]] auto places(const record::Tag& tag) const { return window_.places(tag); }
    void forget(record::RecordId batch);  // its salts have changed

    // The decision of that key; batches from `unwritten` on are left out. Errors: of the database; kStoreCorrupt.
    [[nodiscard]] Result<std::optional<Earlier>> find(std::uint64_t platform,
                                                      const record::Tag& tag,
                                                      std::uint32_t revision,
                                                      std::string_view purpose,
                                                      record::RecordId unwritten);
    // The decision in force about that post: of those about its latest revision the last; of batches those in the window that are
    // before `unwritten`. Nothing if there is none.
    [[nodiscard]] Result<std::optional<Earlier>> in_force(std::uint64_t platform,
                                                          const record::Tag& tag,
                                                          record::RecordId unwritten);
    // Whether a post of that tag may stand in batch `unwritten`, which is being made.
    [[nodiscard]] bool may_repeat(const record::Tag& tag, record::RecordId unwritten) const {
        return window_.any(tag, [&](record::RecordId batch) { return batch == unwritten; });
    }
    // What a draft or post of the same key with these contents is to be answered.
    [[nodiscard]] Result<record::AnswerState> state(const Earlier& earlier, const Sha256& input);

private:
    static constexpr std::size_t kOpenFrames = 16;  // kept; the one not used for longest goes first

    [[nodiscard]] Result<OpenFrame*> frame(record::RecordId batch);
    // The slots of that platform's tag in the window's batches before `unwritten`, until `f` gives true.
    template <class F> [[nodiscard]] Result<void> each_slot(std::uint64_t platform,
                                                            const record::Tag& tag,
                                                            record::RecordId unwritten, F f);
    [[nodiscard]] Result<void> load_window();

    sqlite::Database& db_;
    TagFilter filter_;
    Window window_;
    std::optional<sqlite::Statement> by_key_;
    std::optional<sqlite::Statement> last_;
    std::optional<sqlite::Statement> input_of_;
    std::optional<sqlite::Statement> frame_of_;
    std::vector<std::unique_ptr<OpenFrame>> frames_;  // last used last
};

}  // namespace mizan::store
