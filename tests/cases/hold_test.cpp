// Legal holds on a case: who begins and ends them, and that nothing goes meanwhile.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "cases/apply.h"
#include "cases/commands.h"
#include "cases/retention.h"

using namespace mizan;
using namespace mizan::cases;

namespace {

constexpr std::uint64_t kOver = 1'700'000'000;

struct Held {
    Rules rules;
    Case c;
    By lena{"lena", kOver + kDay, true};

    Held() {
        c.id = 7;
        c.version = 3;
        c.kept_for = kept_for(FlaggerKind::kUser);
        c.state = CaseState::kDecided;
        c.over_at = kOver;
    }
    void take(const Result<Events>& events) {
        REQUIRE(events.has_value());
        for (const auto& event : *events) REQUIRE(apply(c, event).has_value());
    }
    [[nodiscard]] bool goes() const {
        const std::vector<Case> family = {c};
        return !forget(rules, family, kOver + 5000 * kDay).empty();
    }
};

}  // namespace

TEST_CASE("under a legal hold nothing of a case goes, until the last one ends") {
    Held h;
    CHECK(h.goes());
    CHECK(begin_hold(h.c, h.lena, {}, {}).error().where == "ground");
    CHECK(begin_hold(h.c, h.lena, std::string(301, 'x'), {}).error().where == "ground");
    By key = h.lena;
    key.person = false;
    CHECK(begin_hold(h.c, key, "court", {}).error().code == Code::kAccessForbidden);
    CHECK(end_hold(h.c, h.lena, 0, "x").error().code == Code::kStateConflict);
    h.take(begin_hold(h.c, h.lena, "district court, 12 C 34/26", "letter"));
    CHECK_FALSE(h.goes());
    CHECK(kept_since(h.c) == 0);
    h.take(begin_hold(h.c, h.lena, "data protection authority", {}));
    REQUIRE(h.c.holds.size() == 2);
    CHECK((h.c.holds.back() == LegalHold{2, "data protection authority", "lena", kOver + kDay}));
    const auto which = end_hold(h.c, h.lena, 0, "settled");
    CHECK(which.error().where == "hold");
    CHECK(which.error().message.find("1, 2") != std::string::npos);
    CHECK(end_hold(h.c, h.lena, 3, "settled").error().where == "hold");
    CHECK(end_hold(h.c, h.lena, 1, {}).error().where == "reason");
    h.take(end_hold(h.c, h.lena, 1, "settled"));
    CHECK_FALSE(h.goes());
    h.take(end_hold(h.c, h.lena, 0, "closed"));
    CHECK(h.goes());
    // Numbers are not used again.
    h.take(begin_hold(h.c, h.lena, "appeal court", {}));
    CHECK(h.c.holds.front().id == 3);
}

TEST_CASE("a hold keeps all that is forgotten together") {
    Held h;
    Held with;
    with.c.id = 8;
    with.c.state = CaseState::kMerged;
    with.c.merged_into = 7;
    with.take(begin_hold(with.c, with.lena, "court", {}));
    const std::vector<Case> family = {h.c, with.c};
    CHECK(forget(h.rules, family, kOver + 5000 * kDay).empty());
}

TEST_CASE("who may not see a hold does not learn of it by the case's version") {
    Held h;
    const auto before = h.c.version;
    h.take(begin_hold(h.c, h.lena, "court", {}));
    h.take(end_hold(h.c, h.lena, 0, "settled"));
    CHECK(h.c.version == before);
}

TEST_CASE("what is gone, or was made up, is not held") {
    Held h;
    h.c.forgotten_at = kOver + 1;
    CHECK_FALSE(begin_hold(h.c, h.lena, "court", {}).has_value());
    Held golden;
    golden.c.kind = CaseKind::kGolden;
    CHECK_FALSE(begin_hold(golden.c, golden.lena, "court", {}).has_value());
}
