#include "sanction/reason.h"

#include <algorithm>

#include "policy/restricted.h"

namespace mizan::sanction {

namespace {

constexpr std::string_view kPersonDecides = "a person decides";
constexpr std::string_view kNoPerson = "no person was asked";

// "Muslims", or the path's last part where the concept has no title.
std::string_view title_of(const policy::Concept& group) {
    if (!group.title.empty()) return group.title;
    return std::string_view(group.path).substr(group.path.rfind('.') + 1);
}

void about(const policy::Policy& policy, const Claim& claim, std::string& out) {
    const auto* group = policy::public_part(policy, claim.group);
    if (group == nullptr) return;
    out.append(" about ").append(title_of(*group));
    for (const auto& a : policy.attributes) {
        if (a.id == claim.attribute) out.append(" (").append(a.title).append(")");
    }
}

std::string_view because(std::string_view exception) {
    struct Line {
        std::string_view id;
        std::string_view text;
    };
    constexpr Line kLines[] = {
        {"counter-speech", "it is quoted or repeated to condemn it"},
        {"news-reporting", "it is reported, not said by the author"},
        {"education", "it is taught or studied"},
        {"satire", "it is the object of mockery"},
        {"self-reference", "the author speaks of their own group"},
        {"quotation", "it is quoted from a work"},
        {"criticism", "it criticises an idea or an institution, not people"},
        {"policy-debate", "it argues about policy"},
        {"individual-fact", "it is about a named person, not the group"},
        {"hyperbole", "it is a figure of speech, a game or sport"},
        {"heritage-symbol", "the symbol stands in its religious or heritage use"},
        {"reformed", "it speaks of leaving or of peace"},
        {"negation", "the author denies it"},
        {"question", "it is asked in good faith"},
        {"not-people", "it is not about people"}};
    for (const auto& line : kLines) {
        if (line.id == exception) return line.text;
    }
    return exception;
}

std::string_view why_not_covered(std::string_view reason) {
    if (reason == "no-text") return "there is no text in it";
    if (reason == "part-kind") return "no clause reads this kind of content";
    if (reason == "no-clause") return "no clause of the policy is in use";
    if (reason == "not-in-force") return "no clause was in force when it was made";
    return "no clause covers its language";
}

std::string_view why(Cause cause, const Decision& d) {
    switch (cause) {
        case Cause::kContextMissing: return "the context it depends on was not given";
        case Cause::kSignalMissing: return "a signal it depends on is missing";
        case Cause::kNotCovered: return why_not_covered(d.coverage.reason);
        case Cause::kTruncated: return "a limit of the engine was reached";
        case Cause::kBadInput: return "most of the text is not readable";
        case Cause::kNone: break;
    }
    return "";
}

std::string_view why(UnclearBy by) {
    switch (by) {
        case UnclearBy::kFraming: return "how it is framed leaves its meaning open";
        case UnclearBy::kLanguage: return "its words are of another language than the text";
        case UnclearBy::kDoubt: return "what is known of the post speaks against it";
        case UnclearBy::kNone:
        case UnclearBy::kSuspicion: break;
    }
    return "";
}

void append_found(const policy::Policy& policy, const ClauseFinding& f, const Claim& claim,
                  Decision& d) {
    auto& out = d.reason;
    switch (f.finding) {
        case Finding::kViolates:
            out.append("Violates the clause “").append(f.title).append("”: a statement");
            break;
        case Finding::kUnclear:
            out.append("May violate the clause “").append(f.title).append("”: a statement");
            break;
        default:
            out.append("Allowed: what the clause “").append(f.title).append("” forbids is said");
            break;
    }
    about(policy, claim, out);
    if (f.finding == Finding::kViolates) {
        out.append(", and no exception applies");
        const bool ignored = std::any_of(claim.frames.begin(), claim.frames.end(),
                                         [](const FrameUse& u) { return u.effect == "no-excuse"; });
        if (ignored) out.append(" (a disclaimer is no excuse)");
    } else if (f.finding == Finding::kUnclear) {
        out.append("; ").append(kPersonDecides).append(", because ");
        out.append(f.cause != Cause::kNone ? why(f.cause, d) : why(f.unclear_by));
    } else {
        out.append(", but ").append(because(f.exception));
    }
    if (claim.reading != "plain" && !policy::withholds(policy, claim))
        out.append("; read through a disguise (").append(claim.reading).append(")");
}

}  // namespace

void write_reason(const policy::Policy& policy, const ClauseFinding* f, Decision& d) {
    d.reason.clear();
    if (f == nullptr && d.outcome == Outcome::kAllowed) {
        d.reason.append("No clause finds anything it forbids.");
        return;
    }
    if (f != nullptr && f->claim < d.claims.size()) {
        append_found(policy, *f, d.claims[f->claim], d);
    } else if (f != nullptr && f->finding == Finding::kUnclear) {
        d.reason.append("May violate the clause “")
            .append(f->title)
            .append(
                "”: no statement was understood, but what is known of the post calls for a look; ")
            .append(kPersonDecides);
    }
    if (d.outcome == Outcome::kUndecided && (f == nullptr || f->finding != Finding::kUnclear)) {
        d.reason.append(d.reason.empty() ? "Undecided: " : "; undecided: ").append(why(d.cause, d));
    }
    d.reason.push_back('.');
}

void say_halted(Decision& d) {
    if (d.reason.ends_with('.')) d.reason.pop_back();
    d.reason.append("; removals under this clause are halted, so it is only limited.");
}

void say_folded(Decision& d) {
    const auto at = d.reason.find(kPersonDecides);
    if (at != d.reason.npos) d.reason.replace(at, kPersonDecides.size(), kNoPerson);
}

}  // namespace mizan::sanction
