// Where bytes come from: files, standard input and memory, decompressed on the way. Streaming: memory is bounded by
// fixed buffers (plus the window a zstd frame asks for, at most 128 MiB), whatever the size of the input.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mizan::feeds {

// One reader at a time; not thread-safe. After an Error every further read gives 0 bytes.
class ByteSource {
public:
    ByteSource() = default;
    ByteSource(const ByteSource&) = delete;
    ByteSource& operator=(const ByteSource&) = delete;
    virtual ~ByteSource() = default;

    // Fills up to out.size() bytes and says how many; 0 is the end. All bytes before a fault are delivered first:
    // the call after them gives the Error (file-read, or compressed-damaged with file and offset).
    virtual Result<std::size_t> read(std::span<char> out) = 0;

    // The file's name as the person gave it; "stdin" for "-".
    [[nodiscard]] virtual std::string_view name() const = 0;

    // True if a short read means "nothing more at the moment" (a pipe or a terminal): deliver what there is.
    [[nodiscard]] virtual bool live() const { return false; }
};

// Opens a file, or standard input for "-", and looks at the first bytes: gzip and zstd streams (of one or more
// members) are decompressed whatever the name says. Errors: file-read. A folder is an error.
[[nodiscard]] Result<std::unique_ptr<ByteSource>> open_source(const std::string& path);

// All bytes of open_source(path); `beyond` if there are more than `max_bytes`. Errors besides: those of the source.
[[nodiscard]] Result<std::string> read_all(const std::string& path, std::size_t max_bytes,
                                           Error beyond);

// Bytes in memory, decompressed in the same way. For tests, the fuzzer and request bodies.
[[nodiscard]] std::unique_ptr<ByteSource> memory_source(std::string bytes, std::string name);

}  // namespace mizan::feeds
