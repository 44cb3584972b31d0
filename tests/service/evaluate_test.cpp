// Which clauses hold posts by a learned score, and so have a queue of their own.
#include "service/evaluate.h"

#include <doctest/doctest.h>

#include "support/tiny_policy.h"

using namespace mizan;

TEST_CASE("a clause that suspects from a value of a score on is told, each score once") {
    auto files = test::suspicious_garden();
    files.append("policy.md", R"(
## Suspected twice {#twice}

A person looks.

```rule
signal score.insult
signal other.thing
clause twice
  protects anyone
  suspect signal score.insult >= 100 & signal score.threat < 9000 | signal score.insult > 500 | signal other.thing >= 3
  severity 1
```

```review signal.score.insult=700
anything at all
```

```allows
anything at all
```
)");
    const auto held = service::clauses_held_by_scores(*files.policy());
    REQUIRE(held.size() == 2);
    CHECK(held[0] == service::ScoreClause{"suspected", score::Label::kThreat});
    CHECK(held[1] == service::ScoreClause{"twice", score::Label::kInsult});
}

TEST_CASE("a policy that asks for no score has no such clause") {
    CHECK(service::clauses_held_by_scores(*test::garden().policy()).empty());
}
