// The short forms of a Decision: a CSV row and a row of a table for people.
#pragma once

#include <string>
#include <string_view>

#include "model/decision.h"

namespace mizan {

// The CSV header, "id,outcome,finding,route,clause,exception,severity,group,lang,reason\n".
void append_csv_header(std::string& out);

// One CSV row (RFC 4180, ended by "\n"). `group` is the group of the deciding claim. A field that a spreadsheet would
// run as a formula (it begins with = + - @ or a control character) gets a leading apostrophe.
void append_csv(std::string& out, const Decision& decision);

struct TableStyle {
    bool colour = false;  // ANSI colours
    unsigned width =
        100;  // columns of the terminal, at least 60; reason and id are cut to fit, with an ellipsis
};

void append_table_header(std::string& out, const TableStyle& style);

// One line. Control characters are shown as U+FFFD, so that a hostile id cannot drive the terminal.
void append_table_row(std::string& out, const Decision& decision, const TableStyle& style);

// The group of the claim that decides the decision ("GROUP.religion.muslim"); empty if none.
[[nodiscard]] std::string_view deciding_group(const Decision& decision);

}  // namespace mizan
