// Which quotation marks are open while a part is read, and the quotations they made.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "base/limits.h"
#include "text/normal_text.h"

namespace mizan::text {

class QuoteStack {
public:
    explicit QuoteStack(std::vector<Quotation>& out) : out_(&out) {}

    // A part or a line that is quoted as a whole opens and closes a base level below all marks.
    void open_base(std::uint32_t token);
    void close_base(std::uint32_t token);

    // A mark between tokens; `opens`/`closes`: what stands beside it lets it open or close. `token` is the index of the
    // next token.
    void mark(char32_t mark, bool opens, bool closes, std::uint32_t token);

    // A line ended: a single straight quote does not reach over it.
    void end_line();

    // The part ended: marks that point a way end their quotation here, others quote nothing.
    void end_part(std::uint32_t token);

    [[nodiscard]] bool is_open(char32_t closer) const { return find(closer) >= 0; }

private:
    struct Open {
        char32_t closer = 0;  // the mark that closes it
        std::uint32_t first = 0;
        bool keeps = false;  // stays a quotation if nothing closes it
    };

    void push(char32_t closer, bool keeps, std::uint32_t token);
    [[nodiscard]] int find(char32_t closer) const;
    void close(int level, std::uint32_t token);
    void add(std::uint32_t first, std::uint32_t last, std::size_t depth);

    std::vector<Quotation>* out_;
    std::array<Open, limits::kQuoteDepth> stack_{};
    std::size_t size_ = 0;
    std::size_t deeper_ = 0;  // open marks beyond the stack; they count as its last level
    std::uint32_t base_first_ = 0;
    bool base_ = false;
};

}  // namespace mizan::text
