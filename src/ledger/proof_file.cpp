#include "ledger/proof_file.h"

#include "ledger/base64.h"
#include "ledger/lines.h"
#include "ledger/proof.h"
#include "ledger/tree.h"

namespace mizan::ledger {

namespace {

constexpr std::string_view kFirstLine = "c2sp.org/tlog-proof@v1";
constexpr std::string_view kExtra = "extra ";
constexpr std::string_view kIndex = "index ";

// The lines of a proof above its checkpoint, counted for messages.
class ProofLines {
public:
    explicit ProofLines(std::string_view file) : rest_(file) {}

    // Errors: kProofMalformed if the file ends before or within it.
    Result<std::string_view> next() {
        ++number_;
        const auto line = take_line(rest_);
        if (!line) return wrong("the file ends here, before its checkpoint");
        return *line;
    }
    [[nodiscard]] std::unexpected<Error> wrong(const std::string& why) const {
        return fail({Code::kProofMalformed, "line " + std::to_string(number_) + ": " + why, {}});
    }
    [[nodiscard]] std::string_view rest() const { return rest_; }

private:
    std::string_view rest_;
    std::size_t number_ = 0;
};

}  // namespace

std::string to_string(const ProofFile& proof) {
    std::string out = std::string(kFirstLine) + "\n";
    if (proof.extra) out.append(kExtra).append(to_base64(*proof.extra)).append("\n");
    out.append(kIndex).append(std::to_string(proof.index)).append("\n");
    for (const auto& hash : proof.hashes) out.append(to_base64(bytes_of(hash))).append("\n");
    return out.append("\n").append(proof.checkpoint);
}

Result<ProofFile> parse_proof_file(std::string_view file) {
    if (file.size() > kProofFileBytes) {
        return fail({Code::kProofMalformed,
                     "a proof has at most " + std::to_string(kProofFileBytes) + " bytes",
                     {}});
    }
    ProofLines lines(file);
    ProofFile out;
    MZ_TRY(auto line, lines.next());
    if (line != kFirstLine) return lines.wrong("a proof begins with " + std::string(kFirstLine));
    MZ_TRY(line, lines.next());
    if (take_prefix(line, kExtra)) {
        out.extra = from_base64(line);
        if (!out.extra) return lines.wrong("what follows `extra` is not base64");
        MZ_TRY(line, lines.next());
    }
    if (!take_prefix(line, kIndex)) return lines.wrong("`index` and a number should stand here");
    const auto index = decimal(line, kMaxTreeSize);
    if (!index) return lines.wrong("the index is not a number in plain decimal digits");
    out.index = *index;
    while (true) {
        MZ_TRY(line, lines.next());
        if (line.empty()) break;
        const auto hash = to_hash(line);
        if (!hash) return lines.wrong("this is not the base64 of a hash of 32 bytes");
        if (out.hashes.size() == kMaxProofHashes) {
            return lines.wrong("a proof has at most " + std::to_string(kMaxProofHashes) +
                               " hashes");
        }
        out.hashes.push_back(*hash);
    }
    if (lines.rest().empty()) return lines.wrong("no checkpoint follows the empty line");
    out.checkpoint = lines.rest();
    return out;
}

Result<SignedCheckpoint> check_proof_file(const ProofFile& proof, std::string_view entry,
                                          const VerifierKey& log) {
    MZ_TRY(auto opened, open_checkpoint(proof.checkpoint, log));
    MZ_CHECK(check_inclusion(proof.index, opened.checkpoint.size, leaf_hash(entry), proof.hashes,
                             opened.checkpoint.root));
    return opened;
}

}  // namespace mizan::ledger
