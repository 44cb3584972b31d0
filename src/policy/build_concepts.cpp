// Attributes, concepts and the names of everything a rule can refer to.
#include "policy/builder.h"

namespace mizan::policy {

namespace {

constexpr std::size_t kMaxAttributes = 64;  // a clause's `protects` is one 64-bit set

void build_attributes(Builder& b) {
    for (const auto& def : b.ast.attributes) {
        if (b.policy.attributes.size() == kMaxAttributes) {
            b.diagnostics.add(Diag::kTooMany, def.id.loc, "more than 64 attributes");
            return;
        }
        const auto index = static_cast<std::uint32_t>(b.policy.attributes.size());
        if (!b.attributes.define(def.id, index, b.diagnostics)) continue;
        b.policy.attributes.push_back(
            {def.id.text, def.title.empty() ? def.id.text : def.title, def.person});
    }
}

// GROUP.religion.muslim brings GROUP.religion and GROUP with it where they are not defined.
ConceptId define_concept(Builder& b, const Named& path) {
    if (const auto known = b.concepts.find(path.text); known != kNone) return known;
    std::uint32_t parent = kNone;
    if (const auto dot = path.text.rfind('.'); dot != std::string::npos) {
        parent = define_concept(b, {path.text.substr(0, dot), path.loc});
    }
    const auto index = static_cast<std::uint32_t>(b.policy.concepts.size());
    b.concepts.define(path, index, b.diagnostics);
    b.policy.concepts.push_back({path.text, {}, parent, kNone});
    return index;
}

void inherit_attributes(Builder& b) {
    for (auto& c : b.policy.concepts) {
        for (auto p = c.parent; c.attribute == kNone && p != kNone;
             p = b.policy.concepts[p].parent) {
            c.attribute = b.policy.concepts[p].attribute;
        }
    }
}

void build_named_concepts(Builder& b) {
    std::map<std::string, Loc> defined;
    for (const auto& def : b.ast.concepts) {
        if (def.path.text.empty()) continue;
        const auto [it, fresh] = defined.try_emplace(def.path.text, def.path.loc);
        if (!fresh) {
            auto& d = b.diagnostics.add(Diag::kDuplicateId, def.path.loc,
                                        "the concept '" + def.path.text + "' is defined twice");
            d.labels.push_back({it->second, "first defined here"});
            continue;
        }
        auto& c = b.policy.concepts[define_concept(b, def.path)];
        c.title = def.title;
        if (def.attribute) c.attribute = b.attributes.resolve(*def.attribute, b.diagnostics);
    }
}

// A lexicon may only fill concepts that the rules define: a mistyped heading would be a list that never matches.
void check_sections(Builder& b) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, bool> seen;
    for (const auto& term : b.ast.terms) {
        const auto& path = term.concept_path;
        if (!seen.try_emplace({path.loc.file, path.loc.begin}, true).second) continue;
        if (b.concepts.find(path.text) == kNone) (void)b.concepts.resolve(path, b.diagnostics);
    }
}

template <class Defs> void name_all(const Defs& defs, NameTable& table, Diagnostics& diagnostics) {
    for (std::uint32_t i = 0; i < defs.size(); ++i) table.define(defs[i].id, i, diagnostics);
}

}  // namespace

void build_concepts(Builder& b) {
    build_attributes(b);
    build_named_concepts(b);
    inherit_attributes(b);
    check_sections(b);
    for (const auto& signal : b.ast.signals) {
        if (b.signals.define(signal, static_cast<std::uint32_t>(b.policy.signals.size()),
                             b.diagnostics)) {
            b.policy.signals.push_back(signal.text);
        }
    }
    name_all(b.ast.patterns, b.patterns, b.diagnostics);
    name_all(b.ast.guards, b.guards, b.diagnostics);
    name_all(b.ast.constructs, b.constructs, b.diagnostics);
    name_all(b.ast.frames, b.frames, b.diagnostics);
    name_all(b.ast.clauses, b.clauses, b.diagnostics);
    b.symbols = static_cast<SymbolId>(b.policy.concepts.size());
}

}  // namespace mizan::policy
