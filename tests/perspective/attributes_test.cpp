// The table of attributes: every name that the comment-scoring API knew, found, and served by what it says.
#include "perspective/attributes.h"

#include <doctest/doctest.h>

#include <string>

using namespace mizan;
using namespace mizan::perspective;

TEST_CASE("every attribute of the comment-scoring API is known") {
    std::size_t known = 0;
    const auto knows = [&](const std::string& name) {
        CAPTURE(name);
        const auto* const found = find_attribute(name);
        REQUIRE(found != nullptr);
        CHECK(found->name == name);
        ++known;
        return found;
    };
    const std::pair<const char*, score::Label> learned[] = {
        {"TOXICITY", score::Label::kToxicity},
        {"SEVERE_TOXICITY", score::Label::kSevereToxicity},
        {"IDENTITY_ATTACK", score::Label::kIdentityAttack},
        {"INSULT", score::Label::kInsult},
        {"PROFANITY", score::Label::kProfanity},
        {"THREAT", score::Label::kThreat},
    };
    for (const auto& [name, label] : learned) {
        for (const auto* suffix : {"", "_EXPERIMENTAL"}) {
            const auto* const found = knows(std::string(name) + suffix);
            CHECK(found->served == ServedBy::kOwn);
            CHECK(found->label == label);
        }
    }
    CHECK(knows("TOXICITY_FAST")->label == score::Label::kToxicity);
    for (const auto* name : {"ATTACK_ON_AUTHOR", "ATTACK_ON_COMMENTER", "ATTACK_ON_PUBLISHER"})
        CHECK(knows(name)->label == score::Label::kInsult);
    for (const auto* name : {"INFLAMMATORY", "LIKELY_TO_REJECT"})
        CHECK(knows(name)->label == score::Label::kToxicity);
    CHECK(knows("OBSCENE")->label == score::Label::kProfanity);
    for (const auto* name :
         {"SEXUALLY_EXPLICIT", "FLIRTATION", "INCOHERENT", "OFF_TOPIC", "SPAM", "UNSUBSTANTIAL"})
        CHECK(knows(name)->served == ServedBy::kNone);
    for (const auto* name : {"AFFINITY", "COMPASSION", "CURIOSITY", "NUANCE", "PERSONAL_STORY",
                             "REASONING", "RESPECT"})
        CHECK(knows(std::string(name) + "_EXPERIMENTAL")->served == ServedBy::kNone);
    CHECK(attributes().size() == known);
}

TEST_CASE("attributes are in order, and other names are not among them") {
    const auto all = attributes();
    for (std::size_t i = 1; i < all.size(); ++i) CHECK(all[i - 1].name < all[i].name);
    for (const auto* name : {"", "toxicity", "TOXICIT", "TOXICITYX", "ZZZ", "AAA"})
        CHECK(find_attribute(name) == nullptr);
}
