#include "model/event.h"

#include <array>

#include "base/json.h"

namespace mizan {

namespace {

constexpr std::array<std::string_view, kEventTypes> kEventNames{
    "reach",          "edited",           "deleted",      "author-deleted",
    "author-renamed", "action-confirmed", "action-failed"};

}  // namespace

std::string_view name(EventType type) { return kEventNames[static_cast<std::size_t>(type)]; }

std::optional<EventType> parse_event_type(std::string_view name) {
    for (std::size_t i = 0; i < kEventNames.size(); ++i)
        if (kEventNames[i] == name) return static_cast<EventType>(i);
    return std::nullopt;
}

bool is_of_author(EventType type) {
    return type == EventType::kAuthorDeleted || type == EventType::kAuthorRenamed;
}
bool is_of_action(EventType type) {
    return type == EventType::kActionConfirmed || type == EventType::kActionFailed;
}

void append_event_json(std::string& out, const Event& e) {
    json::Object object(out);
    object.optional("id", e.id).text("type", name(e.type)).optional("platform", e.platform);
    object.optional("source", e.source).optional("post", e.post).optional("author", e.author);
    object.optional("as_of", e.as_of.text.front() == 0 ? std::string_view() : e.as_of.view());
    if (e.views) object.number("views", *e.views);
    if (e.revision) object.number("revision", *e.revision);
    object.optional("new_author", e.new_author).optional("action", e.action);
    if (e.record) object.number("record", *e.record);
    object.optional("reason", e.reason);
}

}  // namespace mizan
