#include "cli/log_command.h"

#include <unistd.h>

#include "base/files.h"
#include "cli/command.h"

namespace mizan::cli {

void add_log_options(CLI::App& command, LogSettings& s) {
    command
        .add_option("--store", s.store,
                    "Folder of the record, as given to `mizan moderate --store`")
        ->type_name("DIR")
        ->required();
    command.add_option("--keys", s.keys, "Folder of the store's secrets (default: DIR/keys)")
        ->type_name("DIR");
    command
        .add_option("--platform", s.query.platform,
                    "Which platform (not needed if there is but one)")
        ->type_name("NAME");
    command.add_flag("--json", s.json, "Print JSON");
}

void add_query_options(CLI::App& command, LogSettings& s) {
    command.add_option("--post", s.query.post, "The post with this id")->type_name("ID");
    command
        .add_option("--source", s.query.source,
                    "The feed that the post came from, if it had a name")
        ->type_name("NAME");
    command
        .add_option("--revision", s.query.revision, "Its revision (default: the decision in force)")
        ->type_name("N");
    command.add_option("--index", s.query.index, "The leaf with this index in the log")
        ->type_name("N");
    command
        .add_option("--slot", s.query.slot,
                    "With --index or --record: the post in this slot of the batch")
        ->type_name("N");
    command.add_option("--record", s.query.record, "The record with this number in the store")
        ->type_name("N");
}

int with_folder(const LogSettings& settings, bool write, const UseFolder& use) {
    if (write && ::access((settings.store + "/store.db").c_str(), F_OK) != 0)
        return complain({Code::kStoreMissing, "there is no store in this folder", settings.store});
    auto folder = service::RecordFolder::open({settings.store, settings.keys, write});
    if (!folder) return complain(folder.error());
    const auto code = use(**folder);
    return code ? *code : complain(code.error());
}

Result<int> put_out(const std::string& path, std::string_view text) {
    if (path.empty()) return print(text);
    MZ_CHECK(write_file(path, text));
    return int{kExitOk};
}

void add_log_commands(CLI::App& app, int& exit_code) {
    auto* log = app.add_subcommand(
        "log", "Look into the record of decisions, prove it, check it, erase from it");
    log->require_subcommand(1);
    log->footer(
        "Examples:\n"
        "  mizan moderate posts.jsonl --store record\n"
        "  mizan log status --store record\n"
        "  mizan log prove --store record --post p0042 --out p0042.tlog-proof\n"
        "  mizan log erase --store record --post p0042 --ground gdpr-17-1-b --reason \"asked by "
        "the author\"\n"
        "  mizan log fsck --store record");
    add_log_read_commands(*log, exit_code);
    add_log_check_commands(*log, exit_code);
    add_log_write_commands(*log, exit_code);
}

}  // namespace mizan::cli
