#include "audit/log_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "http/client.h"
#include "ledger/note.h"

namespace mizan::audit {

namespace {

std::unexpected<Error> unreadable(const std::string& path, const char* what) {
    const bool none = errno == ENOENT || errno == ENOTDIR;
    return fail({none ? Code::kLogMissing : Code::kFileRead,
                 std::string(what) + ": " + std::strerror(errno), path});
}

// An open file, closed at the end.
struct Descriptor {
    int fd;
    ~Descriptor() {
        if (fd >= 0) ::close(fd);
    }
};

class FolderSource final : public LogSource {
public:
    explicit FolderSource(std::string folder) : folder_(std::move(folder)) {}
    std::string name() const override { return folder_; }

protected:
    Result<void> fetch(const std::string& path, std::size_t max_bytes, std::string& out) override {
        const auto full = folder_ + "/" + path;
        const Descriptor file{::open(full.c_str(), O_RDONLY | O_CLOEXEC)};
        struct stat st{};
        if (file.fd < 0 || ::fstat(file.fd, &st) != 0) return unreadable(full, "cannot open");
        if (!S_ISREG(st.st_mode)) return fail({Code::kFileRead, "not a plain file", full});
        const auto size = static_cast<std::size_t>(st.st_size);
        if (size > max_bytes)
            return fail({Code::kLogCorrupt,
                         "larger than the " + std::to_string(max_bytes) + " bytes it may have",
                         full});
        out.resize(size);
        std::size_t at = 0;
        while (at < size) {
            const auto n = ::read(file.fd, out.data() + at, size - at);
            if (n < 0 && errno == EINTR) continue;
            if (n < 0) return unreadable(full, "cannot read");
            if (n == 0) break;
            at += static_cast<std::size_t>(n);
        }
        out.resize(at);
        return {};
    }

private:
    std::string folder_;
};

class WebSource final : public LogSource {
public:
    explicit WebSource(http::Url url) : client_(std::move(url)) {}
    std::string name() const override { return client_.base().origin + client_.base().path; }

protected:
    Result<void> fetch(const std::string& path, std::size_t max_bytes, std::string& out) override {
        auto got = client_.get("/" + path, max_bytes);
        if (!got) got = client_.get("/" + path, max_bytes);  // one exchange of thousands may fail
        if (!got) return fail(std::move(got).error());
        const auto where = name() + "/" + path;
        if (got->status == 404 || got->status == 410)
            return fail({Code::kLogMissing, "the server has no such file", where});
        if (got->status != 200)
            return fail({Code::kNetwork,
                         "the server answers with status " + std::to_string(got->status), where});
        out = std::move(got->body);
        return {};
    }

private:
    http::Client client_;
};

// The first `width` entries or hashes of a full tile.
Result<void> cut(const ledger::TileId& tile, std::string& full) {
    if (tile.level != ledger::TileId::kEntriesLevel) {
        full.resize(std::min(full.size(), tile.width * sizeof(ledger::Hash)));
        return {};
    }
    MZ_TRY(const auto entries, ledger::read_entries(full, ledger::kTileWidth));
    const auto& last = entries[tile.width - 1];
    full.resize(static_cast<std::size_t>(last.data() + last.size() - full.data()));
    return {};
}

std::size_t most_bytes(const ledger::TileId& tile) {
    return tile.level == ledger::TileId::kEntriesLevel ? ledger::kBundleBytes
                                                       : tile.width * sizeof(ledger::Hash);
}

}  // namespace

Result<std::string> LogSource::checkpoint() {
    std::string out;
    MZ_CHECK(fetch("checkpoint", ledger::kNoteBytes, out));
    return out;
}

Result<void> LogSource::read_into(const ledger::TileId& tile, std::string& out) {
    auto got = fetch(ledger::path(tile), most_bytes(tile), out);
    const bool dropped = !got && got.error().code == Code::kLogMissing;
    if (!dropped || tile.width == ledger::kTileWidth) return got;
    auto full = tile;
    full.width = ledger::kTileWidth;
    if (!fetch(ledger::path(full), most_bytes(full), out))
        return got;  // what is missing is the partial one
    return cut(tile, out);
}

Result<std::string> LogSource::read(const ledger::TileId& tile) {
    std::string out;
    MZ_CHECK(read_into(tile, out));
    return out;
}

Result<std::unique_ptr<LogSource>> open_log(const std::string& place) {
    if (http::is_url(place)) {
        MZ_TRY(auto url, http::parse_url(place));
        return std::make_unique<WebSource>(std::move(url));
    }
    std::error_code ec;
    if (!std::filesystem::is_directory(place, ec))
        return fail({Code::kLogMissing,
                     "no such folder; an address begins with https:// or http://", place});
    return std::make_unique<FolderSource>(place);
}

}  // namespace mizan::audit
