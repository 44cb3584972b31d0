// `mizan evaluate`: a policy, and a model of scores beside it, measured on labelled posts.
#include <CLI/CLI.hpp>

#include <map>
#include <memory>

#include "base/files.h"
#include "cli/command.h"
#include "console/terminal.h"
#include "report/evaluation.h"
#include "service/evaluate.h"
#include "service/load_policy.h"

namespace mizan::cli {

namespace {

struct EvaluateSettings {
    service::EvaluateRequest request;
    std::string policy;
    std::string cache;
    std::string model;
    std::string part = "set-aside";
    std::string report;
    double posts = 0;  // a day
    double reviews = 0;
    double prevalence = 0.005;
    bool json = false;
};

report::EvaluationInfo about(const EvaluateSettings& s, const service::LoadedPolicy& loaded,
                             const learn::Evaluation& figures) {
    report::EvaluationInfo info;
    info.policy = loaded.policy->title;
    info.version = loaded.policy->version;
    if (loaded.scorer) info.model = loaded.scorer->model().version;
    info.threshold = s.request.threshold;
    if (s.posts > 0) {
        auto clauses = service::clauses_held_by_scores(*loaded.policy);
        if (clauses.empty()) clauses.emplace_back();
        info.queue = report::QueueAnswer{s.posts, s.reviews, s.prevalence, {}};
        for (const auto& [clause, label] : clauses) {
            const auto& scores = figures.scores[static_cast<std::size_t>(label)];
            info.queue->clauses.push_back(
                {clause, label, learn::measures_queues(scores),
                 learn::budget(scores, s.posts, s.reviews, s.prevalence)});
        }
    }
    return info;
}

int run_evaluate(EvaluateSettings s) {
    if (s.request.data.empty() && s.request.suites.empty()) {
        return complain({Code::kUsage, "say which posts: --data DIR, --suite FILE, or both", {}});
    }
    if (s.request.language == "all") s.request.language.clear();
    auto folder = find_policy(s.policy);
    if (!folder) return complain(folder.error());
    // With --model the policy's own model is not needed, and may be one that cannot be read.
    auto loaded = s.model.empty() ? service::load_policy(*folder, cache_dir(s.cache))
                                  : service::load_policy_alone(*folder, cache_dir(s.cache));
    if (!loaded) return complain(loaded.error());
    if (!s.model.empty()) {
        auto model = service::load_model(s.model);
        if (!model) return complain(model.error());
        loaded->scorer = std::make_shared<const score::Scorer>(*std::move(model), loaded->policy);
    }
    if (!loaded->note.empty()) print_note(loaded->note);
    if (s.posts > 0 && !loaded->scorer) {
        return complain({Code::kUsage,
                         "--posts-a-day asks for a threshold of a score, and there is no model: "
                         "name one with --model FILE",
                         {}});
    }
    static const std::map<std::string, service::Portion> kPortions{
        {"set-aside", service::Portion::kSetAside},
        {"tuning", service::Portion::kTuning},
        {"all", service::Portion::kAll}};
    s.request.portion = kPortions.at(s.part);
    const auto figures = service::evaluate(loaded->policy, loaded->scorer, s.request);
    if (!figures) return complain(figures.error());
    const auto info = about(s, *loaded, *figures);
    if (!s.report.empty()) {
        if (auto written = write_file(s.report, report::to_html(*figures, info)); !written)
            return complain(written.error());
    }
    return print(s.json ? report::to_json(*figures, info)
                        : printable(report::to_text(*figures, info)));
}

void add_queue_options(CLI::App& command, EvaluateSettings& s) {
    auto* const posts = command
                            .add_option("--posts-a-day", s.posts,
                                        "Posts that come in, to find each queue's threshold")
                            ->check(CLI::Range(1.0, 1e12));
    auto* const reviews = command
                              .add_option("--reviews-a-day", s.reviews,
                                          "Posts that people can look at for each clause's score")
                              ->check(CLI::Range(0.0, 1e12))
                              ->needs(posts);
    posts->needs(reviews);
    command
        .add_option("--prevalence", s.prevalence,
                    "Share of all posts that are what a score speaks of")
        ->check(CLI::Range(1e-6, 0.5))
        ->needs(posts)
        ->capture_default_str();
}

}  // namespace

void add_evaluate_command(CLI::App& app, int& exit_code) {
    auto* command =
        app.add_subcommand("evaluate", "Measure a policy and its scores on labelled posts");
    auto s = std::make_shared<EvaluateSettings>();
    command->add_option("--data", s->request.data, "Folder of labelled sets, *.jsonl or *.jsonl.gz")
        ->type_name("DIR");
    command
        ->add_option("--suite", s->request.suites,
                     "Labelled file, of which every post is looked at")
        ->type_name("FILE");
    command->add_option("--policy", s->policy, "Policy folder, or a compiled bundle")
        ->type_name("DIR");
    command->add_option("--model", s->model, "Model of scores, as mizan train makes it")
        ->type_name("FILE");
    command->add_option("--part", s->part, "Posts of the sets to look at: set-aside, tuning or all")
        ->check(CLI::IsMember({"set-aside", "tuning", "all"}))
        ->capture_default_str();
    command
        ->add_option("--threshold", s->request.threshold,
                     "identity_attack from which a score alone counts")
        ->check(CLI::Range(0, 10000))
        ->capture_default_str();
    command->add_option("--lang", s->request.language, "Language of the posts to look at, or all")
        ->capture_default_str();
    command->add_option("--cache", s->cache, "Folder for compiled policies, or none")
        ->type_name("DIR");
    add_queue_options(*command, *s);
    command
        ->add_option("--report", s->report, "HTML page with all figures and examples of mistakes")
        ->type_name("FILE");
    command->add_option("--examples", s->request.examples, "Mistakes of each kind to keep")
        ->check(CLI::Range(0, 1000))
        ->capture_default_str();
    command->add_flag("--json", s->json, "Print the counts as JSON");
    command->callback([s, &exit_code] { exit_code = run_evaluate(*s); });
}

}  // namespace mizan::cli
