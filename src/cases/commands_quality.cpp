// Guidance, golden cases, and alarms about what people decide unlike each other.
#include <algorithm>
#include <utility>

#include "base/hex.h"
#include "base/sha256.h"
#include "cases/apply.h"
#include "cases/command_parts.h"

namespace mizan::cases {

namespace {

Event event_by(const By& by, What what) { return event_of(by, 0, std::move(what)); }

Result<void> check_golden(const Golden& golden, std::uint8_t severity) {
    if (golden.why.empty()) return wrong("say why this is the right answer", "why");
    const bool violates = golden.answer == Answer::kViolates;
    if (violates && golden.clause.empty()) return wrong("say which clause is violated", "clause");
    if (!golden.clause.empty() && severity == 0)
        return wrong("the policy in force has no such clause", "clause");
    if (clause_of(golden).empty()) return wrong("say which clause it is about", "clause");
    return {};
}

GoldenFace face_of(const Case& c) {
    GoldenFace face;
    face.kind = c.kind;
    face.subject = c.subject;
    face.author = c.author;
    face.lang = c.lang;
    face.skill = c.skill;
    face.clause = c.clause;
    face.severity = c.severity;
    face.reach = c.reach;
    face.engine_record = c.engine_record;
    face.engine_outcome = c.engine_outcome;
    face.engine_clause = c.engine_clause;
    face.engine_severity = c.engine_severity;
    face.group = c.group;
    return face;
}

}  // namespace

Result<Events> write_guidance(const ClauseRecord& record, const By& by, std::string text) {
    if (!by.person) return fail({Code::kAccessForbidden, "guidance is written by people", {}});
    if (text.find_first_not_of(" \t\r\n") == text.npos) return wrong("say something", "text");
    if (text.size() > kGuidanceBytes) return wrong("this must be at most 20000 bytes long", "text");
    GuidanceWritten written;
    written.clause = record.clause;
    written.version = record.guidance + 1;
    written.sha256 = hex_of(sha256(text));
    if (written.sha256 == record.sha256)
        return fail({Code::kStateConflict, "this is the guidance in force already", record.clause});
    written.text = std::move(text);
    return Events{event_by(by, std::move(written))};
}

Result<Events> make_golden(Golden golden, const Case* of, std::uint8_t severity, const By& by) {
    if (!by.person || !by.leads)
        return fail({Code::kAccessForbidden, "a lead makes golden cases, no key", {}});
    golden.knows = {by.who};
    if (of != nullptr) {
        if (of->state != CaseState::kDecided || !of->ruling || of->undone ||
            (of->kind != CaseKind::kFlags && of->kind != CaseKind::kEngine))
            return conflict("only a decided case about flags or the engine's finds can be one",
                            *of);
        if (of->sensitive) return conflict("nobody else is to know of this case", *of);
        if (of->forgotten_at != 0) return conflict("what was said in it is gone", *of);
        golden.of = of->id;
        golden.face = face_of(*of);
        golden.knows.insert(golden.knows.end(), of->recused.begin(), of->recused.end());
        golden.knows.push_back(of->ruling->by);
        if (!of->ruling->second.empty()) golden.knows.push_back(of->ruling->second);
    } else if (golden.text.empty()) {
        return wrong("hand in the text, or name a decided case", "text");
    } else {
        golden.face.severity = std::max(std::uint8_t{1}, severity);
        if (golden.face.clause.empty()) golden.face.clause = golden.clause;
    }
    MZ_CHECK(check_golden(golden, severity));
    return Events{event_by(by, GoldenSet{std::move(golden)})};
}

Result<Events> retire_golden(Golden golden, const By& by) {
    if (golden.retired)
        return fail({Code::kStateConflict, "it was retired before",
                     "golden case " + std::to_string(golden.id)});
    golden.retired = true;
    return Events{event_by(by, GoldenSet{std::move(golden)})};
}

bool may_be_dealt(const Golden& golden, std::string_view who) {
    return !golden.retired && std::ranges::find(golden.knows, who) == golden.knows.end();
}

Result<Events> deal_golden(const Terms& terms, const Golden& golden, bool training,
                           std::uint64_t case_no, const By& by, std::span<const Case> held,
                           std::uint32_t own_most) {
    const auto times = times_from(terms, Hours::kOther, by.at, terms.rules().levels.other_hours);
    Events events = {
        event_of({{}, by.at}, case_no,
                 GoldenDealt{golden.id, training, golden.face, by.who, times.due, times.warn_at})};
    auto c = opened_by(events.front(), nullptr);
    MZ_CHECK(apply(*c, events.front()));
    MZ_TRY(auto claimed, claim(terms, *c, by, held, own_most));
    events.insert(events.end(), claimed.begin(), claimed.end());
    return events;
}

Events drift_alarm(const Terms& terms, const ClauseRecord& record, std::uint64_t at) {
    const auto& drift = terms.rules().drift;
    if (drift.answers == 0 || record.since_alarm < drift.answers) return {};
    const auto last = std::span(record.answers).last(drift.answers);
    const auto differ =
        static_cast<std::uint64_t>(std::ranges::count_if(last, &SecondAnswer::differs));
    if (differ * 100 < std::uint64_t{drift.percent} * drift.answers) return {};
    return {
        event_by({{}, at}, DriftAlarmed{record.clause, record.guidance, drift.answers, differ})};
}

}  // namespace mizan::cases
