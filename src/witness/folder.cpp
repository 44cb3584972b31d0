#include "witness/folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/files.h"
#include "base/sha256.h"

namespace mizan::witness {

namespace {

constexpr std::size_t kKeyBytes = 4096;
constexpr unsigned kOwnerOnly = 0600;

std::unexpected<Error> cannot(const char* what, const std::string& path) {
    return fail({Code::kFileWrite, std::string(what) + ": " + std::strerror(errno), path});
}

// 0 if it is not there.
Result<unsigned> mode_of(const std::string& path) {
    struct stat st{};
    if (::stat(path.c_str(), &st) == 0) return unsigned{st.st_mode};
    if (errno == ENOENT) return 0u;
    return fail({Code::kFileRead, std::string("cannot look at it: ") + std::strerror(errno), path});
}

Result<ledger::Signer> load_key(const std::string& path) {
    MZ_TRY(auto text, read_file(path, kKeyBytes));
    while (text.ends_with('\n')) text.pop_back();
    auto signer = ledger::Signer::parse(text);
    if (signer && signer->key().type == ledger::KeyType::kCosignature) return signer;
    return fail(
        {Code::kKeyInvalid, signer ? "not the key of a witness" : signer.error().message, path});
}

}  // namespace

Result<Folder> Folder::open(const std::string& path) {
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST)
        return cannot("cannot make the folder", path);
    const auto lock_path = path + "/lock";
    const int lock = ::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kOwnerOnly);
    if (lock < 0) return cannot("cannot open the lock", lock_path);
    Folder out(path, lock);
    if (::flock(lock, LOCK_EX | LOCK_NB) == 0) return out;
    if (errno != EWOULDBLOCK) return cannot("cannot take the lock", lock_path);
    return fail({Code::kStoreBusy, "another witness is running in this folder", path});
}

Folder::Folder(Folder&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

Folder::~Folder() {
    if (lock_ >= 0) ::close(lock_);
}

Result<ledger::Signer> Folder::load_or_make_key(const std::string& name) const {
    const auto path = path_ + "/key";
    MZ_TRY(const auto mode, mode_of(path));
    if (mode == 0) {
        if (name.empty())
            return fail(
                {Code::kUsage, "the folder holds no key yet: give it a name with --name", path_});
        MZ_TRY(auto made, ledger::Signer::generate(name, ledger::KeyType::kCosignature));
        MZ_CHECK(write_file_durably(path, made.to_skey() + "\n", kOwnerOnly));
        return made;
    }
    if ((mode & 077) != 0)
        return fail({Code::kKeyInvalid, "others may read the key; run: chmod 600 " + path, path});
    MZ_TRY(auto signer, load_key(path));
    if (!name.empty() && name != signer.key().name)
        return fail(
            {Code::kUsage, "the key in this folder has the name " + signer.key().name, path});
    return signer;
}

std::string Folder::path_of(std::string_view origin) const {
    return path_ + "/" + to_hex(sha256(origin));
}

Result<std::optional<std::string>> Folder::read(std::string_view origin) const {
    const auto path = path_of(origin);
    MZ_TRY(const auto mode, mode_of(path));
    if (mode == 0) return std::optional<std::string>();
    MZ_TRY(auto note, read_file(path, ledger::kNoteBytes));
    return std::optional(std::move(note));
}

Result<void> Folder::write(std::string_view origin, std::string_view note) const {
    return write_file_durably(path_of(origin), note);
}

}  // namespace mizan::witness
