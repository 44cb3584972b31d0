// Brakes and the cap of undecided posts in a running service: what is told, what is on record and in which order, a restart, a replay.
#include "service/restraint.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "feeds/source.h"
#include "record/leaf.h"
#include "service/brake_record.h"
#include "service/live.h"
#include "service/moderate.h"
#include "service/replay.h"
#include "store/sqlite_backend.h"

using namespace mizan;
using namespace mizan::service;
using sanction::BrakeState;
using test::must;

namespace {

constexpr std::uint64_t kStart = 1'790'000'000;
constexpr std::uint64_t kHour = 3600;

class Forum {
public:
    explicit Forum(sanction::BrakeLimits limits = {5, 1000, 1000}, std::uint32_t undecided = 3)
        : limits_(limits), undecided_(undecided) {
        start();
    }

    void start() {
        LiveOptions options;
        options.folder = scratch_ / "record";
        options.policy = MIZAN_SOURCE_DIR "/tests/data/policies/acting";
        options.platform = "forum";
        options.logs.clock = [this] { return now.load(); };
        options.restraint.limits = limits_;
        options.restraint.grave = {8, 1000, 1000};
        options.restraint.undecided_most = undecided_;
        options.restraint.tell = [this](bool halts, std::string_view json) {
            const std::lock_guard lock(mutex_);
            told_.push_back((halts ? "halts " : "lets go ") + std::string(json));
        };
        live_ = must(Live::open(std::move(options)));
    }
    void stop() {
        must(live_->finish());
        live_.reset();
    }
    void restart() {
        stop();
        start();
    }

    // The decision, once it is told.
    std::string moderate(const std::string& json) {
        std::string out;
        std::atomic<bool> done{false};
        live_->desk(0).moderate({json, "test", {}, "made"}, [&](Result<std::string> told) {
            out = told ? *std::move(told) : to_string(told.error());
            done = true;
            done.notify_one();
        });
        done.wait(false);
        return out;
    }
    std::string post(std::string_view text, std::string_view more = {}) {
        return moderate(R"({"id":"p)" + std::to_string(++posts_) + R"(","author":"ann","text":")" +
                        std::string(text) + "\"" + std::string(more) + "}");
    }
    // How many of so many posts are removed, by what they are told.
    int removed(int count, std::string_view text = "Gardeners are weeds") {
        int out = 0;
        for (int i = 0; i < count; ++i)
            out += post(text).find(R"({"name":"remove"})") != std::string::npos;
        return out;
    }

    [[nodiscard]] BrakeView brake(std::string_view clause = "belittling") {
        for (auto& view : live_->restraint().brakes("forum", "", 100))
            if (view.clause == clause) return view;
        return {};
    }
    // The journal: "brake on", "limit", "remove".
    std::vector<std::string> journal(std::string_view platform = "forum") {
        std::vector<std::string> out;
        must(store().each(platform, 0, [&](const store::Entry& entry) {
            record::Leaf leaf;
            const auto text = record::leaf_text(0, entry.leaf);
            must(record::read_leaf(text, leaf));
            if (entry.kind == record::Kind::kBrake)
                out.push_back("brake " + std::string(leaf.word("state")));
            if (entry.kind == record::Kind::kDecision) out.emplace_back(leaf.word("action"));
            return true;
        }));
        return out;
    }
    ReplayReport replayed() { return must(replay(live_->folder(), {})); }

    [[nodiscard]] Live& live() { return *live_; }
    [[nodiscard]] store::Store& store() { return live_->folder().store(); }
    [[nodiscard]] std::vector<std::string> told() {
        const std::lock_guard lock(mutex_);
        return told_;
    }
    std::atomic<std::uint64_t> now{kStart};

private:
    test::ScratchFolder scratch_;
    sanction::BrakeLimits limits_;
    std::uint32_t undecided_;
    std::mutex mutex_;
    std::vector<std::string> told_;
    int posts_ = 0;
    std::unique_ptr<Live> live_;
};

bool holds(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

class Lines final : public Sink {
public:
    Result<void> write(std::string_view lines) override {
        text.append(lines);
        return {};
    }
    std::string text;
};

template <class F> bool comes(F&& what) {
    for (int i = 0; i < 1000; ++i) {
        if (what()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
}

std::string code_of(const Result<BrakeView>& result) {
    return result ? std::string() : std::string(name(result.error().code));
}

}  // namespace

TEST_CASE(
    "past the quota removals are limits, and the brake is on record before the first of them") {
    Forum forum;
    CHECK(forum.removed(5) == 5);
    CHECK(forum.told().empty());
    const auto told = forum.post("All gardeners are just rubbish");
    CHECK(holds(told, R"("route":"act")"));
    CHECK(holds(told, R"("actions":[{"name":"limit"}],"brake":"on")"));
    CHECK(forum.removed(3) == 0);
    CHECK(forum.brake().standing.state == BrakeState::kOn);
    CHECK(forum.brake().last_hour == 9);
    CHECK(forum.journal() == std::vector<std::string>{
                                 "remove,strike", "remove,strike", "remove,strike", "remove,strike",
                                 "remove,strike", "brake on", "limit", "limit", "limit", "limit"});
    REQUIRE(forum.told().size() == 1);
    CHECK(
        holds(forum.told()[0], R"(halts {"platform":"forum","clause":"belittling","state":"on")"));
    CHECK(forum.live().restraint().figures().halted == 4);
    // Other clauses go on, and what is for nobody to remove too.
    CHECK(forum.removed(1, "Gardeners should be pulled out") == 1);
    CHECK(holds(forum.post("The roses are in bloom"), R"("outcome":"allowed")"));
    CHECK(forum.replayed().different == 0);
}

TEST_CASE("the gravest severity has limits of its own") {
    Forum forum;
    CHECK(forum.removed(10, "Gardeners should be pulled out") == 8);
    CHECK(forum.brake("uprooting").limits.quota == 8);
    CHECK(holds(forum.post("Gardeners should be pulled out"),
                R"("actions":[{"name":"limit"},{"name":"label"}],"brake":"on")"));
}

TEST_CASE("each platform has its own brake") {
    Forum forum;
    CHECK(forum.removed(6) == 5);
    const auto other = forum.moderate(
        R"({"id":"x","platform":"wiki","author":"ann","text":"Gardeners are weeds"})");
    CHECK(holds(other, R"({"name":"remove"})"));
    CHECK(forum.live().restraint().brakes("wiki", "", 10).size() == 1);
    CHECK(forum.live().restraint().halting().size() == 1);
}

TEST_CASE("a stream of posts has the same brake") {
    Forum forum;
    CHECK(forum.removed(3) == 3);
    std::string posts;
    for (int i = 0; i < 50; ++i)
        posts += R"({"id":"s)" + std::to_string(i) +
                 R"(","text":"Gardeners are weeds"})"
                 "\n";
    const auto engine = forum.live().engine();
    ModerateOptions options;
    options.recorder = engine->recorder.get();
    options.platform = "forum";
    Lines out;
    Lines rejects;
    const std::vector<Input> inputs{{"stream", [&] {
                                         return Result<std::unique_ptr<feeds::ByteSource>>(
                                             feeds::memory_source(posts, "stream"));
                                     }}};
    must(moderate(engine->loaded.policy, inputs, options, out, rejects, {}));
    std::size_t removed = 0;
    std::size_t limited = 0;
    for (std::size_t at = 0, end = 0; (end = out.text.find('\n', at)) != std::string::npos;
         at = end + 1) {
        const auto line = std::string_view(out.text).substr(at, end - at);
        removed += holds(line, R"({"name":"remove"})");
        limited += holds(line, R"("brake":"on")");
    }
    CHECK(removed == 2);
    CHECK(limited == 48);
    const auto journal = forum.journal();
    const auto brake = std::ranges::find(journal, "brake on");
    CHECK(brake < std::ranges::find(journal, "limit"));
    CHECK(std::ranges::count(journal, "brake on") == 1);
    CHECK(forum.replayed().different == 0);
}

TEST_CASE("many at once: exactly the quota is removed, and the brake stands before every limit") {
    Forum forum({20, 1000, 1000});
    std::atomic<int> removed{0};
    std::atomic<int> done{0};
    constexpr int kThreads = 4;
    constexpr int kEach = 50;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < kThreads; ++t)
            threads.emplace_back([&, t] {
                for (int i = 0; i < kEach; ++i) {
                    const auto json = R"({"id":")" + std::to_string(t) + "-" + std::to_string(i) +
                                      R"(","text":"Gardeners are weeds"})";
                    forum.live().desk(0).moderate(
                        {json, "test", {}, "made"}, [&](const Result<std::string>& told) {
                            removed += told && holds(*told, R"({"name":"remove"})");
                            ++done;
                        });
                }
            });
    }
    CHECK(comes([&] { return done == kThreads * kEach; }));
    CHECK(removed == 20);
    const auto journal = forum.journal();
    CHECK(std::ranges::find(journal, "brake on") < std::ranges::find(journal, "limit"));
}

TEST_CASE("two people lift it; removals go on until it is armed again, by itself; all on record") {
    Forum forum;
    CHECK(forum.removed(6) == 5);
    auto& restraint = forum.live().restraint();
    CHECK(must(restraint.lift("forum", "belittling", {"ann", "it is real", 2})).standing.state ==
          BrakeState::kAsked);
    CHECK(code_of(restraint.lift("forum", "belittling", {"ann", "again", 2})) == "state-conflict");
    CHECK(forum.removed(1) == 0);
    CHECK(must(restraint.lift("forum", "belittling", {"ben", "yes", 1})).standing.state ==
          BrakeState::kLifted);
    CHECK(forum.removed(7) == 7);
    forum.now = kStart + kHour;
    CHECK(comes([&] { return forum.brake().standing.state == BrakeState::kOff; }));
    CHECK(comes([&] { return forum.told().size() == 4; }));
    std::vector<std::string> brakes;
    for (const auto& line : forum.journal())
        if (line.starts_with("brake")) brakes.push_back(line);
    CHECK(brakes ==
          std::vector<std::string>{"brake on", "brake asked", "brake lifted", "brake off"});
    CHECK(forum.told()[2].starts_with("lets go "));
    CHECK(holds(forum.told()[2], R"("hours":1,"until":)" + std::to_string(kStart + kHour) +
                                     R"(,"put_on_by_person":false,"by":"ben","reason":"yes")"));
    CHECK(forum.replayed().different == 0);
}

TEST_CASE("who asked and why is committed to, not shown") {
    Forum forum;
    must(forum.live().restraint().put_on("forum", "belittling", {"ann", "it is new", 0}));
    must(forum.store().each("forum", 0, [&](const store::Entry& entry) {
        if (entry.kind != record::Kind::kBrake) return true;
        record::Leaf leaf;
        const auto text = record::leaf_text(0, entry.leaf);
        must(record::read_leaf(text, leaf));
        const auto vault = must(forum.store().vault(entry.id));
        REQUIRE(vault.salts.size() == 2);
        CHECK(leaf.hash("by_commit") == record::commit(vault.salts[0], "by_commit", "ann"));
        CHECK(leaf.hash("reasons_commit") ==
              record::commit(vault.salts[1], "reasons_commit", "it is new"));
        CHECK_FALSE(holds(text, "ann"));
        CHECK(entry.outcome == "on");  // by which others are told of it
        const auto read = must(read_brake(entry, &vault));
        REQUIRE(read);
        CHECK(read->clause == "belittling");
        CHECK(read->standing == forum.brake().standing);
        // What the public log alone tells is still that it is on.
        const auto alone = must(read_brake(entry, nullptr));
        REQUIRE(alone);
        CHECK(alone->standing.halts());
        CHECK(alone->standing.by.empty());
        return true;
    }));
}

TEST_CASE("a restart keeps the states, and forgets the counts") {
    Forum forum;
    CHECK(forum.removed(6) == 5);
    must(forum.live().restraint().lift("forum", "belittling", {"ann", "it is real", 4}));
    const auto before = forum.brake().standing;
    forum.restart();
    CHECK(forum.brake().standing == before);
    CHECK(forum.brake().last_hour == 0);
    CHECK(forum.removed(1) == 0);
    CHECK(code_of(forum.live().restraint().lift("forum", "belittling", {"ann", "x", 4})) ==
          "state-conflict");
    must(forum.live().restraint().lift("forum", "belittling", {"ben", "yes", 4}));
    forum.restart();
    CHECK(forum.removed(3) == 3);
    CHECK(forum.brake().standing.state == BrakeState::kLifted);
    CHECK(forum.brake().standing.until == kStart + 4 * kHour);
    forum.now = kStart + 5 * kHour;
    forum.restart();
    CHECK(forum.removed(6) == 5);  // armed: the time was over while nobody ran
    CHECK(forum.replayed().different == 0);
}

TEST_CASE("a post that comes again is what it was, brake or not") {
    Forum forum;
    const std::string first = R"({"id":"again","author":"ann","text":"Gardeners are weeds"})";
    const auto removed = forum.moderate(first);
    must(forum.live().restraint().put_on("forum", "belittling", {"ann", "it is new", 0}));
    CHECK(forum.moderate(first) == removed);
    const auto limited = forum.post("Gardeners are weeds");
    CHECK(holds(limited, R"("brake":"on")"));
}

TEST_CASE(
    "undecided posts past an actor's cap are kept from people, recorded in full, and replayed") {
    Forum forum;
    const std::string text = "Gardeners have wilted";
    for (int i = 0; i < 3; ++i) {
        const auto told = forum.post(text);
        CHECK(holds(told, R"("outcome":"undecided")"));
        CHECK(holds(told, R"("route":"person")"));
        CHECK_FALSE(holds(told, "folded"));
    }
    const auto folded = forum.post(text);
    CHECK(holds(folded, R"("outcome":"undecided")"));
    CHECK(holds(folded, R"("route":"none")"));
    CHECK(holds(folded, R"("folded":true)"));
    CHECK(holds(folded, "no person was asked"));
    CHECK(forum.live().restraint().figures().folded == 1);
    for (const auto* more :
         {R"(,"target":"amal")", R"(,"mentions":["noor"])",
          R"(,"signals":[{"name":"flag.partner","source":"p","version":"1","value":1}])"}) {
        const auto told = forum.post(text, more);
        CHECK_MESSAGE(holds(told, R"("route":"person")"), told);
    }
    // Another author's are not, and none an hour later.
    CHECK(holds(forum.moderate(R"({"id":"b","author":"ben","text":"Gardeners have wilted"})"),
                R"("route":"person")"));
    CHECK(holds(forum.moderate(R"({"id":"n","text":"Gardeners have wilted"})"),
                R"("route":"person")"));
    forum.now += kHour;
    CHECK(holds(forum.post(text), R"("route":"person")"));
    const auto replayed = forum.replayed();
    CHECK(replayed.different == 0);
    CHECK(replayed.equal == 10);
    CHECK(forum.journal().size() == 10);  // each a record of its own
}

TEST_CASE("settings that contradict each other are refused") {
    RestraintOptions options;
    CHECK(check(options));
    options.limits.least = 19;  // the quota is 120
    CHECK_FALSE(check(options));
    options.limits.least = 20;
    CHECK(check(options));
    options.grave.jump = 0;
    CHECK_FALSE(check(options));
}
