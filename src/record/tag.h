// Tag: by which a store finds a post without keeping its id where it cannot be erased: a keyed hash of platform, source and id.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string_view>

namespace mizan::record {

// 12 bytes of SipHash-2-4 with 128 bits of output (Aumasson and Bernstein 2012). Of 10^12 posts two share a tag with a chance
// of one in 10^5.
struct Tag {
    std::array<std::uint8_t, 12> bytes{};

    [[nodiscard]] std::string_view view() const {
        return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    }
    auto operator<=>(const Tag&) const = default;
};

// The secret that tags are made with. It stays with the store and is never published. Thread-safe.
class TagKey {
public:
    using Secret = std::array<std::uint8_t, 16>;
    explicit TagKey(const Secret& secret) : secret_(secret) {}

    [[nodiscard]] Tag tag(std::string_view platform, std::string_view source,
                          std::string_view post) const;

private:
    Secret secret_;
};

}  // namespace mizan::record
