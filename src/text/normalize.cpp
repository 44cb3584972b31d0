#include "text/normalize.h"

#include <algorithm>
#include <tuple>

#include "text/languages.h"
#include "text/readings.h"
#include "text/scanner.h"

namespace mizan::text {

namespace {

bool holds_text(const Part& part) {
    return part.kind == PartKind::kText || part.kind == PartKind::kDerivedText;
}

std::uint32_t latin_letters(const NormalText& text) {
    const auto n = std::count_if(text.folded.begin(), text.folded.end(),
                                 [](char c) { return c >= 'a' && c <= 'z'; });
    return static_cast<std::uint32_t>(n);
}

void identify(Evidence& evidence, std::string_view declared, NormalText& out) {
    const std::uint32_t latin = evidence.other_scripts() ? latin_letters(out) : 0;
    out.language = evidence.language(static_cast<std::uint32_t>(out.tokens.size()), latin);
    if (out.language == 0) out.language = language_index(declared);
}

void sort_quotations(std::vector<Quotation>& quotations) {
    auto key = [](const Quotation& q) { return std::tuple(q.first, q.depth, q.last); };
    std::sort(quotations.begin(), quotations.end(),
              [&](const auto& a, const auto& b) { return key(a) < key(b); });
}

}  // namespace

std::string_view name(ReadingKind kind) {
    constexpr std::string_view kNames[] = {"plain",  "leet",   "spaced",  "homoglyph", "repeat",
                                           "masked", "joined", "hashtag", "typo"};
    return kNames[static_cast<std::size_t>(kind)];
}

void NormalText::clear() {
    tokens.clear();
    sentences.clear();
    quotations.clear();
    readings.clear();
    folded.clear();
    language = 0;
    invalid_utf8 = doubtful = truncated = false;
}

void normalize(std::span<const Part> parts, std::string_view declared_lang,
               const Vocabulary& vocabulary, NormalText& out) {
    out.clear();
    Scanner scanner(vocabulary, out);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (!holds_text(parts[i])) continue;
        scanner.scan(parts[i].bytes, static_cast<std::uint16_t>(i),
                     parts[i].role == PartRole::kQuoted);
    }
    scanner.finish();
    if (out.quotations.size() > 1) sort_quotations(out.quotations);
    identify(scanner.evidence(), declared_lang, out);
    add_readings(parts, vocabulary, out);
}

namespace {

// What normalize() cuts off a word's end, as a policy writes it alone: "n't", "'s".
bool is_lone_clitic(std::string_view s) {
    constexpr std::string_view kForms[] = {"n't", "'s", "'re", "'ve", "'m", "'d", "'ll"};
    return std::find(std::begin(kForms), std::end(kForms), s) != std::end(kForms);
}

void fold_words(std::string_view bytes, std::vector<std::string>& words) {
    const Vocabulary none;
    NormalText text;
    Part part;
    part.bytes = bytes;
    normalize({&part, 1}, {}, none, text);
    for (const auto& token : text.tokens) words.emplace_back(text.fold(token));
}

}  // namespace

std::vector<std::string> fold_term(std::string_view term) {
    std::vector<std::string> words;
    while (!term.empty()) {
        const auto space = term.find(' ');
        const auto chunk = term.substr(0, space);
        if (is_lone_clitic(chunk)) words.emplace_back(chunk);
        else if (!chunk.empty()) fold_words(chunk, words);
        term.remove_prefix(space == std::string_view::npos ? term.size() : space + 1);
    }
    return words;
}

}  // namespace mizan::text
