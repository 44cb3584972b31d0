// Regular English forms.
#include "policy/inflect.h"

#include <doctest/doctest.h>

using namespace mizan::policy;

namespace {

std::string forms(std::string_view term, Inflection inflection) {
    std::string out;
    for (const auto& f : inflect(term, inflection)) out.append(out.empty() ? "" : ", ").append(f);
    return out;
}

struct Row {
    std::string_view term;
    Inflection inflection;
    std::string_view forms;
};

constexpr auto kNoun = Inflection::kNoun;
constexpr auto kVerb = Inflection::kVerb;
constexpr auto kAdjective = Inflection::kAdjective;

constexpr Row kTable[] = {
    {"weed", kNoun, "weed, weeds"},
    {"bush", kNoun, "bush, bushes"},
    {"box", kNoun, "box, boxes"},
    {"bench", kNoun, "bench, benches"},
    {"glass", kNoun, "glass, glasses"},
    {"berry", kNoun, "berry, berries"},
    {"boy", kNoun, "boy, boys"},
    {"garden shed", kNoun, "garden shed, garden sheds"},
    {"no-go zone", kNoun, "no-go zone, no-go zones"},
    {"plant", kVerb, "plant, plants, planted, planting"},
    {"hope", kVerb, "hope, hopes, hoped, hoping"},
    {"rob", kVerb, "rob, robs, robbed, robbing"},
    {"carry", kVerb, "carry, carries, carried, carrying"},
    {"die", kVerb, "die, dies, died, dying"},
    {"free", kVerb, "free, frees, freed, freeing"},
    {"mow", kVerb, "mow, mows, mowed, mowing"},
    {"open", kVerb, "open, opens, opened, opening"},
    {"water", kVerb, "water, waters, watered, watering"},
    {"plant out", kVerb, "plant out, plants out, planted out, planting out"},
    {"green", kAdjective, "green, greener, greenest"},
    {"big", kAdjective, "big, bigger, biggest"},
    {"wide", kAdjective, "wide, wider, widest"},
    {"muddy", kAdjective, "muddy, muddier, muddiest"},
    {"weed", Inflection::kUninflected, "weed"},
    {"x", kNoun, "x"},
    {"blüte", kNoun, "blüte"},
    {"", kNoun, ""},
    {"weeds!", kNoun, "weeds!"},
};

}  // namespace

TEST_CASE("regular forms of nouns, verbs and adjectives") {
    for (const auto& row : kTable) {
        CAPTURE(row.term);
        CHECK(forms(row.term, row.inflection) == row.forms);
    }
}

TEST_CASE("inflections have four names") {
    Inflection i{};
    CHECK(parse("verb", i));
    CHECK(i == Inflection::kVerb);
    CHECK(parse("none", i));
    CHECK(parse("noun", i));
    CHECK(parse("adj", i));
    CHECK_FALSE(parse("adverb", i));
}
