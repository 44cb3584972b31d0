// What a clause's conditions can read, and what happens where the post does not say.
#include <doctest/doctest.h>

#include "../support/tiny_policy.h"

using namespace mizan;
using namespace mizan::test;

namespace {

// garden() whose first clause has one more line.
PolicyFiles with_line(const std::string& line, const std::string& rules = {}) {
    auto files = garden();
    files.replace("policy.md", "  severity 3\n", "  severity 3\n  " + line + "\n");
    return files.append("concepts.rules", rules);
}

constexpr std::string_view kClaim = "all of the gardeners are weeds and it is so";

Post with_signal(std::string_view name, std::int64_t value) {
    return post_with_signal(kClaim, name, value);
}

}  // namespace

TEST_CASE("a clause applies only where its `when` holds") {
    const auto outcome = [](const std::string& when, const Post& post) {
        return Engine(with_line("when " + when)).outcome(post);
    };
    auto post = post_of(kClaim);
    post.surface = "profile";
    post.reply_to = "p0";
    post.mentions.push_back("amal");
    const auto bare = post_of(kClaim);
    CHECK(outcome("surface=profile", post) == "violation");
    CHECK(outcome("surface=profile", bare) == "allowed");
    CHECK(outcome("not surface=profile", bare) == "violation");
    CHECK(outcome("surface != profile", bare) == "violation");
    CHECK(outcome("reply", post) == "violation");
    CHECK(outcome("reply", bare) == "allowed");
    CHECK(outcome("mentions & reply", post) == "violation");
    CHECK(outcome("mentions & not reply", post) == "allowed");
    CHECK(outcome("surface=x | mentions", post) == "violation");
    CHECK(outcome("lang=en", bare) == "violation");
    CHECK(outcome("lang=de", bare) == "allowed");
}

TEST_CASE("`when` is about the post: a test of the claim is refused there") {
    for (const std::string_view test :
         {"stance=condemned", "kind=slur", "reading=plain", "role=title"}) {
        CAPTURE(test);
        CHECK(with_line("when " + std::string(test)).compile().diagnostics.has_errors());
    }
}

TEST_CASE("exceptions and review can read the claim") {
    const auto outcome = [](const std::string& line, std::string_view text) {
        auto files = with_line(line);
        files.append("lexicon/en/garden.terms", "[BAD]\nmoss | kind=coded\nslime | kind=slur\n");
        return Engine(files).outcome(text);
    };
    CHECK(outcome("review kind=coded", "the gardeners are moss and it is so") == "review");
    CHECK(outcome("review kind=coded", "the gardeners are slime and it is so") == "violation");
    CHECK(outcome("review not kind=slur", "the gardeners are weeds and it is so") == "review");
    CHECK(outcome("review reading=leet", "the gardeners are w33ds and it is so") == "review");
    CHECK(outcome("review reading=leet", kClaim) == "violation");
    CHECK(outcome("review group=GROUP.craft.bakers", "the bakers are weeds and it is so") ==
          "review");
    CHECK(outcome("review group=GROUP.craft.bakers", kClaim) == "violation");
    CHECK(outcome("review group=GROUP", kClaim) == "review");
    CHECK(outcome("review role=body", kClaim) == "review");
    CHECK(outcome("review role=title", kClaim) == "violation");
    CHECK(outcome("allow satire: disclaimer", "no offence, all of the gardeners are weeds") ==
          "violation");  // it is ignored
    CHECK(outcome("readings plain", "the gardeners are w33ds and it is so") == "allowed");
    CHECK(outcome("readings plain", kClaim) == "violation");
}

TEST_CASE("a signal is compared, and one that is missing is never zero") {
    const auto engine = [](const std::string& line) {
        return Engine(with_line(line, "signal score.x\n"));
    };
    auto review = engine("review signal score.x >= 7000");
    CHECK(review.outcome(with_signal("score.x", 7000)) == "review");
    CHECK(review.outcome(with_signal("score.x", 6999)) == "violation");
    CHECK(review.outcome(with_signal("score.y", 9000)) == "undecided (signal-missing)");
    CHECK(review.outcome(post_of(kClaim)) == "undecided (signal-missing)");
    auto low = engine("allow satire: signal.score.x < 100");
    CHECK(low.outcome(with_signal("score.x", 99)) == "allowed (satire)");
    CHECK(low.outcome(with_signal("score.x", 100)) == "violation");
    CHECK(low.outcome(post_of(kClaim)) == "undecided (signal-missing)");
    CHECK(engine("allow satire: not signal score.x < 100").outcome(post_of(kClaim)) ==
          "undecided (signal-missing)");
    CHECK(engine("allow satire: signal score.x < 100 & mentions").outcome(post_of(kClaim)) ==
          "violation");
    auto when = engine("when signal score.x >= 1");
    CHECK(when.outcome(with_signal("score.x", 1)) == "violation");
    CHECK(when.outcome(with_signal("score.x", 0)) == "allowed");
    CHECK(when.outcome(post_of(kClaim)) == "undecided (signal-missing)");
    CHECK(engine("review signal score.x").outcome(with_signal("score.x", 1)) == "review");
    CHECK(engine("review signal score.x").outcome(with_signal("score.x", 0)) == "violation");
    CHECK(engine("review signal score.x = 5").outcome(with_signal("score.x", 5)) == "review");
    CHECK(engine("review signal score.x != 5").outcome(with_signal("score.x", 5)) == "violation");
    CHECK(engine("review signal score.x > 5").outcome(with_signal("score.x", 5)) == "violation");
    CHECK(engine("review signal score.x <= 5").outcome(with_signal("score.x", 5)) == "review");
}

TEST_CASE("what a clause needs must be there, or it can not decide") {
    auto post = post_of(kClaim);
    CHECK(Engine(with_line("needs -")).outcome(post) == "violation");
    CHECK(Engine(with_line("needs target")).outcome(post) == "undecided (context-missing)");
    CHECK(Engine(with_line("needs thread")).outcome(post) == "undecided (context-missing)");
    CHECK(Engine(with_line("needs series")).outcome(post) == "undecided (context-missing)");
    CHECK(Engine(with_line("needs target, image")).outcome(post) == "undecided (context-missing)");
    post.reply_to = "p0";
    CHECK(Engine(with_line("needs target")).outcome(post) == "violation");
    CHECK(Engine(with_line("needs thread")).outcome(post) == "violation");
    CHECK(Engine(with_line("needs target")).outcome("the gardeners are not weeds and it is so") ==
          "allowed (negation)");
}

TEST_CASE(
    "states: shadow is recorded and decides nothing, retired is silent, canary takes its share") {
    const auto decide = [](Engine& e, const Post& p) { return e.decide(p); };
    auto post = post_of(kClaim);
    Engine shadow(with_line("state shadow"));
    const auto seen = decide(shadow, post);
    CHECK(seen.outcome == Outcome::kAllowed);
    REQUIRE(seen.clauses.size() == 1);
    CHECK(seen.clauses[0].finding == Finding::kViolates);
    Engine retired(with_line("state retired"));
    CHECK(decide(retired, post).clauses.empty());
    Engine none(with_line("state canary 0%"));
    CHECK(none.outcome(post) == "allowed");
    Engine all(with_line("state canary 100"));
    CHECK(all.outcome(post) == "violation");
    Engine some(with_line("state canary 30"));
    int live = 0;
    std::string id;
    for (int i = 0; i < 1000; ++i) {
        id = "post-" + std::to_string(i);
        post.id = id;
        live += some.outcome(post) == "violation";
    }
    CHECK(live > 250);
    CHECK(live < 350);
}

TEST_CASE("a post from before a clause was in force is not judged by it") {
    Engine engine(with_line("in_force_from 2026-03-01"));
    auto post = post_of(kClaim);
    CHECK(engine.outcome(post) == "violation");
    post.created_at = "2026-02-28T23:59:59Z";
    CHECK(engine.outcome(post) == "allowed");
    post.created_at = "2026-03-01T00:00:00Z";
    CHECK(engine.outcome(post) == "violation");
}

TEST_CASE("a clause that was not in force yet covers nothing") {
    auto post = post_of(kClaim);
    const auto coverage = [](const Decision& d) {
        std::string out(name(d.coverage.level));
        out.append(" ").append(d.coverage.reason);
        for (const auto& e : d.coverage.exceptions)
            out.append("; ")
                .append(e.clause)
                .append(" ")
                .append(name(e.level))
                .append(" ")
                .append(e.reason);
        return out;
    };
    Engine one(with_line("in_force_from 2026-03-01"));
    CHECK(coverage(one.decide(post)) == "full ");
    post.created_at = "2026-03-01";
    CHECK(coverage(one.decide(post)) == "full ");
    post.created_at = "2026-02-28T23:59:59Z";
    CHECK(coverage(one.decide(post)) == "none not-in-force; spoiling full ");
    CHECK(one.outcome(post) == "allowed");
    auto files = with_line("in_force_from 2026-03-01");
    files.replace("policy.md", "detect SPOILING(g)",
                  "detect SPOILING(g)\n  in_force_from 2026-04-01");
    Engine all(files);
    const auto& d = all.decide(post);
    CHECK(coverage(d) == "none not-in-force");
    CHECK(d.outcome == Outcome::kUndecided);
    CHECK(d.cause == Cause::kNotCovered);
    CHECK(d.reason == "Undecided: no clause was in force when it was made.");
    post.created_at = "2026-03-15";
    CHECK(coverage(all.decide(post)) == "full ; spoiling none not-in-force");
    CHECK(all.outcome(post) == "violation");
}

TEST_CASE("a post that was cut short is covered in part at most") {
    Engine engine(garden());
    std::string text;
    for (int i = 0; i < 100; ++i) text.append("the gardeners are not weeds and that is so. ");
    const auto& d = engine.decide(text);
    CHECK(d.truncated);
    CHECK(d.coverage.level == CoverageLevel::kPartial);
    CHECK(d.coverage.reason == "truncated");
    CHECK(d.outcome == Outcome::kUndecided);
    CHECK(engine.decide("the gardeners are not weeds and that is so").coverage.level ==
          CoverageLevel::kFull);
}

TEST_CASE("a word of another language is named as the cause, not the framing") {
    auto files = garden();
    files.set("lexicon/de/garden.terms", "[BAD.waste]\nmull\n");
    Engine engine(files);
    const auto& d = engine.decide("the gardeners are mull and that is so");
    CHECK(d.outcome == Outcome::kReview);
    CHECK(d.reason.find("because its words are of another language than the text") !=
          std::string::npos);
    CHECK(engine.decide("suppose the gardeners are weeds").reason.find("how it is framed") !=
          std::string::npos);
}

TEST_CASE("a declared group is bound only where it was declared and is of the construct's kind") {
    auto post = post_of("hello, you are weeds and it is so");
    Engine undeclared(garden());
    Signal s;
    s.name = "target.declared_attributes";
    s.values = {"elders", "gardeners"};
    post.signals.push_back(s);
    CHECK(undeclared.outcome(post) == "allowed");  // the policy does not ask for the signal
    auto files = garden().append("concepts.rules", "signal target.declared_attributes\n");
    files.replace("constructs.rules", "construct CALLED(g: GROUP)",
                  "construct CALLED(g: GROUP.craft)");
    Engine engine(files);
    const auto& d = engine.decide(post);
    CHECK(d.outcome == Outcome::kViolation);
    REQUIRE(d.claims.size() == 1);
    CHECK(d.claims[0].group == "GROUP.craft.gardeners");
    post.signals[0].values = {"elders"};
    CHECK(engine.outcome(post) == "allowed");
    post.signals[0].values = {"GROUP.craft.bakers"};
    CHECK(engine.outcome(post) == "violation");
    post.signals[0].values = {"keepers", "", "."};
    CHECK(engine.outcome(post) == "allowed");
}
