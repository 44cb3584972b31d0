#include "text/vocabulary.h"

#include <bit>

#include "text/known.h"

namespace mizan::text {

namespace {

// A word of one language says most about it; one that English texts hold too, less.
std::uint8_t points_for(std::uint32_t mask) {
    const int languages = std::popcount(mask & ~kHomographBit);
    if (languages == 1 && (mask & kHomographBit) == 0) return 12;
    return languages <= 2 ? 6 : 3;
}

}  // namespace

std::uint16_t Vocabulary::info(WordId id) const {
    const auto word = text(id);
    const bool settled = word.size() > 1 && is_known(id, word.size(), languages_[id]);
    return static_cast<std::uint16_t>((settled ? kSettled : 0) |
                                      (languages_[id] != 0 ? kFunction : 0));
}

void Vocabulary::mark_languages(WordId id, std::uint32_t mask) {
    languages_[id] |= mask;
    if (points_.size() <= id) points_.resize(id + 1, {});
    for (std::size_t i = 1; i < kLanguages; ++i)
        points_[id][i] = (languages_[id] >> i & 1) != 0 ? points_for(languages_[id]) : 0;
    entries_[id].info = info(id);
}

// Of what lies between the first 8 bytes and the last 8. Few words are so long: apart, it keeps the others' way short.
std::uint64_t Vocabulary::hash_inside(std::string_view word) {
    return hash64(word.substr(8, word.size() - 16));
}

void Vocabulary::insert(WordId id) {
    const auto h = hash(text(id), entries_[id].head);
    Slot i = h & mask_;
    while (slots_[i] != 0) i = (i + 1) & mask_;
    slots_[i] = (h & ~mask_) | id;
}

void Vocabulary::grow() {
    const std::size_t capacity = slots_.empty() ? 64 : slots_.size() * 2;
    slots_.assign(capacity, 0);
    mask_ = static_cast<Slot>(capacity - 1);
    for (WordId id = 1; id <= size(); ++id) insert(id);
}

WordId Vocabulary::add(std::string_view word) {
    if (const auto id = find(word); id != kNoWord) return id;
    if (entries_.empty()) {
        entries_.emplace_back();
        languages_.push_back(0);
    }
    entries_.push_back({head(word), static_cast<std::uint32_t>(pool_.size()),
                        static_cast<std::uint16_t>(word.size()), 0});
    pool_.append(word);
    languages_.push_back(0);
    const auto id = static_cast<WordId>(size());
    entries_[id].info = info(id);
    if (slots_.size() < 2 * (size() + 1)) {
        grow();
    } else {
        insert(id);
    }
    return id;
}

}  // namespace mizan::text
