// One JSON object as a Post, by the same reader and the same rules as the lines of a feed.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "feeds/record_reader.h"
#include "model/post.h"

namespace mizan::service {

// Not thread-safe.
class PostLine {
public:
    PostLine() : reader_(feeds::FieldMap{}) {}

    // Fills `post`, whose views hold until the next call. Line ends inside `json` are read as blanks. Errors, with
    // `where` as their place: those of a record (json-malformed, field-type, text-missing, text-too-long).
    [[nodiscard]] Result<void> read(std::string_view json, const std::string& where, Post& post);
    // Whether the post last read brought no id.
    [[nodiscard]] bool made_id() const { return reader_.made_id(); }

private:
    feeds::RecordReader reader_;
    feeds::Chunk chunk_;
};

}  // namespace mizan::service
