// Punctuation: what raises the gap, ends sentences, and opens or closes quotations.
#include <algorithm>

#include "text/ascii.h"
#include "text/scanner.h"

namespace mizan::text {

namespace {

bool is_stop(const Unit& unit) {
    const Class cls = unit.info.cls;
    return cls == Class::kEnd || cls == Class::kAsk || cls == Class::kExclaim ||
           unit.ascii == '.' || unit.ascii == '!' || unit.ascii == '?';
}

// Up to 8 bytes as one number.
constexpr std::uint64_t packed(std::string_view s) {
    std::uint64_t out = 0;
    for (const char c : s) out = out << 8 | static_cast<unsigned char>(c);
    return out;
}

bool short_form(std::string_view s) {
    constexpr std::uint64_t kForms[] = {
        packed("mr"),   packed("mrs"),    packed("ms"),   packed("mx"),  packed("dr"),
        packed("prof"), packed("st"),     packed("sr"),   packed("jr"),  packed("rev"),
        packed("gen"),  packed("sgt"),    packed("capt"), packed("lt"),  packed("col"),
        packed("gov"),  packed("sen"),    packed("rep"),  packed("hon"), packed("vs"),
        packed("dept"), packed("ph"),     packed("eg"),   packed("ie"),  packed("cf"),
        packed("bzw"),  packed("approx"),
    };
    return std::find(std::begin(kForms), std::end(kForms), packed(s)) != std::end(kForms);
}

// Words that lose their first letters: "'cause", "'tis"; the mark before them opens no quotation.
bool is_clipped(std::string_view s) {
    constexpr std::string_view kForms[] = {"cause", "cuz", "em",   "tis",   "twas", "n",
                                           "bout",  "til", "till", "round", "cos",  "nuff"};
    std::array<char, 6> lower{};
    std::size_t n = 0;
    while (n < s.size() && n < lower.size() && ascii_letter(s[n])) {
        lower[n] = ascii_lower(s[n]);
        ++n;
    }
    const std::string_view word(lower.data(), n);
    return (!s.empty() && ascii_digit(s[0])) ||
           std::find(std::begin(kForms), std::end(kForms), word) != std::end(kForms);
}

}  // namespace

bool Scanner::space_before(std::size_t at) const {
    return at == 0 || byte_kind(text_[at - 1]) == Byte::kSpace ||
           byte_kind(text_[at - 1]) == Byte::kNewline;
}

// Space, the part's start, an opening bracket, a dash or another quotation mark stand before `at`.
bool Scanner::opens_after(std::size_t at) const {
    if (space_before(at)) return true;
    const char c = text_[at - 1];
    if (c == '(' || c == '[' || c == '{' || c == '"' || c == '\'' || c == '-' || c == ':' ||
        c == '/' || c == '>' || c == ';')
        return true;
    return static_cast<unsigned char>(c) >= 0x80 && !after_token(at);
}

void Scanner::mark(char c, std::uint32_t size) {
    const bool fresh = fresh_line_;
    if (c != '>') fresh_line_ = false;
    switch (c) {
        case '.':
        case '!':
        case '?': terminator(); return;
        case '-': hyphen(size); return;
        case '\'': apostrophe(U'\'', size); return;
        case '"': quote(U'"', size); return;
        case '#': hash(size); return;
        case '@': at_sign(size); return;
        case '>': greater(size, fresh); return;
        case ',':
        case '/':
        case '\\': gap_ = std::max(gap_, Gap::kComma); break;
        case ':':
            if (scheme()) return;
            gap_ = std::max(gap_, Gap::kStrong);
            break;
        case '[':
        case '<':
            if (placeholder()) return;
            if (const auto tag = size == 1 ? break_tag(at_) : 0; tag > 0) return end_line(tag);
            gap_ = std::max(gap_, Gap::kStrong);
            break;
        case ';':
        case '(':
        case ')':
        case ']':
        case '{':
        case '}':
        case '|': gap_ = std::max(gap_, Gap::kStrong); break;
        default: out_.doubtful |= static_cast<unsigned char>(c) < 0x20; break;
    }
    at_ += size;
}

// A hyphen with a word on both sides joins them; any other is a dash.
void Scanner::hyphen(std::uint32_t size) {
    const Unit next = peek(at_ + size);
    if (!after_token(at_) || !next.wordy()) gap_ = std::max(gap_, Gap::kComma);
    at_ += size;
}

void Scanner::apostrophe(char32_t cp, std::uint32_t size) {
    const std::size_t after = at_ + size;
    const Unit next = peek(after);
    const char32_t closer = cp == U'\'' ? U'\'' : 0x2019;
    if (quotes_.is_open(closer)) {
        quotes_.mark(closer, false, !space_before(at_) && !next.wordy(), next_token());
    } else if (cp == U'\'' && opens_after(at_) && next.wordy() &&
               !is_clipped(text_.substr(after))) {
        quotes_.mark(cp, true, false, next_token());
    }
    at_ = after;
}

void Scanner::quote(char32_t cp, std::uint32_t size) {
    const std::size_t begin = at_;
    at_ += size;
    while (cp == U'"' && at_ < text_.size() && text_[at_] == '"') ++at_;
    const Unit next = peek(at_);
    const bool space_after = next.info.cls == Class::kSpace || next.info.cls == Class::kNewline;
    bool opens = !space_after && (opens_after(begin) || !after_token(begin));
    if (cp == 0x2018 || cp == 0x201B) opens = opens && !is_clipped(text_.substr(at_));
    quotes_.mark(cp, opens, true, next_token());
}

// '>' opens a quoted line; neighbouring quoted lines are one quotation.
void Scanner::greater(std::uint32_t size, bool fresh) {
    at_ += size;
    const Unit next = peek(at_);
    const bool text_follows =
        next.wordy() || next.info.cls == Class::kSpace || next.info.cls == Class::kQuote ||
        next.info.cls == Class::kIdeograph || next.info.cls == Class::kEmoji || next.ascii == '>' ||
        next.ascii == '"' || next.ascii == '@' || next.ascii == '#' || next.ascii == '*';
    if (fresh && text_follows) {
        if (!line_pending_ && !line_quoted_ && !quoted_part_) quotes_.open_base(next_token());
        line_quoted_ = !quoted_part_;
        line_pending_ = false;
        return;
    }
    if (!fresh) gap_ = std::max(gap_, Gap::kStrong);
    fresh_line_ = false;
}

// One run of stops is one end: "?!", "...".
void Scanner::terminator() {
    if (text_[at_] == '.' && inner_stop()) return;
    bool question = false;
    bool exclamation = false;
    std::size_t count = 0;
    const std::size_t begin = at_;
    for (Unit unit = peek(at_); at_ < text_.size() && is_stop(unit); unit = peek(at_)) {
        question |= unit.info.cls == Class::kAsk || unit.ascii == '?';
        exclamation |= unit.info.cls == Class::kExclaim || unit.ascii == '!';
        at_ += unit.size;
        ++count;
    }
    const bool bang_inside =
        count == 1 && exclamation && after_token(begin) && peek(at_).info.cls == Class::kLetter;
    if (bang_inside) {
        gap_ = std::max(gap_, Gap::kStrong);
        return;
    }
    end_sentence(question, exclamation);
}

// A single full stop that ends no sentence: in a link, after an initial or a short form, between lower-case letters.
bool Scanner::inner_stop() {
    const Unit next = peek(at_ + 1);
    if (!after_token(at_) || is_stop(next)) return false;
    if (next.wordy()) {
        if (domain()) return true;
        const bool single = out_.tokens.back().fold_size == 1 || !peek(at_ + 1 + next.size).wordy();
        if (!single && next.info.upper) return false;
        if (!single) gap_ = std::max(gap_, Gap::kStrong);
        ++at_;
        return true;
    }
    if (!abbreviation()) return false;
    ++at_;
    return true;
}

bool Scanner::abbreviation() {
    const Token& last = out_.tokens.back();
    const auto word = out_.fold(last);
    if (last.kind != TokenKind::kWord || word.size() > 6) return false;
    if (word.size() > 1) return short_form(word);
    if (last.begin > 0 && text_[last.begin - 1] == '.') return true;
    if ((last.flags & kCapital) != 0) return word != "i";
    const auto ahead = text_.substr(at_ + 1, 3);  // " e." after "v.": spelt out
    return ahead.size() == 3 && ahead[0] == ' ' && ascii_alnum(ahead[1]) && ahead[2] == '.';
}

}  // namespace mizan::text
