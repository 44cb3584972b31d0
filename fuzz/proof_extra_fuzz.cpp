// Arbitrary bytes as an entry (the first line) and as what a proof brings with it (the rest): no crash, and nothing is opened that
// the entry does not commit to. Frames are held against the entry too.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "audit/check_frame.h"
#include "audit/check_record.h"

using namespace mizan;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto end = std::min(bytes.find('\n'), size);
    const auto entry = bytes.substr(0, end);
    const std::string extra(bytes.substr(std::min(end + 1, size)));
    record::Leaf leaf;
    const bool is_leaf = record::read_leaf(entry, leaf).has_value();
    const auto index = is_leaf ? leaf.seq : 0;
    if (const auto checked = audit::check_record(entry, index, extra)) {
        if (checked->no_record.empty() != is_leaf) std::abort();
        if (!is_leaf && (!checked->opened.empty() || checked->slot)) std::abort();
        if (checked->post && !checked->slot) std::abort();
        if (checked->slot && checked->slot->index >= leaf.number("count")) std::abort();
        for (const auto& closed : checked->closed)
            if (std::ranges::any_of(checked->opened,
                                    [&](const auto& open) { return open.field == closed; }))
                std::abort();
    }
    // Of tails that say they are longer than 16 MiB only the memory would be measured.
    if (!is_leaf || (extra.size() > 15 && extra[15] != 0)) return 0;
    if (const auto checked = audit::check_frame(extra, leaf)) {
        if (checked->frame.size() != leaf.number("count")) std::abort();
        if (checked->views > 0 && !audit::slot_of_view(*checked, checked->views - 1)) std::abort();
    }
    return 0;
}
