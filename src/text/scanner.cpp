#include "text/scanner.h"

#include <algorithm>
#include <cstring>

#include "base/utf8.h"
#include "text/ascii.h"
#include "text/known.h"

namespace mizan::text {

void Scanner::scan(std::string_view text, std::uint16_t part, bool quoted) {
    text_ = text;
    part_ = part;
    at_ = 0;
    gap_ = Gap::kSentence;
    fresh_line_ = true;
    quoted_part_ = quoted;
    line_quoted_ = line_pending_ = false;
    tag_end_ = 0;
    sentence_first_ = part_first_ = next_token();
    if (quoted) quotes_.open_base(next_token());
    const std::size_t wanted = fold_end_ + text.size() + kRoom;
    if (out_.folded.size() < wanted) out_.folded.resize(wanted);
    folds_ = out_.folded.data();
    main_loop();
    end_sentence(false, false);
    quotes_.end_part(next_token());
}

void Scanner::finish() {
    look_up();
    out_.folded.resize(fold_end_);
}

// Every word at once, at the end: the memory of each was asked for when it was read, and no look-up waits for another. Until
// then a token's `word` is its hash.
void Scanner::look_up() {
    constexpr std::size_t kAhead = 8;
    auto& tokens = out_.tokens;
    for (std::size_t i = 0; i < std::min(kAhead, tokens.size()); ++i)
        __builtin_prefetch(vocabulary_.second_look(tokens[i].word));
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (i + kAhead < tokens.size())
            __builtin_prefetch(vocabulary_.second_look(tokens[i + kAhead].word));
        auto& token = tokens[i];
        const auto hit =
            vocabulary_.find_padded({folds_ + token.fold, token.fold_size}, token.word);
        token.word = hit.word;
        if ((hit.info & kFunction) != 0) evidence_.add(hit.word);
        if ((hit.info & kSettled) == 0) token.flags |= kUnsettled;
    }
}

void Scanner::main_loop() {
    while (at_ < text_.size()) {
        const char c = text_[at_];
        switch (byte_kind(c)) {
            case Byte::kLower:
            case Byte::kUpper:
            case Byte::kDigit: word(); break;
            case Byte::kSpace:
                gap_ = std::max(gap_, Gap::kSpace);
                ++at_;
                break;
            case Byte::kNewline: end_line(line_break(at_)); break;
            case Byte::kMark: mark(c, 1); break;
            case Byte::kHigh: other(read(at_)); break;
        }
    }
}

// Everything that is not plain ASCII, and character references.
void Scanner::other(const Unit& unit) {
    switch (unit.info.cls) {
        case Class::kLetter:
        case Class::kDigit: word(); return;
        case Class::kIdeograph:
        case Class::kKeepMark: ideograph(unit); return;
        case Class::kEmoji:
        case Class::kRegional: emoji(unit); return;
        case Class::kNewline: end_line(unit.size); return;
        case Class::kEnd:
        case Class::kAsk:
        case Class::kExclaim: terminator(); return;
        case Class::kHyphen: hyphen(unit.size); return;
        case Class::kApostrophe: apostrophe(unit.cp, unit.size); return;
        case Class::kQuote: quote(unit.cp, unit.size); return;
        case Class::kAscii: mark(unit.ascii, unit.size); return;
        case Class::kSpace: gap_ = std::max(gap_, Gap::kSpace); break;
        case Class::kComma: gap_ = std::max(gap_, Gap::kComma); break;
        case Class::kStrong: gap_ = std::max(gap_, Gap::kStrong); break;
        case Class::kOther:
        case Class::kMark:
        case Class::kIgnorable: break;
    }
    at_ += unit.size;
}

Unit Scanner::read(std::size_t at) {
    const Unit unit = read_unit(text_, at);
    out_.invalid_utf8 |= unit.invalid;
    out_.doubtful |= unit.cp == 0xFFFD;
    return unit;
}

void Scanner::more_room() {
    out_.folded.resize(2 * out_.folded.size() + kRoom);
    folds_ = out_.folded.data();
}

// Appends to the fold of the word that is being read, whole code points up to kTokenBytes.
void Scanner::put(Word& word, std::string_view bytes) {
    if (word.full || fold_end_ - word.fold + bytes.size() > limits::kTokenBytes) {
        word.full = true;
        return;
    }
    std::memcpy(folds_ + fold_end_, bytes.data(), bytes.size());
    fold_end_ += static_cast<std::uint32_t>(bytes.size());
}

void Scanner::put_code_point(Word& word, char32_t c) {
    char bytes[4];
    put(word, {bytes, utf8::encode(bytes, c)});
}

void Scanner::emit(std::uint32_t begin, std::uint32_t end, std::uint32_t fold, std::uint32_t size,
                   TokenKind kind, unsigned flags) {
    if (line_pending_) {
        line_pending_ = line_quoted_ = false;
        quotes_.close_base(next_token());
    }
    fresh_line_ = false;
    const auto hash = Vocabulary::hash_padded({folds_ + fold, size});
    __builtin_prefetch(vocabulary_.first_look(hash));
    if (begin < tag_end_) flags |= kHashtag | kUnsettled;
    out_.tokens.push_back({begin, end, fold, static_cast<std::uint16_t>(size), part_, sentence_,
                           hash, kind, gap_, static_cast<std::uint8_t>(flags)});
    gap_ = Gap::kJoined;
}

void Scanner::end_sentence(bool question, bool exclamation) {
    if (next_token() > sentence_first_) {
        out_.sentences.push_back({sentence_first_, next_token(), question, exclamation});
        sentence_first_ = next_token();
        ++sentence_;
    } else if (next_token() > part_first_) {
        out_.sentences.back().question |= question;
        out_.sentences.back().exclamation |= exclamation;
    }
    gap_ = Gap::kSentence;
}

// Takes back the tokens from byte `begin` on, for they turn out to be a link.
void Scanner::pop_to(std::size_t begin) {
    while (next_token() > sentence_first_ && out_.tokens.back().begin >= begin) {
        gap_ = out_.tokens.back().gap;
        fold_end_ = out_.tokens.back().fold;
        out_.tokens.pop_back();
    }
}

bool Scanner::after_token(std::size_t at) const {
    return next_token() > part_first_ && out_.tokens.back().end == at;
}

}  // namespace mizan::text
