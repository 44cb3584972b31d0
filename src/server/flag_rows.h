// Flags as they come: one JSON object, an array, NDJSON or CSV; each row read by itself. Private to this room.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "casework/flags.h"
#include "fields/fields.h"

namespace mizan::server {

// The platform, and all that makes a flag, as members of one object.
struct FlagRow {
    std::string platform;
    cases::FlagOrder order;
    static void fields(auto& self, auto&& visit) {
        visit("platform", self.platform, fields::Most{64});
        cases::FlagOrder::fields(self.order, visit);
    }
    bool operator==(const FlagRow&) const = default;
};
// Errors: kJsonMalformed, kFieldType.
[[nodiscard]] Result<FlagRow> flag_in(std::string_view json);
// Rows in their order. CSV has a first line with the names of members, those of the subject as "subject.id". Errors: kJsonMalformed for what is no
// list at all, kCsvMalformed, kTextTooLong for more than casework::kFlagsMost.
[[nodiscard]] Result<std::vector<Result<FlagRow>>> flags_in(std::string_view body,
                                                            std::string_view content_type);

// {"flag":{...},"known":false,"receipt":"..."}
[[nodiscard]] std::string flag_taken_json(const casework::TakenFlag& taken);
// A list with that for each row, or a problem. `take` tells what became of the rows that are flags, in their order.
[[nodiscard]] std::string flags_taken_json(
    const std::vector<Result<FlagRow>>& rows,
    const std::function<void(const casework::EachTold&)>& take);

}  // namespace mizan::server
