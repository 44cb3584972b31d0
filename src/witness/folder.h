// The folder of a witness: its lock, its key, and a file a log. Behind witness.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "ledger/note.h"

namespace mizan::witness {

// Holds the folder's lock as long as it lives, and so long as the process does: a killed one leaves none behind.
class Folder {
public:
    // Errors: kFileWrite if it cannot be made or locked; kStoreBusy if another process has it.
    [[nodiscard]] static Result<Folder> open(const std::string& path);
    Folder(Folder&& other) noexcept;
    Folder& operator=(Folder&&) = delete;
    ~Folder();

    // The key in `key`; made, for its owner alone to read, if there is none and a name is given. Errors: kUsage for a name that
    // is missing or another; kKeyInvalid, also where others may read the file; kFileRead, kFileWrite.
    [[nodiscard]] Result<ledger::Signer> load_or_make_key(const std::string& name) const;

    // The log's file; nothing if there is none. Errors: kFileRead.
    [[nodiscard]] Result<std::optional<std::string>> read(std::string_view origin) const;
    // On disk when it returns. Errors: kFileWrite.
    [[nodiscard]] Result<void> write(std::string_view origin, std::string_view note) const;
    [[nodiscard]] std::string path_of(std::string_view origin) const;

private:
    Folder(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}
    std::string path_;
    int lock_;
};

}  // namespace mizan::witness
