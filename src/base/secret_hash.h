// A string hash for tables that grow by keys which outsiders choose: it has a secret of this process, so nobody can make many
// keys that collide. It differs from run to run; nothing that is put out may depend on it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <string_view>

#include "base/hash.h"

namespace mizan {

struct SecretHash {
    [[nodiscard]] std::size_t operator()(std::string_view s) const {
        const auto& secret = of_process();
        std::uint64_t h = secret.start ^ s.size();
        for (; s.size() > 8; s.remove_prefix(8))
            h = fold_product(h ^ word(s.substr(0, 8)), secret.factor);
        return fold_product(fold_product(h ^ word(s), secret.factor), secret.start);
    }

private:
    struct Secret {
        std::uint64_t start = 0;
        std::uint64_t factor = 0;  // odd
    };
    static const Secret& of_process() {
        static const Secret secret = [] {
            std::random_device device;
            const auto draw = [&] { return std::uint64_t{device()} << 32 | device(); };
            return Secret{draw() | 1, draw() | 1};
        }();
        return secret;
    }
    // At most 8 bytes, padded with zeros.
    static std::uint64_t word(std::string_view bytes) {
        std::uint64_t w = 0;
        if (!bytes.empty()) std::memcpy(&w, bytes.data(), bytes.size());
        return w;
    }
};

}  // namespace mizan
