// Flags: received one by one or in bulk, followed, added to, withdrawn; their receipts and attachments.
#include <algorithm>
#include <utility>

#include "base/files.h"
#include "base/json.h"
#include "casework/attachments.h"
#include "casework/file_owners.h"
#include "casework/flag_view.h"
#include "casework/flags.h"
#include "casework/own_record.h"
#include "server/answer_later.h"
#include "server/answers.h"
#include "server/casework_access.h"
#include "server/flag_rows.h"

namespace mizan::server {

namespace {

casework::Flagger flagger_of(const Asked& asked) {
    return {asked.who.who(), asked.who.may(access::Permission::kSendEvents)};
}

// What the platform passes on for its users is the platform's to follow.
Result<bool> is_theirs(Site& site, const Asked& asked, const std::string& platform,
                       const cases::Flag& flag) {
    if (flag.flagger.starts_with(cases::kUserBegins))
        return asked.who.may(access::Permission::kSendEvents);
    MZ_TRY(auto* const casework, casework_of(site));
    return casework::is_theirs(*casework, platform, asked.who.who(), flag);
}

// Who may see a flag by its number, with what came of it: whose it is, and those who lead. Others who decide cases see it with its case: an answer that is
// known already, as of a golden case's flags, is not to be had by a number.
Result<cases::Flag> flag_asked(Site& site, const Asked& asked, const std::string& platform) {
    MZ_TRY(auto* const casework, casework_of(site));
    MZ_TRY(const auto id, number_of(asked.params.front(), "flag"));
    MZ_TRY(auto flag, casework->read(platform, [&](casework::Tables& t, auto p) {
        return t.find_flag(p, id);
    }));
    const auto missing =
        fail({Code::kRecordMissing, "there is no such flag", asked.params.front()});
    if (!flag) return missing;
    MZ_TRY(const bool theirs, is_theirs(site, asked, platform, *flag));
    if (theirs) return *std::move(flag);
    if (!asked.who.may(access::Permission::kLeadCases)) return missing;
    const auto seen = check_case_seen(*casework, asked, platform, flag->case_no);
    if (!seen && seen.error().code == Code::kRecordMissing) return missing;
    MZ_CHECK(seen);
    return *std::move(flag);
}

// Whose flags are listed.
Result<std::string> flagger_asked(const Asked& asked, const Query& query) {
    const auto user = query.get("user");
    if (!user) return asked.who.who();
    if (!asked.who.may(access::Permission::kSendEvents))
        return fail({Code::kAccessForbidden, "only the platform follows its users' flags", "user"});
    return std::string(cases::kUserBegins) + *user;
}

// What somebody wants of their own flag.
struct FlagMove {
    std::string platform;
    std::string text;
    std::vector<cases::Attachment> attachments;
    static void fields(auto& self, auto&& visit) {
        visit("platform", self.platform, fields::Most{64});
        visit("text", self.text, fields::Most{cases::kExplanationBytes});
        visit("attachments", self.attachments, fields::Most{cases::kAttachments});
    }
};

using FlagThink = Result<cases::Events> (*)(casework::Session&, const cases::Terms&,
                                            const cases::Flag&, const cases::By&, FlagMove&);

// What is known of the files that somebody names; of what is said to be of child safety nothing is kept.
Result<void> find_or_drop(casework::Casework& casework, const std::string& platform,
                          const cases::Flag& flag, const std::string& who,
                          std::vector<cases::Attachment>& named) {
    if (flag.category != cases::Category::kChildSafety)
        return casework::find_attachments(casework, platform, who, named);
    return casework::drop_named(casework, platform, who, std::exchange(named, {}));
}

// Before it is on record that a flag names them.
Result<void> hold_named(casework::Casework& casework, const std::vector<cases::Attachment>& named) {
    const auto folder = casework.attachments();
    MZ_TRY(const bool moved, casework::hold_attachments(folder, named));
    return moved ? sync_folder(folder) : Result<void>();
}

void answer_move(Site& site, Asked& asked, http::Reply reply, FlagThink think) {
    answer_later(
        site, std::move(asked), std::move(reply),
        [think](Site& s, Asked& a) -> Result<http::Response> {
            MZ_TRY(auto* const casework, casework_of(s));
            const std::string_view body = a.request.body;
            MZ_TRY(auto move, fields::from_json<FlagMove>(body.empty() ? "{}" : body));
            MZ_TRY(const auto platform, platform_in(s, a, move.platform));
            MZ_TRY(const auto seen, flag_asked(s, a, platform));
            MZ_TRY(const bool theirs, is_theirs(s, a, platform, seen));
            if (!theirs) return fail({Code::kAccessForbidden, "this is for who flagged", "flag"});
            if (!a.request.path().ends_with("/add") && !move.attachments.empty())
                return fail({Code::kFieldType, "files come with POST .../add", "attachments"});
            MZ_CHECK(find_or_drop(*casework, platform, seen, a.who.who(), move.attachments));
            const auto named = move.attachments;
            auto by = by_of(a);
            MZ_CHECK(
                casework->perform_now(platform, [&](casework::Session& session) -> Result<void> {
                    MZ_TRY(const auto flag, session.get_flag(seen.id));
                    by.at = session.now;
                    MZ_TRY(auto events, think(session, casework->terms(), flag, by, move));
                    MZ_CHECK(hold_named(*casework, named));
                    return session.act(
                        casework::deed_about("flag", flag.id, std::move(events), by.who));
                }));
            MZ_TRY(const auto flag, flag_asked(s, a, platform));
            MZ_TRY(auto seen_now, casework::flag_json(*casework, platform, flag));
            return json_response(std::move(seen_now));
        });
}

}  // namespace

void answer_flag(Site& site, Asked& asked, http::Reply reply) {
    const auto type = std::string(asked.request.field("Content-Type"));
    const bool is_one = !type.starts_with("text/csv") &&
                        !type.starts_with("application/x-ndjson") &&
                        asked.request.body.find_first_not_of(" \t\r\n") != std::string::npos &&
                        asked.request.body[asked.request.body.find_first_not_of(" \t\r\n")] == '{';
    if (!is_one) return answer_flags_in_bulk(site, asked, std::move(reply));
    const auto kept = std::make_shared<http::Reply>(std::move(reply));
    const bool taken = site.quick.add([&site, kept, a = std::move(asked)]() mutable {
        const auto begin = [&]() -> Result<void> {
            MZ_TRY(auto* const casework, casework_of(site));
            MZ_TRY(auto row, flag_in(a.request.body));
            MZ_TRY(const auto platform, platform_in(site, a, row.platform));
            casework::take_flag(
                *casework, platform, flagger_of(a), site.live.engine(), std::move(row.order),
                [kept](Result<casework::TakenFlag> flag) {
                    (*kept)(flag ? json_response(flag_taken_json(*flag)) : problem(flag.error()));
                });
            return {};
        }();
        if (!begin) (*kept)(problem(begin.error()));
    });
    if (!taken)
        (*kept)(problem({Code::kOverload, "too much is asked at once; try again later", {}}));
}

void answer_flags_in_bulk(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply),
                 [](Site& s, Asked& a) -> Result<http::Response> {
                     MZ_TRY(auto* const casework, casework_of(s));
                     MZ_TRY(const auto query, query_of(a));
                     MZ_TRY(const auto platform, platform_named(s, a, query));
                     MZ_TRY(auto rows, flags_in(a.request.body, a.request.field("Content-Type")));
                     std::vector<cases::FlagOrder> orders;
                     orders.reserve(rows.size());
                     for (auto& row : rows) {
                         if (row && !row->platform.empty() && row->platform != platform)
                             row = fail({Code::kFieldType,
                                         "all flags of a request are of one platform", "platform"});
                         if (row) orders.push_back(std::move(row->order));
                     }
                     const auto take = [&](const casework::EachTold& told) {
                         casework::take_flags(*casework, platform, flagger_of(a), s.live.engine(),
                                              std::move(orders), told);
                     };
                     return json_response(flags_taken_json(rows, take));
                 });
}

void answer_flag_seen(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply),
                 [](Site& s, Asked& a) -> Result<http::Response> {
                     MZ_TRY(const auto query, query_of(a));
                     MZ_TRY(const auto platform, platform_named(s, a, query));
                     MZ_TRY(const auto flag, flag_asked(s, a, platform));
                     MZ_TRY(auto* const casework, casework_of(s));
                     MZ_TRY(auto body, casework::flag_json(*casework, platform, flag));
                     return json_response(std::move(body));
                 });
}

void answer_receipt(Site& site, Asked& asked, http::Reply reply) {
    answer_later(
        site, std::move(asked), std::move(reply), [](Site& s, Asked& a) -> Result<http::Response> {
            MZ_TRY(const auto query, query_of(a));
            MZ_TRY(const auto platform, platform_named(s, a, query));
            MZ_TRY(const auto flag, flag_asked(s, a, platform));
            MZ_TRY(const bool theirs, is_theirs(s, a, platform, flag));
            // Their own name for it may tell who they are.
            if (!theirs && !a.who.may(access::Permission::kLeadCases))
                return fail({Code::kAccessForbidden, "this is for who flagged", "flag"});
            MZ_TRY(auto* const casework, casework_of(s));
            MZ_TRY(auto file, casework::receipt_of(*casework, platform, flag.id));
            auto out = json_response(std::move(file));
            const bool is_promise = record::is_receipt(out.body);
            out.content_type = is_promise ? "application/json" : "text/plain; charset=utf-8";
            out.fields.emplace_back(
                "Content-Disposition",
                "attachment; filename=\"flag-" + std::to_string(flag.id) +
                    (is_promise ? std::string(record::kReceiptEnding) : ".tlog-proof") + "\"");
            return out;
        });
}

// One's own, and one's organisation's; of the platform's users, by name.
void answer_own_flags(Site& site, Asked& asked, http::Reply reply) {
    answer_later(
        site, std::move(asked), std::move(reply), [](Site& s, Asked& a) -> Result<http::Response> {
            MZ_TRY(auto* const casework, casework_of(s));
            MZ_TRY(const auto query, query_of(a));
            MZ_TRY(const auto platform, platform_named(s, a, query));
            MZ_TRY(const auto page, page_asked(query));
            MZ_TRY(const auto who, flagger_asked(a, query));
            bool by_number = false;
            std::string warning;
            const auto& limits = casework->rules().flags;
            MZ_TRY(
                auto flags,
                casework->read(
                    platform, [&](casework::Tables& t, auto p) -> Result<std::vector<cases::Flag>> {
                        MZ_TRY(const auto partner, t.partner_of_member(p, who));
                        by_number = partner.has_value();
                        MZ_TRY(const auto own, t.find_flagger(p, who));
                        warning = partner ? casework::warning_text(limits, partner->warned,
                                                                   partner->reviewed, partner->held)
                                          : casework::warning_text(limits, own.warned, own.reviewed,
                                                                   own.held);
                        return partner ? t.flags_of_partner(p, partner->id, page.after, page.limit)
                                       : t.flags_by(p, who, page.after, page.limit);
                    }));
            std::string out;
            {
                json::Object object(out);
                object.list("flags", flags,
                            [&](const cases::Flag& flag) { casework::append_flag(out, flag); });
                if (flags.size() == page.limit)
                    object.text("next",
                                std::to_string(by_number ? flags.back().number : flags.back().id));
                object.flag("warned", !warning.empty()).optional("warning", warning);
            }
            return json_response(std::move(out));
        });
}

void answer_add_to_flag(Site& site, Asked& asked, http::Reply reply) {
    answer_move(
        site, asked, std::move(reply),
        [](auto&, const auto&, const cases::Flag& flag, const cases::By& by, FlagMove& move) {
            return cases::add_to_flag(flag, by,
                                      {std::move(move.text), std::move(move.attachments)});
        });
}

void answer_withdraw_flag(Site& site, Asked& asked, http::Reply reply) {
    answer_move(site, asked, std::move(reply),
                [](casework::Session& s, const cases::Terms& terms, const cases::Flag& flag,
                   const cases::By& by, FlagMove& move) -> Result<cases::Events> {
                    MZ_TRY(const auto c, s.get_case(flag.case_no));
                    MZ_TRY(const auto* own, s.calendar_of(c.clock));
                    return cases::withdraw(terms, c, flag, by, std::move(move.text), own);
                });
}

void answer_reply_to_flag(Site& site, Asked& asked, http::Reply reply) {
    answer_move(site, asked, std::move(reply),
                [](casework::Session& s, const cases::Terms& terms, const cases::Flag& flag,
                   const cases::By& by, FlagMove& move) -> Result<cases::Events> {
                    MZ_TRY(const auto c, s.get_case(flag.case_no));
                    MZ_TRY(const auto* own, s.calendar_of(c.clock));
                    return cases::reply(terms, c, flag, by, std::move(move.text), own);
                });
}

void answer_appeal_flag(Site& site, Asked& asked, http::Reply reply) {
    answer_move(site, asked, std::move(reply),
                [](casework::Session& s, const cases::Terms& terms, const cases::Flag& flag,
                   const cases::By& by, FlagMove& move) -> Result<cases::Events> {
                    MZ_TRY(const auto c, s.get_case(flag.case_no));
                    MZ_TRY(const auto counts, s.tables.counts(s.platform));
                    return cases::appeal(terms, c, &flag, by, std::move(move.text),
                                         counts.cases + 1);
                });
}

}  // namespace mizan::server
