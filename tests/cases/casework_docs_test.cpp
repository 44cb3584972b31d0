// docs/casework.md against the rules, the machines and the ladder as the code has them.
#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/files.h"
#include "cases/case.h"
#include "cases/ladder.h"
#include "cases/machine.h"
#include "cases/rules.h"

using namespace mizan;
using namespace mizan::cases;

namespace {

std::string casework_page() {
    const auto text = read_file(std::string(MIZAN_SOURCE_DIR) + "/docs/casework.md", 1u << 20);
    REQUIRE(text.has_value());
    return *text;
}

// A section, from its heading to the next.
std::string section_of(const std::string& document, const std::string& heading) {
    const auto at = document.find("\n## " + heading + "\n");
    REQUIRE_MESSAGE(at != document.npos, heading);
    const auto end = document.find("\n## ", at + 4);
    return document.substr(at, end == document.npos ? end : end - at);
}

// The first cells of a table's rows, so many of each, from below the row that begins with `head`.
std::vector<std::vector<std::string>> rows_below(const std::string& text, const std::string& head,
                                                 std::size_t cells) {
    std::vector<std::vector<std::string>> rows;
    auto at = text.find("\n" + head);
    REQUIRE_MESSAGE(at != text.npos, head);
    at = text.find('\n', text.find('\n', at + 1) + 1) + 1;  // past the head and the line below it
    while (text.compare(at, 2, "| ") == 0) {
        std::vector<std::string> row;
        at += 2;
        for (std::size_t i = 0; i < cells; ++i) {
            const auto end = text.find(" |", at);
            row.push_back(text.substr(at, end - at));
            at = end + 2;
            if (text[at] == ' ') ++at;
        }
        rows.push_back(row);
        at = text.find('\n', at) + 1;
    }
    return rows;
}

using Members = std::vector<std::vector<std::string>>;  // "`levels.threat_hours`", "1"

template <class T> void list_members(const T& value, const std::string& prefix, Members& out);

template <class T> void list_member(const T& value, const std::string& name, Members& out) {
    const auto add = [&](std::string standard) {
        out.push_back({"`" + name + "`", std::move(standard)});
    };
    if constexpr (std::is_same_v<T, std::string>) add(value.empty() ? "none" : "`" + value + "`");
    else if constexpr (std::is_same_v<T, bool>) add(value ? "yes" : "no");
    else if constexpr (std::is_arithmetic_v<T>) add(std::to_string(value));
    else if constexpr (std::is_enum_v<T>)
        add("`" + std::string(names_of(value)[static_cast<std::size_t>(value)]) + "`");
    else if constexpr (fields::detail::is_optional<T>) add("none");
    else if constexpr (fields::detail::is_list<T>) {
        add(value.empty() ? "none" : "below");
        using One = typename T::value_type;
        if constexpr (!std::is_same_v<One, std::string>) list_members(One{}, name + "[].", out);
    } else list_members(value, name + ".", out);
}

template <class T> void list_members(const T& value, const std::string& prefix, Members& out) {
    T::fields(value, [&](std::string_view name, const auto& member, fields::Most = {}) {
        list_member(member, prefix + std::string(name), out);
    });
}

template <class T> std::string shown_members(const T& value) {
    Members members;
    list_members(value, "", members);
    std::string out;
    for (const auto& row : members) out += row[0] + " " + row[1] + "\n";
    return out;
}
std::string shown_rows(const Members& rows) {
    std::string out;
    for (const auto& row : rows) out += row[0] + " " + row[1] + "\n";
    return out;
}

}  // namespace

TEST_CASE("docs/casework.md has the tables of the machines") {
    CHECK(section_of(casework_page(), "States").find(machine_markdown()) != std::string::npos);
}

TEST_CASE("docs/casework.md has the ladder that is used without another") {
    CHECK(section_of(casework_page(), "Strikes").find(ladder_markdown(default_ladder())) !=
          std::string::npos);
}

TEST_CASE("docs/casework.md has every member of the rules, in their order, with its default") {
    const auto section = section_of(casework_page(), "The rules file");
    CHECK(shown_rows(rows_below(section, "| member | default |", 2)) == shown_members(Rules{}));
    CHECK(shown_rows(rows_below(section, "| of a working time | default |", 2)) ==
          shown_members(WorkingTime{}));
}

TEST_CASE("docs/casework.md computes places in the queue as they are") {
    const auto section = section_of(casework_page(), "What comes first");
    const auto rows = rows_below(section, "| due | severity |", 5);
    CHECK(rows.size() == 6);
    for (const auto& row : rows) {
        Case c;
        c.clock.due = std::stoull(row[0]);
        c.severity = static_cast<std::uint8_t>(std::stoul(row[1]));
        c.reach = std::stoull(row[2]);
        CHECK(c.clock.due - place_of(c) == kHour * std::stoull(row[3]));
        CHECK(std::to_string(place_of(c)) == row[4]);
    }
}
