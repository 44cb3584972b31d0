// What rules, flags and partners must fulfil to be taken.
#include <algorithm>

#include "cases/command_parts.h"
#include "cases/partner.h"
#include "cases/quality.h"
#include "cases/rules.h"

namespace mizan::cases {

namespace {

bool is_hex(std::string_view text, std::size_t size) {
    return text.size() == size && text.find_first_not_of("0123456789abcdef") == text.npos;
}

bool is_https(std::string_view url) {
    return url.empty() || url.starts_with("https://") || url.starts_with("http://");
}

Result<void> check_subject(const Subject& subject, std::string_view where) {
    const std::string place(where);
    if (subject.kind == SubjectKind::kPattern) return {};
    if (subject.id.empty() && subject.url.empty())
        return wrong("say what it is about: an id or a url", place + ".id");
    constexpr std::size_t kIdBytes = 500;
    constexpr std::size_t kSourceBytes = 200;
    if (subject.id.size() > kIdBytes)
        return wrong("this must be at most 500 bytes long", place + ".id");
    if (subject.source.size() > kSourceBytes)
        return wrong("this must be at most 200 bytes long", place + ".source");
    if (!is_https(subject.url))
        return wrong("this must begin with https:// or http://", place + ".url");
    return {};
}

Result<void> check_attachments(const std::vector<Attachment>& attachments) {
    for (std::size_t i = 0; i < attachments.size(); ++i)
        if (!is_hex(attachments[i].sha256, 64))
            return wrong("this must be the SHA-256 that handing in the file gave",
                         "attachments[" + std::to_string(i) + "].sha256");
    return {};
}

constexpr std::size_t kExpertiseBytes = 200;
constexpr std::size_t kPartnerLangBytes = 35;  // as of a flag

Result<void> check_each(const std::vector<std::string>& texts, std::size_t most,
                        const std::string& where) {
    for (std::size_t i = 0; i < texts.size(); ++i)
        if (texts[i].size() > most)
            return wrong("this must be at most " + std::to_string(most) + " bytes long",
                         where + "[" + std::to_string(i) + "]");
    return {};
}

}  // namespace

Result<void> check(const FlagOrder& order) {
    MZ_CHECK(check_subject(order.subject, "subject"));
    if (order.category == Category::kChildSafety && order.subject.id.empty())
        return wrong("of such material nothing is kept but its id: say it", "subject.id");
    const bool is_pattern = order.subject.kind == SubjectKind::kPattern;
    if (is_pattern && order.exhibits.size() < 2)
        return wrong("a pattern has at least two exhibits", "exhibits");
    if (!is_pattern && !order.exhibits.empty())
        return wrong("only a pattern has exhibits", "exhibits");
    for (std::size_t i = 0; i < order.exhibits.size(); ++i) {
        const auto place = "exhibits[" + std::to_string(i) + "]";
        MZ_CHECK(check_subject(order.exhibits[i], place));
        if (order.exhibits[i].kind == SubjectKind::kPattern)
            return wrong("a pattern within a pattern", place + ".kind");
    }
    return check_attachments(order.attachments);
}

std::string flagger_of(const FlagOrder& order, std::string_view who) {
    return order.user.empty() ? std::string(who) : std::string(kUserBegins) + order.user;
}

std::string key_of(const Subject& subject) {
    std::string key(fields::word(subject.kind));
    key.push_back('\0');
    if (subject.id.empty()) return key.append("url").append(1, '\0').append(subject.url);
    return key.append(subject.source).append(1, '\0').append(subject.id);
}

Result<void> check(const PartnerFacts& facts) {
    if (facts.name.empty()) return wrong("a partner has a name", "name");
    const bool is_statutory = facts.kind == PartnerKind::kStatutory;
    if (is_statutory && facts.authority.empty())
        return wrong("say which authority has awarded the status", "authority");
    if (is_statutory && facts.reference.empty())
        return wrong("say where the status stands in the register", "reference");
    MZ_CHECK(check_each(facts.expertise, kExpertiseBytes, "expertise"));
    MZ_CHECK(check_each(facts.langs, kPartnerLangBytes, "langs"));
    if (facts.agreement.until != 0 && facts.agreement.until <= facts.agreement.from)
        return wrong("this must be later than agreement.from", "agreement.until");
    if (facts.agreement.service)
        MZ_CHECK(Calendar::make(*facts.agreement.service, "agreement.service"));
    return {};
}

bool is_served(const Partner& partner, std::uint64_t now) {
    const auto& agreement = partner.facts.agreement;
    return partner.state == PartnerState::kActive && agreement.from <= now &&
           (agreement.until == 0 || now < agreement.until);
}

namespace {

constexpr std::uint32_t kDayMinutes = 24 * 60;

// Nobody appeals about what is gone.
Result<void> check_retention(const Rules& rules) {
    Result<void> done = {};
    Retention::fields(rules.retention, [&](std::string_view name, std::uint32_t days) {
        if (!done || days == 0 || days >= rules.appeal_days) return;
        done = wrong("this must be at least appeal_days, or 0: not limited",
                     "retention." + std::string(name));
    });
    return done;
}

Result<void> check_care(const Rules& rules) {
    const auto& exposure = rules.exposure;
    if (exposure.grave_from < 1 || exposure.grave_from > 5)
        return wrong("this must be from 1 to 5", "exposure.grave_from");
    if (exposure.break_after_minutes > kDayMinutes)
        return wrong("this must be at most a day", "exposure.break_after_minutes");
    if (exposure.break_minutes < 1 || exposure.break_minutes > kDayMinutes)
        return wrong("this must be at least 1, and at most a day", "exposure.break_minutes");
    for (std::size_t i = 0; i < rules.load_by_category.size(); ++i) {
        const auto place = "load_by_category[" + std::to_string(i) + "]";
        const auto& load = rules.load_by_category[i];
        if (load.severity_from < 1 || load.severity_from > 5)
            return wrong("this must be from 1 to 5", place + ".severity_from");
        if (load.most == 0) return wrong("this must be at least 1", place + ".most");
    }
    if (rules.golden_percent > 50) return wrong("this must be at most 50", "golden_percent");
    if (rules.drift.answers > kOutcomesKept)
        return wrong("this must be at most 500", "drift.answers");
    if (rules.drift.percent < 1 || rules.drift.percent > 100)
        return wrong("this must be from 1 to 100", "drift.percent");
    return {};
}

}  // namespace

Result<void> check(const Rules& rules) {
    const auto& levels = rules.levels;
    if (levels.threat_hours == 0 || levels.partner_hours == 0 || levels.urgent_hours == 0 ||
        levels.other_hours == 0 || levels.appeal_hours == 0 || levels.recheck_hours == 0)
        return wrong("each service level is at least an hour", "levels");
    if (levels.warn_percent == 0 || levels.warn_percent >= 100)
        return wrong("this must be from 1 to 99", "levels.warn_percent");
    if (rules.claim_minutes == 0) return wrong("this must be at least 1", "claim_minutes");
    if (rules.appeal_days < kAppealDaysLeast)
        return wrong("appeals are open for six months at least: 183", "appeal_days");
    if (rules.notice_delay_days > kNoticeDelayDaysMost)
        return wrong("this must be at most 30: whoever is restricted is told", "notice_delay_days");
    MZ_CHECK(check_retention(rules));
    if (rules.haste_percent > 100) return wrong("this must be at most 100", "haste_percent");
    if (rules.sample_percent > 100) return wrong("this must be at most 100", "sample_percent");
    for (std::size_t i = 0; i < rules.routes.size(); ++i) {
        const auto place = "routes[" + std::to_string(i) + "]";
        if (rules.routes[i].name.empty()) return wrong("a route has a name", place + ".name");
        if (rules.routes[i].hours == 0) return wrong("this must be at least 1", place + ".hours");
    }
    MZ_CHECK(check_care(rules));
    return check(rules.ladder, "ladder");
}

}  // namespace mizan::cases
