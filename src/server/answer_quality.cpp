// Deciding alike: guidance for clauses, golden cases.
#include "base/json.h"
#include "casework/quality.h"
#include "server/answer_later.h"
#include "server/answers.h"
#include "server/casework_access.h"

namespace mizan::server {

namespace {

struct GuidanceBody {
    std::string platform;
    std::string text;
    static void fields(auto& self, auto&& visit) {
        visit("platform", self.platform, fields::Most{64});
        visit("text", self.text);
    }
};

struct GoldenBody {
    std::string platform;
    std::uint64_t of = 0;  // the case; 0: the rest is handed in
    cases::Subject subject;
    std::string text;
    std::string author;
    std::string lang;
    std::string about;  // the clause that it seems to be about
    cases::Answer answer = cases::Answer::kAllowed;
    std::string clause;
    std::string why;
    static void fields(auto& self, auto&& visit) {
        visit("platform", self.platform, fields::Most{64});
        visit("of", self.of);
        visit("subject", self.subject);
        visit("text", self.text, fields::Most{cases::kContentBytes});
        visit("author", self.author, fields::Most{500});
        visit("lang", self.lang, fields::Most{35});
        visit("about", self.about, fields::Most{100});
        visit("answer", self.answer);
        visit("clause", self.clause, fields::Most{100});
        visit("why", self.why, fields::Most{5000});
    }
};

// As of a flag.
Result<void> check_is_subject(const cases::Subject& subject) {
    cases::FlagOrder order;
    order.subject = subject;
    return cases::check(order);
}

std::string guidance_json(const cases::Guidance& guidance) {
    return fields::to_json(guidance, fields::Empty::kWritten);
}

// Of people nothing: a clause's answers are not anybody's.
void append_clause(std::string& out, const cases::ClauseRecord& record) {
    std::uint64_t differ = 0;
    for (const auto& answer : record.answers)
        if (answer.differs) ++differ;
    json::Object object(out);
    object.text("clause", record.clause)
        .number("version", record.guidance)
        .number("answers", record.answers.size())
        .number("differ", differ)
        .number("alarms", record.alarms);
    if (record.alarmed_at != 0) object.number("alarmed_at", record.alarmed_at);
}

Result<http::Response> list_guidances(Site& s, Asked& a) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(const auto query, query_of(a));
    MZ_TRY(const auto platform, platform_named(s, a, query));
    MZ_TRY(const auto records, casework->read(platform, [](casework::Tables& t, auto p) {
        return t.clause_records(p);
    }));
    std::string out;
    json::Object(out).list("clauses", records,
                           [&](const auto& record) { append_clause(out, record); });
    return json_response(std::move(out));
}

Result<http::Response> one_guidance(Site& s, Asked& a) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(const auto query, query_of(a));
    MZ_TRY(const auto platform, platform_named(s, a, query));
    std::uint64_t version = 0;
    if (const auto asked = query.get("version")) {
        MZ_TRY(version, number_of(*asked, "version"));
    }
    const auto& clause = a.params.front();
    MZ_TRY(const auto found, casework->read(platform, [&](casework::Tables& t, auto p) {
        return t.guidance_of(p, clause, version);
    }));
    if (!found) return fail({Code::kRecordMissing, "there is no such guidance", clause});
    return json_response(guidance_json(*found));
}

Result<http::Response> put_guidance(Site& s, Asked& a) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(auto body, fields::from_json<GuidanceBody>(a.request.body));
    MZ_TRY(const auto platform, platform_in(s, a, body.platform));
    const auto engine = s.live.engine();
    MZ_TRY(const auto written, casework::write_guidance(*casework, platform, *engine, by_of(a),
                                                        a.params.front(), std::move(body.text)));
    return json_response(guidance_json(written));
}

Result<http::Response> list_goldens(Site& s, Asked& a) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(const auto query, query_of(a));
    MZ_TRY(const auto platform, platform_named(s, a, query));
    MZ_TRY(const auto page, page_asked(query));
    MZ_TRY(const auto goldens, casework->read(platform, [&](casework::Tables& t, auto p) {
        return t.goldens_after(p, page.after, page.limit);
    }));
    std::string out;
    {
        json::Object object(out);
        object.list("golden", goldens, [&](const cases::Golden& golden) {
            fields::append_json(out, golden, fields::Empty::kWritten);
        });
        if (goldens.size() == page.limit) object.text("next", std::to_string(goldens.back().id));
    }
    return json_response(std::move(out));
}

Result<http::Response> make_golden(Site& s, Asked& a) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(const auto document, fields::JsonDocument::read(a.request.body));
    MZ_TRY(auto body, fields::from_value<GoldenBody>(document.root()));
    if (!document.root().member("answer"))
        return fail({Code::kFieldType, "say what the answer is", "answer"});
    MZ_TRY(const auto platform, platform_in(s, a, body.platform));
    if (body.of == 0 && body.subject.id.empty())
        return fail({Code::kFieldType, "name a decided case, or an id for what is handed in",
                     "subject.id"});
    cases::Golden golden;
    if (body.of == 0) MZ_CHECK(check_is_subject(body.subject));
    golden.face.subject = std::move(body.subject);
    golden.face.author = std::move(body.author);
    golden.face.lang = std::move(body.lang);
    golden.face.clause = std::move(body.about);
    golden.text = std::move(body.text);
    golden.answer = body.answer;
    golden.clause = std::move(body.clause);
    golden.why = std::move(body.why);
    const auto engine = s.live.engine();
    MZ_TRY(const auto made, casework::make_golden(*casework, platform, *engine, by_of(a), body.of,
                                                  std::move(golden)));
    return json_response(fields::to_json(made, fields::Empty::kWritten), 201);
}

Result<http::Response> retire_golden(Site& s, Asked& a) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(const auto query, query_of(a));
    MZ_TRY(const auto platform, platform_named(s, a, query));
    MZ_TRY(const auto id, number_of(a.params.front(), "golden"));
    MZ_TRY(const auto retired, casework::retire_golden(*casework, platform, by_of(a), id));
    return json_response(fields::to_json(retired, fields::Empty::kWritten));
}

Result<http::Response> train(Site& s, Asked& a) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(const auto query, query_of(a));
    MZ_TRY(const auto platform, platform_named(s, a, query));
    casework::Seeker seeker;
    seeker.by = by_of(a);
    MZ_TRY(const auto next, casework::train(*casework, platform, seeker));
    if (!next.c) return nothing_waits();
    return case_response(casework::case_summary_json(*next.c, viewer_of(a)), next.c->version);
}

}  // namespace

void answer_guidances(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), list_guidances);
}
void answer_guidance(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), one_guidance);
}
void answer_write_guidance(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), put_guidance);
}
void answer_goldens(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), list_goldens);
}
void answer_make_golden(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), make_golden);
}
void answer_retire_golden(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), retire_golden);
}
void answer_train(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), train);
}

}  // namespace mizan::server
