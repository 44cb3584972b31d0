// `mizan bench`: how fast this machine decides the posts of one file, end to end and post by post.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>

#include "base/json.h"
#include "cli/bench_measure.h"
#include "cli/command.h"
#include "cli/input_options.h"
#include "console/terminal.h"
#include "report/figures.h"

namespace mizan::cli {

namespace {

struct BenchSettings {
    BenchOptions bench;
    bool json = false;
};

// 1234 -> "1.23 µs"
std::string nanoseconds(std::uint64_t ns) {
    if (ns < 1000) return fmt::format("{} ns", ns);
    if (ns < 1'000'000) return fmt::format("{}.{:02} µs", ns / 1000, ns % 1000 / 10);
    return fmt::format("{}.{:02} ms", ns / 1'000'000, ns % 1'000'000 / 10'000);
}

std::string to_text(const BenchFigures& f, unsigned threads) {
    using report::thousands;
    std::string out =
        fmt::format("{} posts, {} bytes of input, {} thread{}, {} runs\n\n", thousands(f.posts),
                    thousands(f.bytes), threads, threads == 1 ? "" : "s", f.run_ns.size());
    auto row = [&out](std::string_view what, const std::string& value, std::string_view note) {
        out.append(fmt::format("  {:<24}{:>16}  {}\n", what, value, note));
    };
    const auto best = f.best_ns();
    row("posts per second", thousands(f.posts_per_second(best)), "the fastest run, end to end");
    row("", thousands(f.posts_per_second(f.median_ns())), "the median run");
    row("time per post", nanoseconds(f.posts > 0 ? best / f.posts : 0), "wall time, end to end");
    row("processor time per post", nanoseconds(f.cpu_ns_per_post()),
        "mean of all runs, all threads");
    row("bytes per second", thousands(f.bytes_per_second(best)), "of input, decompressed");
    row("deciding one post, p50", nanoseconds(f.p50_ns), "one thread, without reading and writing");
    row("p99", nanoseconds(f.p99_ns), "");
    row("longest", nanoseconds(f.max_ns), "");
    row("first decision after", nanoseconds(f.first_decision_ns), "from the command's start");
    row("loading the policy", nanoseconds(f.load_ns), "part of it; cached if there is a cache");
    row("memory, now",
        fmt::format("{}.{} MB", f.resident_kib / 1024, f.resident_kib % 1024 * 10 / 1024),
        "resident, the file's bytes included");
    row("memory, highest",
        fmt::format("{}.{} MB", f.peak_kib / 1024, f.peak_kib % 1024 * 10 / 1024), "");
    if (f.rejected > 0)
        out.append(fmt::format("\n  {} records were rejected\n", thousands(f.rejected)));
    return out;
}

std::string to_json(const BenchFigures& f, unsigned threads) {
    std::string out;
    json::Object(out)
        .number("posts", f.posts)
        .number("rejected", f.rejected)
        .number("bytes", f.bytes)
        .number("threads", threads)
        .number("runs", f.run_ns.size())
        .number("posts_per_second", f.posts_per_second(f.best_ns()))
        .number("posts_per_second_median", f.posts_per_second(f.median_ns()))
        .number("ns_per_post", f.posts > 0 ? f.best_ns() / f.posts : 0)
        .number("cpu_ns_per_post", f.cpu_ns_per_post())
        .number("bytes_per_second", f.bytes_per_second(f.best_ns()))
        .number("decide_p50_ns", f.p50_ns)
        .number("decide_p99_ns", f.p99_ns)
        .number("decide_max_ns", f.max_ns)
        .number("first_decision_ns", f.first_decision_ns)
        .number("load_policy_ns", f.load_ns)
        .number("resident_kib", f.resident_kib)
        .number("peak_kib", f.peak_kib)
        .text("policy_version", f.policy_version);
    return out.append("\n");
}

int run_bench(BenchSettings settings) {
    auto folder = find_policy(settings.bench.policy);
    if (!folder) return complain(folder.error());
    settings.bench.policy = *std::move(folder);
    settings.bench.cache = cache_dir(settings.bench.cache);
    const auto figures = measure(settings.bench);
    if (!figures) return complain(figures.error());
    const auto threads = settings.bench.threads;
    return print(settings.json ? to_json(*figures, threads) : to_text(*figures, threads));
}

}  // namespace

void add_bench_command(CLI::App& app, int& exit_code) {
    auto* command = app.add_subcommand("bench", "Measure how fast posts of a file are decided");
    auto s = std::make_shared<BenchSettings>();
    command->add_option("file", s->bench.file, "File of posts, as for moderate")
        ->required()
        ->type_name("FILE");
    command->add_option("--policy", s->bench.policy, "Policy folder, or a compiled bundle")
        ->type_name("DIR");
    command->add_option("--repeats", s->bench.repeats, "How often the file is decided")
        ->check(CLI::Range(1u, 1000u))
        ->capture_default_str();
    command->add_option("--threads", s->bench.threads, "Worker threads")
        ->check(CLI::Range(1u, service::kMaxThreads))
        ->capture_default_str();
    command->add_option("--cache", s->bench.cache, "Folder for compiled policies, or none")
        ->type_name("DIR");
    add_input_options(*command, s->bench.format, s->bench.fields);
    command->add_flag("--json", s->json, "Print the figures as JSON");
    command->callback([s, &exit_code] { exit_code = run_bench(*s); });
}

}  // namespace mizan::cli
