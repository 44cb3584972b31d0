#include "service/post_line.h"

#include <algorithm>

namespace mizan::service {

Result<void> PostLine::read(std::string_view json, const std::string& where, Post& post) {
    chunk_.buffer.assign(json);
    // Inside a JSON string no bare line end may stand, so this changes layout only.
    std::replace_if(
        chunk_.buffer.begin(), chunk_.buffer.end(), [](char c) { return c == '\n' || c == '\r'; },
        ' ');
    chunk_.size = chunk_.buffer.size();
    chunk_.buffer.append(feeds::Chunk::kPadding, '\0');
    chunk_.format = feeds::Format::kNdjson;
    chunk_.source = where;
    reader_.begin(chunk_);
    switch (reader_.next(post)) {
        case feeds::Step::kPost: return {};
        case feeds::Step::kReject: {
            auto error = reader_.reject().error;
            error.where = where;
            return fail(std::move(error));
        }
        case feeds::Step::kEnd: break;
    }
    return fail({Code::kJsonMalformed, "there is no post", where});
}

}  // namespace mizan::service
