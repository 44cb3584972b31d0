// Line breaks: which of them end a sentence, and which only a line.
//
// People break lines where a line is full, and some to hide what they say. So a line break ends the sentence only if
// something says so: the line ended with a stop, the next one is blank, quoted or an item of a list, or it begins with a
// capital, a hashtag or another token of its own while the last word can stand at a sentence's end.
#include <algorithm>

#include "text/ascii.h"
#include "text/scanner.h"

namespace mizan::text {

namespace {

// Words that lead on to another and end no sentence: articles, possessives, prepositions, conjunctions, copulas. Folded,
// sorted. Left out is what often ends sentences, in its own language or as another word in English: "come in", "it", "die".
constexpr std::string_view kLeadOn[] = {
    "'m",      "'re",     "'ve",   "a",     "al",    "all",  "alla",  "alle", "am",     "an",
    "and",     "are",     "as",    "at",    "au",    "aux",  "avec",  "be",   "became", "because",
    "become",  "becomes", "been",  "beim",  "being", "but",  "c'",    "ces",  "cette",  "com",
    "como",    "d'",      "dal",   "dalla", "dans",  "das",  "dass",  "de",   "degli",  "dei",
    "del",     "della",   "delle", "dem",   "der",   "des",  "di",    "dos",  "een",    "ein",
    "eine",    "einem",   "einen", "einer", "el",    "en",   "entre", "eran", "est",    "et",
    "etaient", "every",   "for",   "from",  "fuer",  "fur",  "gli",   "het",  "if",     "il",
    "im",      "into",    "is",    "ist",   "its",   "l'",   "la",    "las",  "le",     "les",
    "leurs",   "los",     "my",    "nel",   "nella", "of",   "or",    "our",  "para",   "pela",
    "pelo",    "per",     "por",   "pour",  "qu'",   "que",  "sao",   "sind", "sobre",  "sono",
    "sont",    "sul",     "sulla", "than",  "that",  "the",  "their", "to",   "um",     "uma",
    "un",      "una",     "und",   "une",   "unos",  "very", "vom",   "von",  "waren",  "was",
    "were",    "which",   "who",   "whose", "with",  "your", "zijn",  "zum",  "zur",    "в",
    "для",     "и",       "из",    "к",     "на",    "о",    "от",    "по",   "с",      "это",
};
static_assert(std::is_sorted(std::begin(kLeadOn), std::end(kLeadOn)));

bool leads_on(std::string_view word) {
    return std::binary_search(std::begin(kLeadOn), std::end(kLeadOn), word);
}

bool is_bullet(const Unit& unit) {
    constexpr char32_t kBullets[] = {0x2022, 0x2023, 0x2043, 0x204C, 0x25AA, 0x25AB, 0x25A0,
                                     0x25CF, 0x25CB, 0x25E6, 0x2219, 0x00B7, 0x25B6, 0x27A4};
    return std::find(std::begin(kBullets), std::end(kBullets), unit.cp) != std::end(kBullets);
}

// Marks that open or decorate a word: what stands behind them says whether the line goes on.
bool decorates(const Unit& unit) {
    constexpr std::string_view kMarks = "\"'*_~([{";
    return unit.info.cls == Class::kQuote || unit.info.cls == Class::kApostrophe ||
           unit.info.cls == Class::kMark ||
           (unit.ascii != 0 && kMarks.find(unit.ascii) != kMarks.npos);
}

}  // namespace

// The size of the line break at text_[at], 0 if there is none. CR and LF together are one; so is "<br>".
std::size_t Scanner::line_break(std::size_t at) const {
    if (at >= text_.size()) return 0;
    const char c = text_[at];
    if (c == '\r' && at + 1 < text_.size() && text_[at + 1] == '\n') return 2;
    if (byte_kind(c) == Byte::kNewline) return 1;
    if (c == '<') return break_tag(at);
    if (byte_kind(c) != Byte::kHigh) return 0;
    const Unit unit = read_unit(text_, at);
    return unit.info.cls == Class::kNewline ? unit.size : 0;
}

// "<br>", "<br/>", "<BR />".
std::size_t Scanner::break_tag(std::size_t at) const {
    constexpr std::size_t kLongest = 6;  // "<br />"
    const auto tag = text_.substr(at, kLongest);
    if (tag.size() < 4 || ascii_lower(tag[1]) != 'b' || ascii_lower(tag[2]) != 'r') return 0;
    std::size_t end = 3;
    if (tag[end] == ' ') ++end;
    if (end < tag.size() && tag[end] == '/') ++end;
    return end < tag.size() && tag[end] == '>' ? end + 1 : 0;
}

// At a line break: ends the sentence, or goes on in it with a space. Moves over the blanks that the next line begins with.
void Scanner::end_line(std::size_t size) {
    at_ += size;
    fresh_line_ = true;
    const bool quoted = line_quoted_;
    line_pending_ = line_quoted_;
    for (Unit unit = peek(at_); at_ < text_.size(); unit = peek(at_)) {
        const bool blank = unit.info.cls == Class::kSpace || unit.info.cls == Class::kIgnorable;
        if (!blank) break;
        at_ += unit.size;
    }
    if (gap_ != Gap::kSentence && !quoted && next_token() > sentence_first_ && line_goes_on()) {
        gap_ = std::max(gap_, Gap::kSpace);
        return;
    }
    end_sentence(false, false);
    quotes_.end_line();
}

// Whether what begins at at_, the start of a line, belongs to the sentence of the line before.
bool Scanner::line_goes_on() {
    if (at_ >= text_.size() || line_break(at_) > 0) return false;
    Unit unit = peek(at_);
    if (unit.ascii == '>') return false;
    if (gap_ < Gap::kStrong && leads_on(out_.fold(out_.tokens.back()))) return true;
    if (begins_item(unit)) return false;
    constexpr int kMarks = 4;
    std::size_t at = at_;
    for (int i = 0; i < kMarks && decorates(unit); ++i) {
        at += unit.size;
        unit = peek(at);
    }
    // Letters without case, as in Arabic, say nothing; then the line goes on, for the break alone is no reason.
    switch (unit.info.cls) {
        case Class::kLetter: return !unit.info.upper;
        case Class::kDigit:
        case Class::kIdeograph:
        case Class::kComma: return true;
        default: return unit.ascii == ',' || unit.ascii == '/' || unit.ascii == '&';
    }
}

// "- one", "* one", "• one", "1. one", "a) one".
bool Scanner::begins_item(const Unit& first) {
    const auto blank_at = [this](std::size_t at) { return peek(at).space(); };
    const std::size_t after = at_ + first.size;
    if (first.info.cls == Class::kHyphen || first.ascii == '-' || is_bullet(first)) return true;
    if (first.ascii == '*' || first.ascii == '+') return blank_at(after);
    if (!first.wordy()) return false;
    constexpr std::size_t kDigits = 3;
    std::size_t at = after;
    while (first.info.cls == Class::kDigit && at < after + kDigits && at < text_.size() &&
           ascii_digit(text_[at]))
        ++at;
    if (at >= text_.size() || !blank_at(at + 1)) return false;
    return text_[at] == ')' || (text_[at] == '.' && first.info.cls == Class::kDigit);
}

}  // namespace mizan::text
