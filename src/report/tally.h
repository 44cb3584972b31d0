// Tally: counts by name, for few names and many additions; sorted only when read.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mizan::report {

// Items of T found by name. Linear search with the last hit tried first: names are clauses, groups and languages,
// dozens at most, and neighbours repeat.
template <class T> class ByName {
public:
    T& operator[](std::string_view name) {
        if (last_ < items_.size() && items_[last_].first == name) return items_[last_].second;
        for (std::size_t i = 0; i < items_.size(); ++i) {
            if (items_[i].first == name) {
                last_ = i;
                return items_[i].second;
            }
        }
        last_ = items_.size();
        return items_.emplace_back(std::string(name), T{}).second;
    }
    [[nodiscard]] const T* find(std::string_view name) const {
        for (const auto& item : items_) {
            if (item.first == name) return &item.second;
        }
        return nullptr;
    }
    // In order of first appearance, which depends on the threads: sort before output.
    [[nodiscard]] const std::vector<std::pair<std::string, T>>& items() const { return items_; }
    [[nodiscard]] bool empty() const { return items_.empty(); }
    // By name.
    [[nodiscard]] std::vector<std::pair<std::string, T>> sorted() const;
    void clear() { items_.clear(), last_ = 0; }

private:
    std::vector<std::pair<std::string, T>> items_;
    std::size_t last_ = 0;
};

template <class T> std::vector<std::pair<std::string, T>> ByName<T>::sorted() const {
    auto out = items_;
    std::sort(out.begin(), out.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    return out;
}

// The largest first, by size(T); of equal size by name.
template <class T, class F>
std::vector<std::pair<std::string, T>> ranked(const ByName<T>& counts, F&& size) {
    auto out = counts.items();
    std::sort(out.begin(), out.end(), [&size](const auto& a, const auto& b) {
        const auto left = size(a.second);
        const auto right = size(b.second);
        return left != right ? left > right : a.first < b.first;
    });
    return out;
}

}  // namespace mizan::report
