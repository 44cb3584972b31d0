#include "record/commitment.h"

#include <sodium.h>

#include <vector>

namespace mizan::record {

namespace {

constexpr std::string_view kDomain = "mizan/commit/v1";
constexpr std::string_view kNul("\0", 1);

}  // namespace

Sha256 commit(const Salt& salt, std::string_view field, std::string_view value) {
    return hmac_sha256(salt, {kDomain, kNul, field, kNul, value});
}

void commit_each(std::span<const Salt> salts, std::string_view field,
                 std::span<const std::string_view> values, std::span<Sha256> commitments) {
    std::string texts;
    for (const auto value : values)
        texts.append(kDomain).append(kNul).append(field).append(kNul).append(value);
    std::vector<std::string_view> views;
    views.reserve(values.size());
    const auto before = kDomain.size() + field.size() + 2 * kNul.size();
    std::size_t at = 0;
    for (const auto value : values) {
        views.push_back(std::string_view(texts).substr(at, before + value.size()));
        at += views.back().size();
    }
    hmac_sha256_each(salts, views, commitments);
}

void fill_random(std::uint8_t* bytes, std::size_t size) { randombytes_buf(bytes, size); }

Salt random_salt() {
    Salt salt{};
    fill_random(salt.data(), salt.size());
    return salt;
}

}  // namespace mizan::record
