// Errors and their names.
#include "base/error.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

using namespace mizan;

TEST_CASE("each code has a name of its own, by which it is found") {
    std::set<std::string_view> names;
    for (int i = 0; i <= static_cast<int>(Code::kInternal); ++i) {
        const auto code = static_cast<Code>(i);
        CHECK(names.insert(name(code)).second);
        CHECK((code_named(name(code), Code::kUsage) == code));
    }
    CHECK((code_named("of-a-newer-program", Code::kNetwork) == Code::kNetwork));
    CHECK((code_named("", Code::kNetwork) == Code::kNetwork));
}
