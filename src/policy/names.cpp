#include "policy/names.h"

namespace mizan::policy {

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
    return mizan::nearest(id, known);
}

}  // namespace mizan::policy
