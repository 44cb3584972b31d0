// A witness: its key and what it has cosigned, in a folder of its own; answers requests from several threads.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/server.h"
#include "ledger/note.h"

namespace mizan::witness {

struct Settings {
    std::string folder;  // made if it is not there; nobody else may read it
    std::string name;    // of the key that is made at the first start; later empty or the same
    std::vector<ledger::VerifierKey> logs;  // of type kEd25519, no two of one name
    std::function<std::uint64_t()> now;     // unix time in seconds
};

// The folder holds `key`, `lock`, and for each log a file named by the SHA-256 of its origin: the checkpoint that was cosigned
// last. Such a file must never be replaced by an older one, from a backup say: a witness that forgets can be made to cosign a
// fork. Thread-safe.
class Witness {
public:
    // Errors: kUsage, kKeyInvalid, kFileRead, kFileWrite; kStoreBusy if another process has the folder; kStoreCorrupt if what
    // lies there is not what we have signed.
    [[nodiscard]] static Result<Witness> open(Settings settings);
    Witness(Witness&&) noexcept;
    Witness& operator=(Witness&&) noexcept;
    ~Witness();

    [[nodiscard]] const ledger::VerifierKey& key() const;
    // POST /add-checkpoint. A checkpoint is on disk before it is answered with 200; if it cannot be written: 500.
    [[nodiscard]] http::Answer add_checkpoint(std::string_view body);
    // GET /<hex SHA-256 of a log's origin>/checkpoint: what was cosigned last, or 404.
    [[nodiscard]] http::Answer get(std::string_view path) const;

private:
    struct Impl;
    explicit Witness(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

// What a server of this witness answers. `witness` must outlive it.
[[nodiscard]] http::Routes routes(Witness& witness);

}  // namespace mizan::witness
