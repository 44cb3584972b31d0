// Waiting: ordinary posts that are durable and not yet in a frame. A few that come at a time cost a row here and not a frame each; those of
// many rows then become one frame. Private to this folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "record/outcome.h"
#include "sqlite/database.h"

namespace mizan::store {

// Belongs to the writer's connection and thread; works in the transaction that is open.
class Waiting {
public:
    static constexpr std::size_t kFew =
        256;  // posts of one batch; more are worth a frame of their own
    static constexpr std::size_t kDue =
        2'048;  // so many make a frame at once, which takes some 3 ms

    // Posts that may stand in a frame together, of as many rows as there were.
    struct Group {
        std::string platform;
        record::Batch batch;
        std::unordered_map<std::string, std::uint32_t> tails;  // place in the batch
    };

    explicit Waiting(sqlite::Database& db) : db_(db) {}

    // Reads what there is from the table. Again after a transaction was rolled back. Errors: of the database; kStoreCorrupt.
    [[nodiscard]] Result<void> load();
    // Notes that a post of that tag is going to wait; false if one did already.
    [[nodiscard]] bool expect(const record::Tag& tag) { return tags_.insert(word(tag)).second; }
    // Whether a post of that tag may wait: eight of its bytes are compared.
    [[nodiscard]] bool may_hold(const record::Tag& tag) const { return tags_.contains(word(tag)); }
    // Errors: of the database.
    [[nodiscard]] Result<void> add(const std::string& platform, std::uint64_t platform_id,
                                   const record::Batch& batch);
    [[nodiscard]] std::size_t size() const { return size_; }  // posts
    [[nodiscard]] bool expects_none() const { return tags_.empty(); }
    // All of them; then none wait. Errors: of the database.
    [[nodiscard]] Result<std::vector<Group>> take();

private:
    [[nodiscard]] static std::uint64_t word(const record::Tag& tag);
    void gather(const std::string& platform, const record::Batch& batch);

    sqlite::Database& db_;
    std::vector<Group> groups_;
    std::unordered_set<std::uint64_t> tags_;
    std::size_t size_ = 0;
    std::optional<sqlite::Statement> insert_, remove_;
};

// The posts of a row of the table. Errors: kStoreCorrupt.
[[nodiscard]] Result<record::Batch> read_waiting(std::string_view bytes);

}  // namespace mizan::store
