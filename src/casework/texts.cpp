// What people are told, in plain words. A text says nothing of who flagged.
#include "casework/ruling.h"

namespace mizan::casework {

namespace {

using cases::Answer;

std::string_view words_for(const std::string& measure) {
    if (measure == "remove") return "it was removed";
    if (measure == "label") return "a label was put on it";
    if (measure == "reduce") return "it is shown to fewer people";
    if (measure == "limit") return "what can be done with it was limited";
    if (measure == "limit-replies") return "replies to it were limited";
    if (measure == cases::kWithhold) return "it is not shown in a territory";
    if (measure == cases::kKeepWithNotice) return "it stays up, with a notice";
    if (measure == "strike") return "it counts as a strike against the account";
    if (measure == "suspend") return "the account was suspended";
    return "it was restricted";
}

std::string measures_text(const cases::RulingOrder& order) {
    std::string out;
    for (std::size_t i = 0; i < order.measures.size(); ++i) {
        const auto& measure = order.measures[i];
        if (i > 0) out.append(i + 1 == order.measures.size() ? " and " : ", ");
        out.append(words_for(measure.name));
        if (!measure.territory.empty()) out.append(" (").append(measure.territory).append(")");
    }
    return out;
}

}  // namespace

std::string statement_of_reasons(const cases::Case& c, const cases::Ruling& ruling) {
    const auto& order = ruling.order;
    if (order.answer != Answer::kViolates) return {};
    std::string out = "We looked at what you posted and found that it breaks the clause \"";
    out.append(order.clause).append("\" of the policy ").append(ruling.policy).append(": ");
    out.append(measures_text(order)).append(". ");
    out.append(c.engine_record != 0 ? "It was found by our software; " : "It was reported to us; ");
    out.append(ruling.second.empty() ? "a person decided." : "two people decided.");
    if (!c.struck.empty() && c.struck == c.author)
        out.append(" It counts as a strike against the account, for a time.");
    if (order.public_interest)
        out.append(
               " It stays up because the public has an interest in it: it is a post of the "
               "office \"")
            .append(order.public_interest->office)
            .append("\".");
    return out.append(" You can appeal for six months at least; somebody else will decide.");
}

std::string author_deleted_text(const cases::Case& c, const cases::Retention& retention) {
    if (c.author_deleted_at == 0 || c.forgotten_at != 0) return {};
    std::string out = "Its author took it away, or is gone. ";
    if (is_over(c.state))
        out.append("What was decided stands, with its strike if it was one, and can be appealed. ");
    else
        out.append(
            "Decide it as any other: what was posted, flagged and found is kept while the case is "
            "open, and measures and a strike are still possible. ");
    const auto days = retention.author_deleted_days;
    if (days == 0) return out.append("For how long it is kept afterwards does not change.");
    out.append(is_over(c.state) ? "What was said in it is forgotten "
                                : "When the case is over, what was said in it is forgotten ");
    return out.append(std::to_string(days))
        .append(is_over(c.state) ? " days after they did, or after it was over if that was later,"
                                 : " days after that,")
        .append(
            " if that is sooner than by its own time (retention.author_deleted_days); a legal "
            "hold keeps it.");
}

std::string outcome_text(const cases::Case& c, const cases::Ruling& ruling) {
    const auto& order = ruling.order;
    std::string out = "You reported something to us. ";
    switch (order.answer) {
        case Answer::kViolates:
            out.append("It breaks the clause \"").append(order.clause).append("\" of the policy: ");
            out.append(measures_text(order)).append(".");
            break;
        case Answer::kAllowed:
            out.append("We found that the policy allows it");
            if (!order.exception.empty())
                out.append(", by the exception \"").append(order.exception).append("\"");
            out.append(".");
            break;
        case Answer::kUndecided:
        case Answer::kCannotDecide:
            out.append("We could not decide. What is missing: ").append(order.missing).append(".");
            break;
        case Answer::kNotOurs:
            out.append("It is not ours to decide; we have handed it on to \"");
            out.append(order.route).append("\".");
            break;
        case Answer::kPolicyGap:
            out.append(
                "It does harm, and no clause of the policy covers it. We keep it for the "
                "council, which advises on the policy.");
            break;
    }
    if (c.kind == cases::CaseKind::kAppeal)
        out.append(order.review == cases::Review::kOverturned ? " The appeal was right."
                                                              : " The decision stands.");
    return out.append(" You can appeal against this; somebody else will decide.");
}

}  // namespace mizan::casework
