// `mizan evaluate`: a policy, and a model of scores beside it, measured on labelled posts.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <map>
#include <memory>
#include <optional>

#include "base/json.h"
#include "cli/command.h"
#include "cli/terminal.h"
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
    bool json = false;
};

// "12.3 % (10.1-14.9)"; a dash where there is nothing to divide by.
std::string share(learn::Share s) {
    if (s.whole == 0) return "-";
    const auto i = learn::wilson(s);
    return fmt::format("{:.1f} % ({:.1f}-{:.1f})", 100 * learn::value(s), 100 * i.low,
                       100 * i.high);
}

std::string f1(const learn::Counts& c) {
    if (c.positives() == 0 || c.negatives() == 0) return "-";
    return fmt::format("{:.3f}", learn::macro_f1(c));
}

std::string area(const std::optional<double>& value) {
    return value ? fmt::format("{:.3f}", *value) : "-";
}

// What flagged posts are worth where hate is as rare as on a platform: a labelled set holds far more of it.
std::string at_prevalences(const learn::Counts& c) {
    if (c.positives() == 0 || c.negatives() == 0) return "-";
    return fmt::format("{:.0f} / {:.0f} / {:.0f} %", 100 * learn::precision_at(c, 0.001),
                       100 * learn::precision_at(c, 0.005), 100 * learn::precision_at(c, 0.01));
}

std::string to_text(const service::Evaluation& e) {
    std::string out =
        "Positive: labelled hate. Flagged: violation or review. Intervals: 95 %, Wilson.\n"
        "Last column: precision to expect where 0.1 / 0.5 / 1 % of all posts are hate.\n\n";
    out.append(fmt::format("{:<20}{:>7}{:>22}{:>22}{:>8}{:>18}\n", "flagged", "posts",
                           "hate flagged", "other flagged", "F1", "precision"));
    const auto line = [&](const service::SetFigures& f) {
        out.append(fmt::format(
            "{:<20}{:>7}{:>22}{:>22}{:>8}{:>18}\n", f.set,
            f.flagged.positives() + f.flagged.negatives(), share(learn::recall(f.flagged)),
            share(learn::false_positives(f.flagged)), f1(f.flagged), at_prevalences(f.flagged)));
    };
    for (const auto& f : e.sets) line(f);
    line(e.all);
    out.append("\nviolation alone: hate ").append(share(learn::recall(e.all.acted)));
    out.append(", other ").append(share(learn::false_positives(e.all.acted))).append("\n");
    if (!e.with_scores) return out;
    out.append(fmt::format("\n{:<20}{:>8}{:>22}{:>22}{:>8}\n", "identity_attack", "area",
                           "hate above", "other above", "F1"));
    const auto scores = [&](const service::SetFigures& f) {
        out.append(fmt::format("{:<20}{:>8}{:>22}{:>22}{:>8}\n", f.set, area(f.area),
                               share(learn::recall(f.scored)),
                               share(learn::false_positives(f.scored)), f1(f.scored)));
    };
    for (const auto& f : e.sets) scores(f);
    scores(e.all);
    out.append("\narea under the curve by score:");
    for (std::size_t l = 0; l < score::kLabels; ++l) {
        out.append(
            fmt::format(" {} {}", score::name(static_cast<score::Label>(l)), area(e.areas[l])));
    }
    return out.append(fmt::format("\nposts without a score: {}\n", e.unscored));
}

void counts(json::Object& out, std::string_view name, const learn::Counts& c) {
    std::string text;
    json::Object(text).number("tp", c.tp).number("fp", c.fp).number("fn", c.fn).number("tn", c.tn);
    out.json_value(name, text);
}

std::string to_json(const service::Evaluation& e) {
    std::string sets;
    const auto add = [&](const service::SetFigures& f) {
        if (!sets.empty()) sets.push_back(',');
        json::Object set(sets);
        set.text("set", f.set);
        counts(set, "flagged", f.flagged);
        counts(set, "violation", f.acted);
        if (!e.with_scores) return;
        counts(set, "scored", f.scored);
        set.json_value("area", f.area ? fmt::format("{:.4f}", *f.area) : "null");
    };
    for (const auto& f : e.sets) add(f);
    add(e.all);
    std::string out;
    json::Object(out).json_value("sets", "[" + sets + "]").number("unscored", e.unscored);
    return out.append("\n");
}

int run_evaluate(EvaluateSettings s) {
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
    static const std::map<std::string, service::Portion> kPortions{
        {"set-aside", service::Portion::kSetAside},
        {"tuning", service::Portion::kTuning},
        {"all", service::Portion::kAll}};
    s.request.portion = kPortions.at(s.part);
    const auto figures = service::evaluate(loaded->policy, loaded->scorer, s.request);
    if (!figures) return complain(figures.error());
    return print(s.json ? to_json(*figures) : to_text(*figures));
}

}  // namespace

void add_evaluate_command(CLI::App& app, int& exit_code) {
    auto* command =
        app.add_subcommand("evaluate", "Measure a policy and its scores on labelled posts");
    auto s = std::make_shared<EvaluateSettings>();
    command->add_option("--data", s->request.data, "Folder of labelled sets, *.jsonl or *.jsonl.gz")
        ->required()
        ->type_name("DIR");
    command->add_option("--policy", s->policy, "Policy folder, or a compiled bundle")
        ->type_name("DIR");
    command->add_option("--model", s->model, "Model of scores, as mizan train makes it")
        ->type_name("FILE");
    command->add_option("--part", s->part, "Posts to look at: set-aside, tuning or all")
        ->check(CLI::IsMember({"set-aside", "tuning", "all"}))
        ->capture_default_str();
    command
        ->add_option("--threshold", s->request.threshold,
                     "identity_attack from which a score alone counts")
        ->check(CLI::Range(0, 10000))
        ->capture_default_str();
    command->add_option("--lang", s->request.language, "Language of the posts to look at")
        ->capture_default_str();
    command->add_option("--cache", s->cache, "Folder for compiled policies, or none")
        ->type_name("DIR");
    command->add_flag("--json", s->json, "Print the counts as JSON");
    command->callback([s, &exit_code] { exit_code = run_evaluate(*s); });
}

}  // namespace mizan::cli
