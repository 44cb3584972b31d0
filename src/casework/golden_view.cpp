#include "casework/golden_view.h"

#include "base/json.h"

namespace mizan::casework {

using cases::Case;
using cases::Event;
using cases::Flag;
using cases::Golden;

namespace {

Flag made_open(Flag flag, const Case& c) {
    flag.case_no = c.id;
    flag.received_at = c.opened_at;
    flag.due = c.clock.due;
    flag.closed_at = 0;
    flag.answer.reset();
    flag.reviewed = flag.held = 0;
    flag.state = cases::FlagState::kOpen;
    return flag;
}

}  // namespace

bool knows_golden(const Case& c, const std::string& who, bool leads) {
    if (c.ruling) return leads || c.ruling->by == who;
    return leads && c.claimed_by != who && c.assigned_to != who;
}

std::vector<Flag> golden_flags(const Golden& golden, const std::vector<Flag>& before,
                               const Case& c) {
    std::vector<Flag> out;
    if (golden.of == 0) {
        auto event = golden_flagged(golden, c);
        return {std::get<cases::Flagged>(event.what).flag};
    }
    for (const auto& flag : before) out.push_back(made_open(flag, c));
    return out;
}

Event golden_flagged(const Golden& golden, const Case& c) {
    cases::Flagged flagged;
    flagged.flag.id = c.id;  // a number that a flag of this case could have
    flagged.flag = made_open(std::move(flagged.flag), c);
    flagged.order.subject = golden.face.subject;
    flagged.order.text = golden.text;
    flagged.order.author = golden.face.author;
    flagged.order.lang = golden.face.lang;
    flagged.order.clause = golden.face.clause;
    flagged.opens = true;
    flagged.severity = golden.face.severity;
    flagged.reach = golden.face.reach;
    flagged.warn_at = c.clock.warn_at;
    flagged.hours = c.clock.hours;
    Event event;
    event.at = c.opened_at;
    event.case_no = c.id;
    event.flag = flagged.flag.id;
    event.what = std::move(flagged);
    return event;
}

bool looks_of_golden(Event& event, const Golden& golden, const Case& c) {
    if (event.case_no == c.id) return !std::holds_alternative<cases::GoldenDealt>(event.what);
    if (golden.of == 0 || event.case_no != golden.of) return false;
    event.case_no = c.id;
    event.at = c.opened_at;
    if (std::holds_alternative<cases::EngineFound>(event.what) ||
        std::holds_alternative<cases::ContentGiven>(event.what))
        return true;
    auto* const flagged = std::get_if<cases::Flagged>(&event.what);
    if (flagged == nullptr) return false;
    flagged->flag = made_open(std::move(flagged->flag), c);
    return true;
}

void hide_golden(Event& event) {
    if (auto* const answered = std::get_if<cases::GoldenAnswered>(&event.what)) {
        auto ruling = std::move(answered->ruling);
        event.what = cases::Ruled{std::move(ruling)};
    }
}

std::string golden_answer_json(const Golden& golden, bool right) {
    std::string out;
    json::Object(out)
        .text("answer", fields::word(golden.answer))
        .optional("clause", golden.clause)
        .text("why", golden.why)
        .flag("right", right);
    return out;
}

}  // namespace mizan::casework
