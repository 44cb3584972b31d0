// Window: which batches hold a tag, of the last ordinary posts: where a store looks for keys that it has seen. Private to this folder.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "record/outcome.h"
#include "record/tag.h"

namespace mizan::store {

// Holds the last `posts` posts at least, and at most twice as many: two tables, of which the older is dropped when the younger is full.
// Not thread-safe.
class Window {
public:
    explicit Window(std::size_t posts) : posts_(posts) {}

    void add(const record::Tag& tag, record::RecordId batch) {
        if (young_.size == posts_) {
            old_ = std::move(young_);
            young_ = Table();
        }
        young_.add({word(tag), batch});
    }
    // Where in memory a tag is looked for, so that a caller can have it fetched ahead (g++ takes a function of ours that only fetches for
    // one that does nothing, and leaves its calls out).
    [[nodiscard]] std::array<const void*, 2> places(const record::Tag& tag) const {
        return {young_.place(word(tag)), old_.place(word(tag))};
    }
    // Calls f(batch) for each batch that may hold the tag: eight of its bytes are compared. Stops when f gives true; then true.
    template <class F> bool any(const record::Tag& tag, F f) const {
        return young_.any(word(tag), f) || old_.any(word(tag), f);
    }
    void clear() { young_ = old_ = Table(); }
    [[nodiscard]] std::size_t capacity() const { return posts_; }

private:
    struct Place {
        std::uint64_t tag = 0;
        record::RecordId batch = 0;  // 0: free
    };
    struct Table {
        std::vector<Place> places;  // a power of two of them, at most half taken
        std::size_t size = 0;

        void add(const Place& place) {
            if (2 * (size + 1) > places.size()) grow();
            put(place);
            ++size;
        }
        void put(const Place& place) {
            auto at = static_cast<std::size_t>(place.tag) & (places.size() - 1);
            while (places[at].batch != 0) at = (at + 1) & (places.size() - 1);
            places[at] = place;
        }
        void grow() {
            constexpr std::size_t kFirst = 1024;
            auto before = std::move(places);
            places.assign(before.empty() ? kFirst : 2 * before.size(), Place());
            for (const auto& place : before)
                if (place.batch != 0) put(place);
        }
        [[nodiscard]] const void* place(std::uint64_t tag) const {
            return places.empty() ? nullptr
                                  : &places[static_cast<std::size_t>(tag) & (places.size() - 1)];
        }
        template <class F> bool any(std::uint64_t tag, F& f) const {
            if (places.empty()) return false;
            for (auto at = static_cast<std::size_t>(tag) & (places.size() - 1);
                 places[at].batch != 0; at = (at + 1) & (places.size() - 1)) {
                if (places[at].tag == tag && f(places[at].batch)) return true;
            }
            return false;
        }
    };
    static std::uint64_t word(const record::Tag& tag) {
        std::uint64_t w = 0;
        std::memcpy(&w, tag.bytes.data(), sizeof w);
        return w;
    }

    std::size_t posts_;
    Table young_;
    Table old_;
};

}  // namespace mizan::store
