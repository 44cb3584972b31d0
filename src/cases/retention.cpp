#include "cases/retention.h"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "cases/command_parts.h"

namespace mizan::cases {

namespace {

Subject bare(const Subject& subject) {
    Subject out;
    out.kind = subject.kind;
    return out;
}

// What an event says in words, or of whom. What has no line here says nothing of the kind, or is a decision.
class Emptying {
public:
    explicit Emptying(Event& event) : event_(event) {}

    void operator()(Flagged& e) {
        FlagOrder order;
        order.subject = bare(e.order.subject);
        order.category = e.order.category;
        order.urgency = e.order.urgency;
        order.clause = std::move(e.order.clause);
        order.lang = std::move(e.order.lang);
        order.sensitive = e.order.sensitive;
        order.automated = e.order.automated;
        e.order = std::move(order);
        e.flag.flagger.clear();
        e.author.clear();
        event_.by.clear();
    }
    void operator()(EngineFound& e) {
        e.subject = bare(e.subject);
        e.author.clear();
    }
    void operator()(FlagAdded& e) {
        e = {};
        event_.by.clear();
    }
    void operator()(ContentGiven& e) {
        e.text.clear();
        e.author.clear();
    }
    void operator()(FlagWithdrawn& e) {
        e.reason.clear();
        event_.by.clear();
    }
    void operator()(FlaggerReplied& e) {
        e.reason.clear();
        event_.by.clear();
    }
    void operator()(Appealed& e) {
        e.text.clear();
        event_.by.clear();
    }
    void operator()(FlaggerAsked& e) { e.question.clear(); }
    // Who flagged what was removed; in what is forgotten there is none of it.
    void operator()(MaterialRemoved& e) {
        for (auto& rest : e.rests) {
            auto events = read_events(rest.events);
            if (!events) continue;
            for (auto& event : *events) event = without_contents(std::move(event));
            rest.events = to_json(*events);
        }
    }
    void operator()(TargetOffered& e) {
        e.channel.clear();
        e.reason.clear();
    }
    void operator()(Viewed&) {}
    void operator()(Reopened&) {}  // it comes with what undoes a decision
    // What time itself gives as its reason is nobody's.
    template <class Any>
        requires requires(Any& e) { e.reason.clear(); }
    void operator()(Any& e) {
        if (!event_.by.empty()) e.reason.clear();
    }
    template <class Any> void operator()(Any&) {}

private:
    Event& event_;
};

// Of suspected child sexual material nothing stays but which it is.
class Removing {
public:
    void operator()(Flagged& e) const {
        FlagOrder order;
        order.key = std::move(e.order.key);
        order.subject = which(std::move(e.order.subject));
        order.category = e.order.category;
        order.urgency = e.order.urgency;
        order.clause = std::move(e.order.clause);
        order.lang = std::move(e.order.lang);
        order.sensitive = e.order.sensitive;
        order.legal_basis = std::move(e.order.legal_basis);
        order.user = std::move(e.order.user);
        order.automated = e.order.automated;
        e.order = std::move(order);
    }
    void operator()(EngineFound& e) const { e.subject = which(std::move(e.subject)); }
    void operator()(FlagAdded& e) const { e = {}; }
    void operator()(ContentGiven& e) const { e.text.clear(); }
    void operator()(Noted& e) const { e.reason.clear(); }
    void operator()(FlaggerReplied& e) const { e.reason.clear(); }
    void operator()(OpinionGiven& e) const { e.reason.clear(); }
    template <class Any> void operator()(Any&) const {}

private:
    static Subject which(Subject subject) {
        if (!subject.id.empty()) subject.url.clear();
        return subject;
    }
};

template <class... Kinds> bool is_one_of(const Event& event) {
    return (std::holds_alternative<Kinds>(event.what) || ...);
}

bool is_decision(const Event& event) {
    return is_one_of<Proposed, Ruled, Struck, StrikeUndone, Undone, Reopened, DutyDecided,
                     GoldenAnswered>(event);
}

std::uint32_t days_for(const Retention& retention, std::uint32_t one) {
    if (one == kept_for(FlaggerKind::kPartner)) return retention.partner_days;
    if (one == kept_for(FlaggerKind::kGovernment)) return retention.government_days;
    if (one == kept_for(FlaggerKind::kAutomated)) return retention.automated_days;
    return one == kKeptForEngine ? retention.engine_days : retention.user_days;
}

// The longest of what is in it; 0: for good.
std::uint32_t longest(const Retention& retention, std::uint32_t kept_for) {
    std::uint32_t days = 0;
    for (std::uint32_t one = 1; one <= kKeptForEngine; one <<= 1) {
        if ((kept_for & one) == 0) continue;
        const auto of_one = days_for(retention, one);
        if (of_one == 0) return 0;
        days = std::max(days, of_one);
    }
    return days;
}

// 0: for good.
std::uint64_t end_of(const Retention& retention, std::uint32_t kept_for, std::uint64_t over_at,
                     std::uint64_t author_deleted_at) {
    const auto days = longest(retention, kept_for);
    const auto end = days == 0 ? 0 : over_at + days * kDay;
    if (author_deleted_at == 0 || retention.author_deleted_days == 0) return end;
    const auto sooner = std::max(over_at, author_deleted_at) + retention.author_deleted_days * kDay;
    return end == 0 ? sooner : std::min(end, sooner);
}

}  // namespace

std::uint32_t keep_days(const Retention& retention, std::uint32_t kept_for) {
    const auto days = longest(retention, kept_for);
    const auto most = (kept_for & kKeptShort) != 0 ? retention.author_deleted_days : 0;
    if (most == 0) return days;
    return days == 0 ? most : std::min(days, most);
}

std::uint64_t kept_since(const Case& c) {
    const bool by_itself = c.kind == CaseKind::kFlags || c.kind == CaseKind::kEngine;
    const bool is_done = is_over(c.state) && c.state != CaseState::kMerged && c.open_about == 0 &&
                         c.notice_at == 0 && c.holds.empty();
    return by_itself && is_done && c.forgotten_at == 0 ? c.over_at : 0;
}

bool is_past(const Retention& retention, const Case& c, std::uint64_t now) {
    const auto end = end_of(retention, c.kept_for, c.over_at, c.author_deleted_at);
    return kept_since(c) != 0 && end != 0 && now >= end;
}

Events author_deleted(const Case& c, std::uint64_t at) {
    if (c.author_deleted_at != 0 || c.forgotten_at != 0) return {};
    return {event_of({{}, at}, c, AuthorDeleted{})};
}

Events forget(const Rules& rules, std::span<const Case> family, std::uint64_t at) {
    Events events;
    if (family.empty() || kept_since(family.front()) == 0) return events;
    std::uint32_t all = 0;
    std::uint64_t since = 0;
    for (const auto& c : family) {
        if (!is_over(c.state) || c.open_about != 0) return events;
        if (c.notice_at != 0 || !c.holds.empty()) return events;
        all |= c.kept_for;
        since = std::max(since, c.over_at);
    }
    const auto end = end_of(rules.retention, all, since, family.front().author_deleted_at);
    if (end == 0 || at < end) return events;
    for (const auto& c : family)
        if (c.forgotten_at == 0) events.push_back(event_of({{}, at}, c, Forgotten{}));
    return events;
}

Events remove_material(std::span<const Case> family, std::uint64_t at) {
    Events events;
    if (family.empty() || !hides_material(family.front()) || kept_since(family.front()) == 0)
        return events;
    for (const auto& c : family)
        if (c.forgotten_at == 0 && is_over(c.state) && c.holds.empty())
            events.push_back(event_of({{}, at}, c, MaterialRemoved{}));
    return events;
}

std::uint64_t decisions_past(const Retention& retention, std::uint64_t now) {
    const auto time = retention.decisions_days * kDay;
    return time == 0 || now < time ? 0 : now - time;
}

bool keeps_decisions(const Case& c) { return c.forgotten_at == 0 && c.kind != CaseKind::kGolden; }

Event without_contents(Event event) {
    std::visit(Emptying(event), event.what);
    return event;
}

Event without_material(Event event) {
    std::visit(Removing(), event.what);
    return event;
}

const std::vector<Rest>* rests_in(const Event& event) {
    if (const auto* e = std::get_if<Forgotten>(&event.what)) return &e->rests;
    const auto* e = std::get_if<MaterialRemoved>(&event.what);
    return e == nullptr ? nullptr : &e->rests;
}
std::vector<Rest>* rests_in(Event& event) {
    if (auto* e = std::get_if<Forgotten>(&event.what)) return &e->rests;
    auto* e = std::get_if<MaterialRemoved>(&event.what);
    return e == nullptr ? nullptr : &e->rests;
}

bool has_decision(const Events& events) { return std::ranges::any_of(events, is_decision); }

bool is_to_go(const Events& events, Event (*without)(Event)) {
    if (has_decision(events)) return false;
    return std::ranges::any_of(events, [without](const Event& event) {
        return to_json({event}) != to_json({without(event)});
    });
}

}  // namespace mizan::cases
