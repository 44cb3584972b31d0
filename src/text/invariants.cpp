#include "text/invariants.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "text/languages.h"

namespace mizan::text {

namespace {

// True if no well-formed code point of the text is cut at byte `at`.
bool on_boundary(std::string_view text, std::size_t at) {
    for (std::size_t back = 1; back < 4 && back <= at; ++back) {
        const auto d = utf8::decode(text, at - back);
        if (d.valid && d.size > back) return false;
    }
    return true;
}

std::string check_token(std::span<const Part> parts, const NormalText& text, std::size_t i) {
    const Token& t = text.tokens[i];
    if (t.part >= parts.size()) return "part out of range";
    const auto bytes = parts[t.part].bytes;
    if (t.begin >= t.end || t.end > bytes.size()) return "token out of range";
    if (!on_boundary(bytes, t.begin) || !on_boundary(bytes, t.end))
        return "token cuts a code point";
    if (t.fold + t.fold_size > text.folded.size() || t.fold_size == 0) return "fold out of range";
    if (t.fold_size > limits::kTokenBytes) return "fold too long";
    const auto fold = text.fold(t);
    for (std::size_t at = 0; at < fold.size();) {
        const auto d = utf8::decode(fold, at);
        if (!d.valid) return "fold is no UTF-8";
        at += d.size;
    }
    if (t.sentence >= text.sentences.size()) return "sentence out of range";
    const Sentence& s = text.sentences[t.sentence];
    if (i < s.first || i >= s.last) return "token outside its sentence";
    if ((t.gap == Gap::kSentence) != (i == s.first)) return "gap and sentence disagree";
    if (i == 0) return {};
    const Token& before = text.tokens[i - 1];
    const bool ordered = before.part < t.part || (before.part == t.part && before.end <= t.begin);
    return ordered ? std::string() : "tokens overlap";
}

}  // namespace

std::string broken_invariant(std::span<const Part> parts, const NormalText& text) {
    for (std::size_t i = 0; i < text.tokens.size(); ++i) {
        if (auto broken = check_token(parts, text, i); !broken.empty()) return broken;
    }
    std::uint32_t next = 0;
    for (const auto& s : text.sentences) {
        if (s.first != next || s.last <= s.first) return "sentences leave a gap";
        next = s.last;
    }
    if (next != text.tokens.size()) return "sentences end early";
    for (const auto& q : text.quotations) {
        if (q.first >= q.last || q.last > text.tokens.size()) return "quotation out of range";
        if (q.depth == 0 || q.depth > limits::kQuoteDepth) return "quotation depth out of range";
        if (text.tokens[q.first].part != text.tokens[q.last - 1].part)
            return "quotation over parts";
    }
    for (const auto& r : text.readings) {
        if (r.first >= r.last || r.last > text.tokens.size()) return "reading out of range";
        if (r.word == kNoWord || r.kind == ReadingKind::kPlain) return "reading says nothing";
        if (text.tokens[r.first].sentence != text.tokens[r.last - 1].sentence)
            return "reading over sentences";
    }
    return text.language < languages().size() ? std::string() : "language out of range";
}

}  // namespace mizan::text
