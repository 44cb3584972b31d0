// What a service tells, as people read it: an outline of one thing, a table of many; and printing it.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "cli/service_client.h"
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

// Prints what a service answered: as it came with --json, else an outline. Gives the exit code.
[[nodiscard]] Result<int> tell_answer(const ServiceSettings& settings, const http::Fetched& answer);
// The same of a page of things: a table of the list that the answer's `member` is, or `none`; what it says of more, and warns of, as notes.
[[nodiscard]] Result<int> tell_page(const ServiceSettings& settings, const http::Fetched& answer,
                                    std::string_view member, std::span<const Column> columns,
                                    std::string_view none);

}  // namespace mizan::cli
