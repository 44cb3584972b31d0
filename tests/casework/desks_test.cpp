// Desks: what stands in their file, and what does not get into it.
#include "casework/desks.h"

#include <doctest/doctest.h>

#include <string>

#include "casework/opened.h"

using namespace mizan;
using casework::Desks;

TEST_CASE("what is said of a desk stays, and what cannot be is refused whole") {
    test::ScratchFolder scratch;
    const std::string path = scratch / "desks.db";
    {
        auto desks = test::must(Desks::open(path));
        CHECK(test::must(desks->find("ann")).langs.empty());
        CHECK(test::must(desks->all()).empty());
        const auto set = test::must(desks->amend("ann", [](cases::Profile& p) -> Result<void> {
            p.langs = {"de"};
            p.opt_outs = {"threats*"};
            return {};
        }));
        CHECK(set.who == "ann");
        const auto refused = desks->amend("ann", [](cases::Profile& p) -> Result<void> {
            p.langs = {"en"};
            p.opt_outs = {"*"};
            return {};
        });
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().where == "opt_outs[0]");
    }
    auto again = test::must(Desks::open(path));
    const auto ann = test::must(again->find("ann"));
    CHECK((ann.langs == std::vector<std::string>{"de"}));
    CHECK((ann.opt_outs == std::vector<std::string>{"threats*"}));
    CHECK(test::must(again->all()).size() == 1);
}

TEST_CASE("another kind of file is not taken for desks") {
    test::ScratchFolder scratch;
    const std::string path = scratch / "other.db";
    {
        auto db = test::must(sqlite::Database::open(path, sqlite::Database::Mode::kCreate));
        test::must(db.run("CREATE TABLE t(x); PRAGMA application_id=7; PRAGMA user_version=1"));
    }
    CHECK_FALSE(Desks::open(path).has_value());
}
