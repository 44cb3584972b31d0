#include "service/explanation.h"

#include <algorithm>

#include "policy/restricted.h"
#include "service/claim_text.h"

namespace mizan::service {

namespace {

constexpr std::string_view kReaders[] = {"author", "reviewer", "auditor"};

void redact_for_author(const policy::Policy& policy, Explanation& e) {
    e.inside = false;
    e.terms.clear();
    e.readings.clear();
    for (auto& claim : e.decision.claims) {
        if (policy::withholds(policy, claim)) claim.reading = policy::kWithheld;
        claim.concepts.clear();
        const auto* group = policy::public_part(policy, claim.group);
        claim.group = group == nullptr ? std::string_view() : std::string_view(group->path);
    }
}

// The words of a reading are the lexicon's own, not the post's.
void redact_for_reviewer(Explanation& e) {
    for (auto& reading : e.readings) reading.word = {};
    for (auto& term : e.terms) {
        term.where = term.line = {};
        term.hash.clear();
    }
}

}  // namespace

std::string_view name(Reader reader) { return kReaders[static_cast<std::size_t>(reader)]; }

bool parse(std::string_view s, Reader& out) {
    const auto it = std::find(std::begin(kReaders), std::end(kReaders), s);
    if (it == std::end(kReaders)) return false;
    out = static_cast<Reader>(it - std::begin(kReaders));
    return true;
}

Explanation told_to(Reader reader, Explanation all, const policy::Policy& policy) {
    switch (reader) {
        case Reader::kAuthor: redact_for_author(policy, all); break;
        case Reader::kReviewer: redact_for_reviewer(all); break;
        case Reader::kAuditor: break;
    }
    return all;
}

std::string restricted_text(const TermMatch& match) {
    if (!match.restricted) return {};
    std::string out = ", a restricted term";
    if (!match.line.empty()) {
        out.append("\n    ").append(shown(match.where)).append(": ").append(shown(match.line));
        out.append("\n    SHA-256 of the line ").append(match.hash);
    }
    return out;
}

}  // namespace mizan::service
