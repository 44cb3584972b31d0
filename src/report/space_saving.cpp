#include "report/space_saving.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace mizan::report {

SpaceSaving::SpaceSaving(std::size_t capacity) : capacity_(std::max<std::size_t>(capacity, 1)) {}

SpaceSaving::SpaceSaving(const SpaceSaving& other)
    : capacity_(other.capacity_),
      total_(other.total_),
      replaced_(other.replaced_),
      groups_(other.groups_) {
    for (auto group = groups_.begin(); group != groups_.end(); ++group) {
        for (auto it = group->counters.begin(); it != group->counters.end(); ++it) {
            it->group = group;
            by_key_.emplace(it->key, it);
        }
    }
}

SpaceSaving& SpaceSaving::operator=(const SpaceSaving& other) {
    if (this != &other) *this = SpaceSaving(other);
    return *this;
}

void SpaceSaving::add(std::string_view key, std::uint64_t n) {
    if (n == 0) return;
    total_ += n;
    if (const auto known = by_key_.find(key); known != by_key_.end()) {
        raise(known->second, n);
        return;
    }
    if (by_key_.size() < capacity_) {
        const auto none = groups_.insert(groups_.begin(), Group{});
        const auto counter =
            none->counters.insert(none->counters.end(), {std::string(key), 0, none});
        by_key_.emplace(counter->key, counter);
        raise(counter, n);
        return;
    }
    const auto counter = groups_.front().counters.begin();
    auto node = by_key_.extract(counter->key);
    counter->key = key;
    counter->error = groups_.front().count;
    node.key() = counter->key;
    by_key_.insert(std::move(node));
    ++replaced_;
    raise(counter, n);
}

// Moves the counter to the group of its new count; a group without counters goes.
void SpaceSaving::raise(Counters::iterator counter, std::uint64_t n) {
    const auto from = counter->group;
    const auto count = from->count + n;
    auto to = std::find_if(std::next(from), groups_.end(),
                           [&](const Group& g) { return g.count >= count; });
    if (to == groups_.end() || to->count != count) to = groups_.insert(to, {count, {}});
    to->counters.splice(to->counters.end(), from->counters, counter);
    counter->group = to;
    if (from->counters.empty()) groups_.erase(from);
}

std::vector<SpaceSaving::Entry> SpaceSaving::top(std::size_t k) const {
    std::vector<Entry> all;
    all.reserve(size());
    for (const auto& group : groups_) {
        for (const auto& c : group.counters) all.push_back({c.key, group.count, c.error});
    }
    std::sort(all.begin(), all.end(), [](const Entry& a, const Entry& b) {
        return a.count != b.count ? a.count > b.count : a.key < b.key;
    });
    if (all.size() > k) all.resize(k);
    return all;
}

std::uint64_t SpaceSaving::error_bound() const {
    return replaced_ == 0 || groups_.empty() ? 0 : groups_.front().count;
}

}  // namespace mizan::report
