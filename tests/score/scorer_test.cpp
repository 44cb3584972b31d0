// Scores: the same whichever group is named, none where there is nothing to score, and explained by words of the text.
#include "score/scorer.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "support/tiny_policy.h"
#include "text/normalize.h"

using namespace mizan;

namespace {

constexpr auto kThreat = static_cast<std::size_t>(score::Label::kThreat);

// A model that weighs every feature of one text, and nothing else.
class Fixture {
public:
    explicit Fixture(std::string_view learnt, const test::PolicyFiles& files = test::garden())
        : policy_(files.policy()), marks_(*policy_) {
        model_.language = "en";
        model_.log2_rows = 12;
        model_.rows.resize(std::size_t{1} << model_.log2_rows);
        model_.frequent.assign((std::size_t{1} << score::Model::kFrequentLog2) / 64, 0);
        for (const auto& f : features(learnt)) {
            model_.rows[f.row()].check = f.check();
            model_.rows[f.row()].weights.fill(100);
        }
        for (auto& knots : model_.knots) knots = {{29999, 1}, {30000, 5000}, {90000, 9000}};
    }
    std::vector<score::Feature> features(std::string_view text,
                                         score::View view = score::View::kGroupsMasked) {
        normalize(text);
        const auto last = static_cast<std::uint32_t>(text_.tokens.size());
        score::read_symbols(*policy_, marks_, text_, 0, last, scratch_.symbols);
        score::read_features(text_, model_, view, scratch_);
        return scratch_.features;
    }
    std::vector<std::uint32_t> keys(std::string_view text,
                                    score::View view = score::View::kGroupsMasked) {
        std::vector<std::uint32_t> out;
        for (const auto& f : features(text, view)) out.push_back(f.key);
        return out;
    }
    score::Scores score(std::string_view text, const score::Wanted& wanted = score::kAllLabels,
                        score::Depth depth = score::Depth::kWhole) {
        normalize(text);
        score::Scores out;
        scorer().score(text_, wanted, depth, scratch_, out);
        return out;
    }
    // The words that a glance reads.
    [[nodiscard]] std::vector<std::string> known_words(std::string_view text) const {
        Part part;
        part.bytes = text;
        text::NormalText normal;
        text::normalize({&part, 1}, "en", policy_->vocabulary, normal);
        std::vector<std::string> out;
        score::each_known_word(
            marks_, normal, 0, static_cast<std::uint32_t>(normal.tokens.size()),
            [&](text::WordId word) { out.emplace_back(policy_->vocabulary.text(word)); });
        return out;
    }
    // How many words stand in such a scope.
    std::ptrdiff_t scopes(std::string_view text, score::Scope scope) {
        features(text);
        return std::count_if(scratch_.symbols.begin(), scratch_.symbols.end(),
                             [&](const score::Symbol& s) { return (s.scope & scope) != 0; });
    }
    // Words that sum to less than the floor are told to leave no score of `high` or more.
    void set_glance(score::Glance glance) { model_.glances[kThreat] = glance; }
    std::string strongest(std::string_view text) {
        const auto scores = score(text);
        const auto pushes = scorer().pushes(text_, scores, score::Label::kThreat, 1, scratch_);
        return pushes.empty() ? std::string()
                              : std::string(text_.fold(text_.tokens[pushes[0].token]));
    }

private:
    void normalize(std::string_view text) {
        Part part;
        part.bytes = text;
        text::normalize({&part, 1}, "en", policy_->vocabulary, text_);
    }
    score::Scorer scorer() { return {std::make_shared<const score::Model>(model_), policy_}; }

    std::shared_ptr<const policy::Policy> policy_;
    score::GroupMarks marks_;
    score::Model model_;
    text::NormalText text_;
    score::FeatureScratch scratch_;
};

}  // namespace

TEST_CASE("the features of a sentence are the same whichever group it names") {
    Fixture f("nothing");
    const auto about = [](std::string_view group) {
        return "I really think that " + std::string(group) + " should leave us alone";
    };
    const auto first = f.keys(about("gardeners"));
    CHECK(first.size() > 10);
    CHECK(f.keys(about("bakers")) == first);
    CHECK(f.keys(about("florists")) != first);  // no group of this policy: a word like any other
}

TEST_CASE("to all scores but identity_attack a text looks as if its group were not named") {
    Fixture f("nothing");
    const auto left_out = score::View::kGroupsLeftOut;
    const auto without = f.keys("my neighbour sings", left_out);
    CHECK(without.size() > 5);
    CHECK(f.keys("my gardeners neighbour sings", left_out) == without);
    CHECK(f.keys("my gardeners neighbour sings") != f.keys("my neighbour sings"));
    CHECK(f.keys("gardeners", left_out).empty());
}

TEST_CASE("a word that is denied, quoted or asked about is one more feature") {
    Fixture f("nothing");
    const auto plain = f.keys("I hate gardeners").size();
    CHECK(f.keys("\"I hate gardeners\"").size() > plain);
    CHECK(f.keys("I hate gardeners?").size() > plain);
    CHECK(f.keys("I hate gardeners; no").size() < f.keys("no I hate gardeners").size());
}

TEST_CASE("slurs look alike, but one that members have made their own stands for itself") {
    auto files = test::garden();
    files.append("concepts.rules", "concept RECLAIMABLE\n");
    files.set("lexicon/en/slurs.terms",
              "[GROUP.craft.bakers]\nmillers\n[GROUP.craft.bakers | "
              "kind=slur]\nfloury\ncrusty\ndoughboy\n[RECLAIMABLE]\ndoughboy\nmillers\n");
    files.append("frames.rules",
                 "frame own sets speaker=member\n  cue \"we\" RECLAIMABLE\n  scope sentence\n");
    Fixture f("nothing", files);
    CHECK(f.keys("you floury people") == f.keys("you crusty people"));
    CHECK(f.keys("you doughboy people") != f.keys("you crusty people"));
    CHECK(f.keys("you doughboy people") != f.keys("you bakers people"));
    CHECK(f.keys("you millers people") == f.keys("you bakers people"));  // no slur
}

TEST_CASE("what a model has learnt raises the score, and other texts stay low") {
    Fixture f("the quick brown fox jumps over lazy dogs");
    CHECK(f.score("the quick brown fox jumps over lazy dogs").values[kThreat] >= 5000);
    CHECK(f.score("an altogether unlike sentence without any of them").values[kThreat] == 1);
}

TEST_CASE("a text without words has no score, which is not a score of 0") {
    Fixture f("anything");
    CHECK(!f.score("").knows(score::Label::kThreat));
    CHECK(!f.score("... !").knows(score::Label::kThreat));
    CHECK(f.score("say anything here").knows(score::Label::kThreat));
}

TEST_CASE("a text in which the model knows nothing has no score") {
    Fixture f("anything");
    CHECK(!f.score("zzqxv").knows(score::Label::kThreat));
    CHECK(!f.score("\U0001F600").knows(score::Label::kThreat));
}

TEST_CASE("a text of another language has no score") {
    Fixture f("anything");
    CHECK(!f.score("ich habe das nicht gesagt und wir werden es auch nicht sagen")
               .knows(score::Label::kThreat));
}

TEST_CASE("one window of a long text is enough") {
    Fixture f("the quick brown fox jumps over lazy dogs");
    std::string text;
    for (int i = 0; i < 900; ++i) text += "calm words here ";
    CHECK(!f.score(text).knows(score::Label::kThreat));
    CHECK(f.score(text + "the quick brown fox jumps over lazy dogs " + text).values[kThreat] >=
          5000);
}

TEST_CASE("the word that moved a score most is a word that the model knows") {
    Fixture f("zebra");
    CHECK(f.strongest("a calm zebra stood here") == "zebra");
    CHECK(f.strongest("calm stood here") == "");
}

TEST_CASE("a text that names no group has no identity_attack, and its other scores") {
    Fixture f("lazy dogs");
    const auto none = f.score("these lazy dogs");
    CHECK(!none.knows(score::Label::kIdentityAttack));
    CHECK(none.knows(score::Label::kThreat));
    const auto named = f.score("lazy dogs, said the gardeners");
    CHECK(named.knows(score::Label::kIdentityAttack));
    CHECK(named.values[0] == named.values[kThreat]);
}

TEST_CASE("what letters, digits or spaces hide is read as the word that it stands for") {
    Fixture f("nothing");
    const auto plain = f.keys("I saw the gardeners yesterday");
    CHECK(f.keys("I saw the g4rdeners yesterday") == plain);
    CHECK(f.keys("I saw the g a r d e n e r s yesterday") == plain);
    CHECK(f.keys("I saw the gardenerz yesterday") != plain);  // no reading knows it
    Fixture lazy("lazy dogs");
    CHECK(lazy.score("lazy dogs, g4rdeners").knows(score::Label::kIdentityAttack));
    CHECK(!lazy.score("lazy dogs, v4riants").knows(score::Label::kIdentityAttack));
}

TEST_CASE("where the words leave a score below the policy's bounds it is not worked out") {
    auto files = test::suspicious_garden();
    files.replace("policy.md", "score.threat >= 7000", "score.threat >= 6000");
    const auto knows = [&](std::string_view text, score::Glance glance, score::Depth depth) {
        Fixture f("rubbish weeds", files);
        f.set_glance(glance);
        return f.score(text, score::kAllLabels, depth).knows(score::Label::kThreat);
    };
    const score::Glance glance{.floor = 1, .high = 6000};
    const std::string_view other = "all rubbishy, these weedy things";
    CHECK(knows("some rubbish", glance, score::Depth::kBounds));
    CHECK(knows(other, glance, score::Depth::kWhole));
    CHECK(!knows(other, glance, score::Depth::kBounds));
    CHECK(knows("some rubb1sh", glance, score::Depth::kBounds));  // may stand for any word
    // The glance speaks for scores from 6001 on, and the policy asks for 6000.
    CHECK(knows(other, {.floor = 1, .high = 6001}, score::Depth::kBounds));
    // What a clause doubts by a score, it must know where it is low.
    files.replace("policy.md", "  severity 3\n",
                  "  doubt signal score.threat < 2000\n  severity 3\n");
    CHECK(knows(other, glance, score::Depth::kBounds));
}

TEST_CASE("a glance sees the same whichever group is named, and does not pass over disguises") {
    auto files = test::garden();
    files.set("lexicon/en/more.terms", "[GROUP.craft.bakers]\npeople with ovens\n");
    const auto f = Fixture("nothing", files);
    const auto known = [&](std::string_view text) { return f.known_words(text); };
    CHECK(known("rubbish bakers said") == known("rubbish gardeners said"));
    CHECK(known("rubbish people with ovens said") == known("rubbish gardeners said"));
    CHECK(known("rubbish gardeners") == std::vector<std::string>{"rubbish"});
}

TEST_CASE(
    "a denial reaches over six words, to the end of a sentence, and a group's name counts for "
    "none") {
    Fixture f("nothing");
    const auto denied = [&](std::string_view text) { return f.scopes(text, score::kDenied); };
    CHECK(denied("not one two three four five six seven") == 6);
    CHECK(denied("not gardeners one two three four five six seven") == 7);
    CHECK(denied("not one two. three four") == 2);
    CHECK(f.scopes("he said \"one two\" and \"three\" again", score::kQuoted) == 3);
    CHECK(f.scopes("is it one? it is two", score::kAsked) == 3);
}

TEST_CASE("what is not wanted is not known") {
    Fixture f("lazy dogs");
    score::Wanted wanted{};
    wanted[kThreat] = true;
    const auto scores = f.score("lazy dogs, said the gardeners", wanted);
    CHECK(scores.knows(score::Label::kThreat));
    CHECK(!scores.knows(score::Label::kIdentityAttack));
    CHECK(!scores.knows(score::Label::kInsult));
}
