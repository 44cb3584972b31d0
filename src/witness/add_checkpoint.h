// The protocol of a witness (C2SP tlog-witness): what add-checkpoint asks, and how it is answered. No I/O.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/server.h"
#include "ledger/checkpoint.h"
#include "ledger/hashing.h"
#include "ledger/note.h"

namespace mizan::witness {

inline constexpr std::size_t kAddRequestBytes = 64u << 10;  // a longer request is refused
inline constexpr std::string_view kSizeType = "text/x.tlog.size";

//     old <size>
//     <base64 hash>       none or more: the proof of consistency
//
//     <checkpoint, a signed note>
struct AddRequest {
    std::uint64_t old_size = 0;
    std::vector<ledger::Hash> proof;
    std::string checkpoint;

    bool operator==(const AddRequest&) const = default;
};

[[nodiscard]] std::string to_string(const AddRequest& request);
// Errors: kNoteMalformed, with what is wrong.
[[nodiscard]] Result<AddRequest> parse_add_request(std::string_view body);
// The origin that a request's checkpoint names. Errors: kNoteMalformed.
[[nodiscard]] Result<std::string> origin_of(const AddRequest& request);

// What a witness has cosigned last of a log.
struct Held {
    std::uint64_t size = 0;
    ledger::Hash root = ledger::empty_root();
    std::string note;  // the checkpoint with the log's signature and ours; empty: none yet
};

struct Decided {
    http::Answer answer;
    std::optional<Held>
        held;  // what must be on disk before the answer goes out; nothing: nothing new
};

// The answer for a log whose key is `log`, of which `held` was cosigned last. `now` is unix time in seconds.
//
//     200 and our cosignature      all checks passed
//     403                          the log has not signed the checkpoint
//     400                          the request or the checkpoint cannot be read; old size > the checkpoint's size
//     409 and the size held        old size is not the size held
//     422                          the proof fails; other root at the same size; a proof from 0; no entries and a root
[[nodiscard]] Decided decide(const AddRequest& request, const Held& held,
                             const ledger::VerifierKey& log, const ledger::Signer& witness,
                             std::uint64_t now);

// What lies on disk: a checkpoint that the log and the witness have signed. Errors: kStoreCorrupt.
[[nodiscard]] Result<Held> read_held(std::string_view note, const ledger::VerifierKey& log,
                                     const ledger::VerifierKey& witness);

// 404, for a log that is not known.
[[nodiscard]] http::Answer unknown_log();

}  // namespace mizan::witness
