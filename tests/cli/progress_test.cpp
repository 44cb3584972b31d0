#include "cli/progress.h"

#include <doctest/doctest.h>

using namespace mizan;

TEST_CASE("the bar shows how much of a known size is read, and the rate") {
    CHECK(cli::progress_line({5'000'000, 1'200, 0}, 20'000'000, 2'000'000, 200) ==
          "[######..................]  25 %  5.0 MB of 20.0 MB  1,200 decisions  600/s");
}

TEST_CASE("the bar claims no share where the size is not known or was too small") {
    CHECK(cli::progress_line({5'000'000, 1'200, 3}, 0, 1'000'000, 200) ==
          "5.0 MB read  1,200 decisions  1,200/s  3 rejected");
    CHECK(cli::progress_line({5'000'000, 0, 0}, 1'000'000, 1, 200).starts_with("5.0 MB read"));
}

TEST_CASE("the bar stays within the terminal") {
    CHECK(cli::progress_line({5'000'000, 1'200, 0}, 20'000'000, 2'000'000, 40).size() == 39);
    CHECK(cli::progress_line({}, 1, 0, 20).size() == 19);
}
