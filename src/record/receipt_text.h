// What the parts of receipt.h share. Private to this room.
#pragma once

#include <string_view>

namespace mizan::record {

inline constexpr std::string_view kKindField = "kind_commit";
inline constexpr std::string_view kSubjectField = "subject_commit";
inline constexpr std::string_view kActorField = "actor_commit";
inline constexpr std::string_view kBodyField = "body_commit";
inline constexpr std::string_view kLinkField = "link_commit";

[[nodiscard]] bool is_utf8(std::string_view bytes);

}  // namespace mizan::record
