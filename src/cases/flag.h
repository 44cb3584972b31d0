// Flag: somebody's claim about a post, an actor, an entity or a pattern of posts, as it was received.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cases/rules.h"
#include "cases/words.h"

namespace mizan::cases {

struct Subject {
    SubjectKind kind = SubjectKind::kPost;
    std::string source;  // the feed that its id is of
    std::string id;
    std::string url;  // where it is seen

    static void fields(auto& self, auto&& visit) {
        visit("kind", self.kind);
        visit("source",
              self.source);  // what the record knows may be longer than what check() takes
        visit("id", self.id);
        visit("url", self.url, Most{2000});
    }
    bool operator==(const Subject&) const = default;
};
// By what two flags are about the same; without an id the address counts.
[[nodiscard]] std::string key_of(const Subject& subject);

// A file that came with a flag, which stands apart under its hash.
struct Attachment {
    std::string name;
    std::string type;  // as its bytes show: "image/png"
    std::string sha256;
    std::uint64_t size = 0;

    static void fields(auto& self, auto&& visit) {
        visit("name", self.name, Most{200});
        visit("type", self.type, Most{100});
        visit("sha256", self.sha256, Most{64});
        visit("size", self.size);
    }
    bool operator==(const Attachment&) const = default;
};

inline constexpr std::size_t kExhibits = 500;
inline constexpr std::size_t kAttachments = 20;
inline constexpr std::size_t kExplanationBytes = 5000;
inline constexpr std::size_t kContentBytes = 64u << 10;

// What somebody sends. Who they are is known otherwise.
struct FlagOrder {
    std::string key;  // the flagger's own name for it: the same again is the same flag
    Subject subject;
    std::string text;    // the content itself, where the platform may not have it any more
    std::string author;  // of it, as far as the flagger knows
    std::vector<Subject> exhibits;  // of a pattern: its posts
    Category category = Category::kPolicy;
    Urgency urgency = Urgency::kNormal;
    std::string clause;  // that the flagger thinks is violated
    std::string explanation;
    std::string lang;
    std::string target;  // who is attacked, in the flagger's words
    std::vector<Attachment> attachments;
    bool sensitive = false;  // that it was flagged at all is nobody's to know but those who have to
    std::string legal_basis;  // of a government
    std::string route;        // of what is not ours: to whom, if the flagger knows
    std::string user;         // of a platform's user: who, as the platform calls them
    bool automated = false;   // a machine of the platform flags

    static void fields(auto& self, auto&& visit) {
        visit("key", self.key, Most{200});
        visit("subject", self.subject);
        visit("text", self.text, Most{kContentBytes});
        visit("author", self.author, Most{500});
        visit("exhibits", self.exhibits, Most{kExhibits});
        visit("category", self.category);
        visit("urgency", self.urgency);
        visit("clause", self.clause, Most{100});
        visit("explanation", self.explanation, Most{kExplanationBytes});
        visit("lang", self.lang, Most{35});
        visit("target", self.target, Most{500});
        visit("attachments", self.attachments, Most{kAttachments});
        visit("sensitive", self.sensitive);
        visit("legal_basis", self.legal_basis, Most{1000});
        visit("route", self.route, Most{64});
        visit("user", self.user, Most{500});
        visit("automated", self.automated);
    }
    bool operator==(const FlagOrder&) const = default;
};
// Who flags, by a name that no other has: accounts and keys have no such beginning.
inline constexpr std::string_view kUserBegins = "user:";
[[nodiscard]] std::string flagger_of(const FlagOrder& order, std::string_view who);
// Whether it can be taken at all. Errors: kFieldType, with the member as its place.
[[nodiscard]] Result<void> check(const FlagOrder& order);

// A flag as it stands. What was said in it stands on record, and only there.
struct Flag {
    std::uint64_t id = 0;  // of the platform, from 1 without a gap
    std::uint64_t case_no = 0;
    std::uint64_t partner = 0;  // 0: none
    std::uint64_t number = 0;   // of the partner, from 1 without a gap
    FlaggerKind kind = FlaggerKind::kUser;
    std::string flagger;  // account, "key:ID" or "user:NAME"; of a partner's flag its member
    FlagState state = FlagState::kOpen;
    Category category = Category::kPolicy;
    Urgency urgency = Urgency::kNormal;
    bool sensitive = false;
    bool folded = false;  // one of a mass: received and answered, and weighs nothing
    bool poor = false;    // the same, for its flagger's record
    std::uint64_t received_at = 0;
    std::uint64_t due = 0;          // its own
    std::uint64_t closed_at = 0;    // when it was answered, withdrawn or handed off
    std::optional<Answer> answer;   // once answered
    std::uint64_t reviewed = 0;     // how often a second answer counted for it,
    std::uint64_t held = 0;         // and was the flagger's
    std::uint64_t breached_at = 0;  // when its time passed first without an answer; 0: it did not

    static void fields(auto& self, auto&& visit) {
        visit("id", self.id);
        visit("case", self.case_no);
        visit("partner", self.partner);
        visit("number", self.number);
        visit("kind", self.kind);
        visit("flagger", self.flagger);
        visit("state", self.state);
        visit("category", self.category);
        visit("urgency", self.urgency);
        visit("sensitive", self.sensitive);
        visit("folded", self.folded);
        visit("poor", self.poor);
        visit("received_at", self.received_at);
        visit("due", self.due);
        visit("closed_at", self.closed_at);
        visit("answer", self.answer);
        visit("reviewed", self.reviewed);
        visit("held", self.held);
        visit("breached_at", self.breached_at);
    }
    bool operator==(const Flag&) const = default;
};

}  // namespace mizan::cases
