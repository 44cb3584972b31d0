#include "service/record_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "base/files.h"
#include "base/limits.h"
#include "policy/bundle.h"
#include "policy/source.h"
#include "publish/log_folder.h"

namespace mizan::service {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kKeyBytes = 4096;  // of a key's file

std::unexpected<Error> os_fault(Code code, const std::string& path, const char* what) {
    return fail({code, std::string(what) + ": " + std::strerror(errno), path});
}

Result<std::string> read_secret(const std::string& path) {
    struct stat st{};
    if (::stat(path.c_str(), &st) != 0)
        return os_fault(Code::kFileRead, path, "cannot read the key");
    if ((st.st_mode & 077) != 0) {
        return fail(
            {Code::kKeyInvalid,
             "others may read this key; make it yours alone (chmod 600) and think about a new one",
             path});
    }
    return read_file(path, kKeyBytes);
}

// All that was written around that path is on the disk when it returns.
Result<void> sync_around(const std::string& path) {
    const auto folder = fs::path(path).parent_path().string();
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool done = fd >= 0 && ::syncfs(fd) == 0;
    if (fd >= 0) ::close(fd);
    return done ? Result<void>() : os_fault(Code::kFileWrite, folder, "cannot write the folder");
}

// A new file that only its owner may read, on the disk when it returns. It appears whole: half a key would lock the folder for good.
Result<void> write_secret(const std::string& path, std::string_view bytes) {
    const auto beside = path + ".new";
    const int fd = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) return os_fault(Code::kFileWrite, path, "cannot write the key");
    const bool written =
        ::write(fd, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
        ::fsync(fd) == 0;
    const bool done = ::close(fd) == 0 && written && ::link(beside.c_str(), path.c_str()) == 0;
    const int error = errno;
    ::unlink(beside.c_str());
    if (done) return sync_around(path);
    errno = error;
    return os_fault(Code::kFileWrite, path, "cannot write the key");
}

// A file for its owner alone, which SQLite takes for an empty database; its other files get the same mode.
Result<void> make_private(const std::string& path) {
    const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) return os_fault(Code::kStoreFull, path, "cannot write here");
    ::close(fd);
    return {};
}

bool exists(const std::string& path) { return ::access(path.c_str(), F_OK) == 0; }

// Has `write_to` write a file or folder, which appears at its place when it is whole and on the disk. What is there already stays.
template <class F> Result<void> keep(const std::string& path, F write_to) {
    if (exists(path)) return {};
    const auto beside = path + ".new";
    std::error_code ec;
    fs::remove_all(beside, ec);
    MZ_CHECK(write_to(beside));
    MZ_CHECK(sync_around(beside));
    if (::rename(beside.c_str(), path.c_str()) != 0)
        return os_fault(Code::kFileWrite, path, "cannot keep this");
    return sync_around(path);
}

// The files of a policy's source.
Result<void> copy_source(const std::string& from, const std::string& to) {
    MZ_TRY(const auto source, policy::Source::load(from));
    std::error_code ec;
    for (const auto& file : source.files()) {
        const auto path = to + "/" + file.path;
        fs::create_directories(fs::path(path).parent_path(), ec);
        MZ_CHECK(write_file(path, file.text));
    }
    return {};
}

}  // namespace

std::string file_name_of(std::string_view platform) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out;
    for (const char c : platform) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '_';
        if (plain) {
            out.push_back(c);
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out.push_back('%');
            out.push_back(kDigits[byte >> 4]);
            out.push_back(kDigits[byte & 15]);
        }
    }
    return out;
}

std::string_view source_of(std::string_view feed, std::string_view post,
                           std::string_view input_name) {
    return feed.empty() && post.starts_with("line:") ? input_name : feed;
}

Result<std::unique_ptr<RecordFolder>> RecordFolder::open(RecordFolderOptions options) {
    if (options.keys.empty()) options.keys = options.path + "/keys";
    std::unique_ptr<RecordFolder> folder(new RecordFolder(std::move(options)));
    const auto& o = folder->options_;
    const auto db = o.path + "/store.db";
    if (o.write) {
        MZ_CHECK(make_folder(o.path, 0700));
        MZ_CHECK(make_folder(o.keys, 0700));
        MZ_CHECK(make_folder(o.path + "/log", 0755));
        MZ_CHECK(make_folder(o.path + "/archive", 0755));
        MZ_CHECK(make_private(db));
        MZ_TRY(folder->store_, store::SqliteStore::open({db, o.window_posts}));
    } else {
        if (!exists(db))
            return fail({Code::kStoreMissing, "there is no store in this folder", o.path});
        MZ_TRY(folder->store_, store::SqliteStore::open_to_read(db));
    }
    MZ_CHECK(folder->open_tag_key());
    return folder;
}

std::string RecordFolder::key_path(std::string_view name) const {
    return options_.keys + "/" + std::string(name) + ".key";
}

Result<void> RecordFolder::open_tag_key() {
    const auto path = key_path("tag");
    record::TagKey::Secret secret{};
    if (!exists(path) && options_.write) {
        MZ_TRY(const auto platforms, store_->platforms());
        if (!platforms.empty()) {
            return fail(
                {Code::kKeyInvalid,
                 "the key that this store's posts are found by is missing; put it back from "
                 "where you keep your keys",
                 path});
        }
        record::fill_random(secret.data(), secret.size());
        MZ_CHECK(write_secret(path, {reinterpret_cast<const char*>(secret.data()), secret.size()}));
    }
    MZ_TRY(const auto bytes, read_secret(path));
    if (bytes.size() != secret.size())
        return fail({Code::kKeyInvalid, "this is no key for tags: it has another length", path});
    std::memcpy(secret.data(), bytes.data(), bytes.size());
    tags_.emplace(secret);
    return options_.write ? check_tag_key(path) : Result<void>();
}

// With another key every post would be recorded a second time, and none be found.
Result<void> RecordFolder::check_tag_key(const std::string& path) {
    constexpr std::size_t kTried =
        8;  // of each platform; one may be damaged, which is for fsck to say
    MZ_TRY(const auto platforms, store_->platforms());
    std::size_t tried = 0;
    bool fits = false;
    for (const auto& platform : platforms) {
        std::size_t left = kTried;
        MZ_CHECK(store_->each(platform, 0, [&](const store::Entry& entry) {
            if (entry.kind != record::Kind::kDecision || entry.lost) return true;
            const auto vault = store_->vault(entry.id);
            if (!vault) return true;
            fits = fits || tags_->tag(platform, vault->source, vault->post) == entry.tag;
            ++tried;
            return !fits && --left > 0;
        }));
    }
    if (fits || tried == 0) return {};
    return fail(
        {Code::kKeyInvalid, "this is not the key that this store's posts are found by", path});
}

Result<ledger::Signer> RecordFolder::read_log_key(const std::string& path) const {
    MZ_TRY(auto text, read_secret(path));
    while (text.ends_with('\n')) text.pop_back();
    auto signer = ledger::Signer::parse(text);
    if (!signer) return fail({signer.error().code, signer.error().message, path});
    return signer;
}

Result<ledger::Signer> RecordFolder::log_key(std::string_view platform) {
    const auto path = key_path(file_name_of(platform) + ".log");
    if (!exists(path)) return fail({Code::kLogMissing, "this platform has no log yet", path});
    return read_log_key(path);
}

Result<ledger::Signer> RecordFolder::next_log_key(std::string_view platform,
                                                  std::string_view origin) {
    const auto path = key_path(file_name_of(platform) + ".log.next");
    if (exists(path)) return read_log_key(path);
    MZ_TRY(auto signer, ledger::Signer::generate(origin, ledger::KeyType::kEd25519));
    MZ_CHECK(write_secret(path, signer.to_skey() + "\n"));
    return signer;
}

Result<void> RecordFolder::take_next_log_key(std::string_view platform) {
    const auto name = file_name_of(platform);
    const auto to = key_path(name + ".log");
    if (::rename(key_path(name + ".log.next").c_str(), to.c_str()) != 0)
        return os_fault(Code::kFileWrite, to, "cannot put the new key in its place");
    return sync_around(to);
}

Result<ledger::Signer> RecordFolder::make_log_key(std::string_view platform,
                                                  std::string_view origin) {
    const auto name = file_name_of(platform);
    const auto path = key_path(name + ".log");
    if (exists(path)) return log_key(platform);
    MZ_TRY(const auto log, store_->log_state(platform));
    if (log.signed_size != 0) {
        return fail({Code::kKeyInvalid,
                     "the key that this log is signed with is missing; put it back: no other can "
                     "continue the log",
                     path});
    }
    MZ_TRY(auto signer,
           ledger::Signer::generate((origin.empty() ? "mizan" : std::string(origin)) + "/" + name,
                                    ledger::KeyType::kEd25519));
    MZ_CHECK(write_secret(path, signer.to_skey() + "\n"));
    return signer;
}

std::string RecordFolder::log_path(std::string_view platform) const {
    return options_.path + "/log/" + file_name_of(platform);
}

Result<ledger::SignedCheckpoint> RecordFolder::published(std::string_view platform) {
    const publish::LogFolder log(log_path(platform));
    MZ_TRY(const auto note, log.checkpoint());
    if (note.empty()) return ledger::SignedCheckpoint();
    MZ_TRY(const auto signer, log_key(platform));
    return ledger::open_checkpoint(note, signer.key());
}

Result<void> RecordFolder::archive(const LoadedPolicy& loaded, const std::string& folder) {
    const auto& policy = *loaded.policy;
    const auto base = archive_path() + "/";
    MZ_CHECK(keep(base + policy.bundle_hash + ".bundle",
                  [&](const auto& path) { return write_file(path, policy::to_bundle(policy)); }));
    if (fs::is_directory(folder)) {
        MZ_CHECK(keep(base + policy.version + ".policy",
                      [&](const auto& path) { return copy_source(folder, path); }));
    }
    if (loaded.scorer == nullptr) return {};
    return keep(base + loaded.scorer->model().version + ".model",
                [&](const std::string& path) -> Result<void> {
                    MZ_TRY(const auto bytes,
                           read_file(folder + "/scores/en.model", limits::kModelBytes));
                    return write_file(path, bytes);
                });
}

}  // namespace mizan::service
