#include "model/post.h"

#include <array>
#include <utility>

namespace mizan {

namespace {

constexpr std::array<std::pair<PartKind, std::string_view>, 4> kKinds{
    {{PartKind::kText, "text"},
     {PartKind::kUrl, "url"},
     {PartKind::kMediaRef, "media-ref"},
     {PartKind::kDerivedText, "derived-text"}}};
constexpr std::array<std::pair<PartRole, std::string_view>, 8> kRoles{
    {{PartRole::kBody, "body"},
     {PartRole::kTitle, "title"},
     {PartRole::kName, "name"},
     {PartRole::kBio, "bio"},
     {PartRole::kAlt, "alt"},
     {PartRole::kQuoted, "quoted"},
     {PartRole::kOcr, "ocr"},
     {PartRole::kOther, "other"}}};

template <class E, std::size_t N>
bool find(const std::array<std::pair<E, std::string_view>, N>& table, std::string_view s, E& out) {
    for (const auto& [value, text] : table) {
        if (text == s) {
            out = value;
            return true;
        }
    }
    return false;
}

}  // namespace

std::string_view name(PartKind kind) { return kKinds[static_cast<std::size_t>(kind)].second; }
std::string_view name(PartRole role) { return kRoles[static_cast<std::size_t>(role)].second; }
bool parse(std::string_view s, PartKind& out) { return find(kKinds, s, out); }
bool parse(std::string_view s, PartRole& out) { return find(kRoles, s, out); }

void Post::clear() {
    platform = id = author = created_at = lang = surface = reply_to = target = {};
    mentions.clear();
    parts.clear();
    signals.clear();
    revision = 0;
    reach = {};
    has_reach = false;
}

}  // namespace mizan
