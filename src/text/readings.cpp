#include "text/readings.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "base/limits.h"
#include "text/ascii.h"
#include "text/chunk.h"
#include "text/known.h"
#include "text/unit.h"

namespace mizan::text {

namespace {

// Look-ups that all readings of one text may take: a start for any text, and some for each token.
constexpr std::int64_t kLookups = 8192;
constexpr std::int64_t kLookupsPerToken = 8;
constexpr std::size_t kBetweenBytes = 16;  // tokens further apart than this are not read together

class Reader {
public:
    Reader(std::span<const Part> parts, const Vocabulary& vocabulary, NormalText& text)
        : parts_(parts),
          vocabulary_(vocabulary),
          text_(text),
          limit_(limits::kReadings * (1 + text.tokens.size() / limits::kWindowTokens)),
          budget_(kLookups + kLookupsPerToken * static_cast<std::int64_t>(text.tokens.size())) {}

    void run();

private:
    using Index = std::uint32_t;

    [[nodiscard]] const Token& token(Index i) const { return text_.tokens[i]; }
    [[nodiscard]] std::string_view bytes(Index i) const { return parts_[token(i).part].bytes; }
    [[nodiscard]] Index count() const { return static_cast<Index>(text_.tokens.size()); }
    [[nodiscard]] bool word_like(Index i) const {
        return token(i).kind == TokenKind::kWord || token(i).kind == TokenKind::kNumber;
    }
    [[nodiscard]] bool known(Index i) const {
        return is_known(token(i).word, text_.fold(token(i)), vocabulary_);
    }
    [[nodiscard]] bool single(Index i) const;
    [[nodiscard]] bool alone(Index i) const;
    [[nodiscard]] bool joined(Index i, bool hyphens) const;
    void add(Index first, Index last, WordId word, ReadingKind kind);

    void lone_word(Index i);
    Index chunk(Index i);
    bool guess(Index first, Index last);
    void segments(Index first, Index last);
    Index spaced(Index i);
    void spell(Index first, Index last);
    Index hashtag(Index i);

    std::span<const Part> parts_;
    const Vocabulary& vocabulary_;
    NormalText& text_;
    std::size_t limit_;
    std::int64_t budget_;
};

void Reader::add(Index first, Index last, WordId word, ReadingKind kind) {
    if (text_.readings.size() >= limit_) {
        text_.truncated = true;
        return;
    }
    text_.readings.push_back({first, last, word, kind});
}

// One letter or digit of its own.
bool Reader::single(Index i) const {
    const Token& t = token(i);
    return t.fold_size == 1 && word_like(i) && ascii_alnum(text_.folded[t.fold]) &&
           (t.flags & kHashtag) == 0;
}

bool ends_word(char c) {
    static constexpr auto kEnds = [] {
        std::array<bool, 256> table{};
        for (const char mark : std::string_view(",;:\"()[]?/{}<>"))
            table[static_cast<unsigned char>(mark)] = true;
        for (std::size_t i = 0; i < table.size(); ++i) {
            const Byte kind = byte_kind(static_cast<char>(i));
            table[i] = table[i] || kind == Byte::kSpace || kind == Byte::kNewline;
        }
        return table;
    }();
    return kEnds[static_cast<unsigned char>(c)];
}

// True if nothing beside the token can belong to the same disguised word.
bool Reader::alone(Index i) const {
    const Token& t = token(i);
    const auto text = bytes(i);
    const bool before = t.begin == 0 || ends_word(text[t.begin - 1]);
    if (!before) return false;
    if (t.end >= text.size() || ends_word(text[t.end])) return true;
    const char c = text[t.end];
    const bool sign = c == '.' || c == '!' || c == '*' || c == '\'';
    return sign && (t.end + 1 >= text.size() || ends_word(text[t.end + 1]));
}

// True if tokens i - 1 and i have only symbols between them that may be part of a disguised word.
bool Reader::joined(Index i, bool hyphens) const {
    const Token& a = token(i - 1);
    const Token& b = token(i);
    if (a.part != b.part || b.begin - a.end > kBetweenBytes || b.gap == Gap::kSentence)
        return false;
    const auto text = bytes(i);
    for (std::size_t at = a.end; at < b.begin;) {
        const Unit unit = read_unit(text, at);
        at += unit.size;
        const Class cls = unit.info.cls;
        if (cls == Class::kHyphen || unit.ascii == '-') {
            if (!hyphens) return false;
            continue;
        }
        const std::string_view kSigns = "*#_.%^~@$!+=|`";
        const bool sign = unit.ascii != 0 && kSigns.find(unit.ascii) != std::string_view::npos;
        const bool symbol = cls == Class::kOther && !unit.invalid;
        if (!sign && !symbol && cls != Class::kIgnorable && cls != Class::kMark &&
            cls != Class::kStrong)
            return false;
        if (cls == Class::kStrong && unit.cp < 0x80) return false;
    }
    return true;
}

// A word between spaces: a letter said twice at its end, one three times in a row, or a typing mistake.
void Reader::lone_word(Index i) {
    const Token& t = token(i);
    const auto word = text_.fold(t);
    if (t.kind != TokenKind::kWord || word.size() < 3) return;
    std::array<char, limits::kTokenBytes> bytes;
    const std::size_t before = text_.readings.size();
    auto look_up = [&](std::size_t size) {
        --budget_;
        const WordId id = vocabulary_.find({bytes.data(), size});
        if (id != kNoWord && text_.readings.size() == before)
            add(i, i + 1, id, ReadingKind::kRepeat);
    };
    if (word.size() > 3 && word[word.size() - 1] == word[word.size() - 2]) {
        look_up(static_cast<std::size_t>(std::copy(word.begin(), word.end() - 1, bytes.begin()) -
                                         bytes.begin()));
    }
    if ((t.flags & kOddInside) != 0) {
        look_up(collapse(word, 3, 2, bytes.data()));
        look_up(collapse(word, 3, 1, bytes.data()));
        look_up(collapse(word, 2, 1, bytes.data()));
    }
    if (text_.readings.size() > before) return;
    std::array<WordId, 4> typos;
    const std::size_t n = vocabulary_.typos_of(word, typos);
    for (std::size_t k = 0; k < n; ++k) add(i, i + 1, typos[k], ReadingKind::kTypo);
}

bool Reader::guess(Index first, Index last) {
    const auto text = bytes(first);
    std::size_t begin = token(first).begin;
    std::size_t end = token(last - 1).end;
    auto currency = [&](std::size_t at) {
        return at < text.size() && (text[at] == '$' || text[at] == '|');
    };
    if (begin > 0 && currency(begin - 1)) --begin;
    if (currency(end)) ++end;
    Chunk chunk;
    if (!chunk.read(text, begin, end)) return false;
    chunk.guess(vocabulary_, budget_);
    for (const Guess& g : chunk) add(first, last, g.word, g.kind);
    return chunk.begin() != chunk.end();
}

// The chunk gives no word as a whole: its pieces between hyphens, then its tokens.
void Reader::segments(Index first, Index last) {
    for (Index i = first; i < last;) {
        Index end = i + 1;
        while (end < last && joined(end, false)) ++end;
        bool unknown = false;
        for (Index k = i; k < end; ++k) unknown = unknown || !known(k);
        const bool whole = i == first && end == last;
        if (unknown && (whole || !guess(i, end))) {
            for (Index k = i; k < end; ++k) {
                if (known(k) || (end - i > 1 && guess(k, k + 1))) continue;
                lone_word(k);
            }
        }
        i = end;
    }
}

// The chunk that holds unknown token i; gives the token after it.
Reader::Index Reader::chunk(Index i) {
    constexpr Index kTokens = 16;
    Index first = i;
    while (first > 0 && i - first < kTokens && word_like(first - 1) && joined(first, true)) --first;
    Index last = i + 1;
    while (last < count() && last - i < kTokens && word_like(last) && joined(last, true)) ++last;
    if (!guess(first, last)) segments(first, last);
    return last;
}

// Sub-runs of single letters [first, last) that spell a word: the whole run, or four letters and more.
void Reader::spell(Index first, Index last) {
    constexpr Index kLongest = 20;
    std::array<char, kLongest> letters;
    for (Index i = first; i < last && budget_ > 0; ++i) {
        for (const bool second : {false, true}) {
            std::size_t digits = 0;
            bool ones = false;
            for (Index n = 0; n < kLongest && i + n < last; ++n) {
                const char c = text_.folded[token(i + n).fold];
                letters[n] = leet_letter(c, second);
                digits += ascii_digit(c) ? 1 : 0;
                ones = ones || c == '1';
                const bool whole = n >= 2 && i == first && i + n + 1 == last;
                if ((n < 3 && !whole) || 2 * digits > n + 1 || (second && !ones)) continue;
                --budget_;
                const WordId id = vocabulary_.find({letters.data(), n + 1});
                if (id != kNoWord) add(i, i + n + 1, id, ReadingKind::kSpaced);
            }
        }
    }
}

// A run of single letters from token i; gives the token after it, or i if there is none.
Reader::Index Reader::spaced(Index i) {
    Index last = i + 1;
    while (last < count() && single(last) && token(last).part == token(i).part &&
           token(last).gap != Gap::kSentence && token(last).begin - token(last - 1).end <= 4) {
        ++last;
    }
    if (last - i < 3) return i;
    spell(i, last);
    return last;
}

// A hashtag of several pieces may be one known word as a whole.
Reader::Index Reader::hashtag(Index i) {
    Index last = i + 1;
    while (last < count() && (token(last).flags & kHashtag) != 0 &&
           token(last).gap == Gap::kJoined && token(last).part == token(i).part)
        ++last;
    const std::uint32_t begin = token(i).fold;
    const std::uint32_t end = token(last - 1).fold + token(last - 1).fold_size;
    if (last - i > 1 && end - begin <= limits::kTokenBytes) {
        --budget_;
        const WordId id =
            vocabulary_.find(std::string_view(text_.folded).substr(begin, end - begin));
        if (id != kNoWord) add(i, last, id, ReadingKind::kHashtag);
    }
    return last;
}

void Reader::run() {
    Index done = 0;     // tokens before it need no chunk of their own
    Index run_end = 0;  // tokens before it are part of a spaced run
    Index tag_end = 0;
    for (Index i = 0; i < count(); ++i) {
        const Token& t = token(i);
        if ((t.flags & kUnsettled) == 0) continue;
        if ((t.flags & kHashtag) != 0 && i >= tag_end) tag_end = hashtag(i);
        if (t.fold_size == 1 && i >= run_end && single(i)) run_end = spaced(i);
        if (i < run_end || i < done || !word_like(i) || known(i)) continue;
        if (budget_ <= 0) {
            text_.truncated = true;
            return;
        }
        if (alone(i) && (t.flags & kOddInside) == 0 && ascii_only(text_.fold(t))) {
            lone_word(i);
        } else {
            done = chunk(i);
        }
    }
}

}  // namespace

void add_readings(std::span<const Part> parts, const Vocabulary& vocabulary, NormalText& text) {
    if (vocabulary.size() == 0) return;
    Reader(parts, vocabulary, text).run();
    auto key = [](const Reading& r) { return std::tuple(r.first, r.last, r.word, r.kind); };
    auto same = [](const Reading& a, const Reading& b) {
        return a.first == b.first && a.last == b.last && a.word == b.word;
    };
    auto& all = text.readings;
    std::sort(all.begin(), all.end(),
              [&](const auto& a, const auto& b) { return key(a) < key(b); });
    all.erase(std::unique(all.begin(), all.end(), same), all.end());
}

}  // namespace mizan::text
