// What a proof shows of a record, in words and as JSON.
#pragma once

#include <string>
#include <string_view>

#include "audit/check_record.h"

namespace mizan::auditor {

// What kind of record it is, what was opened of it and what was not. `entry` is the one that was checked.
[[nodiscard]] std::string told_record(const audit::CheckedRecord& record, std::string_view entry);

// A JSON object: {"is_record":...,"type":...,"open":[...],"closed":[...],"slot":{...},"post":{...}}.
[[nodiscard]] std::string record_json(const audit::CheckedRecord& record, std::string_view entry);

}  // namespace mizan::auditor
