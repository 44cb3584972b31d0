// Hashtags, mentions, e-mail addresses and links: the part of the scanner for what is no plain word.
#include <algorithm>
#include <cstring>

#include "text/ascii.h"
#include "text/hashtag.h"
#include "text/scanner.h"

namespace mizan::text {

// A hashtag's body: its fold, byte by byte, with where each byte came from.
struct Scanner::Tag {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint32_t fold = 0;
    bool plain = true;  // no scripts without spaces, fold not cut
    TagText text;
};

void Scanner::hash(std::uint32_t size) {
    const bool inside = after_token(at_);
    const Unit next = peek(at_ + size);
    at_ += size;
    const bool body = next.wordy() || next.ascii == '_' || next.info.cls == Class::kIdeograph;
    if (inside || !body || at_ < tag_end_) return;
    make_room();
    Tag tag;
    tag.begin = static_cast<std::uint32_t>(at_);
    tag.fold = fold_end_;
    const bool split = read_tag(tag);
    tag_end_ = tag.end;
    if (!split) {  // the main loop reads it
        fold_end_ = tag.fold;
        return;
    }
    at_ = tag.end;
    emit_tag(tag);
}

// False if the body is better read as running text: a script without spaces, or nothing to fold.
bool Scanner::read_tag(Tag& tag) {
    std::size_t at = at_;
    Word word;
    word.fold = fold_end_;
    bool gap = false;
    for (Unit unit = peek(at); at < text_.size(); unit = peek(at)) {
        const Class cls = unit.info.cls;
        if (cls == Class::kIdeograph || cls == Class::kKeepMark) tag.plain = false;
        const bool skipped = cls == Class::kMark || cls == Class::kIgnorable;
        if (!unit.wordy() && !skipped && unit.ascii != '_' && cls != Class::kIdeograph &&
            cls != Class::kKeepMark)
            break;
        if (unit.wordy()) {
            const std::uint32_t before = fold_end_;
            append(word, unit);
            tag.text.add(fold_end_ - before, static_cast<std::uint32_t>(at),
                         static_cast<std::uint32_t>(at + unit.size),
                         {unit.info.cls == Class::kDigit, unit.info.upper, gap});
            if (unit.cp >= 0x80 && cls == Class::kLetter) evidence_.add_letter(unit.cp);
            gap = false;
        } else if (cls == Class::kMark) {
            tag.text.extend(static_cast<std::uint32_t>(at + unit.size));
        }
        gap = gap || unit.ascii == '_';
        at += unit.size;
    }
    tag.end = static_cast<std::uint32_t>(at);
    return tag.plain && !tag.text.full() && fold_end_ > tag.fold;
}

void Scanner::append(Word& word, const Unit& unit) {
    const std::uint32_t before = fold_end_;
    if (unit.info.fold_bytes.empty()) {
        put_code_point(word, unit.info.fold);
    } else {
        put(word, unit.info.fold_bytes);
    }
    if (fold_end_ == before) word.full = true;
}

void Scanner::emit_tag(const Tag& tag) {
    const std::string_view fold(folds_ + tag.fold, fold_end_ - tag.fold);
    const TagPieces pieces = split_tag(fold, tag.text, vocabulary_);
    for (std::size_t i = 0; i < pieces.count; ++i) {
        const std::size_t first = pieces.begin[i];
        const std::size_t last = i + 1 < pieces.count ? pieces.begin[i + 1] : fold.size();
        const auto shape = tag.text.shape(first, last);
        unsigned flags = shape.capital ? unsigned{kCapital} : 0u;
        if (shape.uppers >= 2 && shape.uppers == shape.letters) flags |= kShouted;
        if (shape.letters > 0 && shape.digits > 0) flags |= kOddInside;
        emit(tag.text.begin(first), tag.text.end(last - 1),
             tag.fold + static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last - first),
             shape.letters == 0 ? TokenKind::kNumber : TokenKind::kWord, flags);
    }
}

void Scanner::at_sign(std::uint32_t size) {
    if (after_token(at_)) {
        if (email()) return;
    } else {
        const Unit next = peek(at_ + size);
        if (next.wordy() || next.ascii == '_') {
            mention(size);
            return;
        }
    }
    at_ += size;
}

// "name@host.tld": takes back the words before the sign.
bool Scanner::email() {
    const std::size_t end = domain_end(text_, at_ + 1);
    if (end == 0) return false;
    std::size_t begin = at_;
    const std::size_t floor =
        next_token() > sentence_first_ ? out_.tokens[sentence_first_].begin : at_;
    while (begin > floor && at_ - begin < 64) {
        const char c = text_[begin - 1];
        if (!ascii_alnum(c) && c != '.' && c != '_' && c != '-' && c != '+') break;
        --begin;
    }
    if (cuts_token(begin)) return false;
    link(begin, end, TokenKind::kUrl);
    return true;
}

// True if byte `begin` lies inside a token: a word that only ends in ASCII is no host.
bool Scanner::cuts_token(std::size_t begin) const {
    for (std::size_t i = out_.tokens.size(); i > part_first_; --i) {
        const Token& t = out_.tokens[i - 1];
        if (t.end <= begin) return false;
        if (t.begin < begin) return true;
    }
    return false;
}

// "@name", "@name.host.tld", "@name@host.tld".
void Scanner::mention(std::uint32_t size) {
    make_room();
    const std::size_t begin = at_;
    Word word;
    word.fold = fold_end_;
    put(word, "@");
    at_ += size;
    std::size_t name = at_;
    for (Unit unit = peek(at_); at_ < text_.size() && (unit.wordy() || unit.ascii == '_');
         unit = peek(at_)) {
        if (unit.ascii == '_') put(word, "_");
        if (unit.wordy()) append(word, unit);
        at_ += unit.size;
    }
    if (at_ < text_.size() && (text_[at_] == '.' || text_[at_] == '@')) {
        if (text_[at_] == '@') name = at_ + 1;
        if (const std::size_t end = domain_end(text_, name); end > at_) {
            for (; at_ < end; ++at_) {
                const char lower = ascii_lower(text_[at_]);
                put(word, {&lower, 1});
            }
        }
    }
    emit(static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_), word.fold,
         fold_end_ - word.fold, TokenKind::kMention, 0);
}

// "[URL]", "<user>": what data sets put in place of links and names.
bool Scanner::placeholder() {
    struct Form {
        std::string_view inside;
        TokenKind kind;
    };
    constexpr Form kForms[] = {{"url", TokenKind::kUrl},
                               {"link", TokenKind::kUrl},
                               {"http", TokenKind::kUrl},
                               {"user", TokenKind::kMention}};
    const char closer = text_[at_] == '[' ? ']' : '>';
    for (const auto& form : kForms) {
        const auto body = text_.substr(at_ + 1, form.inside.size() + 1);
        if (body.size() != form.inside.size() + 1 || body.back() != closer) continue;
        if (!std::equal(form.inside.begin(), form.inside.end(), body.begin(),
                        [](char a, char b) { return a == ascii_lower(b); }))
            continue;
        link(at_, at_ + body.size() + 1, form.kind);
        return true;
    }
    return false;
}

// One token over text[begin, end), lower case.
void Scanner::link(std::size_t begin, std::size_t end, TokenKind kind) {
    pop_to(begin);
    make_room();
    Word word;
    word.fold = fold_end_;
    for (std::size_t i = begin; i < end && !word.full; ++i) {
        const char lower = ascii_lower(text_[i]);
        put(word, {&lower, 1});
    }
    at_ = end;
    emit(static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), word.fold,
         fold_end_ - word.fold, kind, 0);
}

// At the full stop after a word: a domain name, or "www.".
bool Scanner::domain() {
    std::size_t begin = at_;
    const std::size_t floor =
        out_.tokens[sentence_first_ < next_token() ? sentence_first_ : next_token() - 1].begin;
    while (begin > floor && at_ - begin < 64 &&
           (ascii_alnum(text_[begin - 1]) || text_[begin - 1] == '-'))
        --begin;
    while (begin < at_ && text_[begin] == '-') ++begin;
    std::size_t end = 0;
    if (at_ - begin == 3 && ascii_lower(text_[begin]) == 'w' &&
        ascii_lower(text_[begin + 1]) == 'w' && ascii_lower(text_[begin + 2]) == 'w') {
        end = link_end(text_, at_ + 1);
        if (end == at_ + 1) end = 0;
    } else if (begin < at_) {
        end = domain_end(text_, begin);
        if (end != 0 && end < text_.size() && text_[end] == '@') return false;
        if (end != 0) end = path_end(text_, end);
    }
    if (end == 0 || cuts_token(begin)) return false;
    link(begin, end, TokenKind::kUrl);
    return true;
}

// At the colon of "scheme://".
bool Scanner::scheme() {
    if (!after_token(at_) || text_.substr(at_, 3) != "://") return false;
    std::size_t begin = at_;
    const std::size_t floor =
        sentence_first_ < next_token() ? out_.tokens[sentence_first_].begin : at_;
    while (begin > floor && at_ - begin < 12 && ascii_letter(text_[begin - 1])) --begin;
    if (begin == at_ || cuts_token(begin)) return false;
    link(begin, link_end(text_, at_ + 3), TokenKind::kUrl);
    return true;
}

}  // namespace mizan::text
