#include "service/policy_trial.h"

#include <array>
#include <utility>

#include "base/json.h"
#include "model/json.h"
#include "report/tally.h"
#include "service/decide.h"
#include "service/diff.h"
#include "service/post_line.h"

namespace mizan::service {

namespace {

struct TrialCounts {
    std::uint64_t violates = 0;
    std::uint64_t unclear = 0;
    std::uint64_t excused = 0;
};

struct TrialReport {
    std::uint64_t posts = 0;
    std::uint64_t rejected = 0;
    std::uint64_t to_a_person = 0;
    std::array<std::uint64_t, kOutcomes> outcomes{};
    std::array<std::vector<std::string>, kOutcomes> examples;  // decisions, by outcome
    report::ByName<TrialCounts> clauses;
    std::vector<Error> rejects;
};

// Reads each post and gives it on; false if it was stopped.
template <class Add, class Reject>
bool each_post(const TrialPosts& on, const Add& add, const Reject& reject) {
    PostLine line;
    Post post;
    for (std::size_t i = 0; i < on.posts.size(); ++i) {
        const auto read = line.read(on.posts[i], "[" + std::to_string(i) + "]", post);
        if (read) add(post);
        else reject(read.error());
        if (on.tick && !on.tick(i + 1)) return false;
    }
    return true;
}

void count_trial(const Decision& decision, std::size_t examples, TrialReport& report) {
    const auto outcome = static_cast<std::size_t>(decision.outcome);
    ++report.posts;
    ++report.outcomes[outcome];
    report.to_a_person += decision.route == Route::kPerson;
    for (const auto& f : decision.clauses) {
        auto& counts = report.clauses[f.clause];
        counts.violates += f.finding == Finding::kViolates;
        counts.unclear += f.finding == Finding::kUnclear;
        counts.excused += f.finding == Finding::kExcused;
    }
    if (report.examples[outcome].size() >= examples) return;
    std::string json;
    append_json(json, decision);
    if (json.size() <= kTrialExampleBytes) report.examples[outcome].push_back(std::move(json));
}

std::string outcomes_json(const TrialReport& report) {
    std::string out;
    {
        json::Object object(out);
        for (std::size_t i = 0; i < kOutcomes; ++i)
            object.number(name(static_cast<Outcome>(i)), report.outcomes[i]);
    }
    return out;
}

std::string trial_json(const TrialReport& report, const policy::Policy& policy) {
    std::vector<std::string> examples;
    for (const auto& some : report.examples)
        examples.insert(examples.end(), some.begin(), some.end());
    std::string out;
    json::Object(out)
        .text("policy", policy.title)
        .text("version", policy.version)
        .number("posts", report.posts)
        .number("rejected", report.rejected)
        .json_value("outcomes", outcomes_json(report))
        .number("to_a_person", report.to_a_person)
        .list("clauses", report.clauses.sorted(),
              [&](const auto& item) {
                  const auto& [clause, counts] = item;
                  json::Object(out)
                      .text("clause", clause)
                      .number("violates", counts.violates)
                      .number("unclear", counts.unclear)
                      .number("excused", counts.excused);
              })
        .list("examples", examples, [&](const std::string& json) { out.append(json); })
        .list("rejects", report.rejects, [&](const Error& error) {
            json::Object(out)
                .text("code", name(error.code))
                .text("message", error.message)
                .text("where", error.where);
        });
    return out;
}

}  // namespace

std::string try_policy(const LoadedPolicy& policy, const TrialPosts& on) {
    Decider decider(policy.policy, policy.scorer);
    TrialReport report;
    const bool whole = each_post(
        on, [&](const Post& post) { count_trial(decider.decide(post), on.examples, report); },
        [&](const Error& error) {
            ++report.rejected;
            if (report.rejects.size() < kTrialRejectsShown) report.rejects.push_back(error);
        });
    return whole ? trial_json(report, *policy.policy) : std::string();
}

std::string diff_policies(const LoadedPolicy& before, const LoadedPolicy& after,
                          const TrialPosts& on) {
    Diff diff(Decider(before.policy, before.scorer), Decider(after.policy, after.scorer),
              on.examples);
    std::uint64_t rejected = 0;
    const bool whole =
        each_post(on, [&](const Post& post) { diff.add(post); }, [&](const Error&) { ++rejected; });
    if (!whole) return {};
    auto report = diff.report();
    report.rejected = rejected;
    return to_json(report, *before.policy, *after.policy);
}

}  // namespace mizan::service
