#include "record/tag.h"

#include <sodium.h>

#include <cstring>
#include <string>

namespace mizan::record {

namespace {

// Length first: no two different triples are the same bytes.
void append(std::string& out, std::string_view s) {
    const auto size = static_cast<std::uint32_t>(s.size());
    char bytes[sizeof size];
    std::memcpy(bytes, &size, sizeof size);
    out.append(bytes, sizeof bytes).append(s);
}

}  // namespace

Tag TagKey::tag(std::string_view platform, std::string_view source, std::string_view post) const {
    thread_local std::string bytes;
    bytes.clear();
    append(bytes, platform);
    append(bytes, source);
    append(bytes, post);
    unsigned char hash[crypto_shorthash_siphashx24_BYTES];
    crypto_shorthash_siphashx24(hash, reinterpret_cast<const unsigned char*>(bytes.data()),
                                bytes.size(), secret_.data());
    Tag tag;
    std::memcpy(tag.bytes.data(), hash, tag.bytes.size());
    return tag;
}

}  // namespace mizan::record
