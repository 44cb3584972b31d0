// Decompressors that read one ByteSource and are another. Inside feeds: others call open_source().
#pragma once

#include <memory>

#include "feeds/source.h"

namespace mizan::feeds {

// gzip (RFC 1952), members one after another; zero bytes after the last one are padding.
[[nodiscard]] std::unique_ptr<ByteSource> gunzip(std::unique_ptr<ByteSource> compressed);

// Zstandard (RFC 8878), frames one after another; windows up to 128 MiB.
[[nodiscard]] std::unique_ptr<ByteSource> unzstd(std::unique_ptr<ByteSource> compressed);

}  // namespace mizan::feeds
