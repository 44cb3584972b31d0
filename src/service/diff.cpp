// One pass over the posts, two deciders: both policies see the very same Post.
#include "service/diff.h"

#include <algorithm>
#include <set>

#include "base/utf8.h"

namespace mizan::service {

namespace {

bool found(const ClauseFinding& f) {
    return f.finding == Finding::kViolates || f.finding == Finding::kUnclear;
}
bool decided_against(const Decision& d) {
    return d.outcome == Outcome::kViolation || d.outcome == Outcome::kReview;
}

using Names = std::set<std::string_view>;

Names clauses_of(const Decision& d) {
    Names out;
    for (const auto& f : d.clauses) {
        if (found(f)) out.insert(f.clause);
    }
    return out;
}

Names groups_of(const Decision& d) {
    Names out;
    for (const auto& f : d.clauses) {
        if (found(f) && f.claim < d.claims.size() && !d.claims[f.claim].group.empty())
            out.insert(d.claims[f.claim].group);
    }
    return out;
}

void count(const Names& before, const Names& after, report::ByName<DiffCounts>& out) {
    for (const auto name : before) {
        auto& c = out[name];
        ++c.before;
        c.dropped += !after.contains(name);
    }
    for (const auto name : after) {
        auto& c = out[name];
        ++c.after;
        c.gained += !before.contains(name);
    }
}

DiffSide side_of(const Decision& d) {
    DiffSide out{d.outcome, std::string(d.clause), std::string(d.exception), d.route, d.severity,
                 {}};
    for (const auto& a : d.actions) {
        auto& text = out.actions.emplace_back(a.name);
        if (a.argument != 0) text.append(" ").append(std::to_string(a.argument));
    }
    return out;
}

// side_of() of both, without making them: most posts are decided alike.
bool same(const Decision& a, const Decision& b) {
    const auto same_action = [](const Action& x, const Action& y) {
        return x.name == y.name && x.argument == y.argument;
    };
    return a.outcome == b.outcome && a.clause == b.clause && a.exception == b.exception &&
           a.route == b.route && a.severity == b.severity &&
           std::equal(a.actions.begin(), a.actions.end(), b.actions.begin(), b.actions.end(),
                      same_action);
}

std::string shortened(const Post& post) {
    std::string out;
    std::size_t size = 0;
    for (const auto& part : post.parts) {
        if (!out.empty()) out.append(" / ");
        for (std::size_t i = 0; i < part.bytes.size();) {
            if (++size > kDiffTextCodePoints) return out.append("…");
            const auto d = utf8::decode(part.bytes, i);
            utf8::append(out,
                         d.code_point == U'\n' || d.code_point == U'\r' || d.code_point == U'\t'
                             ? U' '
                             : d.code_point);
            i += d.size;
        }
    }
    return out;
}

}  // namespace

Diff::Diff(Decider before, Decider after, std::size_t examples)
    : before_(std::move(before)), after_(std::move(after)), examples_(examples) {}

void Diff::add(const Post& post) { compare(post, before_.decide(post), after_.decide(post)); }

void Diff::compare(const Post& post, const Decision& before, const Decision& after) {
    auto& r = report_;
    ++r.posts;
    ++r.transitions[static_cast<std::size_t>(before.outcome)]
                   [static_cast<std::size_t>(after.outcome)];
    r.new_decisions += decided_against(after) && !decided_against(before);
    r.dropped_decisions += decided_against(before) && !decided_against(after);
    r.reviewer_before += before.route == Route::kPerson;
    r.reviewer_after += after.route == Route::kPerson;
    if (!before.clauses.empty() || !after.clauses.empty()) {
        count(clauses_of(before), clauses_of(after), r.clauses);
        count(groups_of(before), groups_of(after), r.groups);
    }
    if (same(before, after)) ++r.unchanged;
    else keep_example(post, before, after);
}

void Diff::keep_example(const Post& post, const Decision& before, const Decision& after) {
    auto& kept =
        kept_[static_cast<std::size_t>(before.outcome)][static_cast<std::size_t>(after.outcome)];
    if (kept >= examples_) return;
    ++kept;
    report_.examples.push_back(
        {std::string(post.id), shortened(post), side_of(before), side_of(after)});
}

Result<void> Diff::add_all(feeds::ByteSource& source, feeds::Format format,
                           const feeds::FieldMap& fields) {
    feeds::LineChunker chunker(source, format, fields);
    feeds::RecordReader reader(fields);
    feeds::Chunk chunk;
    Post post;
    while (true) {
        MZ_TRY(const bool more, chunker.next(chunk));
        if (!more) return {};
        reader.begin(chunk);
        for (auto step = reader.next(post); step != feeds::Step::kEnd; step = reader.next(post)) {
            if (step == feeds::Step::kPost) {
                add(post);
                continue;
            }
            ++report_.rejected;
            if (report_.rejects.size() < kDiffRejectsShown)
                report_.rejects.push_back(reader.reject().error);
        }
    }
}

}  // namespace mizan::service
