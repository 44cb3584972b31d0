#include "service/told_key.h"

#include "base/hex.h"

namespace mizan::service {

std::string told_key(const record::TagKey& tags, std::string_view platform, std::string_view kind,
                     std::string_view source, std::string_view id_or_contents, bool contents) {
    // Tags of posts are made with the source alone: a control character keeps these apart from them.
    auto space = std::string("\x01").append(kind).append(contents ? "=" : ":").append(source);
    const auto tag = tags.tag(platform, space, id_or_contents);
    return std::string(kind).append("/").append(hex_of(tag.bytes));
}

}  // namespace mizan::service
