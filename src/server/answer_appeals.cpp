// Appeals of authors, which the platform passes on: about a case, a post, or a decision.
#include <algorithm>

#include "casework/facts.h"
#include "server/answer_later.h"
#include "server/answers.h"
#include "server/casework_access.h"

namespace mizan::server {

namespace {

using casework::Session;

// About what: exactly one of a case, a post, a decision.
struct AppealBody {
    std::string platform;
    std::string text;
    std::uint64_t case_no = 0;
    std::string post;
    std::string source;
    std::uint64_t decision = 0;  // the number of its record
    static void fields(auto& self, auto&& visit) {
        visit("platform", self.platform, fields::Most{64});
        visit("text", self.text, fields::Most{cases::kExplanationBytes});
        visit("case", self.case_no);
        visit("post", self.post, fields::Most{500});
        visit("source", self.source, fields::Most{200});
        visit("decision", self.decision);
    }
};

struct CaseAppealBody {
    std::string platform;
    std::string text;
    static void fields(auto& self, auto&& visit) {
        visit("platform", self.platform, fields::Most{64});
        visit("text", self.text, fields::Most{cases::kExplanationBytes});
    }
};

Result<http::Response> appeal_against(Site& s, const Asked& a, const std::string& platform,
                                      std::uint64_t case_no, std::string text) {
    MZ_TRY(auto* const casework, casework_of(s));
    auto by = by_of(a);
    std::uint64_t made = 0;
    MZ_CHECK(casework->perform_now(platform, [&](Session& session) -> Result<void> {
        MZ_TRY(const auto c, session.get_case(case_no));
        MZ_TRY(const auto counts, session.tables.counts(session.platform));
        by.at = session.now;
        made = counts.cases + 1;
        MZ_TRY(auto events,
               cases::appeal(casework->terms(), c, nullptr, by, std::move(text), made));
        return session.act(casework::deed_about("case", made, std::move(events), by.who));
    }));
    return json_response("{\"appeal\":" + std::to_string(made) + "}", 201);
}

// The post that a decision is about. Errors: kRecordMissing, kRecordErased; of the store.
Result<cases::Subject> post_of_decision(Site& s, const std::string& platform,
                                        std::uint64_t record) {
    const auto missing = fail({Code::kRecordMissing, "there is no such decision", "decision"});
    auto& store = s.live.folder().store();
    const auto entry = store.entry(record);
    if (!entry && entry.error().code != Code::kRecordMissing) return fail(entry.error());
    if (!entry || entry->platform != platform || entry->kind != record::Kind::kDecision)
        return missing;
    MZ_TRY(const auto vault, store.vault(record));
    cases::Subject subject;
    subject.source = vault.source;
    subject.id = vault.post;
    MZ_TRY(const auto facts, casework::facts_about(s.live.folder(), platform, subject));
    if (facts.decision == record) return subject;
    return fail({Code::kStateConflict, "this decision is not in force any more", "decision"});
}

// The last case about a post that people have decided.
Result<std::uint64_t> case_about(Site& s, const std::string& platform,
                                 const cases::Subject& subject, std::string_view where) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(const auto about, casework->read(platform, [&](casework::Tables& t, auto p) {
        return t.about(p, subject);
    }));
    const auto decided = std::ranges::find_if(about, [](const cases::Case& c) {
        const bool is_first =
            c.kind == cases::CaseKind::kFlags || c.kind == cases::CaseKind::kEngine;
        return is_first && c.ruling && c.state == cases::CaseState::kDecided;
    });
    if (decided != about.end()) return decided->id;
    return fail(
        {Code::kRecordMissing, "no person has decided about this post", std::string(where)});
}

Result<http::Response> appeal_by_post(Site& s, Asked& a) {
    MZ_TRY(auto body, fields::from_json<AppealBody>(a.request.body));
    MZ_TRY(const auto platform, platform_in(s, a, body.platform));
    const int named = (body.case_no != 0) + !body.post.empty() + (body.decision != 0);
    if (named != 1)
        return fail(
            {Code::kFieldType, "say what it is about: a post, a decision or a case", "post"});
    if (body.post.empty() && !body.source.empty())
        return fail({Code::kFieldType, "a source goes with a post", "source"});
    auto case_no = body.case_no;
    if (case_no == 0) {
        cases::Subject subject;
        subject.source = body.source;
        subject.id = body.post;
        if (body.decision != 0) {
            MZ_TRY(subject, post_of_decision(s, platform, body.decision));
        }
        MZ_TRY(case_no, case_about(s, platform, subject, body.post.empty() ? "decision" : "post"));
    }
    return appeal_against(s, a, platform, case_no, std::move(body.text));
}

Result<http::Response> appeal_by_case(Site& s, Asked& a) {
    MZ_TRY(const auto id, case_of(a));
    MZ_TRY(auto body, fields::from_json<CaseAppealBody>(a.request.body));
    MZ_TRY(const auto platform, platform_in(s, a, body.platform));
    return appeal_against(s, a, platform, id, std::move(body.text));
}

}  // namespace

void answer_appeal(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), appeal_by_case);
}
void answer_appeal_by_post(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), appeal_by_post);
}

}  // namespace mizan::server
