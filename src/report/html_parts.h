// The sections of the page that are tables or lists. Inside report: others call to_html(). Each writes nothing if it has
// nothing to show.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "report/html.h"
#include "report/summary.h"

namespace mizan::report {

// From the doctype into the page's header. `title` is escaped; `kind`: "report", "evaluation".
void open_page(std::string& out, std::string_view title, std::string_view kind,
               std::string_view heading);

// A column of a table: its heading and its class in the style sheet ("", "n" for figures, "chart").
struct Heading {
    std::string_view text;
    std::string_view style;
};
void open_table(std::string& out, std::string_view caption, const std::vector<Heading>& headings);
void close_table(std::string& out);
void row_name(std::string& out, std::string_view title, std::string_view remark);

void open_section(std::string& out, std::string_view id, std::string_view title,
                  std::string_view note);
void close_section(std::string& out);
void append_count(std::string& out, std::uint64_t n);  // a table cell; zeros are soft

void write_causes(std::string& out, const Counters& c);
void write_clauses(std::string& out, const Counters& c);
void write_shadow(std::string& out, const Counters& c);
void write_groups(std::string& out, const Counters& c);
void write_languages(std::string& out, const Counters& c);
void write_actors(std::string& out, const SpaceSaving& actors);
void write_rejects(std::string& out, const Summary& s);
void write_examples(std::string& out, const std::vector<ExampleFinding>& examples);

}  // namespace mizan::report
