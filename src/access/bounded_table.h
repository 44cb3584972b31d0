// BoundedTable: a table of texts to small values that never holds more than so many: the one that was not used longest goes first.
#pragma once

#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/secret_hash.h"

namespace mizan::access {

// Outsiders choose the keys, so their number must be bounded and their places be secret. Not thread-safe.
template <class Value> class BoundedTable {
public:
    explicit BoundedTable(std::size_t most) : most_(most) {}
    BoundedTable(const BoundedTable&) = delete;  // places_ looks into order_
    BoundedTable& operator=(const BoundedTable&) = delete;

    // Null if it is not there. Valid until the next at() or forget().
    [[nodiscard]] Value* find(std::string_view key) {
        const auto place = places_.find(key);
        return place == places_.end() ? nullptr : &touch(place->second)->value;
    }
    // Made if it is not there; then the one that was not used longest may go.
    [[nodiscard]] Value& at(std::string_view key) {
        if (auto* value = find(key)) return *value;
        if (order_.size() >= most_) {
            places_.erase(order_.back().key);
            order_.pop_back();
        }
        order_.push_front({std::string(key), Value()});
        places_.emplace(order_.front().key, order_.begin());
        return order_.front().value;
    }
    template <class Which> void forget_if(Which which) {
        for (auto entry = order_.begin(); entry != order_.end();) {
            const auto here = entry++;
            if (!which(std::string_view(here->key))) continue;
            places_.erase(here->key);
            order_.erase(here);
        }
    }
    [[nodiscard]] std::size_t size() const { return order_.size(); }

private:
    struct Entry {
        std::string key;
        Value value;
    };
    using Place = typename std::list<Entry>::iterator;
    Place touch(Place place) {
        order_.splice(order_.begin(), order_, place);
        return place;
    }

    std::size_t most_;
    std::list<Entry> order_;  // used last first
    std::unordered_map<std::string_view, Place, SecretHash> places_;
};

}  // namespace mizan::access
