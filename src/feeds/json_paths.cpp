// From the names of a FieldMap to the tree of keys that the JSON reader walks.

#include <algorithm>
#include <array>
#include <utility>

#include "feeds/json_record.h"

namespace mizan::feeds {

namespace {

// Adds the path "a.b.c"; of two fields with the same path the first keeps it.
void add(std::vector<PathNode>& level, std::string_view path, std::size_t from, Field field) {
    const auto dot = path.find('.', from);
    const auto key = path.substr(from, dot == path.npos ? path.npos : dot - from);
    auto node =
        std::find_if(level.begin(), level.end(), [&](const PathNode& n) { return n.key == key; });
    if (node == level.end()) {
        level.push_back({std::string(key), std::string(path.substr(0, dot)), Field::kNone, {}});
        node = std::prev(level.end());
    }
    if (dot != path.npos) {
        add(node->children, path, dot + 1, field);
    } else if (node->field == Field::kNone) {
        node->field = field;
    }
}

}  // namespace

std::vector<PathNode> compile_paths(const FieldMap& fields) {
    const std::array<std::pair<const std::string*, Field>, 14> names{
        {{&fields.text, Field::kText},
         {&fields.id, Field::kId},
         {&fields.author, Field::kAuthor},
         {&fields.title, Field::kTitle},
         {&fields.platform, Field::kPlatform},
         {&fields.created_at, Field::kCreatedAt},
         {&fields.lang, Field::kLang},
         {&fields.surface, Field::kSurface},
         {&fields.reply_to, Field::kReplyTo},
         {&fields.target, Field::kTarget},
         {&fields.mentions, Field::kMentions},
         {&fields.parts, Field::kParts},
         {&fields.signals, Field::kSignals},
         {&fields.revision, Field::kRevision}}};
    std::vector<PathNode> top;
    for (const auto& [name, field] : names) {
        if (name->empty()) continue;
        add(top, *name, 0, field);
        if (field == Field::kAuthor || field == Field::kTarget) add(top, *name + ".id", 0, field);
    }
    if (!fields.reach.empty()) {
        add(top, fields.reach + ".views", 0, Field::kReachViews);
        add(top, fields.reach + ".as_of", 0, Field::kReachAsOf);
    }
    return top;
}

}  // namespace mizan::feeds
