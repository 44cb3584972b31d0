// `mizan log erase`, `hold`, `release`, `publish`, `rebuild-views`, `backup`: what changes the record, or copies it.
#include <filesystem>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>

#include "base/json.h"
#include "casework/erase.h"
#include "cli/ask_witnesses.h"
#include "cli/command.h"
#include "cli/log_command.h"
#include "cli/self.h"
#include "publish/log_folder.h"
#include "service/adopt.h"
#include "service/erase.h"
#include "service/publish_logs.h"
#include "service/rotate_key.h"

namespace mizan::cli {

namespace {

struct OrderSettings : LogSettings {
    service::Order order;
};

void add_order_options(CLI::App& command, OrderSettings& s) {
    command
        .add_option("--reason", s.order.reason, "Why; kept apart from the log, with the contents")
        ->type_name("TEXT")
        ->required();
    command.add_option("--by", s.order.by, "Who orders it; the log only commits to it")
        ->type_name("NAME");
}

Result<int> tell_erased(const service::Erased& erased, const LogSettings& s) {
    std::string out;
    if (s.json) {
        json::Object(out)
            .number("erased", erased.done)
            .number("decisions", erased.decisions)
            .number("flags", erased.flags)
            .number("finds", erased.finds)
            .number("deferred", erased.deferred)
            .number("erased_before", erased.before)
            .number("released", erased.released)
            .flag("left_in_write_ahead_log", erased.left_in_log);
        return print(out + "\n");
    }
    if (erased.released > 0) out = counted(erased.released, "hold", "holds") + " released\n";
    if (erased.released == 0 || erased.done > 0)
        out.append(counted(erased.done, "record", "records")).append(" erased\n");
    if (erased.flags + erased.finds > 0)
        out.append("of these ")
            .append(counted(erased.decisions, "decision", "decisions"))
            .append(", ")
            .append(counted(erased.flags, "flag", "flags"))
            .append(" and ")
            .append(counted(erased.finds, "find", "finds"))
            .append(" of the engine\n");
    if (erased.deferred > 0)
        out.append(counted(erased.deferred, "record is", "records are"))
            .append(
                " under a legal hold: the erasure is on record and is carried out when the hold "
                "ends\n");
    if (erased.before > 0)
        out.append(counted(erased.before, "record was", "records were")).append(" erased before\n");
    if (erased.left_in_log)
        out.append(
            "another process is reading: old bytes are still in the files until the store is next "
            "closed; `mizan log publish` does it when the reader has gone\n");
    return print(out);
}

void add_erase(CLI::App& log, int& exit_code) {
    auto* command = log.add_subcommand(
        "erase", "Erase the contents of every decision and flag about a post, for good");
    auto s = std::make_shared<OrderSettings>();
    add_log_options(*command, *s);
    add_query_options(*command, *s);
    add_order_options(*command, *s);
    command
        ->add_option("--ground", s->order.ground,
                     "The legal ground, one word, which becomes public: gdpr-17-1-b")
        ->type_name("WORD");
    command->footer(
        "Contents, author, id and salts go; the leaf stays, and proofs "
        "of other records still hold.\n"
        "What was handed out before (proofs with openings, backups) cannot be called back: see "
        "docs/record.md.");
    command->callback([s, &exit_code] {
        exit_code = with_folder(*s, true, [&](auto& folder) -> Result<int> {
            MZ_TRY(const auto erased, service::erase_post(folder, s->query, s->order, unix_now,
                                                          casework::casework_finder(folder)));
            return tell_erased(erased, *s);
        });
    });
}

void add_hold_and_release(CLI::App& log, int& exit_code) {
    auto* hold = log.add_subcommand(
        "hold", "Put a record under a legal hold: erasures wait until it is released");
    auto s = std::make_shared<OrderSettings>();
    add_log_options(*hold, *s);
    add_query_options(*hold, *s);
    add_order_options(*hold, *s);
    hold->callback([s, &exit_code] {
        exit_code = with_folder(*s, true, [&](auto& folder) -> Result<int> {
            MZ_TRY(const auto holds, service::hold_post(folder, s->query, s->order, unix_now,
                                                        casework::casework_finder(folder)));
            std::string out;
            for (const auto id : holds)
                out.append("held by record ").append(std::to_string(id)).push_back('\n');
            return print(out);
        });
    });
    auto* release = log.add_subcommand(
        "release", "End a legal hold, and carry out the erasures that waited for it");
    auto r = std::make_shared<OrderSettings>();
    add_log_options(*release, *r);
    add_query_options(*release, *r);
    add_order_options(*release, *r);
    auto ended = std::make_shared<std::optional<record::RecordId>>();
    release
        ->add_option("--hold", *ended,
                     "Which hold ends, as `hold` told it (not needed if there is but one)")
        ->type_name("N");
    release->callback([r, ended, &exit_code] {
        exit_code = with_folder(*r, true, [&](auto& folder) -> Result<int> {
            MZ_TRY(const auto erased,
                   service::release_post(folder, r->query, *ended, r->order, unix_now,
                                         casework::casework_finder(folder)));
            return tell_erased(erased, *r);
        });
    });
}

void add_publish(CLI::App& log, int& exit_code) {
    auto* command = log.add_subcommand(
        "publish", "Publish what is due: sealed records have their turn once an hour");
    auto s = std::make_shared<LogSettings>();
    add_log_options(*command, *s);
    auto witnesses = std::make_shared<std::string>();
    command->add_option("--witnesses", *witnesses, kWitnessesHelp)->type_name("FILE");
    command->callback([s, witnesses, &exit_code] {
        exit_code = with_folder(*s, true, [&](auto& folder) -> Result<int> {
            MZ_TRY(const auto ask, read_witnesses(*witnesses));
            MZ_TRY(const auto published,
                   service::publish_logs(folder, s->query.platform, unix_now(), ask));
            std::string out;
            for (const auto& [platform, size] : published)
                out.append(platform)
                    .append(": ")
                    .append(counted(size, "leaf", "leaves"))
                    .append(" published\n");
            return print(printable(out));
        });
    });
}

// A log's own tiles may be of a past that nobody has seen. The store has all leaves now, and publishing makes the tiles anew.
void drop_tiles(const std::string& log) {
    std::error_code ec;
    std::filesystem::remove_all(log + "/tile", ec);
}

void add_adopt(CLI::App& log, int& exit_code) {
    auto* command = log.add_subcommand(
        "adopt",
        "After an older backup was restored: reconcile the store with the published "
        "log, so that it may be signed again");
    auto s = std::make_shared<LogSettings>();
    auto published = std::make_shared<std::string>();
    add_log_options(*command, *s);
    command
        ->add_option("--published", *published,
                     "Folder of the log as the public has it (default: the store's own)")
        ->type_name("DIR");
    command->footer(
        "What the public has seen stays where it is; what only the store has is put behind it. Run "
        "it as long as `mizan log "
        "status` or a run says log-fork.");
    command->callback([s, published, &exit_code] {
        exit_code = with_folder(*s, true, [&](auto& folder) -> Result<int> {
            MZ_TRY(const auto platform, service::platform_of(folder.store(), s->query.platform));
            publish::LogFolder public_log(published->empty() ? folder.log_path(platform)
                                                             : *published);
            MZ_TRY(const auto checkpoint, public_log.checkpoint());
            if (checkpoint.empty())
                return fail({Code::kLogMissing, "there is no checkpoint", public_log.path()});
            MZ_TRY(const auto done,
                   service::adopt(folder, platform, public_log, checkpoint, unix_now));
            if (!published->empty()) drop_tiles(folder.log_path(platform));
            MZ_TRY(const auto now_published,
                   service::publish_logs(folder, platform, unix_now(), {}));
            std::string out = counted(done.published, "published leaf", "published leaves") +
                              ", of them " + std::to_string(done.lost) +
                              " that the store did not know; " + std::to_string(done.moved) +
                              " of the store's own follow them\n";
            if (done.erased > 0)
                out.append(counted(done.erased, "record", "records")).append(" erased again\n");
            if (done.unclear > 0)
                out.append(counted(done.unclear, "erasure", "erasures"))
                    .append(
                        " of single posts in batches: the log does not say of which; erase them "
                        "again by hand\n");
            out.append(counted(now_published.front().second, "leaf", "leaves"))
                .append(" published\n");
            return print(out);
        });
    });
}

void add_rotate_key(CLI::App& log, int& exit_code) {
    auto* command = log.add_subcommand(
        "rotate-key", "Change the key that a log is signed with; the log says which one follows");
    auto s = std::make_shared<LogSettings>();
    add_log_options(*command, *s);
    command->callback([s, &exit_code] {
        exit_code = with_folder(*s, true, [&](auto& folder) -> Result<int> {
            MZ_TRY(const auto platform, service::platform_of(folder.store(), s->query.platform));
            MZ_TRY(const auto rotated, service::rotate_key(folder, platform, unix_now));
            return print("old key  " + rotated.old_vkey + "\nnew key  " + rotated.new_vkey +
                         "\nsigned by both: " + printable(rotated.handover) + "\n");
        });
    });
}

void add_restore_vault(CLI::App& log, int& exit_code) {
    auto* command = log.add_subcommand(
        "restore-vault",
        "Put the vault of a backup back into its copy, less what was erased since");
    auto s = std::make_shared<LogSettings>();
    auto file = std::make_shared<std::string>();
    add_log_options(*command, *s);
    command->add_option("file", *file, "FILE.vault, as `mizan log backup` made it")
        ->type_name("FILE")
        ->required();
    command->callback([s, file, &exit_code] {
        exit_code = with_folder(*s, true, [&](auto& folder) -> Result<int> {
            MZ_CHECK(folder.store().restore_vault(*file));
            return print("the vault is back\n");
        });
    });
}

void add_rebuild_and_backup(CLI::App& log, int& exit_code) {
    auto* rebuild = log.add_subcommand("rebuild-views",
                                       "Make the tables that follow from journal and vault anew");
    auto s = std::make_shared<LogSettings>();
    add_log_options(*rebuild, *s);
    rebuild->callback([s, &exit_code] {
        exit_code = with_folder(*s, true, [&](auto& folder) -> Result<int> {
            MZ_CHECK(folder.store().rebuild_views());
            return print("the views are made anew\n");
        });
    });
    auto* backup =
        log.add_subcommand("backup",
                           "Copy the store while it is in use: FILE, and FILE.vault with all that "
                           "can be erased");
    auto b = std::make_shared<LogSettings>();
    auto file = std::make_shared<std::string>();
    add_log_options(*backup, *b);
    backup->add_option("file", *file, "The copy; it may not exist yet")
        ->type_name("FILE")
        ->required();
    backup->footer(
        "Keep FILE.vault for a short time only: what is erased from the store is still in it.\n"
        "Neither holds keys, nor the log's public files, nor the archive.");
    backup->callback([b, file, &exit_code] {
        exit_code = with_folder(*b, false, [&](auto& folder) -> Result<int> {
            MZ_CHECK(folder.store().backup(*file));
            return print("copied to " + printable(*file) + " and " + printable(*file) + ".vault\n");
        });
    });
}

}  // namespace

void add_log_write_commands(CLI::App& log, int& exit_code) {
    add_erase(log, exit_code);
    add_hold_and_release(log, exit_code);
    add_publish(log, exit_code);
    add_adopt(log, exit_code);
    add_rotate_key(log, exit_code);
    add_rebuild_and_backup(log, exit_code);
    add_restore_vault(log, exit_code);
}

}  // namespace mizan::cli
