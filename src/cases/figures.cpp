#include "cases/figures.h"

#include <algorithm>

#include "cases/rules.h"

namespace mizan::cases {

namespace {

class Tallying {
public:
    Tallying(const Event& event, const Case& before, const Case& after, const Case* of)
        : event_(event), before_(before), after_(after), of_(of) {}

    std::vector<Tally> all() {
        if (after_.kind == CaseKind::kGolden) return {};
        const std::string kind(fields::word(after_.kind));
        if (before_.version == 0) add(Series::kOpened, kind);
        else if (is_over(before_.state) && !is_over(after_.state)) add(Series::kReopened, kind);
        if (!is_over(before_.state) && is_over(after_.state)) add(Series::kClosed, kind);
        if (std::holds_alternative<Warned>(event_.what)) add(Series::kWarned, kind);
        const bool was_late = before_.clock.breached_at != 0;  // a case is late once
        if (std::holds_alternative<Breached>(event_.what) && !was_late)
            add(Series::kBreached, kind);
        if (const auto* e = std::get_if<Flagged>(&event_.what))
            add(Series::kFlags, std::string(fields::word(e->flag.kind)),
                e->flag.folded ? "folded" : "");
        if (const auto* e = std::get_if<Ruled>(&event_.what)) ruled(e->ruling, kind);
        return std::move(out_);
    }

private:
    void add(Series series, std::string a, std::string b = {}, std::string c = {}) {
        out_.push_back({event_.at / kDay, series, std::move(a), std::move(b), std::move(c)});
    }
    void ruled(const Ruling& ruling, const std::string& kind) {
        const auto& order = ruling.order;
        add(Series::kDecided, kind, std::string(fields::word(order.answer)));
        const std::string outcome(fields::word(order.review));
        const bool of_its_own = after_.kind == CaseKind::kFlags || after_.kind == CaseKind::kEngine;
        if (of_its_own && after_.engine_outcome == "violation") {
            const bool same =
                order.answer == Answer::kViolates && order.clause == after_.engine_clause;
            add(Series::kEngine, after_.engine_clause, same ? "same" : "other");
        }
        if (order.public_interest) add(Series::kNotices, order.public_interest->office);
        if (after_.kind == CaseKind::kAppeal) {
            const bool named = of_ != nullptr && of_->ruling && !of_->ruling->order.clause.empty();
            add(Series::kAppeals, named ? of_->ruling->order.clause : after_.clause, outcome,
                after_.lang);
            if (!after_.group.empty()) add(Series::kGroups, after_.group, outcome);
        }
        if (after_.kind == CaseKind::kRecheck)
            add(Series::kRechecks, std::string(fields::word(after_.why)), outcome);
    }

    const Event& event_;
    const Case& before_;
    const Case& after_;
    const Case* of_;
    std::vector<Tally> out_;
};

}  // namespace

std::vector<Tally> tallies_in(const Event& event, const Case& before, const Case& after,
                              const Case* of) {
    return Tallying(event, before, after, of).all();
}

std::optional<Tally> alarm_in(const Event& event) {
    const auto* e = std::get_if<DriftAlarmed>(&event.what);
    if (e == nullptr) return std::nullopt;
    return Tally{event.at / kDay, Series::kAlarms, e->clause, {}, {}};
}

std::optional<Tally> due_of(const Case& c) {
    const bool is_awaited =
        c.version != 0 && c.kind != CaseKind::kGolden && c.state != CaseState::kClosed;
    if (!is_awaited) return std::nullopt;
    return Tally{c.clock.due / kDay, Series::kDue, {}, {}, {}};
}

Level level_of(const Case& c) {
    if (c.kind == CaseKind::kAppeal) return Level::kAppeal;
    if (c.kind == CaseKind::kRecheck) return Level::kRecheck;
    if (c.clock.threat) return Level::kThreat;
    if (c.partner) return Level::kPartner;
    return c.urgent ? Level::kUrgent : Level::kOther;
}

std::optional<Answered> answered_in(const Event& event, const Case& after) {
    if (!std::holds_alternative<Ruled>(event.what)) return std::nullopt;
    Answered out;
    out.day = event.at / kDay;
    out.level = level_of(after);
    out.gross = event.at - std::min(event.at, after.clock.started);
    out.net = out.gross - std::min(out.gross, after.clock.waited);
    out.late = after.clock.breached_at != 0 || event.at > after.clock.due;
    return out;
}

bool falls_in(const Event& event) {
    return std::holds_alternative<Undone>(event.what) ||
           std::holds_alternative<Reopened>(event.what);
}

}  // namespace mizan::cases
