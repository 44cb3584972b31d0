// Legal holds on a case.
#include <algorithm>
#include <utility>

#include "cases/command_parts.h"
#include "cases/machine.h"

namespace mizan::cases {

namespace {

Result<void> may_hold(const Case& c, const By& by, std::string_view event) {
    if (!by.person) return forbidden("people begin and end legal holds, no key", c);
    MZ_CHECK(may(c, event));
    if (c.kind == CaseKind::kGolden) return conflict("this case was made up, to learn by", c);
    if (c.forgotten_at != 0) return conflict("what was said in it is gone", c);
    return {};
}

}  // namespace

Result<Events> begin_hold(const Case& c, const By& by, std::string ground, std::string reason) {
    MZ_CHECK(may_hold(c, by, HoldBegun::kName));
    if (ground.empty()) return wrong("say on what ground: which court, which number", "ground");
    if (ground.size() > kHoldGroundBytes)
        return wrong("this must be at most 300 bytes long", "ground");
    return Events{
        event_of(by, c, HoldBegun{c.holds_begun + 1, std::move(ground), std::move(reason)})};
}

Result<Events> end_hold(const Case& c, const By& by, std::uint64_t hold, std::string reason) {
    MZ_CHECK(may_hold(c, by, HoldEnded::kName));
    if (c.holds.empty()) return conflict("it is not under a legal hold", c);
    if (reason.empty()) return wrong("say why it ends", "reason");
    if (hold == 0 && c.holds.size() > 1) {
        std::string names;
        for (const auto& one : c.holds)
            names.append(names.empty() ? "" : ", ").append(std::to_string(one.id));
        return wrong("several holds are on it; say which one ends: " + names, "hold");
    }
    const auto ending = hold == 0 ? c.holds.front().id : hold;
    if (std::ranges::find(c.holds, ending, &LegalHold::id) == c.holds.end())
        return wrong("no such hold is on it", "hold");
    return Events{event_of(by, c, HoldEnded{ending, std::move(reason)})};
}

}  // namespace mizan::cases
