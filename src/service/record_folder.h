// RecordFolder: the folder that `--store` names, with everything that the record of decisions needs:
//
//     store.db            the store (store/sqlite/)
//     keys/               secrets, readable by their owner alone: tag.key, and LOG.log.key for each platform's log
//     log/LOG/            each platform's log as static files, for any web server to serve
//     archive/            what decisions were made with, by hash: HASH.bundle, HASH.model, VERSION.policy/
//
// LOG is the platform's name, made fit for a file's name.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "ledger/checkpoint.h"
#include "ledger/note.h"
#include "record/outcome.h"
#include "record/tag.h"
#include "service/load_policy.h"
#include "store/sqlite/sqlite_store.h"

namespace mizan::service {

struct RecordFolderOptions {
    std::string path;
    std::string keys;  // another place for the secrets; empty: in the folder
    bool write = false;
    std::size_t window_posts = store::SqliteOptions{}.window_posts;
};

class RecordFolder {
public:
    // Opens it; to write, one process at a time, and what is missing is made. Errors: those of SqliteStore; kKeyInvalid for a key that
    // others can read; kFileRead, kFileWrite.
    [[nodiscard]] static Result<std::unique_ptr<RecordFolder>> open(RecordFolderOptions options);

    [[nodiscard]] store::SqliteStore& store() { return *store_; }
    [[nodiscard]] const record::TagKey& tags() const { return *tags_; }
    // The key of a platform's log. Its name is made of `origin`, best the address where the logs are served without scheme (empty: "mizan"), a
    // slash and LOG. Errors: kKeyInvalid, kLogMissing if there is none, kFileWrite.
    [[nodiscard]] Result<ledger::Signer> log_key(std::string_view platform);
    [[nodiscard]] Result<ledger::Signer> make_log_key(std::string_view platform,
                                                      std::string_view origin);
    // The key that will follow: made if there is none yet. take_next_log_key() puts it in the place of the present one, which is gone then.
    [[nodiscard]] Result<ledger::Signer> next_log_key(std::string_view platform,
                                                      std::string_view origin);
    [[nodiscard]] Result<void> take_next_log_key(std::string_view platform);
    [[nodiscard]] std::string log_path(std::string_view platform) const;
    // The checkpoint that the public sees; of size 0 if there is none. Errors: of log_key() and ledger::open_checkpoint().
    [[nodiscard]] Result<ledger::SignedCheckpoint> published(std::string_view platform);
    [[nodiscard]] std::string archive_path() const { return options_.path + "/archive"; }
    [[nodiscard]] const std::string& path() const { return options_.path; }

    // Keeps what decisions under this policy are made with; what is there already stays. `folder` is the policy's source, or a bundle.
    // Errors: kFileWrite.
    [[nodiscard]] Result<void> archive(const LoadedPolicy& policy, const std::string& folder);

private:
    explicit RecordFolder(RecordFolderOptions options) : options_(std::move(options)) {}
    [[nodiscard]] Result<void> open_tag_key();
    [[nodiscard]] Result<void> check_tag_key(const std::string& path);
    [[nodiscard]] std::string key_path(std::string_view name) const;
    [[nodiscard]] Result<ledger::Signer> read_log_key(const std::string& path) const;

    RecordFolderOptions options_;
    std::unique_ptr<store::SqliteStore> store_;
    std::optional<record::TagKey> tags_;
};

// The source that a post is known under: the feed's name; of a feed without one none, but for a post whose id is its line in the input:
// that is unique within the input alone.
[[nodiscard]] std::string_view source_of(std::string_view feed, std::string_view post,
                                         std::string_view input_name);

// A platform's name as a part of a path: bytes other than a-z, A-Z, 0-9, '-' and '_' as %XX.
[[nodiscard]] std::string file_name_of(std::string_view platform);

}  // namespace mizan::service
