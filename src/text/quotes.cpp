#include "text/quotes.h"

#include <algorithm>

namespace mizan::text {

namespace {

// How a mark behaves: what closes it if it opens, and what it may close besides itself.
struct Shape {
    char32_t mark;
    char32_t closer;   // closes it when it opens; 0: it never opens
    bool directional;  // its shape says that it opens
};

constexpr Shape kShapes[] = {
    {U'"', U'"', false},     {U'\'', U'\'', false},   {0x201C, 0x201D, true},
    {0x201D, 0x201D, false}, {0x201E, 0x201C, true},  {0x201F, 0x201D, true},
    {0x00AB, 0x00BB, true},  {0x00BB, 0x00AB, false}, {0x2039, 0x203A, true},
    {0x203A, 0x2039, false}, {0x300C, 0x300D, true},  {0x300D, 0, false},
    {0x300E, 0x300F, true},  {0x300F, 0, false},      {0x201A, 0x2018, true},
    {0x2018, 0x2019, false}, {0x201B, 0x2019, false}, {0x2019, 0x2019, false},
    {0x300A, 0x300B, true},  {0x300B, 0, false},      {0x3008, 0x3009, true},
    {0x3009, 0, false},      {0xFF62, 0xFF63, true},  {0xFF63, 0, false},
    {0xFE41, 0xFE42, true},  {0xFE42, 0, false},      {0xFE43, 0xFE44, true},
    {0xFE44, 0, false},      {0x301D, 0x301E, true},  {0x301E, 0, false},
    {0x301F, 0, false},
};

const Shape* shape_of(char32_t mark) {
    const auto* it = std::find_if(std::begin(kShapes), std::end(kShapes),
                                  [&](const Shape& s) { return s.mark == mark; });
    return it == std::end(kShapes) ? nullptr : it;
}

}  // namespace

void QuoteStack::add(std::uint32_t first, std::uint32_t last, std::size_t depth) {
    if (first < last)
        out_->push_back(
            {first, last, static_cast<std::uint8_t>(std::min(depth, limits::kQuoteDepth))});
}

void QuoteStack::push(char32_t closer, bool keeps, std::uint32_t token) {
    if (size_ == stack_.size()) {
        ++deeper_;
        return;
    }
    stack_[size_++] = {closer, token, keeps};
}

int QuoteStack::find(char32_t closer) const {
    for (auto i = static_cast<int>(size_) - 1; i >= 0; --i) {
        const char32_t wanted = stack_[static_cast<std::size_t>(i)].closer;
        if (wanted == closer || (wanted == 0x201C && closer == 0x201D)) return i;
    }
    return -1;
}

// Marks inside that never closed quote nothing.
void QuoteStack::close(int level, std::uint32_t token) {
    const auto at = static_cast<std::size_t>(level);
    add(stack_[at].first, token, at + 1 + (base_ ? 1 : 0));
    size_ = at;
    deeper_ = 0;
}

void QuoteStack::mark(char32_t mark, bool opens, bool closes, std::uint32_t token) {
    const Shape* shape = shape_of(mark);
    if (shape == nullptr) return;
    const int level = find(mark);
    if (level >= 0 && (closes || shape->closer == 0)) {
        if (deeper_ > 0) {
            --deeper_;
            return;
        }
        close(level, token);
        return;
    }
    if (shape->closer != 0 && (shape->directional || opens))
        push(shape->closer, shape->directional || mark > 0x2019, token);
}

void QuoteStack::open_base(std::uint32_t token) {
    base_ = true;
    base_first_ = token;
}

void QuoteStack::close_base(std::uint32_t token) {
    if (base_) add(base_first_, token, 1);
    base_ = false;
}

void QuoteStack::end_line() {
    while (size_ > 0 && deeper_ == 0 && stack_[size_ - 1].closer == U'\'') --size_;
}

void QuoteStack::end_part(std::uint32_t token) {
    for (std::size_t i = 0; i < size_; ++i) {
        if (stack_[i].keeps) add(stack_[i].first, token, i + 1 + (base_ ? 1 : 0));
    }
    size_ = 0;
    deeper_ = 0;
    close_base(token);
}

}  // namespace mizan::text
