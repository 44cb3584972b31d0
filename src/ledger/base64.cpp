#include "ledger/base64.h"

#include <sodium.h>

#include <algorithm>

namespace mizan::ledger {

std::string to_base64(std::string_view bytes) {
    constexpr int kVariant = sodium_base64_VARIANT_ORIGINAL;
    std::string out(sodium_base64_encoded_len(bytes.size(), kVariant), '\0');
    sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                      bytes.size(), kVariant);
    out.pop_back();  // the zero at the end
    return out;
}

void append_base64(std::string& out, std::string_view bytes) {
    constexpr std::string_view kDigits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const auto byte = [&](std::size_t i) {
        return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0u;
    };
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto group = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
        const char digits[4] = {kDigits[group >> 18], kDigits[group >> 12 & 63],
                                i + 1 < bytes.size() ? kDigits[group >> 6 & 63] : '=',
                                i + 2 < bytes.size() ? kDigits[group & 63] : '='};
        out.append(digits, sizeof digits);
    }
}

std::optional<std::string> from_base64(std::string_view text) {
    // libsodium 1.0.18 takes bytes beyond ASCII for digits, where `char` is signed.
    if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }))
        return std::nullopt;
    std::string out(text.size() / 4 * 3, '\0');
    std::size_t size = 0;
    const int failed =
        sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(),
                          text.size(), nullptr, &size, nullptr, sodium_base64_VARIANT_ORIGINAL);
    if (failed != 0) return std::nullopt;
    out.resize(size);
    return out;
}

}  // namespace mizan::ledger
