// Two policies over the same posts: every change is counted once, and nothing else is.
#include "service/diff.h"

#include <doctest/doctest.h>

#include "feeds/source.h"
#include "policy/compile.h"

using namespace mizan;

namespace {

std::shared_ptr<const policy::Policy> tiny(std::string_view find = {}, std::string_view put = {}) {
    auto source = policy::Source::load(MIZAN_SOURCE_DIR "/tests/data/policies/tiny");
    REQUIRE(source);
    auto files = source->files();
    if (!find.empty()) {
        bool changed = false;
        for (auto& f : files) {
            const auto at = f.text.find(find);
            if (at == std::string::npos) continue;
            f.text.replace(at, find.size(), put);
            changed = true;
        }
        REQUIRE(changed);
    }
    auto compiled = policy::compile(policy::Source::from_files(std::move(files)));
    REQUIRE(compiled.policy);
    return compiled.policy;
}

constexpr std::string_view kPosts = R"({"id":"1","text":"Rose growers are weeds"}
{"id":"2","text":"Rose growers are not weeds"}
{"id":"3","text":"Pull out all rose growers"}
{"id":"4","text":"A fine day in the garden"}
{"id":"5","text":7}
{"id":"6","text":"Are tulip growers weeds?"}
)";

service::DiffReport diff(const std::shared_ptr<const policy::Policy>& a,
                         const std::shared_ptr<const policy::Policy>& b, std::size_t examples = 5) {
    service::Diff d(service::Decider(a), service::Decider(b), examples);
    const auto source = feeds::memory_source(std::string(kPosts), "posts");
    REQUIRE(d.add_all(*source, feeds::Format::kAuto, {}));
    return d.report();
}

std::uint64_t moved(const service::DiffReport& r, Outcome before, Outcome after) {
    return r.transitions[static_cast<std::size_t>(before)][static_cast<std::size_t>(after)];
}

}  // namespace

TEST_CASE("a policy against itself changes nothing") {
    const auto r = diff(tiny(), tiny());
    CHECK(r.posts == 5);
    CHECK(r.rejected == 1);
    CHECK(r.rejects.size() == 1);
    CHECK(r.unchanged == 5);
    CHECK(r.new_decisions == 0);
    CHECK(r.dropped_decisions == 0);
    CHECK(r.examples.empty());
    CHECK(r.reviewer_before == r.reviewer_after);
    REQUIRE(r.clauses.find("rubbish") != nullptr);
    CHECK(r.clauses.find("rubbish")->before == 2);
    CHECK(r.clauses.find("rubbish")->gained == 0);
}

TEST_CASE("an exception taken away turns allowed posts into violations, and back") {
    const auto old = tiny();
    const auto strict = tiny("  allow negation: polarity=negated\n  review", "  review");
    const auto r = diff(old, strict);
    CHECK(moved(r, Outcome::kAllowed, Outcome::kViolation) == 1);
    CHECK(r.new_decisions == 1);
    CHECK(r.unchanged == 4);
    CHECK(r.reviewer_after == r.reviewer_before + 1);
    CHECK(r.clauses.find("rubbish")->gained == 1);
    CHECK(r.groups.find("GROUP.rose")->gained == 1);
    REQUIRE(r.examples.size() == 1);
    CHECK(r.examples[0].id == "2");
    CHECK(r.examples[0].text == "Rose growers are not weeds");
    CHECK(r.examples[0].before.exception == "negation");
    CHECK(r.examples[0].after.clause == "rubbish");

    const auto back = diff(strict, old);
    CHECK(moved(back, Outcome::kViolation, Outcome::kAllowed) == 1);
    CHECK(back.dropped_decisions == 1);
    CHECK(back.clauses.find("rubbish")->dropped == 1);
}

TEST_CASE("a clause that leaves shadow is counted under both, and its decisions are new") {
    const auto r = diff(tiny(), tiny("  state shadow\n", ""));
    CHECK(r.clauses.find("uprooting")->before == 1);
    CHECK(r.clauses.find("uprooting")->after == 1);
    CHECK(moved(r, Outcome::kAllowed, Outcome::kViolation) == 1);
}

TEST_CASE("examples are kept up to the number asked for, cut at 200 code points") {
    const auto strict = tiny("  allow negation: polarity=negated\n  review", "  review");
    CHECK(diff(tiny(), strict, 0).examples.empty());
    service::Diff d(service::Decider(tiny()), service::Decider(strict), 1);
    std::string posts;
    for (int i = 0; i < 3; ++i)
        posts += "Rose growers are not weeds " + std::string(300, 'x') + "\n";
    const auto source = feeds::memory_source(posts, "posts.txt");
    REQUIRE(d.add_all(*source, feeds::Format::kText, {}));
    CHECK(d.report().new_decisions == 3);
    REQUIRE(d.report().examples.size() == 1);
    CHECK(d.report().examples[0].text.size() == 200 + std::string("…").size());
}

TEST_CASE("severity and actions count as changes too, though the outcome stays") {
    const auto graver = diff(tiny(), tiny("  severity 2\n", "  severity 4\n"));
    CHECK(moved(graver, Outcome::kViolation, Outcome::kViolation) == 1);
    CHECK(graver.unchanged == 3);
    REQUIRE(graver.examples.size() == 2);
    CHECK(graver.examples[0].before.severity == 2);
    CHECK(graver.examples[0].after.severity == 4);
    const auto stronger = diff(tiny(), tiny("action label, strike 1", "action remove, strike 2"));
    REQUIRE(stronger.examples.size() == 1);
    CHECK(stronger.examples[0].before.actions == std::vector<std::string>{"label", "strike 1"});
    CHECK(stronger.examples[0].after.actions == std::vector<std::string>{"remove", "strike 2"});
}
