// The summary as JSON: fixed order, integers only.

#include "base/json.h"
#include "report/figures.h"
#include "report/summary.h"

namespace mizan::report {

namespace {

class Json {
public:
    // `,"key":` with the comma only where one belongs.
    Json& key(std::string_view k) {
        comma();
        json::append_string(out_, k);
        out_.push_back(':');
        fresh_ = true;
        return *this;
    }
    void number(std::uint64_t v) {
        comma();
        out_.append(std::to_string(v));
    }
    void text(std::string_view s) {
        comma();
        json::append_string(out_, s);
    }
    void flag(bool v) {
        comma();
        out_.append(v ? "true" : "false");
    }
    void open(char c) {
        comma();
        out_.push_back(c);
        fresh_ = true;
    }
    void close(char c) {
        out_.push_back(c);
        fresh_ = false;
    }
    std::string take() { return std::move(out_); }

private:
    void comma() {
        if (!fresh_) out_.push_back(',');
        fresh_ = false;
    }
    std::string out_;
    bool fresh_ = true;
};

void counts(Json& j, const ByName<std::uint64_t>& by_name) {
    j.open('{');
    for (const auto& [name, n] : by_name.sorted()) j.key(name).number(n);
    j.close('}');
}

void members(Json& j, const FindingCounts& c) {
    j.key("violates").number(c.violates);
    j.key("unclear").number(c.unclear);
    j.key("excused").number(c.excused);
}

void clauses(Json& j, const ByName<ClauseCounts>& by_name) {
    j.open('[');
    for (const auto& [id, clause] : by_name.sorted()) {
        j.open('{');
        j.key("clause").text(id);
        j.key("title").text(clause.title);
        j.key("state").text(clause.state);
        members(j, clause.found);
        j.key("excused_by");
        counts(j, clause.excused_by);
        j.close('}');
    }
    j.close(']');
}

void findings(Json& j, std::string_view what, const ByName<FindingCounts>& by_name) {
    j.open('[');
    for (const auto& [name, c] : by_name.sorted()) {
        j.open('{');
        j.key(what).text(name);
        members(j, c);
        j.close('}');
    }
    j.close(']');
}

template <class E, std::size_t N>
void by_enum(Json& j, const std::array<std::uint64_t, N>& values) {
    j.open('{');
    for (std::size_t i = 0; i < N; ++i) j.key(name(static_cast<E>(i))).number(values[i]);
    j.close('}');
}

void outcomes(Json& j, const Counters& c) {
    j.open('{');
    for (std::size_t i = 0; i < c.outcome_coverage.size(); ++i) {
        j.key(name(static_cast<Outcome>(i)));
        by_enum<CoverageLevel>(j, c.outcome_coverage[i]);
    }
    j.close('}');
}

void causes(Json& j, const Counters& c) {
    j.open('{');
    for (std::size_t i = 1; i < c.causes.size(); ++i)
        j.key(name(static_cast<Cause>(i))).number(c.causes[i]);
    j.close('}');
}

void languages(Json& j, const Counters& c) {
    j.open('[');
    for (const auto& [lang, posts] : c.languages.sorted()) {
        const auto* found = c.language_findings.find(lang);
        j.open('{');
        j.key("lang").text(lang);
        j.key("posts").number(posts);
        j.key("violates").number(found == nullptr ? 0 : *found);
        j.close('}');
    }
    j.close(']');
}

void actors(Json& j, const SpaceSaving& sketch) {
    constexpr std::size_t kListed = 100;
    j.open('{');
    j.key("confirmed").flag(false);
    j.key("exact").flag(sketch.exact());
    j.key("error_bound").number(sketch.error_bound());
    j.key("findings").number(sketch.total());
    j.key("top").open('[');
    for (const auto& entry : sketch.top(kListed)) {
        j.open('{');
        j.key("author").text(entry.key);
        j.key("count").number(entry.count);
        j.key("error").number(entry.error);
        j.close('}');
    }
    j.close(']');
    j.close('}');
}

void run(Json& j, const Summary& s) {
    const auto& info = s.info;
    j.key("inputs").open('[');
    for (const auto& input : info.inputs) j.text(input);
    j.close(']');
    if (!info.made_at.empty()) j.key("made_at").text(info.made_at);
    if (!info.tool.empty()) j.key("tool").text(info.tool);
    j.key("policy").open('{');
    j.key("name").text(info.policy_name);
    j.key("version").text(info.policy_version);
    j.key("bundle").text(info.bundle_hash);
    j.key("semantics").number(info.semantics_level);
    j.key("non_person_clauses").open('[');
    for (const auto& clause : info.non_person_clauses) {
        j.open('{');
        j.key("clause").text(clause.id);
        j.key("title").text(clause.title);
        j.key("protects").open('[');
        for (const auto& p : clause.protects) j.text(p);
        j.close(']');
        j.close('}');
    }
    j.close(']');
    j.close('}');
    if (info.elapsed_us == 0) return;
    j.key("elapsed_us").number(info.elapsed_us);
    j.key("posts_per_second").number(per_second(s.counters().posts, info.elapsed_us));
}

}  // namespace

std::string to_json(const Summary& summary) {
    const auto& c = summary.counters();
    Json j;
    j.open('{');
    j.key("posts").number(c.posts);
    j.key("rejected").number(summary.rejected());
    run(j, summary);
    j.key("outcomes"), outcomes(j, c);
    j.key("findings"), by_enum<Finding>(j, c.findings);
    j.key("routes"), by_enum<Route>(j, c.routes);
    j.key("causes"), causes(j, c);
    j.key("truncated").number(c.truncated);
    j.key("clauses"), clauses(j, c.clauses);
    j.key("shadow"), clauses(j, c.shadow);
    j.key("attributes"), findings(j, "attribute", c.attributes);
    j.key("groups"), findings(j, "group", c.groups);
    j.key("languages"), languages(j, c);
    j.key("actors"), actors(j, summary.actors());
    j.key("rejects"), counts(j, c.rejects);
    j.close('}');
    return j.take();
}

}  // namespace mizan::report
