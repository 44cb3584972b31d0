#include "service/token_names.h"

#include <utility>

namespace mizan::service {

std::string_view kind_name(text::TokenKind kind) {
    constexpr std::string_view kNames[] = {"word", "number", "emoji", "mention", "url"};
    return kNames[static_cast<std::size_t>(kind)];
}

std::string_view gap_name(text::Gap gap) {
    constexpr std::string_view kNames[] = {"joined", "space", "comma", "strong", "sentence"};
    return kNames[static_cast<std::size_t>(gap)];
}

std::string flag_names(std::uint8_t flags) {
    constexpr std::pair<std::uint8_t, std::string_view> kFlags[] = {{text::kHashtag, "hashtag"},
                                                                    {text::kShouted, "shouted"},
                                                                    {text::kCapital, "capital"},
                                                                    {text::kOddInside, "odd"}};
    std::string out;
    for (const auto& [flag, name] : kFlags) {
        if ((flags & flag) != 0) out.append(out.empty() ? "" : ",").append(name);
    }
    return out.empty() ? "-" : out;
}

}  // namespace mizan::service
