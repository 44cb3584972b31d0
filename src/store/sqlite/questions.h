// Questions: what a connection that reads can say about a store. Private to this folder.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "sqlite/database.h"
#include "store/store.h"

namespace mizan::store {

// A kind that is neither a decision nor a batch is found by the index of such (schema.cpp), whose own condition has to be repeated: likely(),
// or it is taken for the better one to search by.
inline constexpr std::string_view kOfRareKind = "j.kind = ? AND likely(j.kind > 2)";

// Not thread-safe: its connection belongs to it. Each function answers the question of the same name in store.h.
class Questions {
public:
    explicit Questions(sqlite::Database db) : db_(std::move(db)) {}

    // store.h
    [[nodiscard]] Result<void> at_once(const std::function<Result<void>()>& ask);
    [[nodiscard]] Result<std::vector<std::string>> platforms();
    [[nodiscard]] Result<Status> status(std::string_view platform);
    [[nodiscard]] Result<Entry> entry(RecordId id);
    [[nodiscard]] Result<Entry> entry_at(std::string_view platform, std::uint64_t index);
    [[nodiscard]] Result<record::Vault> vault(RecordId id);
    [[nodiscard]] Result<StoredFrame> frame(RecordId id);
    [[nodiscard]] Result<std::vector<Found>> find(std::string_view platform, const record::Tag& tag,
                                                  bool search_batches);
    [[nodiscard]] Result<std::vector<Entry>> told_about(std::string_view platform,
                                                        const record::Tag& tag);
    [[nodiscard]] Result<bool> is_held(RecordId id, std::optional<std::uint32_t> slot);
    [[nodiscard]] Result<std::vector<RecordId>> holds_on(RecordId id,
                                                         std::optional<std::uint32_t> slot);
    [[nodiscard]] Result<std::optional<Entry>> activation(std::string_view platform);
    [[nodiscard]] Result<std::uint64_t> last_at(std::string_view platform);
    [[nodiscard]] Result<std::vector<std::string>> leaves(std::string_view platform,
                                                          std::uint64_t first, std::size_t count);
    [[nodiscard]] Result<record::LogState> log_state(std::string_view platform);
    // At most `count` records after `after`.
    [[nodiscard]] Result<std::vector<Entry>> entries(std::string_view platform, RecordId after,
                                                     std::size_t count);
    // Likewise, of one kind.
    [[nodiscard]] Result<std::vector<Entry>> entries_of(std::string_view platform,
                                                        record::Kind kind, RecordId after,
                                                        std::size_t count);

    [[nodiscard]] sqlite::Database& database() { return db_; }

private:
    sqlite::Database db_;
};

}  // namespace mizan::store
