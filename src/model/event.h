// Event: what a platform tells of its posts, its authors, and what became of actions. One JSON form.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.h"

namespace mizan {

enum class EventType : std::uint8_t {
    kReach,            // a post was seen so many times
    kEdited,           // it has another text since; that comes as a post of a higher revision
    kDeleted,          // it is gone
    kAuthorDeleted,    // an author is gone, with all posts
    kAuthorRenamed,    // an author has another id
    kActionConfirmed,  // what was decided was done
    kActionFailed,     // it could not be done
};
inline constexpr std::size_t kEventTypes = 7;

[[nodiscard]] std::string_view name(EventType type);  // "reach", "edited", ..., "action-failed"
[[nodiscard]] std::optional<EventType> parse_event_type(std::string_view name);
// Whether it tells of an author rather than of a post.
[[nodiscard]] bool is_of_author(EventType type);
[[nodiscard]] bool is_of_action(EventType type);

struct Event {
    EventType type = EventType::kReach;
    std::string id;        // of the event; empty: its contents tell it from others
    std::string platform;  // empty: not given
    std::string source;    // of the post
    std::string post;
    std::string author;
    Instant as_of;                          // when it was so
    std::optional<std::uint64_t> views;     // of kReach
    std::optional<std::uint32_t> revision;  // of kEdited the new one; of kDeleted the last
    std::string new_author;                 // of kAuthorRenamed
    std::string action;                     // of kActionConfirmed and kActionFailed: "remove"
    std::optional<std::uint64_t> record;    // likewise: of the decision; nothing: the one in force
    std::string reason;                     // of kActionFailed

    bool operator==(const Event& other) const = default;
};

// The canonical JSON: members in one order, those that say nothing left out.
void append_event_json(std::string& out, const Event& event);

}  // namespace mizan
