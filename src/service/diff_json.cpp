#include "base/json.h"
#include "service/diff.h"

namespace mizan::service {

namespace {

void write_counts(json::Object& o, std::string& out, std::string_view key, std::string_view what,
                  const report::ByName<DiffCounts>& by_name) {
    o.list(key, by_name.sorted(), [&](const auto& item) {
        const auto& [name, c] = item;
        json::Object(out)
            .text(what, name)
            .number("before", c.before)
            .number("after", c.after)
            .number("gained", c.gained)
            .number("dropped", c.dropped);
    });
}

std::string side_json(const DiffSide& s) {
    std::string out;
    json::Object(out)
        .text("outcome", name(s.outcome))
        .text("route", name(s.route))
        .number("severity", s.severity)
        .list("actions", s.actions, [&](const std::string& a) { json::append_string(out, a); })
        .optional("clause", s.clause)
        .optional("exception", s.exception);
    return out;
}

std::string transitions_json(const DiffReport& r) {
    std::string out = "[";
    for (std::size_t i = 0; i < kOutcomes; ++i) {
        for (std::size_t j = 0; j < kOutcomes; ++j) {
            if (r.transitions[i][j] == 0) continue;
            if (out.size() > 1) out.push_back(',');
            json::Object(out)
                .text("before", name(static_cast<Outcome>(i)))
                .text("after", name(static_cast<Outcome>(j)))
                .number("posts", r.transitions[i][j]);
        }
    }
    return out.append("]");
}

}  // namespace

std::string to_json(const DiffReport& r, const policy::Policy& before,
                    const policy::Policy& after) {
    std::string out;
    {
        json::Object o(out);
        o.text("old", before.version)
            .text("new", after.version)
            .number("posts", r.posts)
            .number("rejected", r.rejected)
            .number("unchanged", r.unchanged)
            .number("changed", r.posts - r.unchanged)
            .number("new_decisions", r.new_decisions)
            .number("dropped_decisions", r.dropped_decisions)
            .number("reviewer_before", r.reviewer_before)
            .number("reviewer_after", r.reviewer_after)
            .json_value("transitions", transitions_json(r));
        write_counts(o, out, "clauses", "clause", r.clauses);
        write_counts(o, out, "groups", "group", r.groups);
        o.list("examples", r.examples, [&](const DiffExample& e) {
            json::Object(out)
                .text("id", e.id)
                .text("text", e.text)
                .json_value("before", side_json(e.before))
                .json_value("after", side_json(e.after));
        });
    }
    return out;
}

}  // namespace mizan::service
