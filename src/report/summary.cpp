// The counting. summary_text.cpp, summary_json.cpp and html.cpp show what is counted here.

#include "report/summary.h"

#include <algorithm>

namespace mizan::report {

namespace {

// Violates counts more than unclear, unclear more than excused.
int weight(Finding finding) {
    switch (finding) {
        case Finding::kViolates: return 3;
        case Finding::kUnclear: return 2;
        case Finding::kExcused: return 1;
        case Finding::kNothingFound: break;
    }
    return 0;
}

// The strongest finding of a post for each name it concerns. Few names, so a list will do.
class Strongest {
public:
    void note(std::string_view name, Finding finding) {
        if (name.empty()) return;
        for (auto& [known, found] : items_) {
            if (known != name) continue;
            if (weight(finding) > weight(found)) found = finding;
            return;
        }
        items_.emplace_back(name, finding);
    }
    void add_to(ByName<FindingCounts>& counts) const {
        for (const auto& [name, finding] : items_) counts[name].add(finding);
    }

private:
    std::vector<std::pair<std::string_view, Finding>> items_;
};

void count_clause(ByName<ClauseCounts>& clauses, const ClauseFinding& found) {
    if (found.finding == Finding::kNothingFound) return;
    auto& counts = clauses[found.clause];
    if (counts.title.empty()) {
        counts.title = found.title;
        counts.state = found.state;
    }
    counts.found.add(found.finding);
    if (found.finding == Finding::kExcused) ++counts.excused_by[found.exception];
}

template <class T, class F> void merge(ByName<T>& into, const ByName<T>& from, F&& f) {
    for (const auto& [name, value] : from.items()) f(into[name], value);
}

void merge(ByName<std::uint64_t>& into, const ByName<std::uint64_t>& from) {
    merge(into, from, [](std::uint64_t& a, std::uint64_t b) { a += b; });
}

void merge(ByName<FindingCounts>& into, const ByName<FindingCounts>& from) {
    merge(into, from, [](FindingCounts& a, const FindingCounts& b) { a.add(b); });
}

void merge(ByName<ClauseCounts>& into, const ByName<ClauseCounts>& from) {
    merge(into, from, [](ClauseCounts& a, const ClauseCounts& b) {
        if (a.title.empty()) {
            a.title = b.title;
            a.state = b.state;
        }
        a.found.add(b.found);
        merge(a.excused_by, b.excused_by);
    });
}

template <std::size_t N>
void merge(std::array<std::uint64_t, N>& into, const std::array<std::uint64_t, N>& from) {
    for (std::size_t i = 0; i < N; ++i) into[i] += from[i];
}

template <class E> std::size_t index(E value) { return static_cast<std::size_t>(value); }

}  // namespace

void FindingCounts::add(Finding finding) {
    violates += finding == Finding::kViolates;
    unclear += finding == Finding::kUnclear;
    excused += finding == Finding::kExcused;
}

void FindingCounts::add(const FindingCounts& other) {
    violates += other.violates;
    unclear += other.unclear;
    excused += other.excused;
}

void Counters::add(const Decision& d) {
    ++posts;
    truncated += d.truncated;
    ++outcome_coverage[index(d.outcome)][index(d.coverage.level)];
    ++findings[index(d.finding)];
    ++routes[index(d.route)];
    ++causes[index(d.cause)];
    const auto lang = d.lang.empty() ? std::string_view("und") : d.lang;
    ++languages[lang];
    if (d.finding == Finding::kViolates) {
        ++language_findings[lang];
        ++severities[std::min<std::size_t>(d.severity, severities.size() - 1)];
    }
    if (d.clauses.empty()) return;
    Strongest by_attribute;
    Strongest by_group;
    for (const auto& found : d.clauses) {
        const bool in_shadow = found.state == "shadow";
        count_clause(in_shadow ? shadow : clauses, found);
        if (in_shadow || weight(found.finding) == 0 || found.claim >= d.claims.size()) continue;
        by_attribute.note(d.claims[found.claim].attribute, found.finding);
        by_group.note(d.claims[found.claim].group, found.finding);
    }
    by_attribute.add_to(attributes);
    by_group.add_to(groups);
}

void Counters::add_reject(Code code) { ++rejects[name(code)]; }

void Counters::add(const Counters& other) {
    posts += other.posts;
    truncated += other.truncated;
    for (std::size_t i = 0; i < outcome_coverage.size(); ++i)
        merge(outcome_coverage[i], other.outcome_coverage[i]);
    merge(findings, other.findings);
    merge(routes, other.routes);
    merge(causes, other.causes);
    merge(severities, other.severities);
    merge(clauses, other.clauses);
    merge(shadow, other.shadow);
    merge(attributes, other.attributes);
    merge(groups, other.groups);
    merge(languages, other.languages);
    merge(language_findings, other.language_findings);
    merge(rejects, other.rejects);
}

void Partial::add(const Decision& decision, std::string_view author) {
    counters_.add(decision);
    if (decision.finding == Finding::kViolates && !author.empty()) authors_.emplace_back(author);
}

void Partial::clear() {
    counters_ = {};
    authors_.clear();
}

void Summary::add(const Decision& decision, std::string_view author) {
    counters_.add(decision);
    if (decision.finding == Finding::kViolates && !author.empty()) actors_.add(author);
}

void Summary::add(const Partial& partial) {
    counters_.add(partial.counters());
    for (const auto& author : partial.authors()) actors_.add(author);
}

std::uint64_t Summary::rejected() const {
    std::uint64_t n = 0;
    for (const auto& [code, count] : counters_.rejects.items()) n += count;
    return n;
}

}  // namespace mizan::report
