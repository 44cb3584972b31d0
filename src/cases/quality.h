// Quality: what helps people to decide alike. Guidance for each clause, cases whose right answer is known (golden ones), and how often second
// answers differ from the first, by clause. Values; the events that make them are in events.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cases/case.h"

namespace mizan::cases {

inline constexpr std::size_t kGuidanceBytes = 20'000;
inline constexpr std::size_t kOutcomesKept = 500;  // of a clause, the last ones

// How a clause is to be applied, in the words of those who write the policy. A version is never changed.
struct Guidance {
    std::string clause;
    std::uint64_t version = 0;  // of the clause, from 1 without a gap
    std::uint64_t at = 0;
    std::string by;
    std::string sha256;  // of the text, in hex
    std::string text;    // Markdown

    static void fields(auto& self, auto&& visit) {
        visit("clause", self.clause);
        visit("version", self.version);
        visit("at", self.at);
        visit("by", self.by);
        visit("sha256", self.sha256, Most{64});
        visit("text", self.text, Most{kGuidanceBytes});
    }
    bool operator==(const Guidance&) const = default;
};

// A case whose right answer is known.
struct Golden {
    std::uint64_t id = 0;  // of the platform, from 1 without a gap
    GoldenFace face;
    std::uint64_t of = 0;  // the decided case that it was made from; 0: it was handed in
    std::string text;      // of what was handed in
    Answer answer = Answer::kAllowed;
    std::string clause;              // of a violation
    std::string why;                 // told to who has answered
    std::vector<std::string> knows;  // whom it is not dealt to: they decided it, or made it
    bool retired = false;

    static void fields(auto& self, auto&& visit) {
        visit("id", self.id);
        visit("face", self.face);
        visit("of", self.of);
        visit("text", self.text, Most{kContentBytes});
        visit("answer", self.answer);
        visit("clause", self.clause, Most{100});
        visit("why", self.why, Most{5000});
        visit("knows", self.knows);
        visit("retired", self.retired);
    }
    bool operator==(const Golden&) const = default;
};
// Whether an answer is the right one.
[[nodiscard]] bool is_right(const Golden& golden, const RulingOrder& order);
// The clause that an answer to it counts for.
[[nodiscard]] const std::string& clause_of(const Golden& golden);

// How often somebody gave the right answer to golden cases of a clause.
struct GoldenScore {
    std::string who;
    std::string clause;
    std::uint64_t answered = 0;
    std::uint64_t right = 0;

    static void fields(auto& self, auto&& visit) {
        visit("who", self.who);
        visit("clause", self.clause);
        visit("answered", self.answered);
        visit("right", self.right);
    }
    bool operator==(const GoldenScore&) const = default;
};

// A second answer: to a golden case, in a recheck, in an appeal.
enum class OutcomeKind : std::uint8_t { kGolden, kRecheck, kAppeal };
inline constexpr std::string_view kOutcomeKinds[] = {"golden", "recheck", "appeal"};
constexpr std::span<const std::string_view> names_of(OutcomeKind) { return kOutcomeKinds; }
struct SecondAnswer {
    std::uint64_t at = 0;
    OutcomeKind kind = OutcomeKind::kGolden;
    bool differs = false;

    static void fields(auto& self, auto&& visit) {
        visit("at", self.at);
        visit("kind", self.kind);
        visit("differs", self.differs);
    }
    bool operator==(const SecondAnswer&) const = default;
};

// What is known of a clause beside the policy: of people nothing.
struct ClauseRecord {
    std::string clause;
    std::uint64_t guidance = 0;         // the version in force; 0: there is none
    std::string sha256;                 // of its text
    std::vector<SecondAnswer> answers;  // since it is in force, oldest first
    std::uint64_t since_alarm = 0;      // of these, such as came after the last alarm
    std::uint64_t alarms = 0;           // so many there were
    std::uint64_t alarmed_at = 0;       // the last; 0: none

    static void fields(auto& self, auto&& visit) {
        visit("clause", self.clause);
        visit("guidance", self.guidance);
        visit("sha256", self.sha256);
        visit("answers", self.answers);
        visit("since_alarm", self.since_alarm);
        visit("alarms", self.alarms);
        visit("alarmed_at", self.alarmed_at);
    }
    bool operator==(const ClauseRecord&) const = default;
};

struct Event;
// What an event of a case says of a clause. `of`: the case that this one is about; null: none.
struct ClauseAnswer {
    std::string clause;
    SecondAnswer answer;
};
[[nodiscard]] std::optional<ClauseAnswer> second_answer_in(const Event& event, const Case& c,
                                                           const Case* of);
void apply(ClauseRecord& record, const SecondAnswer& answer);
// Of guidance that was written and of an alarm.
void apply(ClauseRecord& record, const Event& event);
// The clause whose record such an event changes; empty: none.
[[nodiscard]] std::string_view clause_in(const Event& event);
[[nodiscard]] std::optional<Guidance> guidance_in(const Event& event);
void apply(GoldenScore& score, bool right);

}  // namespace mizan::cases
