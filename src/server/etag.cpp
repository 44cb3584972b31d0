#include "server/etag.h"

#include <algorithm>

namespace mizan::server {

bool names_tag(std::string_view field, std::string_view tag) {
    const auto skip = [&](std::string_view what) {
        field.remove_prefix(std::min(field.find_first_not_of(what), field.size()));
    };
    skip(" \t");
    if (field.starts_with('*')) return field.find_first_not_of(" \t", 1) == field.npos;
    while (true) {
        skip(" \t,");
        if (field.starts_with("W/")) field.remove_prefix(2);
        if (!field.starts_with('"')) return false;  // the end, or no list of tags
        const auto end = field.find('"', 1);        // a comma may stand inside
        if (end == field.npos) return false;
        if (field.substr(0, end + 1) == tag) return true;
        field.remove_prefix(end + 1);
    }
}

}  // namespace mizan::server
