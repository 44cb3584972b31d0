#include "base/nearest.h"

#include <algorithm>

namespace mizan {

namespace {

std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const auto up = row[j];
            row[j] =
                std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
            diagonal = up;
        }
    }
    return row[b.size()];
}

}  // namespace

std::string nearest(std::string_view id, const std::vector<std::string_view>& known) {
    std::string best;
    if (id.size() > kNearestBytes) return best;
    std::size_t best_distance = id.size() / 3 + 1;
    for (const auto name : known) {
        const auto d = name.size() > id.size() + best_distance ? best_distance : distance(id, name);
        if (d < best_distance) {
            best_distance = d;
            best = std::string(name);
        }
    }
    return best;
}

}  // namespace mizan
