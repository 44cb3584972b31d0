// Small texts of programs: nothing that drives a terminal, exit codes that are never renumbered, names that are near.
#include <doctest/doctest.h>

#include "base/nearest.h"
#include "console/exit_code.h"
#include "console/terminal.h"

using namespace mizan;
using namespace mizan::console;

TEST_CASE("what could drive a terminal is replaced, the rest stays") {
    CHECK(printable("a\tb\n\xE2\x82\xAC") == "a\tb\n\xE2\x82\xAC");
    CHECK(printable("\x1B[31m") == "\xEF\xBF\xBD[31m");
    CHECK(printable("\x7F\xC2\x9B") == "\xEF\xBF\xBD\xEF\xBF\xBD");
    CHECK(printable("\xE2\x80\xAE") == "\xEF\xBF\xBD");  // right-to-left override
    CHECK(printable("\xFF") == "\xEF\xBF\xBD");
    CHECK(printable("").empty());
}

TEST_CASE("each kind of error has its exit code") {
    CHECK(exit_code_of(Code::kUsage) == 2);
    CHECK(exit_code_of(Code::kPolicyInvalid) == 3);
    CHECK(exit_code_of(Code::kNetwork) == 4);
    CHECK(exit_code_of(Code::kFileWrite) == 5);
    CHECK(exit_code_of(Code::kProofInvalid) == 7);
    CHECK(exit_code_of(Code::kLogFork) == 7);
    CHECK(exit_code_of(Code::kStoreBusy) == 8);
    CHECK(exit_code_of(Code::kInternal) == 70);
}

TEST_CASE("words and numbers are put together") {
    CHECK(counted(0, "entry", "entries") == "0 entries");
    CHECK(counted(1, "entry", "entries") == "1 entry");
    CHECK(padded("ab", 4) == "ab  ");
    CHECK(padded("abcd", 2) == "abcd");
    CHECK(paint(false).red.empty());
    CHECK_FALSE(paint(true).red.empty());
}

TEST_CASE("the nearest name is within a third of the length, and the first of equals") {
    CHECK(nearest("moderat", {"explain", "moderate", "policy"}) == "moderate");
    CHECK(nearest("xyz", {"explain", "moderate"}).empty());
    CHECK(nearest("cat", {"car", "cap"}) == "car");
    CHECK(nearest(std::string(kNearestBytes + 1, 'a'), {"a"}).empty());
}
