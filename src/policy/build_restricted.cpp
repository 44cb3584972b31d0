// Restricted terms: where each of them stands, which concepts hold one, and the hash of each lexicon that does.
#include <algorithm>

#include "base/sha256.h"
#include "policy/builder.h"
#include "policy/source.h"

namespace mizan::policy {

namespace {

constexpr std::size_t kSaltDigits = 32;  // 128 bits in hex

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

// "# salt 0f3a..." on a line of its own.
bool is_salt(std::string_view line) {
    constexpr std::string_view kOpens = "# salt ";
    if (!line.starts_with(kOpens)) return false;
    line.remove_prefix(kOpens.size());
    return line.size() >= kSaltDigits && std::all_of(line.begin(), line.end(), is_hex);
}

bool has_salt(std::string_view text) {
    while (!text.empty()) {
        const auto end = text.find('\n');
        if (is_salt(text.substr(0, end))) return true;
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return false;
}

void open_lexicon(Builder& b, Loc first) {
    const auto& file = b.source.files()[first.file];
    b.policy.restricted_lexicons.push_back({file.path, to_hex(sha256(file.text)), 0});
    if (has_salt(file.text)) return;
    b.diagnostics.add(Diag::kUnsaltedLexicon, first,
                      "this lexicon holds restricted terms and no salt: its published hash lets "
                      "outsiders test their guesses",
                      "add a line `# salt ` with 32 or more random hex digits, for example of: "
                      "openssl rand -hex 16");
}

}  // namespace

void build_restricted(Builder& b) {
    Loc at;  // terms come file by file and line by line: lines are counted in one pass over each file
    std::uint32_t line = 0;
    for (std::uint32_t t = 0; t < b.policy.terms.size(); ++t) {
        const auto& term = b.policy.terms[t];
        if (!term.restricted) continue;
        b.policy.concepts[term.concept_id].restricted = true;
        const auto loc = b.term_locs[t];
        if (line == 0 || loc.file != at.file) {
            open_lexicon(b, loc);
            at = {loc.file, 0, 0};
            line = 1;
        }
        const std::string_view text = b.source.files()[loc.file].text;
        line += static_cast<std::uint32_t>(
            std::count(text.begin() + at.begin, text.begin() + loc.begin, '\n'));
        at = loc;
        ++b.policy.restricted_lexicons.back().terms;
        const auto rest = text.substr(text.rfind('\n', loc.begin) + 1);
        b.policy.restricted_terms.push_back({t,
                                             b.source.path(loc.file) + ":" + std::to_string(line),
                                             std::string(rest.substr(0, rest.find('\n')))});
    }
}

}  // namespace mizan::policy
