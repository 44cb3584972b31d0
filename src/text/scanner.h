// Scanner: the one pass over a part's bytes that folds, cuts tokens, sentences and quotations; at the end it looks words up.
//
// The main loop (scanner.cpp) sends each byte to words (scan_words.cpp), line breaks (scan_lines.cpp), marks
// (scan_marks.cpp) or tags, mentions and links (scan_tags.cpp). Every function moves at_ forward, and none looks further
// ahead than it then moves or a fixed number of bytes, so the pass is linear. Not thread-safe; one per call of
// normalize().
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "text/evidence.h"
#include "text/links.h"
#include "text/normal_text.h"
#include "text/quotes.h"
#include "text/unit.h"
#include "text/vocabulary.h"

namespace mizan::text {

class Scanner {
public:
    Scanner(const Vocabulary& vocabulary, NormalText& out)
        : vocabulary_(vocabulary), out_(out), quotes_(out.quotations), evidence_(vocabulary) {}

    void scan(std::string_view text, std::uint16_t part, bool quoted);
    void finish();  // looks the words up and gives `folded` its true size; call once, last
    [[nodiscard]] Evidence& evidence() { return evidence_; }

private:
    static constexpr std::uint32_t kRoom =
        2 * limits::kTokenBytes + 64;  // what one token may add to the folds, and slack

    struct Apostrophe {
        std::uint32_t begin, end,
            before;  // bytes of the apostrophe and where the letter before it begins
        std::uint32_t fold;
    };
    struct Word {
        std::uint32_t begin = 0;
        std::uint32_t end = 0;  // after the last letter or mark
        std::uint32_t fold = 0;
        std::uint32_t letters = 0;
        std::uint32_t digits = 0;
        std::uint32_t uppers = 0;
        std::uint32_t apostrophes = 0;
        std::uint32_t last_begin = 0;  // where the last letter begins
        std::uint32_t run = 0;         // how often the last letter stands in a row
        char32_t last = 0;
        bool capital = false;
        bool full = false;     // the fold reached kTokenBytes
        bool inner = false;    // a number with an inner mark
        bool ascii = false;    // holds letters that fold to ASCII
        bool foreign = false;  // holds letters that do not
        bool odd = false;
        std::array<Apostrophe, 4> at;
    };
    struct Tag;

    // scanner.cpp
    void main_loop();
    [[nodiscard]] Unit read(std::size_t at);
    [[nodiscard]] Unit peek(std::size_t at) { return at < text_.size() ? read(at) : kEndUnit; }
    void other(const Unit& unit);
    void make_room() {
        if (out_.folded.size() < fold_end_ + kRoom) more_room();
    }
    void more_room();
    void look_up();
    void put(Word& word, std::string_view bytes);
    void put_code_point(Word& word, char32_t c);
    void emit(std::uint32_t begin, std::uint32_t end, std::uint32_t fold, std::uint32_t size,
              TokenKind kind, unsigned flags);
    void end_sentence(bool question, bool exclamation);
    void pop_to(std::size_t begin);
    [[nodiscard]] std::uint32_t next_token() const {
        return static_cast<std::uint32_t>(out_.tokens.size());
    }
    [[nodiscard]] bool after_token(std::size_t at) const;

    // scan_words.cpp
    void word();
    bool plain_word();
    void ascii_letters(Word& word);
    static void count_runs(Word& word, std::string_view letters);
    void word_more(Word& word);
    bool take_ascii(Word& word, char c);
    bool take_unit(Word& word, const Unit& unit);
    bool take_apostrophe(Word& word, const Unit& unit);
    void take_letter(Word& word, const Unit& unit);
    void emit_word(const Word& word);
    void emit_clitics(const Word& word);
    void ideograph(const Unit& unit);
    void emoji(const Unit& unit);

    // scan_lines.cpp
    [[nodiscard]] std::size_t line_break(std::size_t at) const;
    [[nodiscard]] std::size_t break_tag(std::size_t at) const;
    void end_line(std::size_t size);
    [[nodiscard]] bool line_goes_on();
    [[nodiscard]] bool begins_item(const Unit& first);

    // scan_marks.cpp
    void mark(char c, std::uint32_t size);
    void apostrophe(char32_t cp, std::uint32_t size);
    void quote(char32_t cp, std::uint32_t size);
    void hyphen(std::uint32_t size);
    void terminator();
    bool inner_stop();
    [[nodiscard]] bool abbreviation();
    void greater(std::uint32_t size, bool fresh);
    [[nodiscard]] bool space_before(std::size_t at) const;
    [[nodiscard]] bool opens_after(std::size_t at) const;

    // scan_tags.cpp
    void hash(std::uint32_t size);
    bool read_tag(Tag& tag);
    void emit_tag(const Tag& tag);
    void at_sign(std::uint32_t size);
    void append(Word& word, const Unit& unit);
    bool email();
    [[nodiscard]] bool cuts_token(std::size_t begin) const;
    void mention(std::uint32_t size);
    bool placeholder();
    void link(std::size_t begin, std::size_t end, TokenKind kind);
    bool domain();
    bool scheme();

    const Vocabulary& vocabulary_;
    NormalText& out_;
    QuoteStack quotes_;
    Evidence evidence_;
    std::string_view text_;
    std::size_t at_ = 0;
    char* folds_ = nullptr;             // out_.folded
    std::uint32_t fold_end_ = 0;        // bytes of it in use
    std::uint32_t sentence_ = 0;        // index of the sentence that is being read
    std::uint32_t sentence_first_ = 0;  // and its first token
    std::uint32_t part_first_ = 0;      // first token of this part
    std::size_t tag_end_ = 0;           // tokens that begin before it are part of a hashtag
    std::uint16_t part_ = 0;
    Gap gap_ = Gap::kSentence;
    bool fresh_line_ = true;  // nothing but space since the line began
    bool quoted_part_ = false;
    bool line_quoted_ = false;   // the current line opened with '>'
    bool line_pending_ = false;  // the line before did; this one has not said yet
};

}  // namespace mizan::text
