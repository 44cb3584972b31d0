// SentenceTexts: the sentences of a NormalText, each as a NormalText of its own and with its place in the original text.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/decision.h"
#include "text/normal_text.h"

namespace mizan::service {

// For scoring them: a quotation inside another one is left out, a reading across two sentences too. Linear in the text. Not
// thread-safe.
class SentenceTexts {
public:
    // Begins with the first sentence. `whole` must live on, unchanged.
    void begin(const text::NormalText& whole);
    // The next sentence that has words; false: there is none.
    [[nodiscard]] bool next();
    // The sentence: its tokens from 0, their places in the original as they were. Valid until the next call.
    [[nodiscard]] text::NormalText& text() { return sentence_; }
    // Tokens [first, last) of the whole text.
    [[nodiscard]] Range tokens() const { return tokens_; }

private:
    void copy_words();
    void copy_readings();
    void copy_quotations();

    const text::NormalText* whole_ = nullptr;
    text::NormalText sentence_;
    std::size_t next_ = 0;            // of whole_->sentences
    std::size_t next_quotation_ = 0;  // of whole_->quotations
    std::uint32_t quoted_until_ =
        0;  // token of the whole where those that have begun have all ended
    Range tokens_;
};

// Where in the text each stretch lies that ends where the next one begins: from its first character to its last, without the white
// space around it. What stands between two of them belongs to the first up to the first white space, and to the second from
// there on. `words` are the bytes from the first word to the last of each, in order.
[[nodiscard]] std::vector<Range> sentence_places(std::string_view text,
                                                 const std::vector<Range>& words);

}  // namespace mizan::service
