// docs/record.md against the forms that leaves have.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "base/files.h"
#include "record/leaf.h"

using namespace mizan;
using namespace mizan::record;

namespace {

std::string_view kind_word(FieldKind kind) {
    return kind == FieldKind::kNumber ? "number" : kind == FieldKind::kWord ? "word" : "hash";
}

// The rows "| `member` | kind |" of a section.
std::vector<std::string> rows_of(const std::string& document, const std::string& section) {
    std::vector<std::string> rows;
    auto at = document.find("\n### `" + section + "`\n");
    if (at == document.npos) return rows;
    const auto end = document.find("\n#", at + 2);
    while ((at = document.find("\n| `", at)) < end) {
        const auto stop = document.find(" | ", document.find(" | ", at) + 3);
        rows.push_back(document.substr(at + 3, stop - at - 3));
        ++at;
    }
    return rows;
}

}  // namespace

TEST_CASE("the documented forms of leaves are those of the code") {
    const auto document = read_file(std::string(MIZAN_SOURCE_DIR) + "/docs/record.md", 1u << 20);
    REQUIRE(document);
    for (std::size_t i = 0; i < kLeafTypes; ++i) {
        const auto type = static_cast<LeafType>(i);
        CAPTURE(std::string(name(type)));
        std::vector<std::string> expected;
        for (const auto& field : form(type))
            expected.push_back("`" + std::string(field.name) + "` | " +
                               std::string(kind_word(field.kind)));
        CHECK(rows_of(*document, std::string(name(type))) == expected);
    }
}
