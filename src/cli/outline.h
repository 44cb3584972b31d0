// What a service tells, as people read it: an outline of one thing, a table of many. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "fields/json_value.h"

namespace mizan::cli {

// A line for each member, what is inside it indented below. What says nothing (empty, zero, false) is left out, times are in UTC. What a text may hold
// of line ends is indented, so that no text looks like another line.
[[nodiscard]] std::string outline(const fields::JsonValue& value);

struct Column {
    std::string_view title;
    std::string_view path;  // of the member: "clock.due"
};
// A line for each item of a list, under titles; long texts are cut. Empty if there are none.
[[nodiscard]] std::string table(const fields::JsonValue& list, std::span<const Column> columns);

}  // namespace mizan::cli
