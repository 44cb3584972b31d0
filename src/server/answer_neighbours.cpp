// For other moderation systems: Coral's external moderation phase, and a signal for review tools.
#include <memory>

#include "server/answer_later.h"
#include "server/answers.h"
#include "server/coral.h"
#include "service/signal.h"

namespace mizan::server {

namespace {

constexpr std::size_t kSoon = 64u << 10;  // a longer post is decided where it holds up nobody

// What each thread keeps between requests.
service::Signaller& signaller(std::shared_ptr<const service::Engine> now) {
    struct Kept {
        std::shared_ptr<const service::Engine> engine;
        std::unique_ptr<service::Signaller> signaller;
    };
    thread_local Kept kept;
    if (kept.engine != now) {
        kept.signaller =
            std::make_unique<service::Signaller>(now->loaded.policy, now->loaded.scorer);
        kept.engine = std::move(now);
    }
    return *kept.signaller;
}

Result<http::Response> signal(Site& site, Asked& asked) {
    MZ_TRY(auto told, signaller(site.live.engine()).signal(asked.request.body, "body"));
    return json_response(std::move(told));
}

http::Response told_to_coral(const Result<std::string>& decision) {
    if (!decision) return problem(decision.error());
    auto answer = coral_answer(*decision);
    if (!answer) return problem(answer.error());
    if (!answer->empty()) return json_response(*std::move(answer));
    http::Response nothing;
    nothing.status = 204;
    nothing.content_type.clear();
    return nothing;
}

}  // namespace

void answer_signal(Site& site, Asked& asked, http::Reply reply) {
    if (asked.request.body.size() > kSoon)
        return answer_later(site, std::move(asked), std::move(reply), signal);
    auto response = signal(site, asked);
    reply(response ? *std::move(response) : problem(response.error()));
}

void answer_coral(Site& site, Asked& asked, http::Reply reply) {
    const auto post = post_of_coral(asked.request.body);
    if (!post) return reply(problem(post.error()));
    // Coral does not say which comment it is, so it is one that was never seen before.
    const auto id = "coral-" + asked.own_id;
    const auto platform = asked.who.platform;
    site.live.desk(asked.request.thread)
        .moderate({*post, "comment", platform, id},
                  [reply = std::move(reply)](const Result<std::string>& decision) mutable {
                      reply(told_to_coral(decision));
                  });
}

}  // namespace mizan::server
