#include "policy/names.h"

#include <algorithm>

namespace mizan::policy {

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
    if (id.size() > 200) return best;
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

bool NameTable::define(const Named& id, std::uint32_t index, Diagnostics& diagnostics) {
    if (id.text.empty()) return false;  // the parser has said so
    const auto [it, fresh] = entries_.try_emplace(id.text, Entry{index, id.loc});
    if (fresh) return true;
    auto& d = diagnostics.add(Diag::kDuplicateId, id.loc,
                              "the " + kind_ + " '" + id.text + "' is defined twice",
                              "give one of the two another name, or join them");
    d.labels.push_back({it->second.loc, "first defined here"});
    return false;
}

std::uint32_t NameTable::find(std::string_view id) const {
    const auto it = entries_.find(id);
    return it == entries_.end() ? 0xFFFFFFFF : it->second.index;
}

std::uint32_t NameTable::resolve(const Named& id, Diagnostics& diagnostics) const {
    const auto index = find(id.text);
    if (index == 0xFFFFFFFF && !id.text.empty()) {
        const auto near = nearest(id.text);
        auto& d = diagnostics.add(Diag::kUnknownName, id.loc,
                                  "there is no " + kind_ + " '" + id.text + "'");
        if (!near.empty()) {
            d.hint = "did you mean " + near + "?";
            d.fix = near;
        }
    }
    return index;
}

std::string NameTable::nearest(std::string_view id) const {
    std::vector<std::string_view> known;
    for (const auto& [name, entry] : entries_) known.push_back(name);
    return policy::nearest(id, known);
}

}  // namespace mizan::policy
