// NormalText: a post's text as the matcher reads it: folded words with sentences, breaks, quotations and alternative
// readings, each with its place in the original bytes. The value that text/ hands to match/.
//
// Only words are tokens. Punctuation is what stands between them: the `gap` before a token, sentence ends, quotations.
// Lifetime: views into the Post's parts; `folded` is owned. Reused between posts: no allocation once warm.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/vocabulary.h"

namespace mizan::text {

enum class TokenKind : std::uint8_t { kWord, kNumber, kEmoji, kMention, kUrl };

// What stands between a token and the one before it, from weakest to strongest.
enum class Gap : std::uint8_t {
    kJoined,  // nothing, an apostrophe or an inner hyphen: "they|'re", "anti-|semitic", pieces of a hashtag
    kSpace,     // white space or harmless marks
    kComma,     // comma, dash, slash
    kStrong,    // semicolon, colon, bracket
    kSentence,  // . ! ? and their kin in other scripts, the end of a part, many line breaks
};

enum TokenFlag : std::uint8_t {
    kHashtag = 1,  // part of a hashtag
    kShouted = 2,  // all capitals, two letters or more
    kCapital = 4,  // starts with a capital
    kOddInside =
        8,  // holds digits beside letters, symbols, mixed scripts or a letter three times running
    kUnsettled =
        16,  // no known word by itself, or part of a hashtag: another reading may be sought; for text/ only
};

struct Token {
    std::uint32_t begin = 0;  // bytes in the part's original text
    std::uint32_t end = 0;
    std::uint32_t fold = 0;  // offset in NormalText::folded
    std::uint16_t fold_size = 0;
    std::uint16_t part = 0;
    std::uint32_t sentence = 0;  // index into sentences
    WordId word = kNoWord;       // of the folded form
    TokenKind kind = TokenKind::kWord;
    Gap gap = Gap::kSpace;
    std::uint8_t flags = 0;
};

struct Sentence {
    std::uint32_t first = 0;  // tokens [first, last)
    std::uint32_t last = 0;
    bool question = false;
    bool exclamation = false;
};

// A quotation: tokens [first, last) stand inside the marks; depth 1 is outermost. Also text of a Part with role quoted,
// and lines that open with '>'.
struct Quotation {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    std::uint8_t depth = 1;
};

enum class ReadingKind : std::uint8_t {
    kPlain,
    kLeet,
    kSpaced,
    kHomoglyph,
    kRepeat,
    kMasked,
    kJoined,
    kHashtag,
    kTypo
};
[[nodiscard]] std::string_view name(ReadingKind kind);  // "plain", "leet", ...

// Another way to read tokens [first, last): as this one known word. Only where the plain reading is no known word.
struct Reading {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    WordId word = kNoWord;
    ReadingKind kind = ReadingKind::kPlain;
};

struct NormalText {
    std::vector<Token> tokens;
    std::vector<Sentence> sentences;
    std::vector<Quotation> quotations;  // by first, then by depth
    std::vector<Reading> readings;      // by first, then last, then word
    std::string folded;                 // the folded words, one after the other
    std::uint8_t language = 0;          // index into languages.h; 0 is "und"
    bool invalid_utf8 = false;
    bool doubtful =
        false;  // ill-formed UTF-8, U+FFFD or an ASCII control was met; how much of it: count_unreadable()
    bool truncated = false;  // kReadings was reached

    [[nodiscard]] std::string_view fold(const Token& t) const {
        return std::string_view(folded).substr(t.fold, t.fold_size);
    }
    // The first reading that begins at this token or after it.
    [[nodiscard]] std::vector<Reading>::const_iterator readings_from(std::uint32_t token) const {
        return std::lower_bound(readings.begin(), readings.end(), token,
                                [](const Reading& r, std::uint32_t t) { return r.first < t; });
    }
    void clear();
};

}  // namespace mizan::text
