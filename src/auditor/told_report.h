// What was found in a log, in words and as JSON: for the commands that read a whole one.
#pragma once

#include <string>

#include "audit/check_records.h"
#include "audit/verify_log.h"
#include "base/json.h"

namespace mizan::auditor {

// "NO: ..." and why: what was read is not what was signed, too few have cosigned, or the entries contradict each other. Empty if
// nothing is wrong. `records` may be nullptr: not looked at.
[[nodiscard]] std::string said_no(const audit::VerifyReport& report,
                                  const audit::RecordReport* records);
// What is wrong, a line each, after an empty line; empty if nothing is.
[[nodiscard]] std::string told_faults(const audit::VerifyReport& report,
                                      const audit::RecordReport* records);
void append_faults(json::Object& object, std::string& out, const audit::VerifyReport& report,
                   const audit::RecordReport* records);

// How many records of which kind there are, and what they come to.
[[nodiscard]] std::string told_figures(const audit::RecordReport& records);
[[nodiscard]] std::string figures_json(const audit::RecordReport& records);

}  // namespace mizan::auditor
