// Moderation: one post, an array of posts, or a stream of them.
#include <simdjson.h>

#include <atomic>
#include <utility>
#include <vector>

#include "base/json.h"
#include "server/answer_later.h"
#include "server/answers.h"
#include "server/stream_ends.h"
#include "service/explain.h"
#include "service/moderate.h"
#include "service/post_line.h"

namespace mizan::server {

namespace {

constexpr std::size_t kArrayPosts = 1000;  // more posts in one array: send a stream

// The answers to an array's posts, in their order, sent when the last has come.
class ArrayAnswer {
public:
    ArrayAnswer(std::size_t count, http::Reply reply)
        : results_(count), left_(count), reply_(std::move(reply)) {}

    void put(std::size_t i, Result<std::string> decision) {
        results_[i] = decision ? *std::move(decision) : problem_json(decision.error());
        if (left_.fetch_sub(1) > 1) return;
        std::string out = "[";
        for (const auto& result : results_) {
            if (out.size() > 1) out.push_back(',');
            out.append(result);
        }
        reply_(json_response(out.append("]")));
    }

private:
    std::vector<std::string> results_;  // each put by one call
    std::atomic<std::size_t> left_;
    http::Reply reply_;
};

std::string_view first_of(std::string_view body) {
    const auto at = body.find_first_not_of(" \t\r\n");
    return at == body.npos ? std::string_view() : body.substr(at, 1);
}

// The posts of an array, each as it stands in the body.
Result<std::vector<std::string_view>> posts_of(std::string& body) {
    const auto malformed = [](std::string_view what) {
        return fail({Code::kJsonMalformed, std::string(what), "body"});
    };
    std::vector<std::string_view> posts;
    body.reserve(body.size() + simdjson::SIMDJSON_PADDING);
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document;
    simdjson::ondemand::array array;
    if (parser.iterate(simdjson::padded_string_view(body.data(), body.size(), body.capacity()))
                .get(document) != simdjson::SUCCESS ||
        document.get_array().get(array) != simdjson::SUCCESS)
        return malformed("it is no JSON array");
    for (auto element : array) {
        simdjson::ondemand::object object;
        std::string_view raw;
        if (element.get_object().get(object) != simdjson::SUCCESS ||
            object.raw_json().get(raw) != simdjson::SUCCESS)
            return malformed("an element of the array is no JSON object, or the array is broken");
        if (posts.size() == kArrayPosts)
            return fail(
                {Code::kLineTooLong,
                 "an array may have 1000 posts; send more as a stream (application/x-ndjson)",
                 "body"});
        posts.push_back(raw);
    }
    const char* rest = nullptr;  // there is a location only if something follows
    if (document.current_location().get(rest) == simdjson::SUCCESS)
        return malformed("something follows the array");
    return posts;
}

void moderate_array(Site& site, Asked& asked, http::Reply reply) {
    auto posts = posts_of(asked.request.body);
    if (!posts) return reply(problem(posts.error()));
    if (posts->empty()) return reply(json_response("[]"));
    const auto answer = std::make_shared<ArrayAnswer>(posts->size(), std::move(reply));
    for (std::size_t i = 0; i < posts->size(); ++i) {
        const auto number = std::to_string(i);
        const auto id = "post-" + asked.own_id + "-" + number;
        const auto where = "[" + number + "]";
        site.live.desk(asked.request.thread)
            .moderate(
                {(*posts)[i], where, asked.who.platform, id},
                [answer, i](Result<std::string> decision) { answer->put(i, std::move(decision)); });
    }
}

}  // namespace

void answer_moderate(Site& site, Asked& asked, http::Reply reply) {
    if (first_of(asked.request.body) == "[") {
        // A thousand posts would hold up all who share this thread.
        const auto kept = std::make_shared<http::Reply>(std::move(reply));
        const bool taken = site.pool.add([&site, kept, asked = std::move(asked)]() mutable {
            moderate_array(site, asked, std::move(*kept));
        });
        if (!taken)
            (*kept)(problem({Code::kOverload, "too much is asked at once; try again later", {}}));
        return;
    }
    const auto id = "post-" + asked.own_id;
    site.live.desk(asked.request.thread)
        .moderate(
            {asked.request.body, "body", asked.who.platform, id},
            [reply = std::move(reply)](Result<std::string> decision) mutable {
                reply(decision ? json_response(*std::move(decision)) : problem(decision.error()));
            });
}

void stream_moderate(Site& site, Asked& asked, http::Stream& stream) {
    const auto place = site.post_streams.take();
    if (!place) {
        auto refused = problem({Code::kOverload, "too many streams at once", {}});
        refused.fields.emplace_back("X-Request-Id", asked.id);
        asked.status = refused.status;
        return stream.begin(refused);
    }
    const auto engine = site.live.engine();
    service::ModerateOptions options;
    options.scorer = engine->loaded.scorer;
    options.recorder = engine->recorder.get();
    options.platform = asked.who.platform;
    options.input_format = feeds::Format::kNdjson;
    http::Response head;
    head.content_type = "application/x-ndjson";
    head.fields.emplace_back("X-Request-Id", asked.id);
    head.fields.emplace_back("X-Content-Type-Options", "nosniff");
    stream.begin(head);
    StreamSink out(stream);
    StreamSink rejects(stream);
    const auto name = "stream-" + asked.own_id;
    const std::vector<service::Input> inputs{
        {name, [&]() -> Result<std::unique_ptr<feeds::ByteSource>> {
             return std::make_unique<StreamSource>(stream, name);
         }}};
    const auto done = service::moderate(engine->loaded.policy, inputs, options, out, rejects, {});
    std::optional<Error> error;
    if (!done) error = done.error();
    else if (!done->faults.empty()) error = done->faults.front().error;
    // The status has gone out long ago: the last line says what cut the answer short.
    if (error) (void)stream.write(problem_json(*error) + "\n");
}

void answer_explain(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply),
                 [](Site& s, Asked& a) -> Result<http::Response> {
                     const auto engine = s.live.engine();
                     service::PostLine line;
                     Post post;
                     MZ_CHECK(line.read(a.request.body, "body", post));
                     const auto reader = a.who.may(access::Permission::kReadRestricted)
                                             ? service::Reader::kReviewer
                                             : service::Reader::kAuthor;
                     const service::Explainer explainer(engine->loaded.policy, post, reader,
                                                        engine->loaded.scorer);
                     return json_response(explainer.story_json());
                 });
}

}  // namespace mizan::server
