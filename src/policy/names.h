// Names: every id of a policy and where it was defined, with unknown and duplicate names told to the author.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/nearest.h"
#include "policy/ast.h"

namespace mizan::policy {

// One kind of id ("construct"): id -> index in order of definition.
class NameTable {
public:
    explicit NameTable(std::string kind) : kind_(std::move(kind)) {}

    // Gives the index; a second definition is a diagnostic and false.
    bool define(const Named& id, std::uint32_t index, Diagnostics& diagnostics);
    // kNone (0xFFFFFFFF) if there is none, silently.
    [[nodiscard]] std::uint32_t find(std::string_view id) const;
    // As find, but an unknown name is a diagnostic with the nearest known one as its fix.
    std::uint32_t resolve(const Named& id, Diagnostics& diagnostics) const;
    // The known name nearest to `id` within a third of its length; empty if none.
    [[nodiscard]] std::string nearest(std::string_view id) const;

private:
    struct Entry {
        std::uint32_t index;
        Loc loc;
    };
    std::string kind_;
    std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace mizan::policy
