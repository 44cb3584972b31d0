#include "audit/log_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <vector>

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
    Result<std::string_view> fetch(const std::string& path, std::size_t max_bytes) override {
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
        if (pages_.size() * sizeof(Page) < size) pages_.resize(size / sizeof(Page) + 1);
        auto* const bytes = reinterpret_cast<char*>(pages_.data());
        std::size_t at = 0;
        while (at < size) {
            const auto n = ::read(file.fd, bytes + at, size - at);
            if (n < 0 && errno == EINTR) continue;
            if (n < 0) return unreadable(full, "cannot read");
            if (n == 0) break;
            at += static_cast<std::size_t>(n);
        }
        return std::string_view(bytes, at);
    }

private:
    // Files are read to the beginning of a page. A long string's memory begins 16 bytes behind one, and some processors (AMD Zen 3)
    // take four times as long to copy from there in one page to the bytes 1 to 31 of another.
    struct alignas(4096) Page {
        char bytes[4096];
    };
    std::string folder_;
    std::vector<Page> pages_;
};

class WebSource final : public LogSource {
public:
    explicit WebSource(http::Url url) : client_(std::move(url)) {}
    std::string name() const override { return client_.base().origin + client_.base().path; }

protected:
    Result<std::string_view> fetch(const std::string& path, std::size_t max_bytes) override {
        auto got = client_.get("/" + path, max_bytes);
        if (!got) got = client_.get("/" + path, max_bytes);  // one exchange of thousands may fail
        if (!got) return fail(std::move(got).error());
        const auto where = name() + "/" + path;
        if (got->status == 404 || got->status == 410)
            return fail({Code::kLogMissing, "the server has no such file", where});
        if (got->status != 200)
            return fail({Code::kNetwork,
                         "the server answers with status " + std::to_string(got->status), where});
        body_ = std::move(got->body);
        return body_;
    }

private:
    http::Client client_;
    std::string body_;
};

// The first `width` entries or hashes of a full tile.
Result<std::string_view> cut(const ledger::TileId& tile, std::string_view full) {
    if (tile.level != ledger::TileId::kEntriesLevel)
        return full.substr(0, tile.width * sizeof(ledger::Hash));
    MZ_TRY(const auto entries, ledger::read_entries(full, ledger::kTileWidth));
    const auto& last = entries[tile.width - 1];
    return full.substr(0, static_cast<std::size_t>(last.data() + last.size() - full.data()));
}

std::size_t most_bytes(const ledger::TileId& tile) {
    return tile.level == ledger::TileId::kEntriesLevel ? ledger::kBundleBytes
                                                       : tile.width * sizeof(ledger::Hash);
}

}  // namespace

Result<std::string> LogSource::checkpoint() {
    MZ_TRY(const auto bytes, fetch("checkpoint", ledger::kNoteBytes));
    return std::string(bytes);
}

Result<std::string_view> LogSource::view(const ledger::TileId& tile) {
    auto got = fetch(ledger::path(tile), most_bytes(tile));
    const bool dropped = !got && got.error().code == Code::kLogMissing;
    if (!dropped || tile.width == ledger::kTileWidth) return got;
    auto full = tile;
    full.width = ledger::kTileWidth;
    const auto wider = fetch(ledger::path(full), most_bytes(full));
    if (!wider) return got;  // what is missing is the partial one
    return cut(tile, *wider);
}

Result<std::string> LogSource::read(const ledger::TileId& tile) {
    MZ_TRY(const auto bytes, view(tile));
    return std::string(bytes);
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
