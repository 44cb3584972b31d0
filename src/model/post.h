// Post: what a platform sends to be assessed: a surface, a list of parts and the context around them.
//
// Lifetime: a Post owns no text. Its views point into the reader's buffers (or the caller's) and are valid until the
// reader's next record. A Post is meant to be reused: clear() keeps the vectors' memory.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mizan {

enum class PartKind : std::uint8_t { kText, kUrl, kMediaRef, kDerivedText };
enum class PartRole : std::uint8_t { kBody, kTitle, kName, kBio, kAlt, kQuoted, kOcr, kOther };

[[nodiscard]] std::string_view name(PartKind kind);  // "text", "url", "media-ref", "derived-text"
[[nodiscard]] std::string_view name(PartRole role);  // "body", "title", ...
[[nodiscard]] bool parse(std::string_view s, PartKind& out);
[[nodiscard]] bool parse(std::string_view s, PartRole& out);

struct Part {
    PartKind kind = PartKind::kText;
    PartRole role = PartRole::kBody;
    std::string_view bytes;  // UTF-8 as it came; invalid UTF-8 is allowed and handled by text/
    std::string_view
        provenance;  // where a derived text came from, e.g. "ocr:tesseract"; may be empty
};

// Evidence from outside the grammar. Only signals that the policy declares are read.
struct Signal {
    std::string_view name;
    std::string_view source;
    std::string_view version;
    std::int64_t value = 0;                // scores: 0..10000
    std::vector<std::string_view> values;  // for list signals, e.g. target.declared_attributes
    std::string_view asked_at;
};

struct Reach {
    std::int64_t views = 0;
    std::string_view as_of;  // RFC 3339
};

struct Post {
    std::string_view platform;
    std::string_view id;
    std::string_view author;      // empty: not given
    std::string_view created_at;  // UTC, as base/instant.h writes it; empty: not given
    std::string_view lang;        // BCP 47 as declared by the platform; empty: not given
    std::string_view surface;     // e.g. "post", "comment", "profile"; empty: not given
    std::string_view reply_to;    // id of the post answered; empty: not a reply
    std::string_view
        target;  // id of the person addressed, where the platform knows; empty: not given
    std::vector<std::string_view> mentions;
    std::vector<Part> parts;
    std::vector<Signal> signals;
    std::uint32_t revision = 0;  // of an edited post: a later one is higher
    Reach reach;
    bool has_reach = false;

    void clear();
};

}  // namespace mizan
