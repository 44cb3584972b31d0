#include "report/space_saving.h"

#include <algorithm>

namespace mizan::report {

bool SpaceSaving::ByCount::operator()(Entries::iterator a, Entries::iterator b) const {
    if (a->second.count != b->second.count) return a->second.count < b->second.count;
    return a->first > b->first;
}

SpaceSaving::SpaceSaving(std::size_t capacity) : capacity_(std::max<std::size_t>(capacity, 1)) {}

SpaceSaving::SpaceSaving(const SpaceSaving& other)
    : capacity_(other.capacity_),
      total_(other.total_),
      replaced_(other.replaced_),
      entries_(other.entries_) {
    for (auto it = entries_.begin(); it != entries_.end(); ++it) by_count_.insert(it);
}

SpaceSaving& SpaceSaving::operator=(const SpaceSaving& other) {
    if (this != &other) *this = SpaceSaving(other);
    return *this;
}

void SpaceSaving::add(std::string_view key, std::uint64_t n) {
    if (n == 0) return;
    total_ += n;
    Counter counter{n, 0};
    auto entry = entries_.find(key);
    if (entry != entries_.end()) {
        by_count_.erase(entry);
        counter = {entry->second.count + n, entry->second.error};
    } else if (entries_.size() == capacity_) {
        const auto smallest = *by_count_.begin();
        by_count_.erase(by_count_.begin());
        counter = {smallest->second.count + n, smallest->second.count};
        entries_.erase(smallest);
        ++replaced_;
    }
    if (entry == entries_.end()) entry = entries_.emplace(key, Counter{}).first;
    entry->second = counter;
    by_count_.insert(entry);
}

std::vector<SpaceSaving::Entry> SpaceSaving::top(std::size_t k) const {
    std::vector<Entry> all;
    all.reserve(entries_.size());
    for (const auto& [key, counter] : entries_) all.push_back({key, counter.count, counter.error});
    std::sort(all.begin(), all.end(), [](const Entry& a, const Entry& b) {
        return a.count != b.count ? a.count > b.count : a.key < b.key;
    });
    if (all.size() > k) all.resize(k);
    return all;
}

std::uint64_t SpaceSaving::error_bound() const {
    return replaced_ == 0 ? 0 : (*by_count_.begin())->second.count;
}

}  // namespace mizan::report
