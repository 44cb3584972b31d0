// Words, numbers, scripts without spaces and emoji: the part of the scanner that folds.
#include <algorithm>
#include <bit>
#include <cstring>

#if defined(__SSE2__) && !defined(MIZAN_PORTABLE)
#include <emmintrin.h>
#endif

#include "base/utf8.h"
#include "text/ascii.h"
#include "text/scanner.h"

namespace mizan::text {

namespace {

bool is_clitic(std::string_view s) {
    return s == "s" || s == "re" || s == "ve" || s == "m" || s == "d" || s == "ll";
}

// French and Italian articles and pronouns that lose their vowel: "l'homme", "dell'arte".
bool is_elision(std::string_view s) {
    constexpr std::string_view kForms[] = {
        "l",    "d",    "j",   "c",  "n",     "s",  "t",     "m",      "qu",     "dell", "nell",
        "sull", "dall", "all", "un", "quell", "gl", "jusqu", "lorsqu", "puisqu", "quest"};
    return std::find(std::begin(kForms), std::end(kForms), s) != std::end(kForms);
}

// か and a voicing sign of its own give が. 0 if the two do not combine.
char32_t voiced(char32_t kana, char32_t sign) {
    const char32_t base = kana >= 0x30A1 && kana <= 0x30FA ? kana - 0x60 : kana;
    const bool h_row = base >= 0x306F && base <= 0x307B && (base - 0x306F) % 3 == 0;
    if (sign == 0x309A) return h_row ? kana + 2 : 0;
    const bool k_to_chi = base >= 0x304B && base <= 0x3061 && (base & 1) == 1;
    const bool t_row = base == 0x3064 || base == 0x3066 || base == 0x3068;
    if (base == 0x3046) return kana + 0x4E;
    return h_row || k_to_chi || t_row ? kana + 1 : 0;
}

// The ASCII letters that open 16 bytes.
struct Letters {
    std::uint32_t count = 0;
    std::uint32_t uppers = 0;  // bit i: letter i is upper case
    bool doubled = false;      // some letter stands twice in a row
    bool tripled = false;      // or three times
    [[nodiscard]] bool all_upper() const { return uppers + 1 == 1u << count; }
};

constexpr std::size_t kStep = 16;

// What fold_step() finds of each byte, bit i for byte i.
struct Masks {
    std::uint32_t letters = 0;
    std::uint32_t uppers = 0;  // of letters; of other bytes anything
    std::uint32_t same =
        0;  // bytes i and i + 1 are the same letter but for case; of other bytes anything
};

// Writes 16 bytes to `out`, letters in lower case and other bytes changed.
#if defined(__SSE2__) && !defined(MIZAN_PORTABLE)
inline Masks fold_step(const char* bytes, char* out) {
    const auto mask = [](__m128i v) { return static_cast<std::uint32_t>(_mm_movemask_epi8(v)); };
    const auto v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
    const auto lower = _mm_or_si128(v, _mm_set1_epi8(0x20));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out), lower);
    const auto letter = _mm_and_si128(_mm_cmpgt_epi8(lower, _mm_set1_epi8('a' - 1)),
                                      _mm_cmplt_epi8(lower, _mm_set1_epi8('z' + 1)));
    // The bit of lower case comes to stand highest in its byte; what comes in from the byte below does not reach so far.
    return {mask(letter), ~mask(_mm_slli_epi16(v, 2)),
            mask(_mm_cmpeq_epi8(lower, _mm_srli_si128(lower, 1)))};
}
#else
inline Masks fold_step(const char* bytes, char* out) {
    Masks masks;
    for (unsigned i = 0; i < kStep; ++i) {
        const char c = bytes[i];
        out[i] = static_cast<char>(c | 0x20);
        masks.letters |= ascii_letter(c) ? 1u << i : 0u;
        masks.uppers |= (c & 0x20) == 0 ? 1u << i : 0u;
        masks.same |= i > 0 && out[i] == out[i - 1] ? 1u << (i - 1) : 0u;
    }
    return masks;
}
#endif

// The letters that open `left` bytes, at most 16 of them, folded into `out`, which has room for 16.
inline Letters fold_letters(const char* bytes, std::size_t left, char* out) {
    char end[kStep] = {};  // nothing behind a text's end is read
    if (left < kStep) bytes = static_cast<const char*>(std::memcpy(end, bytes, left));
    const Masks masks = fold_step(bytes, out);
    const auto count = static_cast<std::uint32_t>(std::countr_one(masks.letters));
    const std::uint32_t taken = (1u << count) - 1;
    const std::uint32_t pairs = masks.same & taken >> 1;
    return {count, masks.uppers & taken, pairs != 0, (pairs & pairs >> 1) != 0};
}

}  // namespace

// Folds the ASCII letters at text_[at_] into the word, and moves at_ behind them.
void Scanner::ascii_letters(Word& word) {
    const std::size_t stop = std::min(text_.size(), at_ + limits::kTokenBytes / 2);
    const char* const bytes = text_.data();
    char* const out = folds_ + fold_end_;
    std::size_t size = 0;
    Letters step{kStep, 0, false, false};
    bool doubled = false;
    std::uint32_t uppers = 0;
    while (step.count == kStep && at_ + size < stop) {
        step = fold_letters(bytes + at_ + size, stop - at_ - size, out + size);
        doubled |= step.doubled || (size > 0 && step.count > 0 && out[size] == out[size - 1]);
        uppers += static_cast<std::uint32_t>(std::popcount(step.uppers));
        size += step.count;
    }
    if (size == 0) return;
    fold_end_ += static_cast<std::uint32_t>(size);
    at_ += size;
    word.letters = static_cast<std::uint32_t>(size);
    word.capital = byte_kind(bytes[word.begin]) == Byte::kUpper;
    word.uppers = uppers;
    word.ascii = true;
    word.end = static_cast<std::uint32_t>(at_);
    word.last = static_cast<unsigned char>(out[size - 1]);
    word.last_begin = word.end - 1;
    word.run = 1;
    if (doubled) count_runs(word, {out, size});
}

void Scanner::count_runs(Word& word, std::string_view letters) {
    word.run = 1;
    for (std::size_t i = 1; i < letters.size(); ++i) {
        word.run = letters[i] == letters[i - 1] ? word.run + 1 : 1;
        word.odd = word.odd || word.run >= 3;
    }
}

// A word of fewer than 16 ASCII letters with nothing about it that asks for a closer look: nearly every word of English.
bool Scanner::plain_word() {
    const char* const bytes = text_.data() + at_;
    const std::size_t left = text_.size() - at_;
    const Letters letters = fold_letters(bytes, left, folds_ + fold_end_);
    const std::uint32_t size = letters.count;
    if (size == 0 || size == kStep || letters.tripled) return false;
    const char after = size < left ? bytes[size] : '\n';
    const Byte next = byte_kind(after);
    const bool ends =
        next == Byte::kSpace || next == Byte::kNewline || (next == Byte::kMark && after != '\'');
    if (!ends) return false;
    unsigned flags = (letters.uppers & 1) != 0 ? unsigned{kCapital} : 0u;
    if (size >= 2 && letters.all_upper()) flags |= kShouted;
    const auto begin = static_cast<std::uint32_t>(at_);
    const std::uint32_t fold = fold_end_;
    fold_end_ += size;
    at_ += size;
    emit(begin, begin + size, fold, size, TokenKind::kWord, flags);
    if (after == ' ') {  // the most frequent byte, without a turn of the loop
        gap_ = Gap::kSpace;
        ++at_;
    }
    return true;
}

void Scanner::word() {
    make_room();
    if (plain_word()) return;
    Word word;
    word.begin = word.end = static_cast<std::uint32_t>(at_);
    word.fold = fold_end_;
    ascii_letters(word);
    const Byte next = at_ < text_.size() ? byte_kind(text_[at_]) : Byte::kSpace;
    if (next == Byte::kMark ? text_[at_] == '\'' : next != Byte::kSpace && next != Byte::kNewline)
        word_more(word);
    emit_word(word);
}

void Scanner::word_more(Word& word) {
    while (at_ < text_.size()) {
        const char c = text_[at_];
        const Byte kind = byte_kind(c);
        if (kind == Byte::kHigh || c == '\'') {
            const Unit unit = read(at_);
            if (!take_unit(word, unit)) return;
        } else if (!take_ascii(word, c)) {
            return;
        }
    }
}

bool Scanner::take_ascii(Word& word, char c) {
    if (ascii_alnum(c)) {
        if (word.inner && ascii_letter(c)) return false;
        Unit unit;
        unit.info = {ascii_letter(c) ? Class::kLetter : Class::kDigit,
                     byte_kind(c) == Byte::kUpper,
                     static_cast<char32_t>(ascii_lower(c)),
                     {}};
        take_letter(word, unit);
        return true;
    }
    const bool inner = c == '.' || c == ',' || c == '/' || c == ':';
    const bool number =
        word.digits > 0 && word.letters == 0 && word.apostrophes == 0 && word.end == at_;
    if (!inner || !number || at_ + 1 >= text_.size() || !ascii_digit(text_[at_ + 1])) return false;
    word.inner = true;
    put(word, {&c, 1});
    ++at_;
    return true;
}

bool Scanner::take_unit(Word& word, const Unit& unit) {
    switch (unit.info.cls) {
        case Class::kLetter:
            if (word.inner) return false;
            [[fallthrough]];
        case Class::kDigit: take_letter(word, unit); return true;
        case Class::kMark:
            at_ += unit.size;
            word.end = static_cast<std::uint32_t>(at_);
            return true;
        case Class::kIgnorable: at_ += unit.size; return true;
        case Class::kApostrophe: return take_apostrophe(word, unit);
        default: return unit.ascii == '\'' && take_apostrophe(word, unit);
    }
}

// An apostrophe belongs to the word only between two letters.
bool Scanner::take_apostrophe(Word& word, const Unit& unit) {
    if (word.end != at_ || word.inner) return false;
    const Unit next = peek(at_ + unit.size);
    if (next.info.cls != Class::kLetter) return false;
    const auto begin = static_cast<std::uint32_t>(at_);
    const std::uint32_t fold = fold_end_;
    put(word, "'");
    if (fold_end_ > fold && word.apostrophes < word.at.size()) {
        word.at[word.apostrophes++] = {begin, begin + unit.size, word.last_begin, fold};
    }
    word.last = 0;
    at_ += unit.size;
    return true;
}

void Scanner::take_letter(Word& word, const Unit& unit) {
    const CodePoint& info = unit.info;
    const bool letter = info.cls == Class::kLetter;
    if (word.letters + word.digits == 0) word.capital = info.upper;
    append(word, unit);
    const char32_t key =
        info.fold_bytes.empty() ? info.fold : static_cast<unsigned char>(info.fold_bytes[0]);
    word.run = letter && key == word.last ? word.run + 1 : 1;
    word.last = key;
    (letter ? word.letters : word.digits) += 1;
    word.uppers += info.upper ? 1 : 0;
    if (letter) (key < 0x80 ? word.ascii : word.foreign) = true;
    if (letter && unit.cp >= 0x80 && unit.cp != 0xFFFD) evidence_.add_letter(unit.cp);
    word.odd = word.odd || (letter && word.run >= 3);
    word.last_begin = static_cast<std::uint32_t>(at_);
    at_ += unit.size;
    word.end = static_cast<std::uint32_t>(at_);
}

void Scanner::emit_word(const Word& word) {
    const bool number = word.letters == 0;
    unsigned flags = word.capital ? unsigned{kCapital} : 0u;
    if (word.uppers >= 2 && word.uppers == word.letters) flags |= kShouted;
    if (word.odd || (word.ascii && word.foreign) || (!number && word.digits > 0))
        flags |= kOddInside;
    if (word.apostrophes > 0) {
        emit_clitics(word);
        return;
    }
    if (fold_end_ == word.fold) return;
    emit(word.begin, word.end, word.fold, fold_end_ - word.fold,
         number ? TokenKind::kNumber : TokenKind::kWord, flags);
}

// "they're" -> they | 're, "aren't" -> are | n't, "l'homme" -> l' | homme; other apostrophes stay inside their word.
void Scanner::emit_clitics(const Word& word) {
    struct Cut {
        std::uint32_t begin, fold;
    };
    std::array<Cut, 6> cuts;
    std::size_t count = 0;
    std::uint32_t end = fold_end_;
    std::size_t k = word.apostrophes;
    for (; k > 0 && count < 3; --k) {
        const Apostrophe& a = word.at[k - 1];
        const std::string_view suffix(folds_ + a.fold + 1, end - a.fold - 1);
        Cut cut{a.begin, a.fold};
        if (suffix == "t" && a.fold >= word.fold + 2 && folds_[a.fold - 1] == 'n') {
            cut = {a.before, a.fold - 1};
        } else if (!is_clitic(suffix)) {
            break;
        }
        cuts[count++] = cut;
        end = cut.fold;
    }
    const Apostrophe& first = word.at[0];
    if (k > 0 && first.fold + 1 < end && is_elision({folds_ + word.fold, first.fold - word.fold}))
        cuts[count++] = {first.end, first.fold + 1};
    cuts[count++] = {word.begin, word.fold};
    for (std::size_t i = count; i-- > 0;) {
        const std::uint32_t piece_end = i == 0 ? word.end : cuts[i - 1].begin;
        const std::uint32_t fold_end = i == 0 ? fold_end_ : cuts[i - 1].fold;
        const bool number = i + 1 == count && word.letters == 0;
        const std::uint32_t letters = fold_end - cuts[i].fold;
        unsigned flags = i + 1 == count && word.capital ? unsigned{kCapital} : 0u;
        if (word.uppers >= 2 && word.uppers == word.letters && letters >= 2) flags |= kShouted;
        if (word.odd || (word.ascii && word.foreign)) flags |= kOddInside;
        emit(cuts[i].begin, piece_end, cuts[i].fold, letters,
             number ? TokenKind::kNumber : TokenKind::kWord, flags);
    }
}

// One token for each code point, with the signs that belong to it.
void Scanner::ideograph(const Unit& first) {
    make_room();
    Word word;
    word.begin = static_cast<std::uint32_t>(at_);
    word.fold = fold_end_;
    if (first.info.cls == Class::kIdeograph) evidence_.add_letter(first.cp);
    char32_t base = first.info.fold_bytes.empty() ? first.info.fold : 0;
    Unit unit = first;
    for (;;) {
        at_ += unit.size;
        word.end = unit.info.cls == Class::kIgnorable ? word.end : static_cast<std::uint32_t>(at_);
        if (unit.info.cls == Class::kKeepMark && base != 0 && voiced(base, unit.info.fold) != 0) {
            fold_end_ = word.fold;
            put_code_point(word, voiced(base, unit.info.fold));
        } else if (unit.info.cls == Class::kIdeograph || unit.info.cls == Class::kKeepMark) {
            append(word, unit);
        }
        if (unit.info.cls == Class::kKeepMark) base = 0;
        unit = peek(at_);
        const bool sign = unit.info.cls == Class::kKeepMark || unit.info.cls == Class::kMark;
        if (!sign && unit.info.cls != Class::kIgnorable) break;
    }
    if (fold_end_ > word.fold)
        emit(word.begin, word.end, word.fold, fold_end_ - word.fold, TokenKind::kWord, 0);
}

// A pictograph with its variation selectors, skin tones and joined pictographs; or two regional indicators.
void Scanner::emoji(const Unit& first) {
    constexpr char32_t kJoiner = 0x200D;
    make_room();
    Word word;
    word.begin = static_cast<std::uint32_t>(at_);
    word.fold = fold_end_;
    bool flag = first.info.cls == Class::kRegional;
    bool joined = false;
    Unit unit = first;
    for (;;) {
        at_ += unit.size;
        word.end = static_cast<std::uint32_t>(at_);
        if (unit.info.cls == Class::kEmoji || unit.info.cls == Class::kRegional) {
            put_code_point(word, unit.cp);
        }
        joined = unit.cp == kJoiner || (joined && unit.info.cls != Class::kEmoji);
        unit = peek(at_);
        if (unit.info.cls == Class::kRegional && flag) {
            flag = false;
            continue;
        }
        const bool extends = unit.info.cls == Class::kIgnorable || unit.info.cls == Class::kMark;
        if (!extends && !(joined && unit.info.cls == Class::kEmoji)) break;
        flag = false;
    }
    emit(word.begin, word.end, word.fold, fold_end_ - word.fold, TokenKind::kEmoji, 0);
}

}  // namespace mizan::text
