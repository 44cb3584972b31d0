#include "model/table.h"

#include <doctest/doctest.h>

#include <string>

#include "base/utf8.h"
#include "decisions.h"

using namespace mizan;

namespace {

std::string csv_of(const Decision& d) {
    std::string out;
    append_csv(out, d);
    return out;
}

std::size_t code_points(std::string_view s) {
    std::size_t n = 0;
    for (std::size_t at = 0; at < s.size(); at += utf8::decode(s, at).size) ++n;
    return n;
}

}  // namespace

TEST_CASE("CSV: one row for a decision, quoted where it must be") {
    std::string header;
    append_csv_header(header);
    CHECK(header == "id,outcome,finding,route,clause,exception,severity,group,lang,reason\n");
    CHECK(csv_of(empty_decision()) ==
          "p1,allowed,nothing-found,none,,,0,,en,Nothing the policy names was found.\n");
    CHECK(csv_of(full_decision()) ==
          "p1,review,excused,person,dehumanisation,counter-speech,4,GROUP.religion.muslim,en,"
          "\"Says \"\"it\"\",\nand then condemns it.\"\n");
}

TEST_CASE(
    "CSV: a field that a spreadsheet would run is made harmless, a negative number is not "
    "touched") {
    auto d = empty_decision();
    for (const char* id : {"=1+1", "+1", "@x", "-x", "\tx"}) {
        d.post = id;
        CHECK(csv_of(d).starts_with("\"'" + std::string(id)));
    }
    d.post = "-15";
    CHECK(csv_of(d).starts_with("-15,"));
}

TEST_CASE("the table keeps to its width and lets no control character through") {
    auto d = full_decision();
    const std::string id = "\x1B[31mred\nid\xE2\x80\xAE and a very long tail of words";
    d.post = id;
    for (const unsigned width : {40u, 60u, 80u, 100u, 140u}) {
        std::string row;
        append_table_row(row, d, {false, width});
        CAPTURE(row);
        CHECK(code_points(row) <= std::max(width, 60u) + 1);
        CHECK(row.find('\x1B') == row.npos);
        CHECK(row.find('\n') == row.size() - 1);
        CHECK(row.find("\xE2\x80\xAE") == row.npos);
        CHECK(row.find("review") != row.npos);
    }
    std::string coloured;
    append_table_row(coloured, empty_decision(), {true, 80});
    CHECK(coloured.find("\x1B[32mallowed") != coloured.npos);
}

TEST_CASE("the group is that of the deciding claim") {
    auto d = full_decision();
    CHECK(deciding_group(d) == "GROUP.religion.muslim");
    d.clause = "another";
    CHECK(deciding_group(d).empty());
    d.clause = "dehumanisation";
    d.claims.clear();
    CHECK(deciding_group(d).empty());
}
