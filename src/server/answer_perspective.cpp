// The door for clients of the comment-scoring API that has ended.
#include <memory>

#include "base/json.h"
#include "perspective/answer.h"
#include "perspective/discovery.h"
#include "perspective/request.h"
#include "server/answer_later.h"
#include "server/answers.h"
#include "service/analyze.h"
#include "service/suggestions.h"

namespace mizan::server {

namespace {

http::Response of_error(const perspective::ApiError& error) {
    return json_response(to_json(error), error.http_code);
}

// What each thread keeps between requests.
struct Scoring {
    std::shared_ptr<const service::Engine> engine;
    std::unique_ptr<service::Analyzer> analyzer;
    perspective::RequestReader reader;

    service::Analyzer& of(std::shared_ptr<const service::Engine> now) {
        if (engine != now) {
            analyzer = std::make_unique<service::Analyzer>(now->loaded.policy, now->loaded.scorer);
            engine = std::move(now);
        }
        return *analyzer;
    }
};

Scoring& scoring() {
    thread_local Scoring of_this_thread;
    return of_this_thread;
}

// The comment as a post of its own.
std::string post_of(const perspective::AnalyzeRequest& request) {
    std::string out;
    json::Object(out)
        .text("text", request.text)
        .text("surface", "comment")
        .optional("lang", request.languages.size() == 1
                              ? std::string_view(request.languages.front())
                              : std::string_view());
    return out;
}

}  // namespace

void answer_analyze(Site& site, Asked& asked, http::Reply reply) {
    auto& mine = scoring();
    const auto request = mine.reader.analyze(asked.request.body);
    if (!request) return reply(of_error(request.error()));
    const auto analysis = mine.of(site.live.engine()).analyze(*request);
    if (!analysis) return reply(of_error(analysis.error()));
    auto answer = json_response(perspective::analyze_answer(*request, *analysis));
    if (request->do_not_store) {
        site.metrics.count_unstored();
        return reply(std::move(answer));
    }
    const auto post = post_of(*request);
    const auto id = "comment-" + asked.own_id;
    site.live.desk(asked.request.thread)
        .moderate({post, "comment", asked.who.platform, id},
                  [reply = std::move(reply),
                   answer = std::move(answer)](const Result<std::string>& done) mutable {
                      if (done) return reply(std::move(answer));
                      const bool full = done.error().code == Code::kOverload;
                      reply(of_error(full ? perspective::over_quota() : perspective::internal()));
                  });
}

void answer_suggest(Site& site, Asked& asked, http::Reply reply) {
    auto& mine = scoring();
    const auto request = mine.reader.suggest(asked.request.body);
    if (!request) return reply(of_error(request.error()));
    auto& analyzer = mine.of(site.live.engine());
    auto answer = json_response(
        perspective::suggest_answer(*request, analyzer.detected_languages(request->text)));
    const auto suggestion = service::weigh_suggestion(*request, analyzer);
    // Thanked for once it is durable.
    const auto kept = std::make_shared<http::Reply>(std::move(reply));
    const auto platform =
        asked.who.platform.empty() ? site.live.options().platform : asked.who.platform;
    const bool taken = site.pool.add([&site, kept, answer, suggestion, platform]() mutable {
        const auto done =
            service::keep_suggestion(site.live.folder(), *site.live.engine()->recorder,
                                     site.live.logs(), platform, suggestion);
        (*kept)(done ? std::move(answer) : of_error(perspective::internal()));
    });
    if (!taken) (*kept)(of_error(perspective::over_quota()));
}

void answer_discovery(Site& site, Asked& asked, http::Reply reply) {
    reply(json_response(perspective::discovery_document(base_url(site, asked.request))));
}

std::string base_url(const Site& site, const http::Request& request) {
    if (!site.options.public_url.empty()) return site.options.public_url;
    const auto host = request.field("Host");
    return std::string(request.secure ? "https://" : "http://") +
           std::string(host.empty() ? "localhost" : host);
}

}  // namespace mizan::server
