// `mizan log replay`, `verify`, `fsck`: whether the record is what it says.
#include "base/json.h"
#include "cli/command.h"
#include "cli/log_command.h"
#include "service/replay.h"

namespace mizan::cli {

namespace {

struct ReplaySettings : LogSettings {
    service::ReplayOptions options;
};

Result<int> tell_replay(const service::ReplayReport& report, bool as_json) {
    std::string out;
    if (as_json) {
        json::Object(out)
            .number("equal", report.equal)
            .number("different", report.different)
            .number("erased", report.erased)
            .number("input_withheld", report.input_withheld)
            .number("engine_unavailable", report.engine_unavailable)
            .list("differences", report.differences, [&](const auto& d) { json::append_string(out, d); });
        out.push_back('\n');
    } else {
        const auto line = [&out](std::string_view what, std::uint64_t n) {
            out.append(padded(what, 20)).append(std::to_string(n)).push_back('\n');
        };
        line("equal", report.equal);
        line("different", report.different);
        line("erased", report.erased);
        line("input-withheld", report.input_withheld);
        line("engine-unavailable", report.engine_unavailable);
        for (const auto& difference : report.differences) out.append(printable(difference)).push_back('\n');
    }
    return print_and(out, report.different == 0 ? kExitOk : kExitRecord);
}

void add_replay(CLI::App& log, int& exit_code) {
    auto* command = log.add_subcommand("replay", "Decide recorded posts again, as they were decided, and compare");
    auto s = std::make_shared<ReplaySettings>();
    add_log_options(*command, *s);
    command->add_option("--sample", s->options.sample, "So many records, drawn at random (default: all)")->type_name("N");
    command->add_option("--seed", s->options.seed, "Of the draw: the same seed draws the same (default: 0)")
        ->type_name("N");
    command->add_option("--policy", s->options.policy, "Only decisions under this policy version; its first digits do")
        ->type_name("VERSION");
    command->add_option("--posts", s->options.posts, "Posts that the platform gives again: those in batches are not in "
                                                     "the store")
        ->type_name("FILE");
    command->add_option("--source", s->options.source, "The feed that they came from, if it had a name")
        ->type_name("NAME");
    command->footer("A decision is made again with the policy, the model and the signals that it cites. Exit code 7 if one comes "
                    "out different.");
    command->callback([s, &exit_code] {
        exit_code = with_folder(*s, false, [&](auto& folder) -> Result<int> {
            s->options.platform = s->query.platform;
            MZ_TRY(const auto report, service::replay(folder, s->options));
            return tell_replay(report, s->json);
        });
    });
}

}  // namespace

void add_log_check_commands(CLI::App& log, int& exit_code) { add_replay(log, exit_code); }

}  // namespace mizan::cli
