// Verifying a published log as a whole: every entry is hashed, every tile rebuilt and compared, the root with what was signed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "audit/log_source.h"
#include "audit/trust.h"
#include "base/result.h"

namespace mizan::audit {

inline constexpr std::size_t kFindings = 100;  // more are counted, not listed
inline constexpr std::uint64_t kMissingFiles =
    1000;  // after so many the log is given up: `complete` is false

enum class FindingKind {
    kEntry,   // an entry is not the one that was signed
    kHash,    // a hash in a tile is not the one that was signed
    kEither,  // an entry and its hash contradict each other, and neither fits what was signed
    kFile,    // a file is missing, of another length, or no bundle
    kRoot,    // all files agree with each other, and not with what was signed
};
[[nodiscard]] std::string_view name(FindingKind kind);

struct Finding {
    FindingKind kind = FindingKind::kFile;
    std::string file;  // under the log; "checkpoint" for the root
    std::optional<std::uint64_t>
        index;  // kEntry, kEither: of the entry in the log; kHash: of the hash in the file
    std::string message;
};

// Sees every entry once, in order, so that a room above can check what the entries say. A bundle that cannot be read is left
// out: `first` shows the gap. An entry that is reported as changed is shown as it stands.
class EntryVisitor {
public:
    EntryVisitor() = default;
    EntryVisitor(const EntryVisitor&) = delete;
    EntryVisitor& operator=(const EntryVisitor&) = delete;
    virtual ~EntryVisitor() = default;
    // `entries` stand from index `first` on; the views end with the call.
    virtual void visit(std::uint64_t first, std::span<const std::string_view> entries) = 0;
};

struct VerifyReport {
    ledger::SignedCheckpoint signed_checkpoint;
    std::string note;  // the checkpoint as it came
    std::vector<Witnessed> witnessed;
    std::optional<Error> witnesses_missing;  // why the cosignatures do not satisfy the policy
    std::vector<Finding> findings;           // the first kFindings, in the order of the files
    std::uint64_t findings_count = 0;        // all
    std::uint64_t entries = 0;               // that were read and hashed
    std::uint64_t tiles = 0;                 // that were read and compared
    std::uint64_t bytes = 0;                 // of both
    bool complete = true;                    // false: given up, since too many files are missing

    // Whether the files are what the log has signed.
    [[nodiscard]] bool whole() const { return findings_count == 0 && complete; }
    [[nodiscard]] bool holds() const { return whole() && !witnesses_missing; }
};

// Reads the checkpoint, checks who signed it, and then all files of its size. What is wrong with the log is in the report; an
// Error says that it could not be looked at. Memory: a bundle and a tile a level. Errors: of LogSource; kNoteMalformed,
// kSignatureInvalid for the checkpoint.
[[nodiscard]] Result<VerifyReport> verify_log(LogSource& source, const Trust& trust,
                                              EntryVisitor* visitor = nullptr);

}  // namespace mizan::audit
