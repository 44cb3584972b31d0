// `mizan train`: the learned scores, from a folder of labelled posts.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>

#include "base/files.h"
#include "base/json.h"
#include "cli/command.h"
#include "console/terminal.h"
#include "service/load_policy.h"
#include "service/train_scores.h"

namespace mizan::cli {

namespace {

struct TrainSettings {
    service::TrainRequest request;
    std::string policy;
    std::string cache;
    std::string out;
    std::string licences = "all";
    bool json = false;
};

std::string to_text(const service::Trained& t, const std::string& path) {
    return fmt::format(
        "model        {}\nversion      {}\nbytes        {}\ntrained on   {} posts\ncalibrated   {} "
        "posts\nset aside    "
        "{} posts, never looked at\nmade of      {}\n",
        path, t.version, t.model.size(), t.training, t.calibration, t.set_aside, t.note);
}

std::string to_json(const service::Trained& t, const std::string& path) {
    std::string out;
    json::Object(out)
        .text("model", path)
        .text("version", t.version)
        .number("bytes", t.model.size())
        .number("training", t.training)
        .number("calibration", t.calibration)
        .number("set_aside", t.set_aside)
        .text("note", t.note);
    return out.append("\n");
}

int run_train(TrainSettings s) {
    auto folder = find_policy(s.policy);
    if (!folder) return complain(folder.error());
    auto loaded = service::load_policy_alone(*folder, cache_dir(s.cache));
    if (!loaded) return complain(loaded.error());
    s.request.settings.share_alike = s.licences == "all";
    const auto on_epoch = [](unsigned epoch, double loss) {
        print_note(fmt::format("pass {} over the data: loss {:.4f}", epoch, loss));
    };
    const auto trained = service::train_scores(loaded->policy, s.request, on_epoch);
    if (!trained) return complain(trained.error());
    if (auto written = write_file(s.out, trained->model); !written)
        return complain(written.error());
    return print(s.json ? to_json(*trained, s.out) : to_text(*trained, s.out));
}

}  // namespace

void add_train_command(CLI::App& app, int& exit_code) {
    auto* command = app.add_subcommand("train", "Train the learned scores on labelled posts");
    auto s = std::make_shared<TrainSettings>();
    command->add_option("--data", s->request.data, "Folder of labelled sets, *.jsonl or *.jsonl.gz")
        ->required()
        ->type_name("DIR");
    command->add_option("--out", s->out, "Where the model goes")->required()->type_name("FILE");
    command->add_option("--policy", s->policy, "Policy folder whose groups are masked")
        ->type_name("DIR");
    command->add_option("--lang", s->request.language, "Language of the posts to train on")
        ->capture_default_str();
    command
        ->add_option("--licences", s->licences, "Which sets: all, or permissive (no share-alike)")
        ->check(CLI::IsMember({"all", "permissive"}))
        ->capture_default_str();
    command->add_option("--epochs", s->request.settings.epochs, "Passes over the data")
        ->check(CLI::Range(1u, 100u))
        ->capture_default_str();
    command->add_option("--cache", s->cache, "Folder for compiled policies, or none")
        ->type_name("DIR");
    command->add_flag("--json", s->json, "Print what was made as JSON");
    command->callback([s, &exit_code] { exit_code = run_train(*s); });
}

}  // namespace mizan::cli
