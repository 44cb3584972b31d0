// Events that are not of a flag or of what people do with it: partners, what helps people to decide alike, whose life is in danger, and what time takes
// away. events.h has the others, and says what an event is.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "cases/partner.h"
#include "cases/quality.h"

namespace mizan::cases {

// A text as a template's argument.
template <std::size_t N> struct Name {
    char text[N]{};
    // NOLINTNEXTLINE(google-explicit-constructor): "released" is to be one
    consteval Name(const char (&from)[N]) { std::copy_n(from, N, text); }
    [[nodiscard]] constexpr std::string_view view() const { return {text, N - 1}; }
};

template <Name N> struct PartnerTold {
    static constexpr std::string_view kName = N.view();
    PartnerFacts facts;
    static void fields(auto& self, auto&& visit) { visit("facts", self.facts); }
};
using PartnerAdded = PartnerTold<"partner-added">;
using PartnerAmended = PartnerTold<"partner-amended">;
struct MemberSet {
    static constexpr std::string_view kName = "member-set";
    std::string member;
    bool gone = false;
    static void fields(auto& self, auto&& visit) {
        visit("member", self.member, Most{200});
        visit("gone", self.gone);
    }
};
struct PartnerMoved {  // suspended, active again, ended
    static constexpr std::string_view kName = "partner-moved";
    PartnerState to = PartnerState::kActive;
    std::string reason;
    static void fields(auto& self, auto&& visit) {
        visit("to", self.to);
        visit("reason", self.reason, Most{2000});
    }
};

// Who flagged is told, once, that so few of their flags hold that their flags weigh nothing. Of a partner: event.partner.
struct FlaggerWarned {
    static constexpr std::string_view kName = "flagger-warned";
    std::string flagger;  // a user or a machine
    std::uint64_t reviewed = 0;
    std::uint64_t held = 0;
    static void fields(auto& self, auto&& visit) {
        visit("flagger", self.flagger);
        visit("reviewed", self.reviewed);
        visit("held", self.held);
    }
};

// Nobody who flagged waits any more, and the case goes on: by the clock of what the engine found, or of any flag where people have begun.
struct AllWithdrawn {
    static constexpr std::string_view kName = "all-withdrawn";
    std::uint8_t severity = 0;
    std::uint64_t due = 0;
    std::uint64_t warn_at = 0;
    Hours hours = Hours::kCalendar;
    static void fields(auto& self, auto&& visit) {
        visit("severity", self.severity);
        visit("due", self.due);
        visit("warn_at", self.warn_at);
        visit("hours", self.hours);
    }
};

// What is in a case, and what it is about, is kept until this ends. Its text is long enough for a court's name and number.
inline constexpr std::size_t kHoldGroundBytes = 300;
struct HoldBegun {
    static constexpr std::string_view kName = "hold-begun";
    std::uint64_t hold = 0;
    std::string ground;
    std::string reason;
    static void fields(auto& self, auto&& visit) {
        visit("hold", self.hold);
        visit("ground", self.ground, Most{kHoldGroundBytes});
        visit("reason", self.reason, Most{5000});
    }
};
struct HoldEnded {
    static constexpr std::string_view kName = "hold-ended";
    std::uint64_t hold = 0;
    std::string reason;
    static void fields(auto& self, auto&& visit) {
        visit("hold", self.hold);
        visit("reason", self.reason, Most{5000});
    }
};

// What the law asks where somebody's life is in danger: whom to tell, what, on what ground; or why nobody.
struct DutyDecided {
    static constexpr std::string_view kName = "duty-decided";
    bool notify = false;
    std::string authority;
    std::string disclosed;
    std::string ground;
    bool target_offered = false;  // the target was told, and could choose whom to talk to
    std::string contact;          // of an order: it is put on record as TargetOffered::channel
    static void fields(auto& self, auto&& visit) {
        visit("notify", self.notify);
        visit("authority", self.authority, Most{500});
        visit("disclosed", self.disclosed, Most{5000});
        visit("ground", self.ground, Most{2000});
        visit("target_offered", self.target_offered);
        visit("contact", self.contact, Most{500});
    }
};
// Whose life is in danger is told, and asked how they want to be reached; or it is said that they could not be. The last one counts.
struct TargetOffered {
    static constexpr std::string_view kName = "target-offered";
    TargetNotice notice = TargetNotice::kOffered;
    std::string channel;  // that they chose: "her sister", "by phone, in the evening"
    std::string reason;   // what they were told, or what was tried
    static void fields(auto& self, auto&& visit) {
        visit("notice", self.notice);
        visit("channel", self.channel, Most{500});
        visit("reason", self.reason, Most{5000});
    }
};

// ---- quality.h ----

struct GuidanceWritten {
    static constexpr std::string_view kName = "guidance-written";
    std::string clause;
    std::uint64_t version = 0;
    std::string sha256;
    std::string text;
    static void fields(auto& self, auto&& visit) {
        visit("clause", self.clause);
        visit("version", self.version);
        visit("sha256", self.sha256);
        visit("text", self.text, Most{kGuidanceBytes});
    }
};
struct GoldenSet {  // made, or retired: as it is from then on
    static constexpr std::string_view kName = "golden-set";
    Golden golden;
    static void fields(auto& self, auto&& visit) { visit("golden", self.golden); }
};
// Somebody is given a golden case: a case of its own, that looks like any other.
struct GoldenDealt {
    static constexpr std::string_view kName = "golden-dealt";
    std::uint64_t golden = 0;
    bool training = false;  // they asked for it
    GoldenFace face;
    std::string to;
    std::uint64_t due = 0;
    std::uint64_t warn_at = 0;
    static void fields(auto& self, auto&& visit) {
        visit("golden", self.golden);
        visit("training", self.training);
        visit("face", self.face);
        visit("to", self.to);
        visit("due", self.due);
        visit("warn_at", self.warn_at);
    }
};
struct GoldenAnswered {  // nothing follows from it for anybody but who answered
    static constexpr std::string_view kName = "golden-answered";
    std::uint64_t golden = 0;
    Ruling ruling;
    std::string clause;  // that it counts for
    bool right = false;
    static void fields(auto& self, auto&& visit) {
        visit("golden", self.golden);
        visit("ruling", self.ruling);
        visit("clause", self.clause);
        visit("right", self.right);
    }
};
// So many of the last second answers of a clause differ that its guidance is in doubt, not anybody who decided.
struct DriftAlarmed {
    static constexpr std::string_view kName = "drift-alarmed";
    std::string clause;
    std::uint64_t guidance = 0;
    std::uint64_t answers = 0;
    std::uint64_t differ = 0;
    static void fields(auto& self, auto&& visit) {
        visit("clause", self.clause);
        visit("guidance", self.guidance);
        visit("answers", self.answers);
        visit("differ", self.differ);
    }
};

// What a record means for all else that was erased because its case was forgotten.
struct Rest {
    std::uint64_t record = 0;
    std::string events;  // as JSON, without_contents() (retention.h)
    static void fields(auto& self, auto&& visit) {
        visit("record", self.record);
        visit("events", self.events);
    }
    bool operator==(const Rest&) const = default;
};
// The time of a case that is over has passed: what people said in it, whom and what it is about and who flagged are gone from it.
struct Forgotten {
    static constexpr std::string_view kName = "forgotten";
    std::vector<Rest> rests;
    static void fields(auto& self, auto&& visit) { visit("rests", self.rests); }
};
// What was handed off as suspected child sexual material is gone from the case; that it was, which it is, and who flagged stays.
struct MaterialRemoved {
    static constexpr std::string_view kName = "material-removed";
    std::vector<Rest> rests;  // without_material()
    static void fields(auto& self, auto&& visit) { visit("rests", self.rests); }
};

}  // namespace mizan::cases
