#include "base/hmac.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <string>

namespace mizan {

namespace {

constexpr std::size_t kBlockBytes = 64;
constexpr unsigned char kInner = 0x36;
constexpr unsigned char kOuter = 0x5C;

using Block = std::array<char, kBlockBytes>;

// The key as a block that comes before a message.
Block block_of(const HmacKey& key, unsigned char pad) {
    Block block;
    block.fill(static_cast<char>(pad));
    for (std::size_t i = 0; i < key.size(); ++i) block[i] = static_cast<char>(key[i] ^ pad);
    return block;
}

std::string_view view(const Block& block) { return {block.data(), block.size()}; }

}  // namespace

Sha256 hmac_sha256(const HmacKey& key, std::initializer_list<std::string_view> parts) {
    std::string text;
    for (const auto part : parts) text.append(part);
    const auto inner = sha256(view(block_of(key, kInner)), text);
    return sha256(view(block_of(key, kOuter)), bytes_of(inner));
}

void hmac_sha256_each(std::span<const HmacKey> keys, std::span<const std::string_view> texts,
                      std::span<Sha256> hashes) {
    assert(keys.size() == texts.size() && hashes.size() >= texts.size());
    constexpr std::size_t kAtOnce = 2;  // as many as sha256_each() hashes at once
    std::array<std::string, kAtOnce> messages;
    for (std::size_t i = 0; i < texts.size(); i += kAtOnce) {
        const auto count = std::min(kAtOnce, texts.size() - i);
        std::array<std::string_view, kAtOnce> views;
        const auto some = hashes.subspan(i, count);
        const auto hash = [&](unsigned char pad, auto text_of) {
            for (std::size_t m = 0; m < count; ++m) {
                messages[m].assign(view(block_of(keys[i + m], pad))).append(text_of(m));
                views[m] = messages[m];
            }
            sha256_each({}, {views.data(), count}, some);
        };
        hash(kInner, [&](std::size_t m) { return texts[i + m]; });
        hash(kOuter, [&](std::size_t m) { return bytes_of(some[m]); });
    }
}

}  // namespace mizan
