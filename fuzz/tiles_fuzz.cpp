// Arbitrary bytes as a tile's path and as a bundle of entries, whose number is the first byte: what is read is written again
// byte for byte.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "ledger/tiles.h"

using namespace mizan::ledger;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (const auto tile = parse_tile_path(bytes)) {
        if (path(*tile) != bytes || tile->width < 1 || tile->width > kTileWidth) std::abort();
        (void)width_at(tile->level, tile->index, tile->index);
    }
    const auto bundle = bytes.substr(1);
    const auto entries = read_entries(bundle, data[0]);
    if (!entries) return 0;
    std::string again;
    for (const auto entry : *entries) {
        if (!append_entry(again, entry)) std::abort();
    }
    if (again != bundle || entries->size() != data[0]) std::abort();
    return 0;
}
