#include "policy/bundle.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/archive.h"
#include "base/limits.h"
#include "policy/derive.h"

namespace mizan::policy {

namespace {

constexpr std::string_view kMagic = "MIZANBND";
constexpr std::size_t kHeader = 8 + 4 + 4 + 32;

template <class A> void archive_tables(A& a, Policy& p) {
    a(p.version, p.title, p.word_flags, p.root_child, p.nodes, p.trie_edges, p.node_terms, p.terms,
      p.term_symbols, p.restricted_terms, p.restricted_lexicons);
    a(p.attributes, p.concepts, p.signals, p.regexes, p.patterns, p.symbols, p.constructs,
      p.frames);
    a(p.guards, p.clauses, p.needs, p.word_regexes);
}

std::string payload(const Policy& policy) {
    ArchiveWriter a;
    std::vector<std::string> words;
    std::vector<std::uint32_t> languages;
    for (text::WordId w = 1; w <= policy.vocabulary.size(); ++w) {
        words.emplace_back(policy.vocabulary.text(w));
        languages.push_back(policy.vocabulary.languages(w));
    }
    a(words, languages);
    archive_tables(a, const_cast<Policy&>(policy));  // a writer only reads
    return std::move(a).take();
}

// Checks of the indices a loaded policy would be followed by. One predicate a table.
class Validator {
public:
    explicit Validator(const Policy& p) : p_(p) {}

    bool run() const {
        const auto words = p_.vocabulary.size() + 1;
        return p_.word_flags.size() == words && p_.root_child.size() == words &&
               p_.root_child[text::kNoWord] == 0 && all(p_.root_child, p_.nodes.size()) && trie() &&
               terms() && concepts() && patterns() && constructs() && frames() && clauses() &&
               regexes() && needs();
    }

private:
    static bool below(std::uint64_t index, std::size_t size) { return index < size; }
    static bool below_or_none(std::uint32_t index, std::size_t size) {
        return index == kNone || index < size;
    }
    static bool all(const std::vector<std::uint32_t>& v, std::size_t size) {
        return std::all_of(v.begin(), v.end(), [&](std::uint32_t i) { return i < size; });
    }
    static bool all_in(const std::vector<std::vector<std::uint32_t>>& v, std::size_t size) {
        return std::all_of(v.begin(), v.end(), [&](const auto& e) { return all(e, size); });
    }
    static bool range(std::uint32_t first, std::uint32_t last, std::size_t size) {
        return first <= last && last <= size;
    }
    template <class T, class F> static bool each(const std::vector<T>& v, F f) {
        return std::all_of(v.begin(), v.end(), f);
    }

    // Children have greater numbers than their parents, so a walk always ends; each edge is one node's, so that the table of steps,
    // which has room for as many as there are edges, holds them all.
    bool trie() const {
        std::uint32_t before = 0;
        for (std::size_t i = 0; i < p_.nodes.size(); ++i) {
            const auto& n = p_.nodes[i];
            if (n.first_edge != std::exchange(before, n.last_edge) ||
                !range(n.first_edge, n.last_edge, p_.trie_edges.size()) ||
                !range(n.first_term, n.last_term, p_.node_terms.size()))
                return false;
            for (auto e = n.first_edge; e < n.last_edge; ++e) {
                const auto word = p_.trie_edges[e].word;
                if (word == text::kNoWord || word >= p_.root_child.size()) return false;
                if (p_.trie_edges[e].node <= i || p_.trie_edges[e].node >= p_.nodes.size())
                    return false;
            }
        }
        return all(p_.node_terms, p_.terms.size());
    }
    bool terms() const {
        return all(p_.term_symbols, p_.symbols) &&
               each(p_.terms,
                    [&](const Term& t) {
                        return range(t.first_symbol, t.last_symbol, p_.term_symbols.size()) &&
                               below_or_none(t.guard, p_.guards.size()) &&
                               below_or_none(t.concept_id, p_.concepts.size()) &&
                               t.kind <= TermKind::kSlur && t.language < 32;
                    }) &&
               each(p_.restricted_terms,
                    [&](const RestrictedTerm& r) { return below(r.term, p_.terms.size()); });
    }
    bool concepts() const {
        for (std::uint32_t i = 0; i < p_.concepts.size(); ++i) {
            const auto& c = p_.concepts[i];
            if ((c.parent != kNone && c.parent >= i) ||
                !below_or_none(c.attribute, p_.attributes.size()))
                return false;
        }
        return p_.attributes.size() <= 64 && p_.symbols >= p_.concepts.size() &&
               p_.symbols <= p_.concepts.size() + p_.term_symbols.size();
    }
    std::size_t owners(PatternOwner owner) const {
        if (owner == PatternOwner::kConstruct) return p_.constructs.size();
        return owner == PatternOwner::kGuard ? p_.guards.size() : p_.frames.size();
    }
    bool patterns() const {
        return each(p_.patterns, [&](const Pattern& x) {
            const auto n = x.follow.size();
            if (n > limits::kPatternPositions) return false;  // before the shift below
            const std::uint64_t valid = n == 64 ? ~0ull : (1ull << n) - 1;
            auto inside = [&](std::uint64_t m) { return (m & ~valid) == 0; };
            return x.owner <= PatternOwner::kGuard && below(x.owner_index, owners(x.owner)) &&
                   inside(x.first) && inside(x.last) && inside(x.gap) && inside(x.cited) &&
                   inside(x.group) && inside(x.pronoun) && inside(x.addressee) &&
                   all_in(x.required, p_.symbols) && all(x.anchors, p_.symbols) &&
                   std::all_of(x.builtin.begin(), x.builtin.end(), inside) &&
                   std::all_of(x.kinds.begin(), x.kinds.end(), inside) && each(x.follow, inside) &&
                   each(x.symbols,
                        [&](const SymbolMask& m) {
                            return m.symbol < p_.symbols && inside(m.mask);
                        }) &&
                   each(x.regexes, [&](const SymbolMask& m) {
                       return m.symbol < p_.regexes.size() && inside(m.mask);
                   });
        });
    }
    bool constructs() const {
        return each(p_.constructs, [&](const Construct& c) {
            return below_or_none(c.group_concept, p_.concepts.size());
        });
    }
    bool frames() const {
        return each(p_.frames,
                    [&](const Frame& f) {
                        return static_cast<std::size_t>(f.axis) < kAxes &&
                               each(
                                   f.scopes,
                                   [&](const Scope& s) {
                                       return s.kind <= ScopeKind::kNear &&
                                              all(s.until, p_.symbols);
                                   });
                    }) &&
               each(p_.guards, [](const Guard& g) {
                   return g.mode <= GuardMode::kUnless && g.scope <= GuardScope::kOverlap;
               });
    }
    bool condition(const Condition& c) const {
        return each(c.any, [&](const Conjunction& all_of) {
            return each(all_of.atoms, [&](const Atom& a) { return atom(a); });
        });
    }
    bool atom(const Atom& a) const {
        if (a.test > Test::kGroup || a.compare > Compare::kGreaterEqual) return false;
        switch (a.test) {
            case Test::kAxis: return a.index < kAxes;
            case Test::kFrame: return a.index < p_.frames.size();
            case Test::kGroup: return a.index < p_.concepts.size();
            case Test::kSignal: return a.index < p_.signals.size();
            case Test::kKind: return a.index <= static_cast<std::uint32_t>(TermKind::kSlur);
            default: return true;
        }
    }
    bool clauses() const {
        return each(p_.clauses, [&](const Clause& c) {
            return c.severity >= 1 && c.severity <= 5 && c.state <= ClauseState::kRetired &&
                   all(c.ignore, p_.frames.size()) && condition(c.review) && condition(c.when) &&
                   condition(c.suspect) && condition(c.doubt) &&
                   each(c.allow, [&](const Exception& e) { return condition(e.when); }) &&
                   each(c.needs, [](Need n) { return n <= Need::kSeries; }) &&
                   each(c.detects, [&](const Detect& d) {
                       return d.construct < p_.constructs.size() &&
                              below_or_none(d.group, p_.concepts.size());
                   });
        });
    }
    bool regexes() const {
        return p_.regexes.size() <= 64 && p_.word_regexes.size() == p_.vocabulary.size() + 1;
    }
    bool pattern_of(std::uint32_t pattern, bool construct) const {
        return pattern < p_.patterns.size() &&
               (p_.patterns[pattern].owner == PatternOwner::kConstruct) == construct;
    }
    static bool row(const NeedTable& t, std::uint32_t row) {
        return t.blocks == 0 ? row == 0 : row < t.rows.size() && t.rows.size() - row >= t.blocks;
    }
    bool table(const NeedTable& t, bool constructs) const {
        if (t.blocks > t.rows.size() || t.open_blocks > t.blocks ||
            (t.open_blocks > 0 && t.gate >= 64 * NeedTable::kBlock * t.open_blocks) ||
            !all(t.rows, t.pool.size()) || t.first_listed.size() != t.needs() + 1 ||
            t.first_listed.back() > t.listed.size() ||
            !std::is_sorted(t.first_listed.begin(), t.first_listed.end()))
            return false;
        for (std::size_t owner = 0; owner < NeedTable::kOwners; ++owner) {
            const auto own = [&](std::uint32_t i) {
                return pattern_of(i, constructs) &&
                       static_cast<std::size_t>(p_.patterns[i].owner) == owner;
            };
            if (t.heads[owner].size() != t.needs() / 64 || !each(t.needless[owner], own))
                return false;
        }
        return each(t.listed, [&](const NeedTable::Listed& l) {
            return pattern_of(l.pattern, constructs) &&
                   std::all_of(l.others.begin(), l.others.end(),
                               [&](std::uint32_t n) { return n < t.needs(); });
        });
    }
    bool order(std::size_t pattern) const {
        const auto& o = p_.needs.orders[pattern];
        const auto& t = p_.patterns[pattern].owner == PatternOwner::kConstruct ? p_.needs.constructs
                                                                               : p_.needs.others;
        return o.count <= NeedTable::kNeeds &&
               std::all_of(o.needs.begin(), o.needs.begin() + o.count,
                           [&](std::uint32_t n) { return n < t.needs(); }) &&
               std::all_of(o.within.begin(), o.within.end(), [](const auto& row) {
                   return std::all_of(row.begin(), row.end(), [](std::uint8_t within) {
                       return within <= NeedOrder::kAnyDistance;
                   });
               });
    }
    bool needs() const {
        const auto& n = p_.needs;
        if (n.orders.size() != p_.patterns.size() || n.by_node.size() != p_.nodes.size() ||
            n.term_row.size() != p_.terms.size())
            return false;
        for (std::size_t i = 0; i < n.orders.size(); ++i) {
            if (!order(i)) return false;
        }
        return table(n.constructs, true) && table(n.others, false) &&
               each(n.by_node, [&](const NeedPlace& p) { return row(n.constructs, p.row()); }) &&
               each(n.term_row, [&](std::uint32_t r) { return row(n.others, r); });
    }

    const Policy& p_;
};

std::uint32_t read_u32(std::string_view bytes, std::size_t at) {
    std::uint32_t v = 0;
    for (std::size_t i = 4; i-- > 0;) v = v << 8 | static_cast<unsigned char>(bytes[at + i]);
    return v;
}

Error corrupt(const char* what) {
    return {Code::kBundleCorrupt,
            std::string("the compiled policy is damaged: ") + what +
                "; compile it again from its source",
            {}};
}

}  // namespace

void seal(Policy& policy) {
    (void)derive_all(policy);
    policy.bundle_hash = to_hex(sha256(payload(policy)));
}

std::string to_bundle(const Policy& policy) {
    const auto body = payload(policy);
    const auto hash = sha256(body);
    std::string out(kMagic);
    for (const std::uint32_t v : {kBundleFormat, kSemanticsLevel}) {
        for (int i = 0; i < 4; ++i) out.push_back(static_cast<char>(v >> (8 * i) & 0xFF));
    }
    out.append(reinterpret_cast<const char*>(hash.data()), hash.size());
    return out.append(body);
}

Result<std::shared_ptr<const Policy>> from_bundle(std::string_view bytes) {
    if (bytes.size() < kHeader || !bytes.starts_with(kMagic)) return fail(corrupt("not a bundle"));
    const auto format = read_u32(bytes, 8);
    const auto level = read_u32(bytes, 12);
    if (format != kBundleFormat || level != kSemanticsLevel) {
        return fail({Code::kBundleVersion,
                     "this bundle is of format " + std::to_string(format) + ", semantics " +
                         std::to_string(level) + "; this program reads format " +
                         std::to_string(kBundleFormat) + ", semantics " +
                         std::to_string(kSemanticsLevel) + ": compile it again from its source",
                     {}});
    }
    const auto body = bytes.substr(kHeader);
    const auto hash = sha256(body);
    if (std::memcmp(hash.data(), bytes.data() + 16, hash.size()) != 0)
        return fail(corrupt("its checksum does not fit"));
    ArchiveReader a(body);
    auto policy = std::make_shared<Policy>();
    std::vector<std::string> words;
    std::vector<std::uint32_t> languages;
    a(words, languages);
    if (!a.ok() || words.size() != languages.size()) return fail(corrupt("its word table"));
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i].size() > limits::kTokenBytes) return fail(corrupt("a word is too long"));
        const auto id = policy->vocabulary.add(words[i]);
        if (id != i + 1) return fail(corrupt("a word stands twice"));
        if (languages[i] != 0) policy->vocabulary.mark_languages(id, languages[i]);
    }
    archive_tables(a, *policy);
    if (!a.ok() || !a.at_end()) return fail(corrupt("it ends in the wrong place"));
    if (!Validator(*policy).run() || !derive(*policy))
        return fail(corrupt("an index points nowhere"));
    for (text::WordId w = 1; w <= policy->vocabulary.size(); ++w) {
        if (policy->word_flags[w] & kTypoWord) policy->vocabulary.allow_typos(w);
    }
    policy->vocabulary.finish();
    policy->bundle_hash = to_hex(hash);
    return std::shared_ptr<const Policy>(std::move(policy));
}

}  // namespace mizan::policy
