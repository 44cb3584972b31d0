// `mizan-audit frame-check`: is this frame the one of that leaf, and which post holds a view that was drawn?
#include <CLI/CLI.hpp>
#include <memory>
#include <optional>

#include "audit/check_frame.h"
#include "audit/fetch_entry.h"
#include "auditor/command.h"
#include "base/files.h"
#include "base/hex.h"
#include "base/json.h"
#include "base/sha256.h"
#include "console/exit_code.h"
#include "console/say.h"
#include "console/terminal.h"
#include "ledger/proof_file.h"

namespace mizan::auditor {

namespace {

constexpr std::size_t kFrameBytes = 256u << 20;  // larger files are no frames

struct FrameCheckSettings {
    std::string frame;
    std::optional<std::uint64_t> leaf;
    std::string place;
    std::string proof;
    std::optional<std::uint64_t> view;
    std::optional<std::uint64_t> slot;
    CommonOptions common;
};

struct FrameAnswer {
    audit::CheckedProof proof;
    std::string bytes;  // of the frame
    audit::CheckedFrame checked;
    std::optional<std::size_t> slot;  // that was asked for
};

Result<audit::CheckedProof> proved_leaf(const FrameCheckSettings& s) {
    MZ_TRY(const auto trust, audit::load_trust(s.common.key, s.common.witnesses));
    if (s.proof.empty()) {
        if (s.place.empty() || !s.leaf)
            return fail(
                {Code::kUsage, "give the leaf: --leaf N with --log LOG, or --proof FILE", {}});
        MZ_TRY(const auto source, audit::open_log(s.place));
        return audit::fetch_entry(*source, trust, *s.leaf);
    }
    MZ_TRY(const auto file, read_file(s.proof, ledger::kProofFileBytes));
    MZ_TRY(auto proof, audit::check_proof(file, trust, std::nullopt));
    if (s.leaf && *s.leaf != proof.index)
        return fail({Code::kProofInvalid,
                     "the proof is that of leaf " + std::to_string(proof.index) + ", not of " +
                         std::to_string(*s.leaf),
                     s.proof});
    return proof;
}

Result<std::optional<std::size_t>> asked_slot(const FrameCheckSettings& s,
                                              const audit::CheckedFrame& checked) {
    if (s.view) {
        MZ_TRY(const auto slot, audit::slot_of_view(checked, *s.view));
        return std::optional(slot);
    }
    if (s.slot && *s.slot >= checked.frame.size())
        return fail(
            {Code::kUsage,
             "the batch has " + std::to_string(checked.frame.size()) + " posts; the first is 0",
             "--slot " + std::to_string(*s.slot)});
    return s.slot ? std::optional(static_cast<std::size_t>(*s.slot)) : std::nullopt;
}

Result<FrameAnswer> check_one(const FrameCheckSettings& s) {
    FrameAnswer out;
    MZ_TRY(out.proof, proved_leaf(s));
    record::Leaf leaf;
    MZ_CHECK(record::read_leaf(out.proof.entry, leaf));
    MZ_TRY(out.bytes, read_file(s.frame, kFrameBytes));
    MZ_TRY(out.checked, audit::check_frame(out.bytes, leaf));
    MZ_TRY(out.slot, asked_slot(s, out.checked));
    return out;
}

std::string told_frame_slot(const FrameAnswer& answer, const FrameCheckSettings& s) {
    const auto slot = answer.checked.frame.slot(*answer.slot);
    const auto at = std::to_string(*answer.slot);
    auto out = s.view ? told("view", "number " + std::to_string(*s.view) + " is of slot " + at)
                      : std::string();
    return out + told("slot", at + ", with " + console::counted(slot.views, "view", "views")) +
           told("  tag", hex_of(slot.tag.bytes) + ", revision " + std::to_string(slot.revision)) +
           told("  commitment", to_hex(slot.commitment)) +
           told("  decision", answer.checked.tails[slot.tail].text) +
           "  The platform finds the post by its tag. What it hands over is the post if it leads "
           "to "
           "the\n  commitment: ask for it as a proof that opens it, and check that with "
           "prove-check.\n";
}

std::string frame_text(const FrameAnswer& answer, const FrameCheckSettings& s) {
    const auto& checked = answer.checked;
    const auto& covered = checked.covered;
    auto out =
        "YES: this is the frame of leaf " + std::to_string(answer.proof.index) + ".\n" +
        told_log(answer.proof.signed_checkpoint.checkpoint) +
        told_witnesses(answer.proof.witnessed, !s.common.witnesses.empty()) +
        told("posts", std::to_string(checked.frame.size())) +
        told("views", std::to_string(checked.views)) +
        told("covered", std::to_string(covered[0]) + " in full, " + std::to_string(covered[1]) +
                            " in part, " + std::to_string(covered[2]) + " not");
    return answer.slot ? out + told_frame_slot(answer, s) : out;
}

std::string frame_json(const FrameAnswer& answer) {
    const auto& checked = answer.checked;
    std::string out;
    {
        json::Object object(out);
        object.flag("holds", true)
            .number("leaf", answer.proof.index)
            .text("root", to_hex(answer.proof.signed_checkpoint.checkpoint.root))
            .json_value("witnesses", witnesses_json(answer.proof.witnessed))
            .number("posts", checked.frame.size())
            .number("views", checked.views)
            .number("covered_full", checked.covered[0])
            .number("covered_partly", checked.covered[1])
            .number("not_covered", checked.covered[2]);
        if (answer.slot) {
            const auto slot = checked.frame.slot(*answer.slot);
            object.number("slot", *answer.slot)
                .number("slot_views", slot.views)
                .text("tag", hex_of(slot.tag.bytes))
                .number("revision", slot.revision)
                .text("commitment", to_hex(slot.commitment))
                .text("decision_after_id", checked.tails[slot.tail].text);
        }
    }
    return out.append("\n");
}

int run_frame_check(const FrameCheckSettings& s) {
    const auto answer = check_one(s);
    if (!answer)
        return is_verdict(answer.error()) ? say_no(answer.error(), s.common.json)
                                          : console::complain(answer.error());
    return console::print(s.common.json ? frame_json(*answer) : frame_text(*answer, s));
}

}  // namespace

void add_frame_check_command(CLI::App& app, int& exit_code) {
    auto* command = app.add_subcommand(
        "frame-check",
        "Say whether a frame, the posts of a batch, is the one that a leaf stands for");
    command->footer(
        "Examples:\n"
        "  mizan-audit frame-check 52.frame --leaf 52 --log https://log.example.org --key "
        "log.vkey\n"
        "  mizan-audit frame-check 52.frame --proof 52.tlog-proof --key log.vkey --view 4711\n"
        "The exit code is 0 for yes, 7 for no, and another where the files could not be read.");
    auto s = std::make_shared<FrameCheckSettings>();
    command->add_option("frame", s->frame, "The frame, as `mizan log show --frame` writes it")
        ->required()
        ->type_name("FRAME");
    add_common_options(*command, s->common);
    command->add_option("--leaf", s->leaf, "Place of the batch in the log")->type_name("N");
    auto* log = command->add_option("--log", s->place, "Address (https://...) or folder of the log")
                    ->type_name("LOG");
    command
        ->add_option("--proof", s->proof, "Instead of the log: a proof of the leaf (.tlog-proof)")
        ->type_name("FILE")
        ->excludes(log);
    auto* view =
        command->add_option("--view", s->view, "Say which slot holds this view")->type_name("N");
    command->add_option("--slot", s->slot, "Show this slot")->type_name("N")->excludes(view);
    command->callback([s, &exit_code] { exit_code = run_frame_check(*s); });
}

}  // namespace mizan::auditor
