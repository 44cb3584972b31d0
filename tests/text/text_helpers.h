// Short forms of normalized texts, so that a test states words, gaps and places in one line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "text/languages.h"
#include "text/normalize.h"

namespace mizan::text::testing {

// Harmless stand-ins for the words that a policy looks for, and some ordinary words.
inline const Vocabulary& vocabulary() {
    static const Vocabulary built = [] {
        Vocabulary v;
        add_function_words(v);
        for (const auto* word : {"vermin", "rats", "rat", "cockroaches", "muslim"})
            v.allow_typos(v.add(word));
        for (const auto* word : {"build", "wall", "black", "lives", "matter", "grass", "hat", "hit",
                                 "blacklivesmatter", "🐀"})
            v.add(word);
        v.finish();
        return v;
    }();
    return built;
}

inline NormalText read(std::string_view text, std::string_view declared = {},
                       PartRole role = PartRole::kBody) {
    NormalText out;
    Part part;
    part.bytes = text;
    part.role = role;
    normalize({&part, 1}, declared, vocabulary(), out);
    return out;
}

// "they:0-4 'vermin'..." as "they|'re vermin": the gap before each token is | joined, space, comma, ; strong, / sentence.
inline std::string words(const NormalText& text) {
    constexpr char kGaps[] = {'|', ' ', ',', ';', '/'};
    std::string out;
    for (std::size_t i = 0; i < text.tokens.size(); ++i) {
        if (i > 0) out.push_back(kGaps[static_cast<std::size_t>(text.tokens[i].gap)]);
        out.append(text.fold(text.tokens[i]));
    }
    return out;
}
inline std::string words(std::string_view text) { return words(read(text)); }

// The original bytes of each token, between '|'.
inline std::string places(std::string_view original) {
    std::string out;
    for (const auto& t : read(original).tokens) {
        if (!out.empty()) out.push_back('|');
        out.append(original.substr(t.begin, t.end - t.begin));
    }
    return out;
}

// "0-1 vermin leet; ..."
inline std::string readings(std::string_view original) {
    const auto text = read(original);
    std::string out;
    for (const auto& r : text.readings) {
        if (!out.empty()) out.append("; ");
        out.append(std::to_string(r.first)).append("-").append(std::to_string(r.last)).append(" ");
        out.append(vocabulary().text(r.word)).append(" ").append(name(r.kind));
    }
    return out;
}

// "2-4/1 ..." for quotations, "0-3? 3-5" for sentences.
inline std::string quotations(const NormalText& text) {
    std::string out;
    for (const auto& q : text.quotations) {
        if (!out.empty()) out.push_back(' ');
        out.append(std::to_string(q.first))
            .append("-")
            .append(std::to_string(q.last))
            .append("/")
            .append(std::to_string(q.depth));
    }
    return out;
}
inline std::string quotations(std::string_view text) { return quotations(read(text)); }

inline std::string sentences(std::string_view original) {
    std::string out;
    for (const auto& s : read(original).sentences) {
        if (!out.empty()) out.push_back(' ');
        out.append(std::to_string(s.first)).append("-").append(std::to_string(s.last));
        if (s.question) out.push_back('?');
        if (s.exclamation) out.push_back('!');
    }
    return out;
}

inline std::string language(std::string_view text, std::string_view declared = {}) {
    return std::string(languages()[read(text, declared).language].code);
}

}  // namespace mizan::text::testing
