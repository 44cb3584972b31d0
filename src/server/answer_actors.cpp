// Actors: what the authors of posts are, and what is held against them.
#include "casework/sight.h"
#include "server/answer_later.h"
#include "server/answers.h"
#include "server/casework_access.h"

namespace mizan::server {

namespace {

struct ActorBody {
    std::string platform;
    cases::Standing is = cases::Standing::kOrdinary;
    std::string office;
    std::string reason;
    static void fields(auto& self, auto&& visit) {
        visit("platform", self.platform, fields::Most{64});
        visit("is", self.is);
        visit("office", self.office, fields::Most{100});
        visit("reason", self.reason, fields::Most{2000});
    }
};

Result<http::Response> told_actor(Site& s, const Asked& a, const std::string& platform,
                                  const std::string& actor) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(const auto standing, casework->read(platform, [&](casework::Tables& t, auto p) {
        return casework::standing_for(t, p, actor, viewer_of(a));
    }));
    return json_response(casework::standing_json(standing, casework->now()));
}

Result<http::Response> one_actor(Site& s, Asked& a) {
    MZ_TRY(const auto query, query_of(a));
    MZ_TRY(const auto platform, platform_asked(s, a, query));
    return told_actor(s, a, platform, a.params.front());
}

Result<http::Response> set_one_actor(Site& s, Asked& a) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(auto body, fields::from_json<ActorBody>(a.request.body));
    MZ_TRY(const auto platform, platform_in(s, a, body.platform));
    const auto& actor = a.params.front();
    auto by = by_of(a);
    MZ_CHECK(casework->perform_now(platform, [&](casework::Session& session) -> Result<void> {
        by.at = session.now;
        MZ_TRY(auto events, cases::set_actor(by, {actor, body.is, body.office, body.reason}));
        return session.act(casework::deed_about(actor, std::move(events), by.who));
    }));
    return told_actor(s, a, platform, actor);
}

}  // namespace

void answer_actor(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), one_actor);
}
void answer_set_actor(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), set_one_actor);
}

}  // namespace mizan::server
