// Ladders that contradict themselves, each with the place of it; and the ladder as people read it.
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "base/error.h"
#include "cases/ladder.h"

using namespace mizan;
using namespace mizan::cases;

namespace {

struct Mistake {
    std::function<void(Ladder&)> make;
    std::string wanted;
};
void check_all(const std::vector<Mistake>& mistakes) {
    for (const auto& [make, wanted] : mistakes) {
        auto ladder = default_ladder();
        make(ladder);
        CAPTURE(wanted);
        const auto done = check(ladder);
        REQUIRE_FALSE(done);
        CHECK(to_string(done.error()).starts_with("ladder." + wanted));
        CHECK(done.error().code == Code::kFieldType);
    }
}

}  // namespace

TEST_CASE("the ladder that is there by itself is in order") {
    CHECK(check(default_ladder()));
    const auto other = check(Ladder{}, "platforms[3].ladder");
    REQUIRE_FALSE(other);
    CHECK(other.error().where == "platforms[3].ladder.rules");
}

TEST_CASE("rules have limits, and none contradicts another") {
    check_all({
        {[](Ladder& l) { l.rules.clear(); }, "rules: a ladder has 1 to 200 rules"},
        {[](Ladder& l) { l.rules.resize(201); }, "rules: a ladder has 1 to 200 rules"},
        {[](Ladder& l) { l.rules[3].clause = "a|b"; }, "rules[3].clause: "},
        {[](Ladder& l) { l.rules[3].clause = "a b"; }, "rules[3].clause: "},
        {[](Ladder& l) { l.rules[3].clause = std::string(101, 'a'); }, "rules[3].clause: "},
        {[](Ladder& l) { l.rules[1].severity_from = 0; },
         "rules[1].severity_from: this must be from 1 to 5"},
        {[](Ladder& l) { l.rules[1].severity_from = 6; }, "rules[1].severity_from: "},
        {[](Ladder& l) { l.rules[2].points = 1001; },
         "rules[2].points: this must be from 0 to 1000"},
        {[](Ladder& l) { l.rules[0].expires_days = 0; },
         "rules[0].expires_days: this must be from 1 to 3650"},
        {[](Ladder& l) { l.rules[0].expires_days = 3651; }, "rules[0].expires_days: "},
        {[](Ladder& l) { l.rules[3].points = 0; },
         "rules[3].skips_steps: what weighs nothing cannot skip steps"},
        {[](Ladder& l) { l.rules.push_back(l.rules[1]); },
         "rules[5]: rule 1 is for the same clause and severity: keep one"},
        {[](Ladder& l) { l.rules[2].points = 1; },
         "rules[2].points: the clause has a rule for a lower severity, 4, that weighs more"},
        {[](Ladder& l) { l.rules[2].points = 0; }, "rules[2].points: "},
        {[](Ladder& l) { std::swap(l.rules[0].severity_from, l.rules[2].severity_from); },
         "rules[0].points: "},
        {[](Ladder& l) { l.rules[2].expires_days = 179; },
         "rules[2].expires_days: the clause has a rule for a lower severity, 4, that counts for "},
        {[](Ladder& l) { l.rules[0].skips_steps = true; },
         "rules[1].skips_steps: the clause has a rule for a lower severity, 3, that skips steps"},
        {[](Ladder& l) {
             l.steps.front().points = 2;
             l.steps.erase(l.steps.begin() + 1);
         },
         "rules[0].points: a strike of 1 would lead to no step: the first begins at 2"},
        {[](Ladder& l) { l.steps.resize(2); },
         "rules[3].skips_steps: there is no step that restricts the account"},
    });
    auto ladder = default_ladder();
    ladder.rules.push_back({"", 1, 0, 1, false});  // says what is no strike
    ladder.rules.push_back({"satire", 1, 0, 1, false});
    CHECK(check(ladder));
}

TEST_CASE("steps have limits, and each goes further than the one before") {
    check_all({
        {[](Ladder& l) { l.steps.clear(); }, "steps: a ladder has 1 to 20 steps"},
        {[](Ladder& l) { l.steps.resize(21); }, "steps: a ladder has 1 to 20 steps"},
        {[](Ladder& l) { l.steps[0].action = ""; }, "steps[0].action: "},
        {[](Ladder& l) { l.steps[0].action = "Notice"; }, "steps[0].action: "},
        {[](Ladder& l) { l.steps[0].action = "a | b"; }, "steps[0].action: "},
        {[](Ladder& l) { l.steps[0].action = std::string(41, 'a'); }, "steps[0].action: "},
        {[](Ladder& l) { l.steps[0].points = 0; }, "steps[0].points: this must be from 1 to 1000"},
        {[](Ladder& l) { l.steps[5].points = 1001; }, "steps[5].points: "},
        {[](Ladder& l) { l.steps[4].hours = 87'601; }, "steps[4].hours: this must be from 0 to"},
        {[](Ladder& l) { l.steps[2].restricts_account = false; },
         "steps[2].restricts_account: who is suspended is restricted"},
        {[](Ladder& l) { l.steps[5].restricts_account = false; }, "steps[5].restricts_account: "},
        {[](Ladder& l) { l.steps[0].restricts_account = true; },
         "steps[0].restricts_account: a notice restricts nobody"},
        {[](Ladder& l) { l.steps[0].hours = 1; }, "steps[0].hours: this action has no hours"},
        {[](Ladder& l) { l.steps[5].hours = 1; }, "steps[5].hours: this action has no hours"},
        {[](Ladder& l) { l.steps[3].hours = 0; },
         "steps[3].hours: say for how long, or suspend-for-good"},
        {[](Ladder& l) { l.steps.push_back({13, "tell", 0, true}); },
         "steps[5].action: nothing can follow what is for good"},
        {[](Ladder& l) { l.steps[3].points = 4; },
         "steps[3].points: this must be more than the points of the step before it"},
        {[](Ladder& l) { l.steps[3] = {6, "limit", 200, false}; },
         "steps[3].restricts_account: the step before it restricts the account"},
        {[](Ladder& l) { l.steps[3] = {6, "limit", 200, true}; },
         "steps[3].action: this is milder than the step before it"},
        {[](Ladder& l) { l.steps[3].hours = 71; },
         "steps[3].hours: this is shorter than the same in the step before it"},
    });
    // A platform's own actions have no order that we would know.
    auto ladder = default_ladder();
    ladder.steps.insert(ladder.steps.begin() + 2, {3, "slow-mode", 1, false});
    CHECK(check(ladder));
    ladder.steps[1].hours = 0;  // a limit that does not end, and then one that does
    ladder.steps[2] = {3, "limit", 5, false};
    CHECK_FALSE(check(ladder));
}

TEST_CASE("the ladder is read by people") {
    auto ladder = default_ladder();
    ladder.rules = {
        {"", 3, 1, 90, false}, {"threats", 1, 3, 1, true}, {"satire", 1, 0, 180, false}};
    ladder.steps = {{1, "notice", 0, false},
                    {3, "suspend", 24, true},
                    {4, "suspend", 1, true},
                    {9, "suspend", 168, true}};
    const auto text = ladder_markdown(ladder);
    CHECK(
        text.starts_with("| clause | severity from | a violation weighs | for | skips steps |\n"
                         "|---|---|---|---|---|\n"
                         "| any | 3 | 1 point | 90 days |  |\n"
                         "| `threats` | 1 | 3 points | 1 day | yes |\n"
                         "| `satire` | 1 | nothing |  |  |\n"));
    CHECK(text.find("| from | what follows | the account is restricted |\n"
                    "|---|---|---|\n"
                    "| 1 point | notice |  |\n"
                    "| 3 points | suspend for 24 hours | yes |\n"
                    "| 4 points | suspend for 1 hour | yes |\n"
                    "| 9 points | suspend for 7 days | yes |\n\n") != text.npos);
    CHECK(text.ends_with("takes two people.\n"));
    // Each rule and each step has its row.
    const auto all = ladder_markdown(default_ladder());
    const auto rows = std::ranges::count(all, '\n');
    CHECK(static_cast<std::size_t>(rows) ==
          default_ladder().rules.size() + default_ladder().steps.size() + 4 + 5);
}
