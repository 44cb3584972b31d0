// How questions are answered, where only the time that it takes shows it.
#include "store/sqlite/questions.h"

#include <doctest/doctest.h>

#include "store/sqlite_backend.h"

using namespace mizan;
using namespace mizan::test;

TEST_CASE("a rare kind is searched for by its index, and nothing is sorted") {
    SqliteBackend backend;
    (void)backend.store();
    backend.close();
    const auto plan =
        dump(backend.path(),
             "EXPLAIN QUERY PLAN SELECT j.record FROM journal j JOIN platforms p ON "
             "p.id = j.platform WHERE p.name = 'x' AND " +
                 std::string(store::kOfRareKind) + " AND j.record > 7 ORDER BY j.record",
             4);
    CHECK(plan.find("journal_rare (platform=? AND kind=? AND rowid>?)") != std::string::npos);
    CHECK(plan.find("TEMP B-TREE") == std::string::npos);
}
