// Post: what is to be assessed: its parts and what the platform knows around it. A plain value that owns its text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace mizan::api {

enum class PartKind : std::uint8_t { kText, kUrl, kMediaRef, kDerivedText };
enum class PartRole : std::uint8_t { kBody, kTitle, kName, kBio, kAlt, kQuoted, kOcr, kOther };

struct Part {
    std::string
        text;  // UTF-8; bytes that are not count as U+FFFD and keep their place in the spans
    PartKind kind = PartKind::kText;
    PartRole role = PartRole::kBody;
    std::string provenance;  // where a derived text came from, e.g. "ocr:engine-2"; may be empty
};

// Evidence from outside the policy's grammar. Only signals that the policy declares are read.
struct Signal {
    std::string name;
    std::string source;
    std::string version;
    std::int64_t value = 0;           // scores: 0..10000
    std::vector<std::string> values;  // for signals that are lists
    std::string asked_at;             // RFC 3339
};

struct Reach {
    std::int64_t views = 0;  // 0 or more
    std::string as_of;       // RFC 3339
};

// Every field but `parts` may be empty: "not given".
struct Post {
    std::string id;
    std::vector<Part> parts;  // at most 64, with at most 4 MiB of text together
    std::string platform;
    std::string author;
    std::string created_at;  // RFC 3339 or unix time; chooses the clauses that were in force
    std::string lang;        // BCP 47, as declared by the platform
    std::string surface;     // "post", "comment", "profile", ...
    std::string reply_to;    // id of the post answered
    std::string target;      // id of the person addressed, where the platform knows
    std::vector<std::string> mentions;
    std::vector<Signal> signals;
    std::optional<Reach> reach;
};

// A post of one text.
[[nodiscard]] inline Post text_post(std::string id, std::string text) {
    Post post;
    post.id = std::move(id);
    post.parts.push_back({std::move(text), PartKind::kText, PartRole::kBody, {}});
    return post;
}

}  // namespace mizan::api
