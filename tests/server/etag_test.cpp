#include "server/etag.h"

#include <doctest/doctest.h>

using mizan::server::names_tag;

TEST_CASE("a tag is found in what a client has") {
    for (const auto* field : {R"("a1")", R"(W/"a1")", R"("b", "a1")", R"("b",W/"a1" , "c")", "*",
                              " * ", R"( "a1")", R"(,, "a1")", R"("x, y", "a1")"})
        CHECK_MESSAGE(names_tag(field, R"("a1")"), field);
}

TEST_CASE("and only there") {
    for (const auto* field :
         {"", " ", "a1", R"("a1)", R"("a")", R"("a11")", R"("b, "a1")", R"(w/"a1")",
          R"("b" x "a1")", "**", R"(*, "b")", R"("b", a1)", "W/", R"(")", R"("b",)"})
        CHECK_FALSE_MESSAGE(names_tag(field, R"("a1")"), field);
}
