// gzip and zstd as sources. What was decompressed before a fault is always delivered before the Error.

#include "feeds/decompress.h"

#include <fmt/format.h>
#include <zlib.h>
#include <zstd.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace mizan::feeds {

namespace {

constexpr std::size_t kInputBytes = 256u << 10;

// What both have in common: an input buffer, the count of compressed bytes taken and a fault that waits.
class Decompressor : public ByteSource {
public:
    explicit Decompressor(std::unique_ptr<ByteSource> compressed)
        : source_(std::move(compressed)), input_(kInputBytes) {}

    Result<std::size_t> read(std::span<char> out) override {
        std::size_t made = 0;
        while (!done_ && !fault_ && made == 0 && !out.empty()) made = step(out);
        if (made == 0 && fault_) {
            done_ = true;
            return fail(*std::exchange(fault_, std::nullopt));
        }
        return made;
    }
    std::string_view name() const override { return source_->name(); }
    bool live() const override { return source_->live(); }

protected:
    // Decompresses some; sets done_ or fault_ at the end. Gives the number of bytes made, 0 to be called again.
    virtual std::size_t step(std::span<char> out) = 0;

    [[nodiscard]] std::size_t available() const { return filled_ - taken_; }
    [[nodiscard]] char* input() { return input_.data() + taken_; }
    void take(std::size_t n) {
        taken_ += n;
        offset_ += n;
    }
    // Reads more once all is taken; false at the source's end or fault.
    bool refill() {
        if (available() > 0) return true;
        auto n = source_->read(input_);
        if (!n) fault_ = std::move(n.error());
        taken_ = 0;
        filled_ = n ? *n : 0;
        return filled_ > 0;
    }
    void damaged(std::string_view what) {
        fault_ = Error{
            Code::kCompressed,
            fmt::format(
                "{} at compressed byte {}; what came before it was read. Copy the file again, or "
                "decompress it with a repair tool first",
                what, offset_),
            std::string(name())};
    }

    bool done_ = false;
    std::optional<Error> fault_;

private:
    std::unique_ptr<ByteSource> source_;
    std::vector<char> input_;
    std::size_t taken_ = 0;
    std::size_t filled_ = 0;
    std::uint64_t offset_ = 0;  // compressed bytes taken so far
};

class Gunzip final : public Decompressor {
public:
    explicit Gunzip(std::unique_ptr<ByteSource> compressed) : Decompressor(std::move(compressed)) {
        constexpr int kGzipOnly = 15 + 16;
        ready_ = inflateInit2(&stream_, kGzipOnly) == Z_OK;
    }
    ~Gunzip() override {
        if (ready_) inflateEnd(&stream_);
    }

protected:
    std::size_t step(std::span<char> out) override {
        if (!ready_) return damaged("no memory for the decompressor"), 0;
        if (!refill()) {
            if (!fault_ && in_member_) damaged("the gzip stream is cut off");
            done_ = !fault_;
            return 0;
        }
        if (!in_member_ && !begin_member()) return 0;
        return inflate_some(out);
    }

private:
    // Between members: the next one, padding, or bytes that do not belong.
    bool begin_member() {
        if (members_ > 0 && *input() == '\0') {
            take(1);
            return false;
        }
        if (*input() != '\x1F') {
            damaged("bytes that are no gzip member follow the stream");
            return false;
        }
        in_member_ = inflateReset(&stream_) == Z_OK;
        return in_member_;
    }
    std::size_t inflate_some(std::span<char> out) {
        const auto given = available();
        stream_.next_in = reinterpret_cast<Bytef*>(input());
        stream_.avail_in = static_cast<uInt>(given);
        stream_.next_out = reinterpret_cast<Bytef*>(out.data());
        const auto room = std::min<std::size_t>(out.size(), 1u << 30);
        stream_.avail_out = static_cast<uInt>(room);
        const int status = inflate(&stream_, Z_NO_FLUSH);
        take(given - stream_.avail_in);
        if (status == Z_STREAM_END) {
            in_member_ = false;
            ++members_;
        } else if (status != Z_OK && status != Z_BUF_ERROR) {
            damaged(fmt::format("the gzip stream is damaged ({})",
                                stream_.msg ? stream_.msg : "bad data"));
        }
        return room - stream_.avail_out;
    }

    z_stream stream_{};
    bool ready_ = false;
    bool in_member_ = false;
    std::uint64_t members_ = 0;
};

class Unzstd final : public Decompressor {
public:
    explicit Unzstd(std::unique_ptr<ByteSource> compressed)
        : Decompressor(std::move(compressed)), stream_(ZSTD_createDStream()) {}
    ~Unzstd() override { ZSTD_freeDStream(stream_); }

protected:
    std::size_t step(std::span<char> out) override {
        if (stream_ == nullptr) return damaged("no memory for the decompressor"), 0;
        // Output may wait inside although the input is used up, so ask before reading more.
        if (!flushing_ && !refill()) {
            if (!fault_ && in_frame_) damaged("the zstd stream is cut off");
            done_ = !fault_;
            return 0;
        }
        ZSTD_inBuffer in{input(), available(), 0};
        ZSTD_outBuffer made{out.data(), out.size(), 0};
        const auto status = ZSTD_decompressStream(stream_, &made, &in);
        take(in.pos);
        if (ZSTD_isError(status) != 0) {
            damaged(fmt::format("the zstd stream is damaged ({})", ZSTD_getErrorName(status)));
            return made.pos;
        }
        in_frame_ = status != 0;
        flushing_ = in_frame_ && made.pos == made.size;
        return made.pos;
    }

private:
    ZSTD_DStream* stream_;
    bool in_frame_ = false;
    bool flushing_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> gunzip(std::unique_ptr<ByteSource> compressed) {
    return std::make_unique<Gunzip>(std::move(compressed));
}

std::unique_ptr<ByteSource> unzstd(std::unique_ptr<ByteSource> compressed) {
    return std::make_unique<Unzstd>(std::move(compressed));
}

}  // namespace mizan::feeds
