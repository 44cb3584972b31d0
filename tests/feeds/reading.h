// Reads bytes in memory the way a run does, and gives what came out as plain values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "feeds/record_reader.h"

namespace mizan::feeds {

struct ReadPost {
    std::string id, text, author, lang, title;
    std::uint64_t line = 0;
    std::string created_at;
};

struct Read {
    std::vector<ReadPost> posts;
    std::vector<std::pair<std::uint64_t, Error>> rejects;
    std::optional<Error> failure;
    std::size_t chunks = 0;
};

inline ReadPost copy(const Post& post, std::uint64_t line) {
    ReadPost out{std::string(post.id),        {}, std::string(post.author),
                 std::string(post.lang),      {}, line,
                 std::string(post.created_at)};
    for (const auto& part : post.parts) {
        (part.role == PartRole::kTitle ? out.title : out.text).append(part.bytes);
    }
    return out;
}

inline Read read_source(ByteSource& source, Format format = Format::kAuto,
                        const FieldMap& map = {}) {
    Read out;
    LineChunker chunker(source, format, map);
    RecordReader reader(map);
    Chunk chunk;
    Post post;
    for (;;) {
        auto more = chunker.next(chunk);
        if (!more) out.failure = more.error();
        if (!more || !*more) return out;
        ++out.chunks;
        reader.begin(chunk);
        for (auto step = reader.next(post); step != Step::kEnd; step = reader.next(post)) {
            if (step == Step::kPost) out.posts.push_back(copy(post, reader.line()));
            if (step == Step::kReject)
                out.rejects.emplace_back(reader.reject().line, reader.reject().error);
        }
    }
}

inline Read read_all(std::string bytes, std::string name = "posts", Format format = Format::kAuto,
                     const FieldMap& map = {}) {
    auto source = memory_source(std::move(bytes), std::move(name));
    return read_source(*source, format, map);
}

}  // namespace mizan::feeds
