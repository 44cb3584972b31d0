// `mizan-audit draw`: a sample of all that passed through, which neither side chooses.
#include <CLI/CLI.hpp>
#include <memory>

#include "audit/draw.h"
#include "auditor/command.h"
#include "auditor/told_report.h"
#include "base/json.h"
#include "base/sha256.h"
#include "console/exit_code.h"
#include "console/say.h"
#include "console/terminal.h"

namespace mizan::auditor {

namespace {

struct DrawSettings {
    std::string place;
    std::string by = "posts";
    audit::DrawOptions options;
    CommonOptions common;
};

Result<audit::Draw> draw_sample(DrawSettings& s) {
    const auto by = audit::draw_by_called(s.by);
    if (!by) return fail({Code::kUsage, "posts, views or decisions can be drawn", "--by " + s.by});
    s.options.by = *by;
    MZ_TRY(const auto trust, audit::load_trust(s.common.key, s.common.witnesses));
    MZ_TRY(const auto source, audit::open_log(s.place));
    return audit::draw(*source, trust, s.options);
}

std::string_view part_called(const DrawSettings& s) {
    return s.options.by == audit::DrawBy::kViews ? "view" : "slot";
}

std::string draw_text(const audit::Draw& d, const DrawSettings& s) {
    const auto sealed = d.records.count(record::LeafType::kSealed);
    if (!d.holds())
        return said_no(d.report, &d.records) + told_log(d.report.signed_checkpoint.checkpoint) +
               told_faults(d.report, &d.records);
    auto out = "YES: the log holds; " + std::to_string(d.drawn.size()) + " of " +
               std::to_string(d.total) + " " + s.by + " were drawn.\n" +
               told_log(d.report.signed_checkpoint.checkpoint) +
               told_witnesses(d.report.witnessed, !s.common.witnesses.empty()) + told("by", s.by) +
               told("seed", s.options.seed) +
               told("sealed", std::to_string(sealed) + ", from which nothing is drawn") + "\n  " +
               console::padded("step", 10) + console::padded("number", 14) +
               console::padded("leaf", 12) + std::string(part_called(s)) + "\n";
    for (const auto& drawn : d.drawn)
        out += "  " + console::padded(std::to_string(drawn.pick.step), 10) +
               console::padded(std::to_string(drawn.pick.number), 14) +
               console::padded(std::to_string(drawn.leaf), 12) +
               (drawn.in_batch ? std::to_string(drawn.within) : "-") + "\n";
    return out;
}

std::string draw_json(const audit::Draw& d, const DrawSettings& s) {
    const auto& checkpoint = d.report.signed_checkpoint.checkpoint;
    std::string out;
    {
        json::Object object(out);
        object.flag("holds", d.holds())
            .text("origin", checkpoint.origin)
            .number("size", checkpoint.size)
            .text("root", to_hex(checkpoint.root))
            .json_value("witnesses", witnesses_json(d.report.witnessed));
        if (!d.holds()) {
            append_faults(object, out, d.report, &d.records);
            if (d.report.witnesses_missing)
                object.text("witnesses_missing", d.report.witnesses_missing->message);
        } else {
            object.text("by", s.by)
                .text("seed", s.options.seed)
                .number("total", d.total)
                .number("sealed", d.records.count(record::LeafType::kSealed))
                .list("drawn", d.drawn, [&](const audit::Drawn& drawn) {
                    json::Object one(out);
                    one.number("step", drawn.pick.step)
                        .number("number", drawn.pick.number)
                        .number("leaf", drawn.leaf);
                    if (drawn.in_batch) one.number(part_called(s), drawn.within);
                });
        }
    }
    return out.append("\n");
}

int run_draw(DrawSettings& s) {
    const auto drawn = draw_sample(s);
    if (!drawn)
        return is_verdict(drawn.error()) ? say_no(drawn.error(), s.common.json)
                                         : console::complain(drawn.error());
    return console::print_and(s.common.json ? draw_json(*drawn, s) : draw_text(*drawn, s),
                              drawn->holds() ? console::kExitOk : console::kExitRecord);
}

}  // namespace

void add_draw_command(CLI::App& app, int& exit_code) {
    auto* command = app.add_subcommand(
        "draw", "Verify a log, and draw a sample of what passed through that neither side chooses");
    command->footer(
        "Examples:\n"
        "  mizan-audit draw https://log.example.org --key log.vkey --count 400 --seed \"lottery of "
        "7 May: 3 14 15 92\"\n"
        "  mizan-audit draw ./copy-of-the-log --key log.vkey --count 400 --seed 7 --by views "
        "--json\n"
        "The same log, seed and --by draw the same, and a larger count the same and more.\n"
        "The exit code is 0 if the log holds, 7 if not, and another where it could not be looked "
        "at.");
    auto s = std::make_shared<DrawSettings>();
    command->add_option("log", s->place, "Address (https://...) or folder of the log")
        ->required()
        ->type_name("LOG");
    add_common_options(*command, s->common);
    command->add_option("--count", s->options.count, "How many to draw")
        ->required()
        ->type_name("N");
    command
        ->add_option("--seed", s->options.seed,
                     "Text that nobody could choose once the log was signed")
        ->required()
        ->type_name("TEXT");
    command
        ->add_option(
            "--by", s->by,
            "What has equal chances: posts (decisions, and posts in batches; the default), "
            "views (of posts in batches) or decisions")
        ->type_name("WHAT");
    command->callback([s, &exit_code] { exit_code = run_draw(*s); });
}

}  // namespace mizan::auditor
