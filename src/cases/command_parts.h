// What the commands share: events as somebody brings them about, and refusals. Private to this room.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "cases/commands.h"

namespace mizan::cases {

[[nodiscard]] inline Event event_of(const By& by, std::uint64_t case_no, What what) {
    Event event;
    event.at = by.at;
    event.by = by.who;
    event.case_no = case_no;
    event.what = std::move(what);
    return event;
}
[[nodiscard]] inline Event event_of(const By& by, const Case& c, What what) {
    return event_of(by, c.id, std::move(what));
}
[[nodiscard]] inline Event event_of(const By& by, const Flag& flag, What what) {
    auto event = event_of(by, flag.case_no, std::move(what));
    event.flag = flag.id;
    event.partner = flag.partner;
    return event;
}

[[nodiscard]] inline std::string place(const Case& c) { return "case " + std::to_string(c.id); }
[[nodiscard]] inline std::string place(const Flag& flag) {
    return "flag " + std::to_string(flag.id);
}

// Not in this state.
template <class T> std::unexpected<Error> conflict(std::string_view why, const T& about) {
    return fail({Code::kStateConflict, std::string(why), place(about)});
}
// Not by this person.
inline std::unexpected<Error> forbidden(std::string_view why, const Case& c) {
    return fail({Code::kAccessForbidden, std::string(why), place(c)});
}
// While it is not decided whom to tell of a danger to somebody's life, the case is not decided either.
[[nodiscard]] Result<void> check_danger(const Case& c);
// Whatever is open to look at a decision again that stands no more.
void close_rechecks(std::span<const Case> rechecks, std::uint64_t at, Events& events);
// A member says what it may not.
inline std::unexpected<Error> wrong(std::string_view what, std::string_view where) {
    return fail({Code::kFieldType, std::string(what), std::string(where)});
}

}  // namespace mizan::cases
