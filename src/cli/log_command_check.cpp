// `mizan log replay`, `verify`, `fsck`: whether the record is what it says.
#include "base/json.h"
#include "cli/command.h"
#include "cli/log_command.h"
#include "service/fsck.h"
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
            .number("by_people", report.by_people)
            .list("differences", report.differences,
                  [&](const auto& d) { json::append_string(out, d); });
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
        line("by-people", report.by_people);
        for (const auto& difference : report.differences)
            out.append(printable(difference)).push_back('\n');
    }
    return print_and(out, report.different == 0 ? kExitOk : kExitRecord);
}

void add_replay(CLI::App& log, int& exit_code) {
    auto* command = log.add_subcommand(
        "replay", "Decide recorded posts again, as they were decided, and compare");
    auto s = std::make_shared<ReplaySettings>();
    add_log_options(*command, *s);
    command
        ->add_option("--sample", s->options.sample,
                     "So many records, drawn at random (default: all)")
        ->type_name("N");
    command
        ->add_option("--seed", s->options.seed,
                     "Of the draw: the same seed draws the same (default: 0)")
        ->type_name("N");
    command
        ->add_option("--policy", s->options.policy,
                     "Only decisions under this policy version; its first digits do")
        ->type_name("VERSION");
    command
        ->add_option("--posts", s->options.posts,
                     "Posts that the platform gives again: those in batches are not in "
                     "the store")
        ->type_name("FILE");
    command
        ->add_option("--source", s->options.source,
                     "The feed that they came from, if it had a name")
        ->type_name("NAME");
    command->footer(
        "A decision is made again with the policy, the model and the signals that it cites. Exit "
        "code 7 if one comes "
        "out different.");
    command->callback([s, &exit_code] {
        exit_code = with_folder(*s, false, [&](auto& folder) -> Result<int> {
            s->options.platform = s->query.platform;
            MZ_TRY(const auto report, service::replay(folder, s->options));
            return tell_replay(report, s->json);
        });
    });
}

Result<int> tell_check(const service::CheckReport& report, bool as_json) {
    std::string out;
    if (as_json) {
        json::Object(out)
            .number("leaves", report.leaves)
            .number("records", report.records)
            .list("faults", report.faults, [&](const auto& fault) {
                json::Object(out).text("where", fault.where).text("what", fault.what);
            });
        out.push_back('\n');
    } else {
        for (const auto& fault : report.faults)
            out.append(printable(fault.where))
                .append(": ")
                .append(printable(fault.what))
                .push_back('\n');
        out.append(counted(report.leaves, "leaf", "leaves"))
            .append(" compared with the published log");
        if (report.records > 0)
            out.append(", the contents of ")
                .append(counted(report.records, "record", "records"))
                .append(" with their leaves");
        out.append(report.faults.empty()
                       ? ": all is well\n"
                       : ": " + counted(report.faults.size(), "fault", "faults") + "\n");
    }
    return print_and(out, report.faults.empty() ? kExitOk : kExitRecord);
}

void add_verify_and_fsck(CLI::App& log, int& exit_code) {
    auto* verify =
        log.add_subcommand("verify",
                           "Compare the published log with the store: every tile, every entry, the "
                           "checkpoint");
    auto v = std::make_shared<LogSettings>();
    add_log_options(*verify, *v);
    verify->footer("Outsiders use `mizan-audit verify`, which needs no store.");
    verify->callback([v, &exit_code] {
        exit_code = with_folder(*v, false, [&](auto& folder) -> Result<int> {
            MZ_TRY(const auto platform, service::platform_of(folder.store(), v->query.platform));
            MZ_TRY(const auto report, service::verify_log(folder, platform));
            return tell_check(report, v->json);
        });
    });
    auto* fsck = log.add_subcommand(
        "fsck",
        "Check everything: the database, each row, each commitment, the archive and "
        "the published logs");
    auto f = std::make_shared<LogSettings>();
    add_log_options(*fsck, *f);
    fsck->footer(
        "It reads all of it and changes nothing. Exit code 7 if something is not as it must be; "
        "each fault says where.");
    fsck->callback([f, &exit_code] {
        exit_code = with_folder(*f, false, [&](auto& folder) -> Result<int> {
            MZ_TRY(const auto report, service::fsck(folder));
            return tell_check(report, f->json);
        });
    });
}

}  // namespace

void add_log_check_commands(CLI::App& log, int& exit_code) {
    add_replay(log, exit_code);
    add_verify_and_fsck(log, exit_code);
}

}  // namespace mizan::cli
