#include "cases/quality.h"

#include "cases/events.h"

namespace mizan::cases {

bool is_right(const Golden& golden, const RulingOrder& order) {
    if (golden.answer != order.answer) return false;
    return golden.answer != Answer::kViolates || golden.clause == order.clause;
}

const std::string& clause_of(const Golden& golden) {
    return golden.clause.empty() ? golden.face.clause : golden.clause;
}

std::optional<ClauseAnswer> second_answer_in(const Event& event, const Case& c, const Case* of) {
    ClauseAnswer out;
    out.answer.at = event.at;
    if (const auto* e = std::get_if<GoldenAnswered>(&event.what)) {
        out.clause = e->clause;
        out.answer.kind = OutcomeKind::kGolden;
        out.answer.differs = !e->right;
    } else if (const auto* ruled = std::get_if<Ruled>(&event.what);
               ruled != nullptr && of != nullptr) {
        const auto review = ruled->ruling.order.review;
        if (review == Review::kNone) return std::nullopt;
        const bool named = of->ruling && !of->ruling->order.clause.empty();
        out.clause = named ? of->ruling->order.clause : of->clause;
        out.answer.kind =
            c.kind == CaseKind::kAppeal ? OutcomeKind::kAppeal : OutcomeKind::kRecheck;
        out.answer.differs = review == Review::kOverturned;
    }
    return out.clause.empty() ? std::nullopt : std::optional(std::move(out));
}

void apply(ClauseRecord& record, const SecondAnswer& answer) {
    if (record.answers.size() == kOutcomesKept) record.answers.erase(record.answers.begin());
    record.answers.push_back(answer);
    ++record.since_alarm;
}

void apply(ClauseRecord& record, const Event& event) {
    if (const auto* e = std::get_if<GuidanceWritten>(&event.what)) {
        record.guidance = e->version;
        record.sha256 = e->sha256;
        record.answers.clear();  // they were given by other guidance
        record.since_alarm = 0;
    }
    if (std::holds_alternative<DriftAlarmed>(event.what)) {
        record.since_alarm = 0;
        ++record.alarms;
        record.alarmed_at = event.at;
    }
}

std::string_view clause_in(const Event& event) {
    if (const auto* e = std::get_if<GuidanceWritten>(&event.what)) return e->clause;
    if (const auto* e = std::get_if<DriftAlarmed>(&event.what)) return e->clause;
    return {};
}

std::optional<Guidance> guidance_in(const Event& event) {
    const auto* e = std::get_if<GuidanceWritten>(&event.what);
    if (e == nullptr) return std::nullopt;
    return Guidance{e->clause, e->version, event.at, event.by, e->sha256, e->text};
}

void apply(GoldenScore& score, bool right) {
    ++score.answered;
    if (right) ++score.right;
}

}  // namespace mizan::cases
