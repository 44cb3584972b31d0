// What a post says of which nothing is on record: the platform hands it in, for whoever decides.
#include "base/json.h"
#include "server/answer_later.h"
#include "server/answers.h"
#include "server/casework_access.h"

namespace mizan::server {

namespace {

struct ContentBody {
    std::string platform;
    std::string post;
    std::string source;
    std::string text;
    std::string author;
    std::string lang;
    static void fields(auto& self, auto&& visit) {
        visit("platform", self.platform, fields::Most{64});
        visit("post", self.post, fields::Most{500});
        visit("source", self.source, fields::Most{200});
        visit("text", self.text, fields::Most{cases::kContentBytes});
        visit("author", self.author, fields::Most{500});
        visit("lang", self.lang, fields::Most{35});
    }
};

bool takes_content(const cases::Case& c) {
    return !cases::is_over(c.state) && c.kind != cases::CaseKind::kGolden;
}

Result<http::Response> give_content(Site& s, Asked& a) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(const auto body, fields::from_json<ContentBody>(a.request.body));
    MZ_TRY(const auto platform, platform_in(s, a, body.platform));
    if (body.post.empty()) return fail({Code::kFieldType, "say which post", "post"});
    if (body.text.empty()) return fail({Code::kFieldType, "say what the post says", "text"});
    cases::Subject subject;
    subject.id = body.post;
    subject.source = body.source;
    auto by = by_of(a);
    std::size_t given = 0;
    MZ_CHECK(casework->perform_now(platform, [&](casework::Session& session) -> Result<void> {
        given = 0;
        by.at = session.now;
        MZ_TRY(const auto about, session.tables.about(session.platform, subject));
        for (const auto& c : about) {
            if (!takes_content(c)) continue;
            MZ_TRY(auto events, cases::give_content(c, by, {body.text, body.author, body.lang}));
            MZ_CHECK(session.act(casework::deed_about("case", c.id, std::move(events), by.who)));
            ++given;
        }
        return {};
    }));
    if (given == 0) return fail({Code::kRecordMissing, "no open case is about this post", "post"});
    std::string out;
    json::Object(out).number("cases", given);
    return json_response(std::move(out));
}

}  // namespace

void answer_give_content(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), give_content);
}

}  // namespace mizan::server
