#include "text/vocabulary.h"

namespace mizan::text {

void Vocabulary::insert(WordId id) {
    const auto word = text(id);
    std::size_t i = hash(word, head(word)) & mask_;
    while (slots_[i].word != kNoWord) i = (i + 1) & mask_;
    slots_[i] = {head(word), static_cast<std::uint32_t>(word.size()), id};
}

void Vocabulary::grow() {
    const std::size_t capacity = slots_.empty() ? 64 : slots_.size() * 2;
    slots_.assign(capacity, {});
    mask_ = capacity - 1;
    for (WordId id = 1; id <= size(); ++id) insert(id);
}

WordId Vocabulary::add(std::string_view word) {
    if (const auto id = find(word); id != kNoWord) return id;
    if (offsets_.empty()) {
        offsets_.push_back(0);
        languages_.push_back(0);
    }
    pool_.append(word);
    offsets_.push_back(static_cast<std::uint32_t>(pool_.size()));
    languages_.push_back(0);
    const auto id = static_cast<WordId>(size());
    if (slots_.size() < 2 * (size() + 1)) {
        grow();
    } else {
        insert(id);
    }
    return id;
}

}  // namespace mizan::text
