// The checkpoint that an auditor saw last, kept in a file: a log that shows different people different pasts is caught by it.
#pragma once

#include <string>

#include "audit/verify_log.h"
#include "base/result.h"

namespace mizan::audit {

enum class Memory {
    kFirst,  // nothing was remembered
    kSame,   // the log has not grown
    kGrown,  // the log has grown and begins with what was remembered
    kOlder,  // an older checkpoint than the remembered one: a stale copy, or a log that was taken back
    kUnclear,  // whether it has grown or forked cannot be told: the files are damaged
    kFork,     // the log has signed two pasts
};
[[nodiscard]] std::string_view name(Memory memory);

struct Remembered {
    Memory memory = Memory::kFirst;
    std::uint64_t size = 0;  // of the remembered checkpoint
    std::string kept;  // kFork: the file that the new checkpoint went to, beside the remembered one

    [[nodiscard]] bool holds() const {
        return memory == Memory::kFirst || memory == Memory::kSame || memory == Memory::kGrown;
    }
};

// Compares a verified log with the checkpoint in `file`, by a proof of consistency from the log's tiles. If all holds, the new
// checkpoint takes the file's place, durably and at once; otherwise the file stays. Of a fork both checkpoints are kept: they are
// the evidence. Errors: of reading the log; kFileRead, kFileWrite; kNoteMalformed, kSignatureInvalid if the file's checkpoint is none of this log's.
[[nodiscard]] Result<Remembered> remember(const std::string& file, LogSource& source,
                                          const Trust& trust, const VerifyReport& report);

}  // namespace mizan::audit
