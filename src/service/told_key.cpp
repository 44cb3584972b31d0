#include "service/told_key.h"

#include "base/sha256.h"

namespace mizan::service {

std::string told_key(const record::TagKey& tags, std::string_view platform, std::string_view kind,
                     std::string_view source, std::string_view id_or_contents, bool contents) {
    // Tags of posts are made with the source alone: a control character keeps these apart from them.
    auto space = std::string("\x01").append(kind).append(contents ? "=" : ":").append(source);
    const auto tag = tags.tag(platform, space, id_or_contents);
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out(kind);
    out.push_back('/');
    for (const auto byte : tag.bytes) {
        out.push_back(kDigits[byte >> 4]);
        out.push_back(kDigits[byte & 15]);
    }
    return out;
}

}  // namespace mizan::service
