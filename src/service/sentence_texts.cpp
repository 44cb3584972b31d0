#include "service/sentence_texts.h"

#include <algorithm>

namespace mizan::service {

namespace {

constexpr std::string_view kWhiteSpace = " \t\r\n\v\f";

Range without_space_around(std::string_view text, Range range) {
    const auto is_space = [&](std::uint32_t at) { return kWhiteSpace.contains(text[at]); };
    while (range.begin < range.end && is_space(range.begin)) ++range.begin;
    while (range.end > range.begin && is_space(range.end - 1)) --range.end;
    return range;
}

}  // namespace

void SentenceTexts::begin(const text::NormalText& whole) {
    whole_ = &whole;
    next_ = 0;
    next_quotation_ = 0;
    quoted_until_ = 0;
}

bool SentenceTexts::next() {
    while (next_ < whole_->sentences.size()) {
        const auto& sentence = whole_->sentences[next_++];
        if (sentence.first >= sentence.last) continue;
        tokens_ = {sentence.first, sentence.last};
        sentence_.clear();
        sentence_.language = whole_->language;
        sentence_.sentences.push_back(sentence);
        sentence_.sentences.back().first = 0;
        sentence_.sentences.back().last = sentence.last - sentence.first;
        copy_words();
        copy_readings();
        copy_quotations();
        return true;
    }
    return false;
}

void SentenceTexts::copy_words() {
    for (auto t = tokens_.begin; t < tokens_.end; ++t) {
        auto token = whole_->tokens[t];
        const auto folded = whole_->fold(token);
        token.fold = static_cast<std::uint32_t>(sentence_.folded.size());
        token.sentence = 0;
        sentence_.folded.append(folded);
        sentence_.tokens.push_back(token);
    }
}

void SentenceTexts::copy_readings() {
    const auto end = whole_->readings.end();
    for (auto it = whole_->readings_from(tokens_.begin); it != end && it->first < tokens_.end;
         ++it) {
        if (it->last > tokens_.end) continue;
        auto reading = *it;
        reading.first -= tokens_.begin;
        reading.last -= tokens_.begin;
        sentence_.readings.push_back(reading);
    }
}

void SentenceTexts::copy_quotations() {
    const auto add = [&](std::uint32_t first, std::uint32_t last) {
        sentence_.quotations.push_back(
            {first - tokens_.begin, std::min(last, tokens_.end) - tokens_.begin, 1});
    };
    const auto& all = whole_->quotations;
    if (quoted_until_ > tokens_.begin) add(tokens_.begin, quoted_until_);
    for (; next_quotation_ < all.size() && all[next_quotation_].first < tokens_.end;
         ++next_quotation_) {
        const auto& quotation = all[next_quotation_];
        if (quotation.last <= quoted_until_) continue;
        quoted_until_ = quotation.last;
        if (quotation.last > tokens_.begin)
            add(std::max(quotation.first, tokens_.begin), quotation.last);
    }
}

std::vector<Range> sentence_places(std::string_view text, const std::vector<Range>& words) {
    std::vector<Range> out;
    out.reserve(words.size());
    std::uint32_t begin = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
        auto end = static_cast<std::uint32_t>(text.size());
        if (i + 1 < words.size()) {
            const auto next = std::max(words[i + 1].begin, words[i].end);
            const auto space = text.find_first_of(kWhiteSpace, words[i].end);
            end = space < next ? static_cast<std::uint32_t>(space) : next;
        }
        out.push_back(without_space_around(text, {begin, end}));
        begin = end;
    }
    return out;
}

}  // namespace mizan::service
