#include "audit/remember.h"

#include <filesystem>

#include "base/files.h"
#include "base/sha256.h"
#include "ledger/proof.h"

namespace mizan::audit {

namespace {

using ledger::Checkpoint;

// Errors of reading that say nothing about the log.
Result<Memory> compare_growth(const Checkpoint& before, const Checkpoint& now, LogSource& source) {
    ledger::TileNodes nodes(source, now.size);
    const auto proof = ledger::prove_consistency(nodes, before.size, now.size);
    const auto shown = ledger::root_at(nodes, before.size);
    for (const auto* error : {proof ? nullptr : &proof.error(), shown ? nullptr : &shown.error()}) {
        if (error == nullptr) continue;
        if (error->code == Code::kLogMissing || error->code == Code::kLogCorrupt)
            return Memory::kUnclear;
        return fail(*error);
    }
    // What leads to the signed root is what was signed. Only then does another root for the past prove a fork; damage does not.
    if (!ledger::check_consistency(before.size, now.size, *shown, now.root, *proof))
        return Memory::kUnclear;
    return *shown == before.root ? Memory::kGrown : Memory::kFork;
}

Result<Memory> compare_with(const Checkpoint& before, const Checkpoint& now, LogSource& source) {
    if (before.size > now.size) return Memory::kOlder;
    if (before.size == now.size) return before.root == now.root ? Memory::kSame : Memory::kFork;
    return before.size == 0 ? Memory::kGrown : compare_growth(before, now, source);
}

Result<void> keep_evidence(const std::string& file, const std::string& note, Remembered& out) {
    out.kept = file + ".fork-" + to_hex(sha256(note)).substr(0, 16);
    return write_file_durably(out.kept, note);
}

}  // namespace

std::string_view name(Memory memory) {
    switch (memory) {
        case Memory::kFirst: return "first";
        case Memory::kSame: return "same";
        case Memory::kGrown: return "grown";
        case Memory::kOlder: return "older";
        case Memory::kUnclear: return "unclear";
        case Memory::kFork: return "fork";
    }
    return {};
}

Result<Remembered> remember(const std::string& file, LogSource& source, const Trust& trust,
                            const VerifyReport& report) {
    Remembered out;
    std::error_code ec;
    if (std::filesystem::exists(file, ec)) {
        MZ_TRY(const auto note, read_file(file, ledger::kNoteBytes));
        auto before = open_trusted(note, trust);
        if (!before) {
            before.error().message.insert(0, "what is remembered is no checkpoint of this log: ");
            before.error().where = file;
            return fail(std::move(before).error());
        }
        out.size = before->checkpoint.size;
        MZ_TRY(out.memory,
               compare_with(before->checkpoint, report.signed_checkpoint.checkpoint, source));
        if (out.memory == Memory::kFork) {
            MZ_CHECK(keep_evidence(file, report.note, out));
        }
    } else if (ec) {
        return fail({Code::kFileRead, "cannot be looked at: " + ec.message(), file});
    }
    // What does not hold is no ground to stand on next time.
    if (out.holds() && report.holds()) {
        MZ_CHECK(write_file_durably(file, report.note));
    }
    return out;
}

}  // namespace mizan::audit
