// Partner: an organisation that flags under an agreement, and what may become of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cases/calendar.h"
#include "cases/rules.h"
#include "cases/words.h"

namespace mizan::cases {

struct Agreement {
    std::uint64_t from = 0;        // unix seconds
    std::uint64_t until = 0;       // 0: without an end
    std::uint32_t flag_hours = 0;  // its own service levels; 0: as everybody's
    std::uint32_t threat_hours = 0;
    std::optional<WorkingTime> service;  // its own working time; none: as of all partners
    std::string text;                    // where the agreement can be read

    static void fields(auto& self, auto&& visit) {
        visit("from", self.from);
        visit("until", self.until);
        visit("flag_hours", self.flag_hours);
        visit("threat_hours", self.threat_hours);
        visit("service", self.service);
        visit("text", self.text, Most{2000});
    }
    bool operator==(const Agreement&) const = default;
};

// What is known of one, and told by it.
struct PartnerFacts {
    std::string name;
    PartnerKind kind = PartnerKind::kContracted;
    std::string authority;  // of a statutory one: who awarded it that
    std::string reference;  // and where that stands in the register
    std::vector<std::string> expertise;
    std::vector<std::string> langs;
    std::string contact;
    Agreement agreement;

    static void fields(auto& self, auto&& visit) {
        visit("name", self.name, Most{200});
        visit("kind", self.kind);
        visit("authority", self.authority, Most{200});
        visit("reference", self.reference, Most{500});
        visit("expertise", self.expertise, Most{50});
        visit("langs", self.langs, Most{100});
        visit("contact", self.contact, Most{500});
        visit("agreement", self.agreement);
    }
    bool operator==(const PartnerFacts&) const = default;
};
// Errors: kFieldType.
[[nodiscard]] Result<void> check(const PartnerFacts& facts);

struct Partner {
    std::uint64_t id = 0;  // of the platform, from 1
    PartnerState state = PartnerState::kActive;
    std::uint64_t since = 0;  // of the state
    std::string why;          // likewise
    PartnerFacts facts;
    std::vector<std::string> members;  // accounts, and "key:ID"
    std::uint64_t flags = 0;           // received from it
    // Its record: of those of its flags that a second person looked at blind, or an auditor, how many held.
    std::uint64_t reviewed = 0;
    std::uint64_t held = 0;
    bool warned = false;  // that it is poor

    static void fields(auto& self, auto&& visit) {
        visit("id", self.id);
        visit("state", self.state);
        visit("since", self.since);
        visit("why", self.why);
        visit("facts", self.facts);
        visit("members", self.members);
        visit("flags", self.flags);
        visit("reviewed", self.reviewed);
        visit("held", self.held);
        visit("warned", self.warned);
    }
    bool operator==(const Partner&) const = default;
};
inline constexpr std::size_t kMembers = 500;

// Whether its flags have its service level: an active one under an agreement that has begun and not ended.
[[nodiscard]] bool is_served(const Partner& partner, std::uint64_t now);

}  // namespace mizan::cases
