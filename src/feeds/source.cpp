// Plain sources: file descriptors and memory; and the choice of a decompressor by the first bytes.

#include "feeds/source.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include "feeds/decompress.h"

namespace mizan::feeds {

namespace {

class FileSource final : public ByteSource {
public:
    FileSource(int fd, bool owned, bool live, std::string name)
        : fd_(fd), owned_(owned), live_(live), name_(std::move(name)) {}
    ~FileSource() override {
        if (owned_) ::close(fd_);
    }

    Result<std::size_t> read(std::span<char> out) override {
        while (!failed_) {
            const auto n = ::read(fd_, out.data(), out.size());
            if (n >= 0) return static_cast<std::size_t>(n);
            if (errno == EINTR) continue;
            failed_ = true;
            return fail(
                {Code::kFileRead, fmt::format("cannot read: {}", std::strerror(errno)), name_});
        }
        return std::size_t{0};
    }
    std::string_view name() const override { return name_; }
    bool live() const override { return live_; }

private:
    int fd_;
    bool owned_;
    bool live_;
    bool failed_ = false;
    std::string name_;
};

class MemorySource final : public ByteSource {
public:
    MemorySource(std::string bytes, std::string name)
        : bytes_(std::move(bytes)), name_(std::move(name)) {}

    Result<std::size_t> read(std::span<char> out) override {
        const auto n = std::min(out.size(), bytes_.size() - at_);
        std::copy_n(bytes_.data() + at_, n, out.data());
        at_ += n;
        return n;
    }
    std::string_view name() const override { return name_; }

private:
    std::string bytes_;
    std::size_t at_ = 0;
    std::string name_;
};

// Gives back the bytes that were read to recognise the content, then the rest.
class PeekedSource final : public ByteSource {
public:
    explicit PeekedSource(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

    // The first `want` bytes, or all if there are fewer; an Error is kept for the reader to meet in its place.
    std::string_view peek(std::size_t want) {
        while (head_.size() < want && !error_) {
            char byte = 0;
            auto n = source_->read({&byte, 1});
            if (!n) error_ = std::move(n.error());
            if (!n || *n == 0) break;
            head_.push_back(byte);
        }
        return head_;
    }
    Result<std::size_t> read(std::span<char> out) override {
        if (at_ == head_.size()) {
            if (error_) return fail(*std::exchange(error_, std::nullopt));
            return source_->read(out);
        }
        const auto n = std::min(out.size(), head_.size() - at_);
        std::copy_n(head_.data() + at_, n, out.data());
        at_ += n;
        return n;
    }
    std::string_view name() const override { return source_->name(); }
    bool live() const override { return source_->live(); }

private:
    std::unique_ptr<ByteSource> source_;
    std::string head_;
    std::size_t at_ = 0;
    std::optional<Error> error_;
};

std::unique_ptr<ByteSource> recognise(std::unique_ptr<ByteSource> source) {
    auto peeked = std::make_unique<PeekedSource>(std::move(source));
    constexpr std::string_view kGzip{"\x1F\x8B", 2};
    constexpr std::string_view kZstd{"\x28\xB5\x2F\xFD", 4};
    auto head = peeked->peek(1);
    if (head == kGzip.substr(0, 1)) head = peeked->peek(2);
    if (head == kZstd.substr(0, 1)) head = peeked->peek(4);
    if (head == kGzip) return gunzip(std::move(peeked));
    if (head == kZstd) return unzstd(std::move(peeked));
    return peeked;
}

}  // namespace

Result<std::unique_ptr<ByteSource>> open_source(const std::string& path) {
    const bool standard_input = path == "-";
    const std::string name = standard_input ? "stdin" : path;
    const int fd = standard_input ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail({Code::kFileRead, fmt::format("cannot open: {}", std::strerror(errno)), name});
    struct stat status{};
    const bool known = ::fstat(fd, &status) == 0;
    auto file =
        std::make_unique<FileSource>(fd, !standard_input, known && !S_ISREG(status.st_mode), name);
    if (known && S_ISDIR(status.st_mode)) {
        return fail({Code::kFileRead, "is a folder; name the files in it", name});
    }
    return recognise(std::move(file));
}

Result<std::string> read_all(const std::string& path, std::size_t max_bytes, Error beyond) {
    MZ_TRY(const auto source, open_source(path));
    std::string out;
    std::string block(64u << 10, '\0');
    for (;;) {
        MZ_TRY(const auto n, source->read(block));
        if (n == 0) return out;
        out.append(block, 0, n);
        if (out.size() > max_bytes) return fail(std::move(beyond));
    }
}

std::unique_ptr<ByteSource> memory_source(std::string bytes, std::string name) {
    return recognise(std::make_unique<MemorySource>(std::move(bytes), std::move(name)));
}

}  // namespace mizan::feeds
