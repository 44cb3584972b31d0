// Generates src/text/unicode_data.inc from ICU: classes, folds and look-alikes of all code points.
//
// Run: gen_unicode > src/text/unicode_data.inc. Links libicuuc and libicui18n; only this tool needs ICU.
// Format of the tables: see src/text/unicode.h. Same ICU version in, same bytes out.
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>

#include <cstdint>
#include <cstdio>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "text/unicode.h"

namespace {

using mizan::text::Class;

constexpr UChar32 kLimit = 0x110000;
constexpr int kBlock = 64;

struct Tools {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* casefold = icu::Normalizer2::getNFKCCasefoldInstance(status);
    const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(status);
    const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(status);
    USpoofChecker* spoof = uspoof_open(&status);
};

bool in(UChar32 c, UChar32 first, UChar32 last) { return c >= first && c <= last; }

UScriptCode script_of(UChar32 c) {
    UErrorCode status = U_ZERO_ERROR;
    return uscript_getScript(c, &status);
}

// One token for each code point: scripts that set no spaces between words.
bool no_spaces(UChar32 c) {
    if (c == 0x30FC || c == 0x3005 || c == 0x3006 || c == 0x303B) return true;
    switch (script_of(c)) {
        case USCRIPT_HAN:
        case USCRIPT_HIRAGANA:
        case USCRIPT_KATAKANA:
        case USCRIPT_THAI:
        case USCRIPT_LAO:
        case USCRIPT_KHMER:
        case USCRIPT_MYANMAR: return true;
        default: return false;
    }
}

bool is_mark(UChar32 c) { return (U_GET_GC_MASK(c) & (U_GC_M_MASK)) != 0; }

// Marks that carry no word of their own in these scripts: accents, niqqud, harakat. Indic vowel signs stay.
bool is_dropped_mark(UChar32 c) {
    if (c == 0x0640) return true;  // tatweel
    if (!is_mark(c) || c == 0x3099 || c == 0x309A) return false;
    switch (script_of(c)) {
        case USCRIPT_INHERITED:
        case USCRIPT_COMMON:
        case USCRIPT_LATIN:
        case USCRIPT_GREEK:
        case USCRIPT_CYRILLIC:
        case USCRIPT_HEBREW:
        case USCRIPT_ARABIC: return true;
        default: return false;
    }
}

bool is_pictograph(UChar32 c) {
    if (c < 0x80 || c == 0xA9 || c == 0xAE || c == 0x203C || c == 0x2049 || c == 0x2122 ||
        c == 0x2139)
        return false;
    if (c == 0x3030 || c == 0x303D || c == 0x24C2 || c == 0x3297 || c == 0x3299) return false;
    if (u_charType(c) == U_UNASSIGNED) return false;
    if (in(c, 0x0FD5, 0x0FD8)) return true;
    if (u_charType(c) == U_OTHER_SYMBOL && (in(c, 0x2600, 0x27BF) || in(c, 0x1F000, 0x1FAFF)))
        return true;
    return u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC);
}

std::string name_of(UChar32 c) {
    char buffer[256];
    UErrorCode status = U_ZERO_ERROR;
    const auto n = u_charName(c, U_UNICODE_CHAR_NAME, buffer, sizeof buffer, &status);
    return std::string(buffer, static_cast<std::size_t>(n));
}

// The letter in a name such as "LATIN SMALL LETTER O WITH STROKE", lower case; 0 if the name has another form.
char letter_after(const std::string& name, std::string_view lead, bool whole) {
    if (!name.starts_with(lead)) return 0;
    const std::string rest = name.substr(lead.size());
    if (rest.empty() || rest[0] < 'A' || rest[0] > 'Z') return 0;
    const bool ends = rest.size() == 1;
    if (!ends && (whole || rest.substr(1, 6) != " WITH ")) return 0;
    return static_cast<char>(rest[0] - 'A' + 'a');
}

// Letters that Unicode does not decompose but readers take for their base letter.
char base_letter(UChar32 c) {
    const auto name = name_of(c);
    if (const char x = letter_after(name, "LATIN SMALL LETTER ", false); x != 0 && c > 0x7F)
        return x;
    for (const std::string_view lead :
         {"NEGATIVE CIRCLED LATIN CAPITAL LETTER ", "NEGATIVE SQUARED LATIN CAPITAL LETTER ",
          "SQUARED LATIN CAPITAL LETTER "}) {
        if (const char x = letter_after(name, lead, true); x != 0) return x;
    }
    return c == 0x131 ? 'i' : char{0};
}

icu::UnicodeString fold_letters(const Tools& tools, UChar32 c) {
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString folded = tools.casefold->normalize(icu::UnicodeString(c), status);
    icu::UnicodeString out;
    for (int i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
        const UChar32 f = folded.char32At(i);
        const bool hangul_or_kana = no_spaces(f) || script_of(f) == USCRIPT_HANGUL;
        icu::UnicodeString parts(f);
        if (!hangul_or_kana) parts = tools.nfd->normalize(parts, status);
        for (int k = 0; k < parts.length(); k = parts.moveIndex32(k, 1)) {
            const UChar32 p = parts.char32At(k);
            if (is_dropped_mark(p) || u_hasBinaryProperty(p, UCHAR_DEFAULT_IGNORABLE_CODE_POINT))
                continue;
            if (u_charType(p) == U_DECIMAL_DIGIT_NUMBER) {
                out.append(static_cast<char16_t>('0' + u_charDigitValue(p)));
            } else if (p == 0xE6) {
                out.append(u"ae");
            } else if (p == 0x153) {
                out.append(u"oe");
            } else if (const char base = base_letter(p); base != 0) {
                out.append(static_cast<char16_t>(base));
            } else {
                out.append(p);
            }
        }
    }
    return out;
}

// Keeps letters, digits and marks: "(a)" as one code point folds to "a".
icu::UnicodeString word_part(const icu::UnicodeString& s) {
    icu::UnicodeString out;
    for (int i = 0; i < s.length(); i = s.moveIndex32(i, 1)) {
        const UChar32 c = s.char32At(i);
        if ((U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_ND_MASK | U_GC_M_MASK)) != 0) out.append(c);
    }
    return out;
}

bool one_of(UChar32 c, std::u32string_view set) {
    return set.find(static_cast<char32_t>(c)) != std::u32string_view::npos;
}

// Punctuation beyond ASCII that has a meaning of its own.
Class punctuation_class(UChar32 c) {
    if (one_of(c,
               U"\u2019\u02BC\u02BB\u2018\u201B\u02B9\u02C8\uA78C\u07F4\u2032\u00B4\u1FBF\u055A")) {
        return c == 0x2018 || c == 0x201B ? Class::kQuote : Class::kApostrophe;
    }
    if (one_of(c,
               U"\u201C\u201D\u201E\u201F\u00AB\u00BB\u2039\u203A\u300C\u300D\u300E\u300F\u201A"
               U"\uFE41\uFE42\uFE43"
               U"\uFE44\uFF62\uFF63\u300A\u300B\u3008\u3009\u301D\u301E\u301F")) {
        return Class::kQuote;
    }
    if (one_of(c,
               U"\u3002\uFF61\u06D4\u0964\u0965\u104A\u104B\u1362\u17D4\u17D5\u2026\u0589\u0F0D"
               U"\u0F0E"))
        return Class::kEnd;
    if (one_of(c, U"\uFF01\u203C\uFE57\u055C")) return Class::kExclaim;
    if (one_of(c, U"\uFF1F\u061F\u2047\u2048\u2049\uFE56\u1367\u055E\u203D\u2E2E\u037E"))
        return Class::kAsk;
    if (one_of(c, U"\u2010\u2011\u2012\u2013\u00AD\uFE63\uFF0D\u058A\u05BE\u2212"))
        return Class::kHyphen;
    if (one_of(c,
               U"\u2014\u2015\u2E3A\u2E3B\u301C\uFF5E\u060C\u3001\uFF0C\uFF64\u1363\u2044\u2215"
               U"\uFE58\u055D\u0E2F"))
        return Class::kComma;
    if (one_of(c,
               U"\u061B\uFF1B\uFF1A\u1364\u1365\u1366\u0387\uFE54\uFE55\uFE30\u2022\u2023\u25CF"))
        return Class::kStrong;
    const auto type = u_charType(c);
    if (type == U_START_PUNCTUATION || type == U_END_PUNCTUATION) return Class::kStrong;
    return Class::kOther;
}

bool is_ignorable(UChar32 c) {
    return u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ||
           u_hasBinaryProperty(c, UCHAR_BIDI_CONTROL) || in(c, 0x1F3FB, 0x1F3FF) ||
           in(c, 0xFE00, 0xFE0F) || in(c, 0xE0000, 0xE0FFF) || c == 0xFEFF ||
           u_charType(c) == U_FORMAT_CHAR;
}

struct Row {
    Class cls = Class::kOther;
    bool upper = false;
    icu::UnicodeString fold;  // empty: none
};

Row letter_row(const Tools& tools, UChar32 c, Class cls) {
    Row row{cls, u_isUUppercase(c) != 0 || u_istitle(c) != 0, word_part(fold_letters(tools, c))};
    if (row.fold.isEmpty()) row.cls = Class::kMark;
    return row;
}

// Symbols that Unicode spells with letters, digits or one ASCII mark: circled letters, fullwidth forms.
Row symbol_row(const Tools& tools, UChar32 c) {
    UErrorCode status = U_ZERO_ERROR;
    const auto wide = tools.nfkc->normalize(icu::UnicodeString(c), status);
    if (base_letter(c) != 0) return {Class::kLetter, true, fold_letters(tools, c)};
    if (wide.length() == 1 && wide[0] > 0x20 && wide[0] < 0x7F && u_ispunct(wide[0]))
        return {Class::kAscii, false, wide};
    if (wide.length() == 1 && in(wide[0], 0x21, 0x7E) && !u_isalnum(wide[0]))
        return {Class::kAscii, false, wide};
    const auto letters = word_part(fold_letters(tools, c));
    if (letters.isEmpty() || wide.indexOf(static_cast<char16_t>(0x2044)) >= 0) return {};
    bool digits = true;
    for (int i = 0; i < letters.length(); ++i) digits = digits && u_isdigit(letters[i]);
    if (wide == icu::UnicodeString(c) && letters == wide) return {};
    const Class cls = digits                           ? Class::kDigit
                      : no_spaces(letters.char32At(0)) ? Class::kIdeograph
                                                       : Class::kLetter;
    return {cls, false, letters};
}

Row row_of(const Tools& tools, UChar32 c) {
    const auto type = u_charType(c);
    if (in(c, 0x1F1E6, 0x1F1FF)) return {Class::kRegional, false, {}};
    if (c == 0xFF9E || c == 0xFF9F)
        return {Class::kKeepMark, false,
                icu::UnicodeString(static_cast<UChar32>(c - 0xFF9E + 0x3099))};
    if (const Class cls = punctuation_class(c);
        cls != Class::kOther && cls != Class::kStrong && c != 0xAD)
        return {cls, false, {}};
    if (c == 0x0A || c == 0x0B || c == 0x0C || c == 0x0D || c == 0x85 || c == 0x2028 || c == 0x2029)
        return {Class::kNewline, false, {}};
    if (c == 0x3164 || c == 0xFFA0 || c == 0x115F || c == 0x1160 || c == 0x2800)
        return {Class::kIgnorable, false, {}};
    if (is_ignorable(c)) return {Class::kIgnorable, false, {}};
    if (u_isUWhiteSpace(c)) return {Class::kSpace, false, {}};
    if (is_dropped_mark(c)) return {Class::kMark, false, {}};
    if (is_mark(c)) {
        auto row = letter_row(
            tools, c,
            no_spaces(c) || c == 0x3099 || c == 0x309A ? Class::kKeepMark : Class::kLetter);
        return row;
    }
    if (type == U_DECIMAL_DIGIT_NUMBER) return letter_row(tools, c, Class::kDigit);
    const auto mask = U_GET_GC_MASK(c);
    if ((mask & U_GC_L_MASK) != 0 || type == U_LETTER_NUMBER) {
        if (type == U_MODIFIER_LETTER && script_of(c) == USCRIPT_COMMON && !no_spaces(c)) {
            const auto row = symbol_row(tools, c);
            return row.cls == Class::kLetter ? row : Row{Class::kMark, false, {}};
        }
        auto row = letter_row(tools, c, Class::kLetter);
        if (!row.fold.isEmpty() && (no_spaces(c) || no_spaces(row.fold.char32At(0))))
            row.cls = Class::kIdeograph;
        return row;
    }
    if (base_letter(c) != 0) return symbol_row(tools, c);
    if (is_pictograph(c)) return {Class::kEmoji, false, icu::UnicodeString(c)};
    if (in(c, 0xE000, 0xF8FF) || type == U_UNASSIGNED || type == U_CONTROL_CHAR) return {};
    if (const auto row = symbol_row(tools, c); row.cls != Class::kOther) return row;
    return {punctuation_class(c), false, {}};
}

// The ASCII letter that c is mistaken for, or 0. A capital that looks like "l" is meant as an i.
char lookalike(const Tools& tools, UChar32 c) {
    if (c < 0x80 || !u_isalpha(c)) return 0;
    const auto name = name_of(c);
    if (const char x = letter_after(name, "LATIN LETTER SMALL CAPITAL ", true); x != 0) return x;
    for (const UChar32 form : {c, u_toupper(c)}) {
        UErrorCode status = U_ZERO_ERROR;
        icu::UnicodeString skeleton;
        uspoof_getSkeletonUnicodeString(tools.spoof, 0, icu::UnicodeString(form), skeleton,
                                        &status);
        if (skeleton.length() != 1 || skeleton[0] >= 0x80 || !u_isalpha(skeleton[0])) continue;
        if (skeleton[0] == 'l' && u_isupper(form)) return 'i';
        return static_cast<char>(u_tolower(skeleton[0]));
    }
    return 0;
}

class Writer {
public:
    explicit Writer(const Tools& tools) : tools_(tools) {}

    void run() {
        std::map<std::vector<std::uint16_t>, std::size_t> blocks;
        for (UChar32 base = 0; base < kLimit; base += kBlock) {
            std::vector<std::uint16_t> block;
            for (UChar32 c = base; c < base + kBlock; ++c) block.push_back(record_index(c));
            const auto [it, added] = blocks.try_emplace(block, blocks.size());
            if (added) stage2_.insert(stage2_.end(), block.begin(), block.end());
            stage1_.push_back(static_cast<std::uint32_t>(it->second));
        }
        while (stage1_.size() > 1 && stage1_[stage1_.size() - 2] == stage1_.back())
            stage1_.pop_back();
        for (UChar32 c = 0x80; c < kLimit; ++c) {
            const char x = U_IS_SURROGATE(c) ? char{0} : lookalike(tools_, c);
            if (x != 0)
                lookalikes_.push_back(static_cast<std::uint32_t>(c) << 8 |
                                      static_cast<unsigned char>(x));
        }
        print_all();
    }

private:
    std::uint16_t record_index(UChar32 c) {
        const Row row = U_IS_SURROGATE(c) ? Row{} : row_of(tools_, c);
        std::uint32_t record = static_cast<std::uint32_t>(row.cls) | (row.upper ? 32u : 0u);
        if (row.fold.countChar32() == 1) {
            const auto delta = static_cast<std::uint32_t>(row.fold.char32At(0) - c);
            record |= delta << 7;
        } else if (!row.fold.isEmpty()) {
            std::string bytes;
            row.fold.toUTF8String(bytes);
            auto at = pool_.find(bytes);
            if (at == std::string::npos) {
                at = pool_.size();
                pool_ += bytes;
            }
            record |= 64u | static_cast<std::uint32_t>(at) << 7 |
                      static_cast<std::uint32_t>(bytes.size()) << 24;
        }
        const auto [it, added] =
            index_.try_emplace(record, static_cast<std::uint16_t>(index_.size()));
        if (added) records_.push_back(record);
        return it->second;
    }

    template <class T>
    static void print_array(const char* type, const char* name, const std::vector<T>& values) {
        std::printf("inline constexpr %s %s[%zu] = {", type, name, values.size());
        int column = 100;
        for (const auto v : values) {
            char text[16];
            const int n = std::snprintf(text, sizeof text, "%u,", static_cast<unsigned>(v));
            if (column + n > 99) {
                std::printf("\n");
                column = 0;
            }
            std::fputs(text, stdout);
            column += n;
        }
        std::printf("\n};\n");
    }

    void print_all() {
        std::printf(
            "// Generated by tools/gen_unicode.cpp from ICU %s (Unicode %s). Do not edit.\n// "
            "clang-format off\n",
            U_ICU_VERSION, U_UNICODE_VERSION);
        print_array("std::uint16_t", "kStage1", stage1_);
        print_array("std::uint16_t", "kStage2", stage2_);
        print_array("std::uint32_t", "kRecords", records_);
        std::vector<unsigned char> pool(pool_.begin(), pool_.end());
        print_array("unsigned char", "kPool", pool);
        print_array("std::uint32_t", "kLookalikes", lookalikes_);
        std::fprintf(
            stderr, "stage1 %zu stage2 %zu records %zu pool %zu lookalikes %zu: %zu bytes\n",
            stage1_.size(), stage2_.size(), records_.size(), pool_.size(), lookalikes_.size(),
            stage1_.size() * 2 + stage2_.size() * 2 + records_.size() * 4 + pool_.size() +
                lookalikes_.size() * 4);
    }

    const Tools& tools_;
    std::vector<std::uint32_t> stage1_;
    std::vector<std::uint16_t> stage2_;
    std::vector<std::uint32_t> records_;
    std::map<std::uint32_t, std::uint16_t> index_;
    std::string pool_;
    std::vector<std::uint32_t> lookalikes_;
};

}  // namespace

int main() {
    const Tools tools;
    if (U_FAILURE(tools.status)) {
        std::fprintf(stderr, "gen_unicode: ICU does not start: %s\n", u_errorName(tools.status));
        return 1;
    }
    Writer(tools).run();
    return 0;
}
