// Arbitrary bytes as a leaf, as a frame and as the salts of one: a leaf that is read is written again byte for byte; a frame's
// slots can be looked at and found; salts that are valid can be asked for and erased.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/archive.h"
#include "record/frame.h"
#include "record/leaf.h"
#include "record/salt_tree.h"

using namespace mizan;
using namespace mizan::record;

namespace {

// Its text from what was read of it, without leaf_rest(), which takes values that are known one by one.
std::string again(const Leaf& leaf) {
    auto rest =
        ",\"t\":" + std::to_string(leaf.t) + ",\"type\":\"" + std::string(name(leaf.type)) + "\"";
    for (std::size_t i = 0; i < leaf.values.size(); ++i) {
        rest.append(",\"").append(form(leaf.type)[i].name).append("\":");
        if (const auto* n = std::get_if<std::uint64_t>(&leaf.values[i])) rest += std::to_string(*n);
        if (const auto* w = std::get_if<std::string_view>(&leaf.values[i]))
            rest.append("\"").append(*w).append("\"");
        if (const auto* h = std::get_if<Sha256>(&leaf.values[i]))
            rest.append("\"" + to_hex(*h) + "\"");
    }
    return leaf_text(leaf.seq, rest + "}");
}

void read_frame(std::string_view bytes) {
    const auto frame = FrameView::read(bytes);
    if (!frame) return;
    for (std::size_t i = 0; i < frame->size(); ++i) {
        const auto [first, end] = frame->find(frame->slot(i).tag);
        if (first > end || end > frame->size()) std::abort();
    }
    if (frame->leaves().size() != frame->size()) std::abort();
    // Of tails that say they are longer than 16 MiB only the memory would be measured.
    if (bytes[15] == 0) (void)frame->tails();
}

void read_salts(std::string_view bytes) {
    SaltTree salts;
    ArchiveReader in(bytes);
    in(salts);
    if (!in.ok() || !salts.valid()) return;
    const auto left = salts.left();
    for (std::size_t slot = 0; slot < 8; ++slot) {
        const bool there = salts.salt(slot).has_value();
        if (salts.erase(slot) != there || salts.salt(slot) || !salts.valid()) std::abort();
    }
    if (salts.left() > left || left - salts.left() > 8) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    Leaf leaf;
    if (read_leaf(bytes, leaf) && again(leaf) != bytes) std::abort();
    read_frame(bytes);
    read_salts(bytes);
    return 0;
}
