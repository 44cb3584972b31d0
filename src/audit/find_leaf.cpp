#include "audit/find_leaf.h"

#include <algorithm>

#include "record/leaf.h"

namespace mizan::audit {

namespace {

class LeafSearch final : public EntryVisitor {
public:
    LeafSearch(std::string_view rest, FoundLeaf& found) : rest_(rest), found_(found) {}

    void visit(std::uint64_t first, std::span<const std::string_view> entries) override {
        for (std::size_t i = 0; i < entries.size() && !found_.index; ++i) {
            const auto& entry = entries[i];
            if (entry.ends_with(rest_) && entry == record::leaf_text(first + i, rest_))
                found_.index = first + i;
        }
        look_at_times(entries);
    }

private:
    // In a log no time goes back, but of sealed records, which come late.
    void look_at_times(std::span<const std::string_view> entries) {
        for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
            if (!record::read_leaf(*entry, leaf_)) continue;
            found_.last_at = std::max(found_.last_at, leaf_.t);
            if (leaf_.type != record::LeafType::kSealed) return;
        }
    }

    std::string_view rest_;
    FoundLeaf& found_;
    record::Leaf leaf_;
};

}  // namespace

std::uint64_t FoundLeaf::seen_at() const {
    std::uint64_t latest = 0;
    for (const auto& witnessed : report.witnessed) latest = std::max(latest, witnessed.time);
    return latest != 0 ? latest : last_at;
}

Result<FoundLeaf> find_leaf(LogSource& source, const Trust& trust, std::string_view rest) {
    FoundLeaf found;
    LeafSearch search(rest, found);
    MZ_TRY(found.report, verify_log(source, trust, &search));
    return found;
}

}  // namespace mizan::audit
