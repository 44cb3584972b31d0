#include "casework/flag_view.h"

#include "base/json.h"
#include "casework/record.h"
#include "casework/ruling.h"

namespace mizan::casework {

namespace {

using cases::Case;
using cases::Flag;

// What the flagger of an open flag is asked, if somebody waits for their answer.
Result<std::string> question_to(Casework& casework, const std::string& platform, const Flag& flag) {
    MZ_TRY(const auto records,
           casework.read(platform,
                         [&](Tables& tables, PlatformId p) -> Result<std::vector<std::uint64_t>> {
                             MZ_TRY(const auto c, tables.find_case(p, flag.case_no));
                             if (!c || c->asked_flag != flag.id) return {};
                             return tables.history(p, flag.case_no);
                         }));
    for (auto at = records.rbegin(); at != records.rend(); ++at) {
        MZ_TRY(const auto what, recorded(casework.folder().store(), *at));
        for (const auto& event : what.events)
            if (const auto* asked = std::get_if<cases::FlaggerAsked>(&event.what);
                asked != nullptr && event.flag == flag.id)
                return asked->question;
    }
    return std::string();
}

// The case whose decision holds for its flags: an appeal's, if that has overturned it.
Result<std::optional<Case>> case_that_answers(Tables& tables, PlatformId p, std::uint64_t case_no) {
    MZ_TRY(auto c, tables.find_case(p, case_no));
    const bool overturned = c && c->undone && c->state == cases::CaseState::kDecided;
    if (!overturned || c->appeal == 0) return c;
    return tables.find_case(p, c->appeal);
}

}  // namespace

void append_flag(std::string& out, const Flag& flag) {
    using fields::word;
    json::Object object(out);
    object.number("id", flag.id);
    if (flag.partner != 0) object.number("partner", flag.partner).number("number", flag.number);
    object.text("kind", word(flag.kind))
        .text("flagger", flag.flagger)
        .text("state", word(flag.state))
        .text("category", word(flag.category))
        .text("urgency", word(flag.urgency))
        .flag("sensitive", flag.sensitive)
        .flag("folded", flag.folded)
        .number("received_at", flag.received_at)
        .number("due", flag.due);
    if (flag.closed_at != 0) object.number("closed_at", flag.closed_at);
    if (flag.answer) object.text("answer", word(*flag.answer));
}

Result<bool> is_theirs(Casework& casework, const std::string& platform, const std::string& who,
                       const Flag& flag) {
    if (flag.flagger == who) return true;
    if (flag.partner == 0) return false;
    MZ_TRY(const auto partner, casework.read(platform, [&](Tables& tables, PlatformId p) {
        return tables.partner_of_member(p, who);
    }));
    return partner && partner->id == flag.partner;
}

Result<std::string> flag_json(Casework& casework, const std::string& platform, const Flag& flag) {
    MZ_TRY(const auto own, casework.read(platform, [&](Tables& tables, PlatformId p) {
        return tables.find_case(p, flag.case_no);
    }));
    MZ_TRY(const auto c, casework.read(platform, [&](Tables& tables, PlatformId p) {
        return case_that_answers(tables, p, flag.case_no);
    }));
    MZ_TRY(const auto asked, question_to(casework, platform, flag));
    std::string out;
    {
        json::Object object(out);
        std::string shown;
        append_flag(shown, flag);
        object.json_value("flag", shown);
        if (c && c->ruling && flag.state == cases::FlagState::kAnswered) {
            object.text("outcome_text", outcome_text(*c, *c->ruling));
            object.optional("clause", c->ruling->order.clause);
            object.text("policy", c->ruling->policy);
            object.number("decided_at", c->ruling->at);
        }
        if (c && flag.state == cases::FlagState::kHandedOff)
            object.text("handed_off_to", c->route).number("handed_off_at", c->handed_off_at);
        object.optional("asked", asked);
        if (own && flag.state == cases::FlagState::kAnswered) {
            object.flag("appeal_open", own->appeal_open);
            const auto until = cases::appeal_until(casework.terms(), *own);
            if (until >= casework.now()) object.number("appeal_until", until);
        }
    }
    return out;
}

}  // namespace mizan::casework
