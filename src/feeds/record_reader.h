// RecordReader: turns the records of a Chunk into Posts, one at a time, into a Post that is reused.
//
// Every record is either a post or a reject; only blank lines are neither. docs: the input format is described by
// schemas/post.schema.json. Rules where JSON leaves room: the order of fields does not matter; unknown fields are
// left alone (their values are checked for balance only); of duplicate keys the first wins; null is "not given"; a
// lone surrogate escape or a byte that is not UTF-8 becomes U+FFFD; a missing id becomes "line:N".
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/error.h"
#include "feeds/chunker.h"
#include "feeds/format.h"
#include "model/post.h"

namespace mizan::feeds {

enum class Step : std::uint8_t { kPost, kReject, kEnd };

// A record that could not become a post. Views are valid until the next call.
struct Reject {
    Error
        error;  // where = "file:line"; codes json-malformed, field-type, text-missing, text-too-long,
                // line-too-long, csv-malformed, binary-input
    std::uint64_t line = 0;  // the record's first line in the file, from 1
    std::string_view
        raw;  // the record as it came, without its line end; of one that was skipped, its beginning
};

// One per worker; not thread-safe; moved at will. Keeps its buffers between chunks.
class RecordReader {
public:
    explicit RecordReader(const FieldMap& fields);
    ~RecordReader();
    RecordReader(RecordReader&&) noexcept;
    RecordReader& operator=(RecordReader&&) noexcept;

    // Starts on a chunk, which must outlive the posts read from it.
    void begin(const Chunk& chunk);

    // The next record: kPost fills `post` (its views hold until the next call or begin()), kReject fills reject(),
    // kEnd says that the chunk is done.
    [[nodiscard]] Step next(Post& post);

    [[nodiscard]] const Reject& reject() const;
    [[nodiscard]] std::uint64_t line() const;  // first line of the record last read, from 1
    [[nodiscard]] std::string_view raw()
        const;                           // the record last read, as it came, without its line end
    [[nodiscard]] bool made_id() const;  // the post last read brought none

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace mizan::feeds
