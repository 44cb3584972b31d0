// A promise: the log's holder signs that an entry will be in the log by some time. It serves until there is a proof.
//
// The text of a signed note, one a line: "mizan/promise@v1", the log's origin, the time in unix seconds, and the entry less what is not
// known yet, its index.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "ledger/note.h"

namespace mizan::ledger {

inline constexpr std::string_view kPromiseLine = "mizan/promise@v1";

struct Promise {
    std::string origin;
    std::uint64_t due = 0;  // unix time in seconds
    std::string entry;      // how it will end, behind its index; without line ends

    bool operator==(const Promise&) const = default;
};

// The signed note, as a file.
[[nodiscard]] std::string sign_promise(const Promise& promise, const Signer& signer);
// Whether a file looks like one.
[[nodiscard]] bool is_promise(std::string_view file);
// Errors: kNoteMalformed; kSignatureInvalid if `log` has not signed it or is another's key.
[[nodiscard]] Result<Promise> open_promise(std::string_view file, const VerifierKey& log);

}  // namespace mizan::ledger
