// Many threads at one desk: each post is told once, and what it is told is what the engine decides.
#include "service/desk.h"

#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "model/json.h"
#include "service/live.h"
#include "store/sqlite_backend.h"

using namespace mizan;
using namespace mizan::service;
using test::must;

namespace {

constexpr std::array kTexts{"Gardeners are weeds", "Gardeners are not weeds",
                            "Are gardeners weeds?", "The roses are in bloom",
                            "All gardeners are just rubbish"};

class Office {
public:
    Office() {
        LiveOptions options;
        options.folder = scratch_ / "record";
        options.policy = std::string(MIZAN_SOURCE_DIR) + "/examples/garden-club";
        options.platform = "garden";
        options.logs.clock = [] { return std::uint64_t{1'790'000'000}; };
        live_ = must(Live::open(std::move(options)));
    }
    [[nodiscard]] Desk& desk() const { return live_->desk(0); }
    [[nodiscard]] Live& live() const { return *live_; }

private:
    test::ScratchFolder scratch_;
    std::unique_ptr<Live> live_;
};

std::string post_json(std::string_view id, std::string_view text) {
    return R"({"id":")" + std::string(id) + R"(","text":")" + std::string(text) + R"("})";
}

// The decision as the engine alone makes it.
std::string decided(Live& live, const std::string& json) {
    PostLine line;
    Post post;
    must(line.read(json, "test", post));
    Decider decider(live.engine()->loaded.policy, live.engine()->loaded.scorer);
    std::string out;
    append_json(out, decider.decide(post));
    return out;
}

// What was told about each post, and how often.
struct Told {
    std::string json;
    std::string answer;  // or the error's code
    std::atomic<int> times{0};
};

void send(Desk& desk, Told& post) {
    desk.moderate({post.json, "test", {}, "made"}, [&post](Result<std::string> told) {
        post.answer = told ? *std::move(told) : std::string(name(told.error().code));
        ++post.times;
    });
}

void send_all(Office& office, std::vector<Told>& posts) {
    constexpr std::size_t kThreads = 8;
    std::atomic<std::size_t> next{0};
    {
        std::vector<std::jthread> threads;
        for (std::size_t t = 0; t < kThreads; ++t)
            threads.emplace_back([&] {
                for (auto i = next++; i < posts.size(); i = next++) send(office.desk(), posts[i]);
            });
    }
    must(office.live().finish());  // the desk has told all by then
}

}  // namespace

TEST_CASE("each of many posts is told its own decision, once") {
    Office office;
    std::vector<Told> posts(2000);
    for (std::size_t i = 0; i < posts.size(); ++i)
        posts[i].json = post_json("p" + std::to_string(i), kTexts[i % kTexts.size()]);
    send_all(office, posts);
    for (const auto& post : posts) {
        REQUIRE(post.times == 1);
        REQUIRE(post.answer == decided(office.live(), post.json));
    }
}

TEST_CASE(
    "of posts with one id and other contents, those that came later are told of the conflict") {
    Office office;
    constexpr std::size_t kIds = 150;
    std::vector<Told> posts(kIds * kTexts.size() * 2);
    for (std::size_t i = 0; i < posts.size(); ++i)
        posts[i].json = post_json("p" + std::to_string(i % kIds), kTexts[i / kIds % kTexts.size()]);
    send_all(office, posts);
    std::map<std::string, std::string> kept;  // by id: the post that stands
    for (const auto& post : posts) {
        REQUIRE(post.times == 1);
        if (post.answer == "record-conflict") continue;
        CHECK(post.answer == decided(office.live(), post.json));
        const auto id = post.json.substr(0, post.json.find(','));
        CHECK(kept.emplace(id, post.json).first->second == post.json);
    }
    CHECK(kept.size() == kIds);
    for (const auto& post : posts) {
        const bool stands = kept[post.json.substr(0, post.json.find(','))] == post.json;
        CHECK((post.answer == "record-conflict") == !stands);
    }
}

TEST_CASE(
    "what is no post, or of another platform, is told so at once, among others that are decided") {
    Office office;
    std::vector<Told> posts(400);
    for (std::size_t i = 0; i < posts.size(); ++i)
        posts[i].json = i % 4 == 0   ? R"({"id":"x)" + std::to_string(i) + R"("})"
                        : i % 4 == 1 ? std::string("{")
                                     : post_json("q" + std::to_string(i), kTexts[i % 5]);
    send_all(office, posts);
    for (std::size_t i = 0; i < posts.size(); ++i) {
        REQUIRE(posts[i].times == 1);
        if (i % 4 == 0) CHECK(posts[i].answer == "text-missing");
        else if (i % 4 == 1) CHECK(posts[i].answer == "json-malformed");
        else CHECK(posts[i].answer == decided(office.live(), posts[i].json));
    }
}

TEST_CASE("a post without an id has the one that its order brings") {
    Office office;
    Told post;
    post.json = R"({"text":"Gardeners are weeds"})";
    send(office.desk(), post);
    must(office.live().finish());
    CHECK(post.times == 1);
    CHECK(post.answer.starts_with(R"({"id":"made",)"));
}

TEST_CASE("an id that a client gave stays, even one as a feed's lines have") {
    Office office;
    std::vector<Told> posts(3);
    posts[0].json = posts[1].json = post_json("line:1", kTexts[0]);
    posts[2].json = post_json("line:1", kTexts[4]);
    for (auto& post : posts) send(office.desk(), post);
    must(office.live().finish());
    CHECK(posts[0].answer == decided(office.live(), posts[0].json));
    CHECK(posts[0].answer.starts_with(R"({"id":"line:1",)"));
    CHECK(posts[1].answer == posts[0].answer);
    CHECK(posts[2].answer == "record-conflict");  // it is one post, and is found under its id
}
