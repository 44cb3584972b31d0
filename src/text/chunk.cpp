#include "text/chunk.h"

#include <algorithm>
#include <cstring>

#include "base/utf8.h"
#include "text/ascii.h"
#include "text/unit.h"

namespace mizan::text {

namespace {

struct Leet {
    char first = 0;
    char second = 0;
};

// The letters that a digit or symbol stands for.
Leet leet(char32_t c) {
    switch (c) {
        case U'0': return {'o', 0};
        case U'1': return {'i', 'l'};
        case U'3': return {'e', 0};
        case U'4': return {'a', 0};
        case U'5': return {'s', 0};
        case U'7': return {'t', 0};
        case U'8': return {'b', 0};
        case U'@': return {'a', 0};
        case U'$': return {'s', 0};
        case U'!': return {'i', 'l'};
        case U'|': return {'l', 'i'};
        case U'+': return {'t', 0};
        case 0x20AC: return {'e', 0};  // euro sign
        case 0xA3: return {'l', 0};    // pound sign
        default: return {};
    }
}

constexpr unsigned kVariants = 8;  // three ambiguous signs; more are read by their first letter

}  // namespace

char leet_letter(char c, bool second) {
    const Leet letters = leet(static_cast<unsigned char>(c));
    const char letter = second && letters.second != 0 ? letters.second : letters.first;
    return letter != 0 ? letter : c;
}

std::size_t collapse(std::string_view word, std::size_t least, std::size_t to, char* out) {
    std::size_t size = 0;
    for (std::size_t i = 0; i < word.size();) {
        std::size_t run = 1;
        while (i + run < word.size() && word[i + run] == word[i]) ++run;
        const std::size_t kept = run >= least ? to : run;
        for (std::size_t k = 0; k < kept; ++k) out[size++] = word[i];
        i += run;
    }
    return size;
}

void Chunk::add_item(char32_t cp, const Unit& unit) {
    Item item;
    const Leet signs = leet(unit.ascii != 0 ? static_cast<unsigned char>(unit.ascii) : cp);
    if (unit.info.cls == Class::kLetter) {
        ++letters_;
        if (unit.info.fold_bytes.empty()) {
            item.size = static_cast<std::uint8_t>(utf8::encode(item.plain, unit.info.fold));
        } else {
            item.size =
                static_cast<std::uint8_t>(std::min(unit.info.fold_bytes.size(), sizeof item.plain));
            std::memcpy(item.plain, unit.info.fold_bytes.data(), item.size);
        }
        const bool ascii = static_cast<unsigned char>(item.plain[0]) < 0x80;
        ++(ascii ? ascii_letters_ : foreign_);
        if (!ascii) item.first = lookalike(cp);
        lookalikes_ += item.first != 0 ? 1 : 0;
    } else if (unit.info.cls == Class::kDigit) {
        const auto digit = static_cast<char>(unit.info.fold);
        const Leet letters = leet(static_cast<unsigned char>(digit));
        item = {Origin::kLeet, 1, {digit}, letters.first, letters.second, 0};
        ++digits_;
    } else if (signs.first != 0) {
        item = {Origin::kSign, 0, {}, signs.first, signs.second, unit.ascii};
        ++signs_;
    } else if (unit.info.cls == Class::kHyphen || unit.ascii == '-') {
        item.origin = Origin::kHyphen;
        ++hyphens_;
    } else {
        item.origin = Origin::kMask;
        item.mark = unit.ascii;
        ++masks_;
        stops_ += unit.ascii == '.' ? 1 : 0;
    }
    if (item.origin != Origin::kLetter && item.second != 0) ++ambiguous_;
    items_[size_++] = item;
}

bool Chunk::read(std::string_view text, std::size_t begin, std::size_t end) {
    for (std::size_t at = begin; at < end;) {
        const Unit unit = read_unit(text, at);
        at += unit.size;
        if (unit.info.cls == Class::kMark || unit.info.cls == Class::kIgnorable) continue;
        if (size_ == kItems) return false;
        add_item(unit.cp, unit);
    }
    const bool disguised =
        foreign_ > 0 && foreign_ == lookalikes_ && (ascii_letters_ > 0 || foreign_ >= 4);
    return letters_ > 0 && (disguised || digits_ + signs_ + masks_ + hyphens_ > 0);
}

// The chunk as letters. Variant: bit k reads the k-th ambiguous sign by its second letter.
Chunk::Text Chunk::spell(unsigned variant, bool wild_masks, bool wild_signs) const {
    Text out;
    unsigned seen = 0;
    auto wild = [&] {
        if (out.wilds == out.wild.size()) return;
        out.wild[out.wilds++] = out.size;
        out.put('?');
    };
    for (std::size_t i = 0; i < size_; ++i) {
        const Item& item = items_[i];
        if (item.origin == Origin::kHyphen) continue;
        if (item.origin == Origin::kMask || (item.origin == Origin::kSign && wild_signs)) {
            if (wild_masks) wild();
            continue;
        }
        const bool varies = item.origin != Origin::kLetter && item.second != 0 && seen < 3;
        const bool other = varies && (variant >> seen & 1) != 0;
        if (varies) ++seen;
        if (other) {
            out.put(item.second);
        } else if (item.first != 0) {
            out.put(item.first);
        } else {
            for (std::size_t k = 0; k < item.size; ++k) out.put(item.plain[k]);
        }
    }
    return out;
}

// The name of what was done to read the word: the strongest change.
ReadingKind Chunk::kind(bool masked) const {
    if (masked) return ReadingKind::kMasked;
    if (lookalikes_ > 0) return ReadingKind::kHomoglyph;
    if (digits_ + signs_ > 0) return ReadingKind::kLeet;
    return ReadingKind::kJoined;
}

void Chunk::look_up(std::string_view word, ReadingKind kind) {
    --*budget_;
    const WordId id = vocabulary_->find(word);
    const auto* known = std::find_if(begin(), end(), [&](const Guess& g) { return g.word == id; });
    if (id != kNoWord && known == end() && count_ < kGuesses) guesses_[count_++] = {id, kind};
}

void Chunk::look_up_collapsed(std::string_view word, ReadingKind kind) {
    constexpr std::size_t kShortest = 3;
    std::array<char, 6 * kItems> bytes;
    if (word.size() < kShortest) return;
    look_up(word, kind);
    const std::size_t twice = collapse(word, 3, 2, bytes.data());
    if (twice == word.size()) return;
    look_up({bytes.data(), twice}, kind);
    look_up({bytes.data(), collapse(word, 3, 1, bytes.data())}, kind);
    look_up({bytes.data(), collapse(word, 2, 1, bytes.data())}, kind);
}

void Chunk::look_up_wild(Text& text) {
    for (char a = 'a'; a <= 'z'; ++a) {
        text.bytes[text.wild[0]] = a;
        if (text.wilds == 1) {
            look_up(text.view(), ReadingKind::kMasked);
            continue;
        }
        for (char b = 'a'; b <= 'z'; ++b) {
            text.bytes[text.wild[1]] = b;
            look_up(text.view(), ReadingKind::kMasked);
        }
    }
}

// A full stop hides a letter only in a longer word; two symbols do so where they are stars.
bool Chunk::may_be_wild() const {
    const std::size_t known = letters_ + digits_ + signs_;
    if (masks_ == 0 || masks_ > 2 || hyphens_ > 0) return false;
    if (stops_ > 0) return known >= 4;
    const bool stars =
        std::all_of(items_.begin(), items_.begin() + static_cast<std::ptrdiff_t>(size_),
                    [](const Item& i) { return i.origin != Origin::kMask || i.mark == '*'; });
    return known >= (masks_ == 1 || stars ? 2u : 3u);
}

void Chunk::guess(const Vocabulary& vocabulary, std::int64_t& budget) {
    vocabulary_ = &vocabulary;
    budget_ = &budget;
    const unsigned variants = 1u << std::min<std::size_t>(ambiguous_, 3);
    static_assert(kVariants == 1u << 3);
    for (unsigned v = 0; v < variants && budget > 0; ++v) {
        look_up_collapsed(spell(v, false, false).view(), kind(masks_ > 0));
    }
    if (count_ > 0 || budget <= 0) return;
    if (may_be_wild()) {
        Text text = spell(0, true, false);
        look_up_wild(text);
    } else if (masks_ == 0 && signs_ > 0 && signs_ <= 2 && hyphens_ == 0 && letters_ >= 3) {
        Text text = spell(0, true, true);
        look_up_wild(text);
    }
}

}  // namespace mizan::text
