// Arbitrary bytes through decompression, chunker and reader in all formats: no crash, and of newline-delimited JSON and
// of text every line that is not blank is exactly one post or one reject.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "feeds/record_reader.h"

using namespace mizan;
using namespace mizan::feeds;

namespace {

struct Count {
    std::uint64_t records = 0;
    std::uint64_t bytes = 0;
    bool failed = false;
};

// Touches every byte that a post points to, so that the address sanitizer sees a dangling view.
std::uint64_t touch(const Post& post) {
    std::uint64_t sum = 0;
    auto add = [&sum](std::string_view s) {
        for (const char c : s) sum += static_cast<unsigned char>(c);
    };
    for (const auto s : {post.id, post.author, post.platform, post.created_at, post.lang,
                         post.surface, post.reply_to, post.target, post.reach.as_of}) {
        add(s);
    }
    for (const auto s : post.mentions) add(s);
    for (const auto& part : post.parts) add(part.bytes), add(part.provenance);
    for (const auto& signal : post.signals) {
        add(signal.name), add(signal.source), add(signal.version), add(signal.asked_at);
        for (const auto s : signal.values) add(s);
    }
    return sum;
}

Count read(std::string bytes, Format format, const FieldMap& map) {
    Count count;
    auto source = memory_source(std::move(bytes), "fuzz");
    LineChunker chunker(*source, format, map);
    RecordReader reader(map);
    Chunk chunk;
    Post post;
    for (;;) {
        const auto more = chunker.next(chunk);
        count.failed = count.failed || !more;
        if (!more || !*more) return count;
        reader.begin(chunk);
        for (auto step = reader.next(post); step != Step::kEnd; step = reader.next(post)) {
            ++count.records;
            count.bytes += step == Step::kPost ? touch(post) : reader.reject().error.message.size();
            if (step == Step::kPost && (post.parts.empty() || post.id.empty())) std::abort();
            if (step == Step::kReject && reader.reject().error.message.empty()) std::abort();
        }
    }
}

std::uint64_t lines_with_content(std::string_view s) {
    if (s.starts_with("\xEF\xBB\xBF")) s.remove_prefix(3);
    std::uint64_t lines = 0;
    while (!s.empty()) {
        const auto end = std::min(s.find('\n'), s.size());
        lines += s.substr(0, end).find_first_not_of(" \t\r") != s.npos;
        s.remove_prefix(std::min(end + 1, s.size()));
    }
    return lines;
}

bool is_compressed(std::string_view s) {
    return s.starts_with("\x1F\x8B") || s.starts_with("\x28\xB5\x2F\xFD");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    FieldMap nested;
    if (!nested.set("text", "a.b") || !nested.set("id", "a.id")) std::abort();
    for (const auto format : {Format::kNdjson, Format::kText, Format::kCsv, Format::kAuto}) {
        const auto count = read(bytes, format, {});
        const bool by_line = format == Format::kNdjson || format == Format::kText;
        if (by_line && !count.failed && !is_compressed(bytes) &&
            count.records != lines_with_content(bytes))
            std::abort();
    }
    (void)read(bytes, Format::kNdjson, nested);
    (void)read("id,text,author\n" + bytes, Format::kCsv, {});
    return 0;
}
