#include "policy/inflect.h"

namespace mizan::policy {

namespace {

bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

bool ends(std::string_view w, std::string_view tail) { return w.ends_with(tail); }

bool consonant_y(std::string_view w) {
    return w.size() > 1 && w.back() == 'y' && !is_vowel(w[w.size() - 2]);
}

// One syllable that ends consonant-vowel-consonant doubles its last letter: rob, robbed.
bool doubles(std::string_view w) {
    if (w.size() < 3) return false;
    const char last = w[w.size() - 1];
    const bool shape = !is_vowel(w[w.size() - 3]) && is_vowel(w[w.size() - 2]) && !is_vowel(last);
    if (!shape || last == 'w' || last == 'x' || last == 'y') return false;
    int groups = 0;
    for (std::size_t i = 0; i < w.size(); ++i)
        groups += is_vowel(w[i]) && (i == 0 || !is_vowel(w[i - 1]));
    return groups == 1;
}

std::string with_s(std::string_view w) {
    std::string out(w);
    if (ends(w, "s") || ends(w, "x") || ends(w, "z") || ends(w, "ch") || ends(w, "sh"))
        return out + "es";
    if (consonant_y(w)) return out.substr(0, out.size() - 1) + "ies";
    return out + "s";
}

// The stem before a suffix that begins with a vowel: hope -> hop(ed), rob -> robb(ed), carry -> carri(ed) where `y_to_i`.
std::string stem(std::string_view w, bool y_to_i) {
    std::string out(w);
    if (ends(w, "ee") || ends(w, "oe") || ends(w, "ye")) return out;
    if (ends(w, "ie") && !y_to_i) return out.substr(0, out.size() - 2) + "y";  // die -> dying
    if (w.back() == 'e') return out.substr(0, out.size() - 1);
    if (y_to_i && consonant_y(w)) return out.substr(0, out.size() - 1) + "i";
    if (doubles(w)) out.push_back(w.back());
    return out;
}

std::vector<std::string> forms(std::string_view w, Inflection inflection) {
    std::vector<std::string> out{std::string(w)};
    if (inflection == Inflection::kNoun) {
        out.push_back(with_s(w));
    } else if (inflection == Inflection::kVerb) {
        out.push_back(with_s(w));
        out.push_back(ends(w, "ee") ? std::string(w) + "d" : stem(w, true) + "ed");
        out.push_back(stem(w, false) + "ing");
    } else if (inflection == Inflection::kAdjective) {
        out.push_back(ends(w, "ee") ? std::string(w) + "r" : stem(w, true) + "er");
        out.push_back(ends(w, "ee") ? std::string(w) + "st" : stem(w, true) + "est");
    }
    return out;
}

bool plain_letters(std::string_view w) {
    if (w.size() < 2) return false;
    for (const char c : w) {
        if (c < 'a' || c > 'z') return false;
    }
    return true;
}

}  // namespace

bool parse(std::string_view s, Inflection& out) {
    if (s == "none") out = Inflection::kUninflected;
    else if (s == "noun") out = Inflection::kNoun;
    else if (s == "verb") out = Inflection::kVerb;
    else if (s == "adj") out = Inflection::kAdjective;
    else return false;
    return true;
}

std::vector<std::string> inflect(std::string_view term, Inflection inflection) {
    const bool last = inflection != Inflection::kVerb;
    const auto cut = last ? term.find_last_of(" -") : term.find_first_of(" -");
    const bool whole = cut == std::string_view::npos;
    const auto head = whole ? std::string_view() : term.substr(0, last ? cut + 1 : cut);
    const auto tail = whole ? std::string_view() : term.substr(last ? cut + 1 : cut);
    const auto word = whole ? term : (last ? tail : head);
    if (inflection == Inflection::kUninflected || !plain_letters(word)) return {std::string(term)};
    auto out = forms(word, inflection);
    if (!whole) {
        for (auto& f : out) f = last ? std::string(head) + f : f + std::string(tail);
    }
    return out;
}

}  // namespace mizan::policy
