// Conditions are spelled with the titles that the policy's own author gave to frames, groups and attributes.
#include "service/clause_text.h"

#include <algorithm>

#include "model/post.h"
#include "text/languages.h"
#include "text/normal_text.h"

namespace mizan::service {

namespace {

void add_item(std::string& list, std::string_view item) {
    list.append(list.empty() ? "" : ", ").append(item);
}

std::string_view compare_text(policy::Compare op) {
    switch (op) {
        case policy::Compare::kEqual: return "exactly ";
        case policy::Compare::kNotEqual: return "not ";
        case policy::Compare::kLess: return "less than ";
        case policy::Compare::kLessEqual: return "at most ";
        case policy::Compare::kGreater: return "more than ";
        case policy::Compare::kGreaterEqual: return "at least ";
    }
    return "";
}

// The titles of the frames that set this value: what stance=condemned means to people.
std::string axis_text(const policy::Policy& policy, const policy::Atom& atom) {
    std::string out;
    for (const auto& f : policy.frames) {
        if (static_cast<std::uint32_t>(f.axis) != atom.index || f.value != atom.text ||
            f.title.empty())
            continue;
        out.append(out.empty() ? "" : " or ").append(f.title);
    }
    const std::string plain =
        std::string(policy::name(static_cast<policy::Axis>(atom.index))) + "=" + atom.text;
    return out.empty() ? plain : out + " (" + plain + ")";
}

std::string frame_text(const policy::Policy& policy, std::uint32_t index) {
    const auto& f = policy.frames[index];
    return f.title.empty() ? f.id : f.title + " (" + f.id + ")";
}

std::string atom_text(const policy::Policy& policy, const policy::Atom& atom) {
    switch (atom.test) {
        case policy::Test::kAxis: return axis_text(policy, atom);
        case policy::Test::kFrame: return frame_text(policy, atom.index);
        case policy::Test::kLanguage:
            return "the text is in the language " + std::string(text::languages()[atom.index].code);
        case policy::Test::kSurface: return "it is a " + atom.text;
        case policy::Test::kRole:
            return "it stands in the " + std::string(name(static_cast<PartRole>(atom.index)));
        case policy::Test::kMentions: return "somebody is mentioned";
        case policy::Test::kReply: return "it answers another post";
        case policy::Test::kReading:
            return "it is read as " +
                   std::string(text::name(static_cast<text::ReadingKind>(atom.index)));
        case policy::Test::kKind:
            return "it uses a " +
                   std::string(policy::name(static_cast<policy::TermKind>(atom.index))) + " term";
        case policy::Test::kSignal:
            return "the signal " + policy.signals[atom.index] + " is " +
                   std::string(compare_text(atom.compare)) + std::to_string(atom.number);
        case policy::Test::kGroup:
            return "it is about " + std::string(title_of(policy.concepts[atom.index]));
    }
    return {};
}

std::string protects_text(const policy::Policy& policy, const policy::Clause& clause) {
    std::string out;
    if (clause.protects_anyone) out = "anyone";
    for (std::size_t i = 0; i < policy.attributes.size(); ++i) {
        if (!(clause.protects >> i & 1)) continue;
        const auto& a = policy.attributes[i];
        add_item(out, a.title.empty() ? a.id : a.title);
        if (!a.person) out.append(" (not people)");
    }
    return out;
}

std::string detects_text(const policy::Policy& policy, const policy::Detect& detect) {
    const auto& construct = policy.constructs[detect.construct];
    auto out = construct.title.empty() ? construct.id : construct.title + " (" + construct.id + ")";
    if (detect.group != policy::kNone)
        out.append(", only of ").append(title_of(policy.concepts[detect.group]));
    return out;
}

std::string needs_text(const policy::Clause& clause) {
    constexpr std::string_view kNeeds[] = {"to know who is addressed", "the thread it stands in",
                                           "the image it goes with",
                                           "the other posts of its series"};
    std::string out;
    for (const auto need : clause.needs) add_item(out, kNeeds[static_cast<std::size_t>(need)]);
    return out;
}

std::string state_text(const policy::Clause& clause) {
    switch (clause.state) {
        case policy::ClauseState::kLive: return "live";
        case policy::ClauseState::kShadow: return "shadow: recorded, decides nothing";
        case policy::ClauseState::kCanary:
            return "canary: in force for " + std::to_string(clause.canary_basis_points / 100) +
                   " % of posts";
        case policy::ClauseState::kRetired: return "retired: no longer judges";
    }
    return {};
}

}  // namespace

std::string_view title_of(const policy::Concept& node) {
    return node.title.empty() ? std::string_view(node.path) : std::string_view(node.title);
}

const policy::Clause* find_clause(const policy::Policy& policy, std::string_view id) {
    const auto it = std::find_if(policy.clauses.begin(), policy.clauses.end(),
                                 [&](const policy::Clause& c) { return c.id == id; });
    return it == policy.clauses.end() ? nullptr : &*it;
}

std::string languages_text(std::uint32_t languages) {
    std::string out;
    for (std::size_t i = 0; i < text::languages().size(); ++i) {
        if (languages >> i & 1) add_item(out, text::languages()[i].code);
    }
    return out.empty() ? "none" : out;
}

std::string actions_text(const policy::Clause& clause) {
    std::string out;
    for (const auto& step : clause.actions) {
        add_item(out, step.action);
        if (step.argument != 0) out.append(" ").append(std::to_string(step.argument));
    }
    return out.empty() ? "none" : out;
}

std::string condition_text(const policy::Policy& policy, const policy::Condition& condition) {
    std::string out;
    for (const auto& all : condition.any) {
        if (!out.empty()) out.append("; or ");
        bool first = true;
        for (const auto& atom : all.atoms) {
            if (!first) out.append(", and ");
            first = false;
            out.append(atom.negate ? "not: " : "").append(atom_text(policy, atom));
        }
    }
    return out;
}

std::vector<RuleLine> rule_lines(const policy::Policy& policy, const policy::Clause& clause) {
    std::vector<RuleLine> out;
    auto add = [&](std::string_view key, std::string text) {
        if (!text.empty()) out.push_back({key, std::move(text)});
    };
    add("protects", protects_text(policy, clause));
    for (const auto& d : clause.detects) add("detect", detects_text(policy, d));
    add("when", condition_text(policy, clause.when));
    if (!clause.suspect.any.empty())
        add("suspect", "a person looks, though the clause found nothing, when " +
                           condition_text(policy, clause.suspect));
    for (const auto& e : clause.allow)
        add("allow", e.id + ", when " + condition_text(policy, e.when));
    if (!clause.review.any.empty())
        add("review", "a person decides when " + condition_text(policy, clause.review));
    if (!clause.doubt.any.empty())
        add("doubt",
            "a person decides what would violate when " + condition_text(policy, clause.doubt));
    for (const auto f : clause.ignore) add("ignore", "no excuse: " + frame_text(policy, f));
    add("needs", needs_text(clause));
    if (clause.plain_only) add("readings", "plain words only: no disguised spelling is read");
    add("severity", std::to_string(clause.severity) + " of 5");
    add("enforce", clause.enforce_act ? "act: may act without a person"
                                      : "review: a person confirms before anything is done");
    add("action", actions_text(clause));
    add("state", state_text(clause));
    add("languages", languages_text(clause.languages));
    add("in_force_from", clause.in_force_from);
    return out;
}

}  // namespace mizan::service
