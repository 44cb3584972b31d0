// Which record a person means: by a post's id, by its index in the log, or by its number in the store.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "service/record_folder.h"
#include "store/store.h"

namespace mizan::service {

struct RecordQuery {
    std::string platform;                   // empty: the store's only one
    std::string source;                     // of the post
    std::optional<std::string> post;        // one of these three
    std::optional<std::uint64_t> index;     // in the log
    std::optional<std::uint64_t> record;    // in the store
    std::optional<std::uint32_t> slot;      // with index or record: a post in that batch
    std::optional<std::uint32_t> revision;  // of the post; nothing: the decision in force
};

// The platform that a query means. Errors: kUsage if it names none and there are several; kStoreMissing if there is none.
[[nodiscard]] Result<std::string> platform_of(store::Store& store, const std::string& named);

struct NamedPost {
    std::string platform;
    record::Tag tag;
};
// The post that it names, or that the decision which it names is about. Errors: kUsage, also for a record that is about no single post;
// kRecordMissing.
[[nodiscard]] Result<NamedPost> named_post(RecordFolder& folder, const RecordQuery& query);

// All decisions about the post that it names, or that the decision which it names is about, oldest first. Errors: kRecordMissing if
// there are none; kUsage, also for a record that is about no single post.
[[nodiscard]] Result<std::vector<store::Found>> find_decisions(RecordFolder& folder,
                                                               const RecordQuery& query);
// What it says if there are none.
[[nodiscard]] std::unexpected<Error> no_decisions(const RecordQuery& query);

// The one record that it means: of a post's decisions the one in force, or the last about that revision. Errors: as above.
[[nodiscard]] Result<store::Found> find_record(RecordFolder& folder, const RecordQuery& query);

}  // namespace mizan::service
