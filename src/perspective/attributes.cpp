#include "perspective/attributes.h"

#include <algorithm>
#include <array>

namespace mizan::perspective {

namespace {

using score::Label;
using enum ServedBy;

// Sorted by name: find_attribute() relies on it.
constexpr std::array kAttributes{
    Attribute{"AFFINITY_EXPERIMENTAL", kNone},
    Attribute{"ATTACK_ON_AUTHOR", kNearest, Label::kInsult},
    Attribute{"ATTACK_ON_COMMENTER", kNearest, Label::kInsult},
    Attribute{"ATTACK_ON_PUBLISHER", kNearest, Label::kInsult},
    Attribute{"COMPASSION_EXPERIMENTAL", kNone},
    Attribute{"CURIOSITY_EXPERIMENTAL", kNone},
    Attribute{"FLIRTATION", kNone},
    Attribute{"IDENTITY_ATTACK", kOwn, Label::kIdentityAttack},
    Attribute{"IDENTITY_ATTACK_EXPERIMENTAL", kOwn, Label::kIdentityAttack},
    Attribute{"INCOHERENT", kNone},
    Attribute{"INFLAMMATORY", kNearest, Label::kToxicity},
    Attribute{"INSULT", kOwn, Label::kInsult},
    Attribute{"INSULT_EXPERIMENTAL", kOwn, Label::kInsult},
    Attribute{"LIKELY_TO_REJECT", kNearest, Label::kToxicity},
    Attribute{"NUANCE_EXPERIMENTAL", kNone},
    Attribute{"OBSCENE", kNearest, Label::kProfanity},
    Attribute{"OFF_TOPIC", kNone},
    Attribute{"PERSONAL_STORY_EXPERIMENTAL", kNone},
    Attribute{"PROFANITY", kOwn, Label::kProfanity},
    Attribute{"PROFANITY_EXPERIMENTAL", kOwn, Label::kProfanity},
    Attribute{"REASONING_EXPERIMENTAL", kNone},
    Attribute{"RESPECT_EXPERIMENTAL", kNone},
    Attribute{"SEVERE_TOXICITY", kOwn, Label::kSevereToxicity},
    Attribute{"SEVERE_TOXICITY_EXPERIMENTAL", kOwn, Label::kSevereToxicity},
    Attribute{"SEXUALLY_EXPLICIT", kNone},
    Attribute{"SPAM", kNone},
    Attribute{"THREAT", kOwn, Label::kThreat},
    Attribute{"THREAT_EXPERIMENTAL", kOwn, Label::kThreat},
    Attribute{"TOXICITY", kOwn, Label::kToxicity},
    Attribute{"TOXICITY_EXPERIMENTAL", kOwn, Label::kToxicity},
    Attribute{"TOXICITY_FAST", kOwn, Label::kToxicity},
    Attribute{"UNSUBSTANTIAL", kNone},
};

}  // namespace

std::span<const Attribute> attributes() { return kAttributes; }

const Attribute* find_attribute(std::string_view name) {
    const auto* const at = std::lower_bound(
        kAttributes.begin(), kAttributes.end(), name,
        [](const Attribute& a, std::string_view wanted) { return a.name < wanted; });
    return at != kAttributes.end() && at->name == name ? at : nullptr;
}

}  // namespace mizan::perspective
