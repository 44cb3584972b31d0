// Promises: the log's holder signs once that many entries will be in the log by some time. Each of them is shown to be meant by a proof that it
// is in a tree of them all: a signature for each would cost more than all else.
//
// The text of a signed note, one a line: "mizan/promises@v1", the log's origin, when what is promised was received and by when all of it will be in
// the log (unix time in seconds), how many entries, and the root in base64 of the RFC 6962 tree over them. An entry of that tree is one of the
// log less what is not known yet, its index.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "ledger/hashing.h"
#include "ledger/note.h"

namespace mizan::ledger {

inline constexpr std::string_view kPromisesLine = "mizan/promises@v1";
inline constexpr std::uint64_t kPromisesTime = ~std::uint64_t{0} >> 1;  // a later time is none
inline constexpr std::uint64_t kPromisesCount = 1u << 20;  // more entries: no promises of ours

struct Promises {
    std::string origin;
    std::uint64_t at = 0;   // when they were received
    std::uint64_t due = 0;  // by when they will be in the log; not before `at`
    std::uint64_t count = 0;
    Hash root{};

    bool operator==(const Promises&) const = default;
};

// The signed note, as a file. `origin` is the signer's name.
[[nodiscard]] std::string sign_promises(const Promises& promises, const Signer& signer);
// Whether a file looks like one.
[[nodiscard]] bool is_promises(std::string_view file);
// Errors: kNoteMalformed; kSignatureInvalid if `log` has not signed it or is another's key.
[[nodiscard]] Result<Promises> open_promises(std::string_view file, const VerifierKey& log);

}  // namespace mizan::ledger
