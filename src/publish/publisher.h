// Publisher: takes a platform's log from the store to the public. In these words: a leaf is *sequenced* when it is durable and has its
// index, *integrated* when the tiles on disk hold it, *published* when a signed checkpoint covers it.
//
// The log never signs two checkpoints of which one is not the beginning of the other: what is signed is first made durable in the
// store, and nothing is signed while the published checkpoint says more than the store knows.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "ledger/checkpoint.h"
#include "ledger/note.h"
#include "publish/log_folder.h"
#include "publish/tile_writer.h"
#include "store/store.h"

namespace mizan::publish {

// Asks for the cosignatures of a checkpoint; gives those that came. Errors: kLogFork if a witness has seen this log say
// something else.
using AskWitnesses = std::function<Result<std::vector<ledger::SignatureLine>>(
    const ledger::SignedCheckpoint& checkpoint)>;

struct PublisherOptions {
    std::string platform;
    std::string folder;  // where the log's files are
    std::uint64_t sealed_step_s =
        3600;  // sealed leaves get their indices once in so many seconds, on the clock's multiples
    AskWitnesses ask_witnesses;  // may be empty
};

// Not thread-safe. Store and signer must outlive it.
class Publisher {
public:
    Publisher(store::Store& store, const ledger::Signer& signer, PublisherOptions options)
        : store_(store),
          signer_(signer),
          options_(std::move(options)),
          folder_(options_.folder),
          tiles_(folder_) {}

    // Integrates and publishes all that is sequenced. `now` in unix seconds. Gives the checkpoint that is published then, with no
    // signature while there is nothing in the log. Errors: kLogFork if the published checkpoint is not one that the store has signed;
    // kLogCorrupt, kLogMissing for the folder; those of the store; kFileWrite. After an error it may be called again.
    [[nodiscard]] Result<ledger::SignedCheckpoint> publish(std::uint64_t now);

private:
    [[nodiscard]] Result<void> start();
    [[nodiscard]] Result<void> check_published(const record::LogState& log);
    [[nodiscard]] Result<void> sequence_sealed(std::uint64_t now);
    [[nodiscard]] Result<void> integrate();
    [[nodiscard]] Result<void> sign();
    [[nodiscard]] Result<void> cosign();
    [[nodiscard]] Result<void> save();

    store::Store& store_;
    const ledger::Signer& signer_;
    PublisherOptions options_;
    LogFolder folder_;
    TileWriter tiles_;
    record::LogState log_;
    bool started_ = false;
    bool witnessed_ = false;  // the witnesses have been asked, and knew of no other history
};

}  // namespace mizan::publish
