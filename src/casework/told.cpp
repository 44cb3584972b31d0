#include "casework/told.h"

#include "base/json.h"
#include "casework/ruling.h"

namespace mizan::casework {

namespace {

void add_ruling(json::Object& object, const cases::Case& c, const cases::Ruling& ruling) {
    const auto& order = ruling.order;
    object.text("answer", fields::word(order.answer)).optional("clause", order.clause);
    object.text("policy", ruling.policy).optional("exception", order.exception);
    std::string measures = "[";
    for (const auto& measure : order.measures) {
        if (measures.size() > 1) measures.push_back(',');
        fields::append_json(measures, measure);
    }
    object.json_value("measures", measures + "]");
    // Who is not to know yet is told by the same words, in another message.
    if (c.notice_at != 0) object.number("notice_delayed_until", c.notice_at);
    else object.optional("statement_of_reasons", statement_of_reasons(c, ruling));
    object.text("outcome_text", outcome_text(c, ruling));
    if (c.kind == cases::CaseKind::kAppeal) object.text("review", fields::word(order.review));
}

}  // namespace

std::string told_json(const cases::Case& c, const cases::Events& events) {
    std::string out;
    {
        json::Object object(out);
        object.number("case", c.id)
            .text("kind", fields::word(c.kind))
            .text("state", fields::word(c.state));
        object.json_value("subject", fields::to_json(c.subject)).optional("author", c.author);
        object.number("severity", c.severity).flag("threat", c.clock.threat);
        if (c.of != 0) object.number("of", c.of);
        if (!is_over(c.state)) object.number("due", c.clock.due);
        for (const auto& event : events) {
            if (event.case_no != c.id) continue;
            if (const auto* ruled = std::get_if<cases::Ruled>(&event.what))
                add_ruling(object, c, ruled->ruling);
            if (std::holds_alternative<cases::NoticeSent>(event.what) && c.ruling)
                add_ruling(object, c, *c.ruling);
            if (const auto* asked = std::get_if<cases::FlaggerAsked>(&event.what))
                object.number("flag", event.flag).text("question", asked->question);
            if (const auto* gone = std::get_if<cases::HandedOff>(&event.what))
                object.text("route", gone->route);
            if (const auto* duty = std::get_if<cases::DutyDecided>(&event.what))
                object.flag("notify", duty->notify).optional("authority", duty->authority);
            // By which channel stands in the case alone.
            if (const auto* target = std::get_if<cases::TargetOffered>(&event.what))
                object.text("notice", fields::word(target->notice));
        }
    }
    return out;
}

}  // namespace mizan::casework
