// Vocabulary: the words that mean something to the policy or to language identification, folded, each with a small id.
// Immutable once built; shared by all threads.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "text/typo.h"
#include "text/word_id.h"

namespace mizan::text {

// What the scanner asks about a word that it has found, as bits.
enum WordInfo : std::uint16_t {
    kSettled = 1,   // known by itself: no other reading of it is sought, see is_known() in known.h
    kFunction = 2,  // some language's function word
};

class Vocabulary {
public:
    struct Hit {
        WordId word = kNoWord;
        std::uint16_t info = 0;  // bits of WordInfo; 0 where there is no word
    };
    static constexpr std::size_t kLanguages = 32;

    // What find() of a word starts from. A word is hashed once, however often it is asked for.
    using Hash = std::uint32_t;

    // The id of a folded word, or kNoWord.
    [[nodiscard]] WordId find(std::string_view word) const {
        const auto h = head(word);
        return find(word, h, hash(word, h)).word;
    }

    // For a word with at least 8 readable bytes from its first one on: the scanner's fold has them.
    [[nodiscard]] static Hash hash_padded(std::string_view word) {
        return hash(word, padded_head(word));
    }
    // find() of such a word, given its hash_padded().
    [[nodiscard]] Hit find_padded(std::string_view word, Hash hash) const {
        return find(word, padded_head(word), hash);
    }
    // The memory that find_padded() will look at first. The caller asks for it: g++ 12 takes a function that does nothing but
    // __builtin_prefetch for one that does nothing, and leaves its calls out.
    [[nodiscard]] const void* first_look(Hash hash) const {
        return slots_.empty() ? nullptr : &slots_[hash & mask_];
    }
    // The next step of the same: what the word is compared with, once the first look's memory is there.
    [[nodiscard]] const void* second_look(Hash hash) const {
        return slots_.empty() ? nullptr : &entries_[slots_[hash & mask_] & mask_];
    }

    // Adds a folded word (at most 65535 bytes); gives its id, old or new.
    WordId add(std::string_view word);

    [[nodiscard]] std::string_view text(WordId id) const {
        return std::string_view(pool_).substr(entries_[id].offset, entries_[id].size);
    }
    [[nodiscard]] std::size_t size() const { return entries_.empty() ? 0 : entries_.size() - 1; }

    // Which languages use this as a frequent function word: bit i is language i of languages.h. Add function words first:
    // what is kept by language ends with the last of them.
    void mark_languages(WordId id, std::uint32_t mask);
    [[nodiscard]] std::uint32_t languages(WordId id) const { return languages_[id]; }
    // How much a function word speaks for each language; all 0 for one that is marked for none.
    [[nodiscard]] const std::array<std::uint8_t, kLanguages>& points(WordId id) const {
        return points_[id];
    }
    // Lets a mistyped form be read as this word; without effect unless it is 6 to 24 letters a-z.
    void allow_typos(WordId id) { typos_.add(id, text(id)); }
    // Builds the index of typos. Call once, after the last add() and allow_typos(), before any look-up of typos.
    void finish() { typos_.build(); }
    // The words with allow_typos() that are one mistake away from `word`, ascending; at most out.size() of them. 0 if none.
    std::size_t typos_of(std::string_view word, std::span<WordId> out) const {
        return typos_.find(*this, word, out);
    }

private:
    // A slot holds an id and, in the bits above, those of the hash that do not choose the slot, so that nearly every word that
    // is not there is told from the slots alone: a small table, most of it in the cache. 0 is empty.
    using Slot = std::uint32_t;

    // What is compared once a slot's hash agrees. A word of 8 bytes or fewer is its own key.
    struct Entry {
        std::uint64_t head = 0;
        std::uint32_t offset = 0;  // into pool_
        std::uint16_t size = 0;
        std::uint16_t info = 0;
    };

    // The first 8 bytes, padded with zeros.
    [[nodiscard]] static std::uint64_t head(std::string_view word) {
        std::uint64_t w = 0;
        std::memcpy(&w, word.data(), std::min<std::size_t>(word.size(), 8));
        return w;
    }
    [[nodiscard]] static std::uint64_t padded_head(std::string_view word) {
        std::uint64_t w;
        std::memcpy(&w, word.data(), 8);
        return word.size() >= 8 ? w : w & ((std::uint64_t{1} << (8 * word.size())) - 1);
    }
    [[nodiscard]] static std::uint64_t tail(const char* end) {  // the 8 bytes before `end`
        std::uint64_t w;
        std::memcpy(&w, end - 8, 8);
        return w;
    }
    // Whether a word of more than 8 bytes whose first 8 agree is this one.
    [[nodiscard]] bool same_text(const Entry& entry, std::string_view word) const {
        const char* const known = pool_.data() + entry.offset;
        if (tail(known + word.size()) != tail(word.data() + word.size())) return false;
        return word.size() <= 16 || std::memcmp(known, word.data(), word.size()) == 0;
    }
    [[nodiscard]] static std::uint64_t hash_inside(std::string_view word);
    [[nodiscard]] static Hash hash(std::string_view word, std::uint64_t head) {
        std::uint64_t h = head ^ word.size();
        if (word.size() > 8) {
            h ^= tail(word.data() + word.size()) * 0xD6E8FEB86659FD93ull;
            if (word.size() > 16) h ^= hash_inside(word);
        }
        return static_cast<Hash>(fold_product(h, 0x9E3779B97F4A7C15ull));
    }
    [[nodiscard]] Hit find(std::string_view word, std::uint64_t head, Hash hash) const {
        if (slots_.empty()) return {};
        for (Hash i = hash & mask_;; i = (i + 1) & mask_) {
            const Slot slot = slots_[i];
            if (slot == 0) return {};
            if (((slot ^ hash) & ~mask_) != 0) continue;
            const WordId id = slot & mask_;
            const Entry& entry = entries_[id];
            if (entry.head == head && entry.size == word.size() &&
                (word.size() <= 8 || same_text(entry, word)))
                return {id, entry.info};
        }
    }
    [[nodiscard]] std::uint16_t info(WordId id) const;
    void insert(WordId id);
    void grow();

    std::vector<Slot> slots_;  // power of two, at most half full, so that every id fits below mask_
    Slot mask_ = 0;  // the bits of a hash that choose the slot, and of a slot that hold the id
    std::string pool_;
    std::vector<Entry> entries_;            // by id; [0] unused
    std::vector<std::uint32_t> languages_;  // by id; [0] unused
    std::vector<std::array<std::uint8_t, kLanguages>>
        points_;  // by id, up to the last function word
    TypoIndex typos_;
};

}  // namespace mizan::text
