// The public library: loading, diagnostics, decisions that own what they say, the JSON fast path, threads.
#include <doctest/doctest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "mizan/mizan.h"

using namespace mizan::api;
namespace fs = std::filesystem;

namespace {

const std::string kPolicy = std::string(MIZAN_SOURCE_DIR) + "/policies/hateful-conduct";

const Engine& engine() {
    static const Engine loaded = Engine::load(kPolicy).value();
    return loaded;
}

std::vector<std::string> stream() {
    std::ifstream in(std::string(MIZAN_SOURCE_DIR) + "/examples/stream.jsonl");
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    REQUIRE(lines.size() > 10);
    return lines;
}

std::string decided(Session& session, const std::string& line) {
    std::string out;
    const auto ok = session.assess_json(line, out);
    REQUIRE_MESSAGE(ok.has_value(), to_string(ok.error()));
    return out;
}

class Folder {
public:
    Folder()
        : path_(fs::temp_directory_path() /
                ("mizan-api-test-" + std::to_string(::getpid()) + "-" + std::to_string(++count_))) {
        fs::create_directories(path_);
    }
    ~Folder() { fs::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    [[nodiscard]] const fs::path& path() const { return path_; }

private:
    static inline int count_ = 0;
    fs::path path_;
};

}  // namespace

TEST_CASE("a policy that is not there is an error, not a crash") {
    const auto missing = Engine::load("/no/such/policy");
    REQUIRE_FALSE(missing.has_value());
    CHECK(missing.error().code == "policy-missing");
    CHECK(to_string(missing.error()).find("[policy-missing]") != std::string::npos);
    CHECK(missing.error().diagnostics.empty());
}

TEST_CASE("an invalid policy is refused with every diagnostic and its place") {
    const Folder folder;
    std::ofstream(folder.path() / "policy.md") << "# Broken\n\n## One {#one}\n\n```rule\nclause "
                                                  "one\n  detect NOWHERE(g)\n  severity 9\n```\n";
    const auto engine = Engine::load(folder.path().string());
    REQUIRE_FALSE(engine.has_value());
    CHECK(engine.error().code == "policy-invalid");
    REQUIRE(engine.error().diagnostics.size() >= 2);
    const auto& first = engine.error().diagnostics.front();
    CHECK(first.file == "policy.md");
    CHECK(first.line > 1);
    CHECK_FALSE(first.code.empty());
    CHECK(first.text.find("policy.md:") != std::string::npos);
    const auto checked = check_policy(folder.path().string());
    REQUIRE(checked.has_value());
    CHECK(checked->size() == engine.error().diagnostics.size());
}

TEST_CASE("an engine tells which policy it runs") {
    const auto info = engine().policy();
    CHECK(info.version.size() == 64);
    CHECK(info.bundle_hash.size() == 64);
    CHECK(info.semantics_level == semantics_level());
    CHECK(info.terms > 100);
    REQUIRE_FALSE(info.clauses.empty());
    CHECK_FALSE(info.clauses.front().title.empty());
    CHECK_FALSE(version().empty());
}

TEST_CASE("the cache of compiled policies gives the same policy") {
    const Folder cache;
    const auto cold = Engine::load(kPolicy, {cache.path().string()});
    const auto warm = Engine::load(kPolicy, {cache.path().string()});
    REQUIRE(cold.has_value());
    REQUIRE(warm.has_value());
    CHECK(cold->policy().bundle_hash == warm->policy().bundle_hash);
    CHECK_FALSE(fs::is_empty(cache.path()));
    const auto bundle = Engine::load(fs::directory_iterator(cache.path())->path().string());
    REQUIRE(bundle.has_value());
    CHECK(bundle->policy().version == warm->policy().version);
}

TEST_CASE("a decision outlives the post, the session and the engine") {
    Decision decision;
    std::string json;
    {
        auto engine = Engine::load(kPolicy).value();
        auto session = engine.session();
        auto post = text_post("p-1", "We tested 😀 the new bridge today");
        post.platform = "agora";
        post.reply_to = "p-0";
        decision = session.assess(post).value();
        json = decision.to_json();
        post.id = "overwritten, since a view would show it";
        (void)session.assess(text_post("other", "another post")).value();
    }
    CHECK(decision.post == "p-1");
    CHECK(decision.platform == "agora");
    CHECK(decision.outcome == Outcome::kAllowed);
    CHECK(name(decision.finding) == "nothing-found");
    CHECK(decision.to_json() == json);
    CHECK(decision.policy_version.size() == 64);
}

TEST_CASE("values, JSON and the command's form of a decision are one") {
    auto session = engine().session();
    std::size_t with_claims = 0;
    for (const auto& line : stream()) {
        const auto json = decided(session, line);
        with_claims += json.find("\"claims\":[{") != std::string::npos;
        CHECK(json.front() == '{');
        CHECK(json.back() == '}');
    }
    CHECK(with_claims > 0);
}

TEST_CASE("what a person may read of a claim is also there as values, with spans in three units") {
    auto session = engine().session();
    // The quoted words of a test of the policy itself: no clause's examples stand in this file.
    std::ifstream in(kPolicy + "/policy.md");
    std::string line;
    bool inside = false;
    std::size_t seen = 0;
    while (std::getline(in, line)) {
        if (line.starts_with("```")) inside = line == "```violates";
        if (!inside || line.starts_with("```") || line.empty()) continue;
        const auto plain = session.assess(text_post("p", line)).value();
        const auto shifted = session.assess(text_post("p", "😀 " + line)).value();
        if (plain.claims.empty() || plain.claims.size() != shifted.claims.size()) continue;
        ++seen;
        const auto& a = plain.claims.front();
        const auto& b = shifted.claims.front();
        REQUIRE_FALSE(a.spans.empty());
        REQUIRE_FALSE(b.spans.empty());
        CHECK_FALSE(a.construct.empty());
        CHECK(b.spans.front().bytes.begin == a.spans.front().bytes.begin + 5);
        CHECK(b.spans.front().code_points.begin == a.spans.front().code_points.begin + 2);
        CHECK(b.spans.front().utf16.begin == a.spans.front().utf16.begin + 3);
        REQUIRE_FALSE(plain.clauses.empty());
        CHECK(plain.clauses.front().claim < plain.claims.size());
        CHECK_FALSE(plain.reason.empty());
        CHECK(plain.to_json() == decided(session, R"({"id":"p","text":")" + line + "\"}"));
    }
    CHECK(seen > 3);
}

TEST_CASE("a line that is no post is refused and leaves the output as it was") {
    auto session = engine().session();
    std::string out = "before";
    const auto refused = [&](std::string_view line) {
        const auto r = session.assess_json(line, out);
        CHECK_FALSE(r.has_value());
        CHECK(out == "before");
        return r ? std::string_view() : r.error().code;
    };
    CHECK(refused("{\"id\":") == "json-malformed");
    CHECK(refused("") == "json-malformed");
    CHECK(refused("{\"text\":\"a\"}\n{\"text\":\"b\"}") == "json-malformed");
    CHECK(refused("{\"id\":\"x\"}") == "text-missing");
    CHECK(refused("{\"text\":7}") == "field-type");
    CHECK(session.assess_json("{\"id\":\"x\",\"text\":\"fine\"}\r\n", out).has_value());
    CHECK(out.starts_with("before{\"id\":\"x\""));
}

TEST_CASE("limits on a post's size are errors by name") {
    auto session = engine().session();
    CHECK(session.assess(Post{}).error().code == "text-missing");
    Post many = text_post("p", "a");
    many.parts.resize(65);
    CHECK(session.assess(many).error().code == "field-type");
    Post dated = text_post("p", "a");
    for (const char* given : {"2026-01-31T09:30:00Z", "2026-01-31", "1769900000", ""}) {
        dated.created_at = given;
        CHECK(session.assess(dated).has_value());
    }
    dated.created_at = "01/31/2026";
    CHECK(session.assess(dated).error().code == "field-type");
    Post seen = text_post("p", "a");
    seen.reach = Reach{-1, {}};
    CHECK(session.assess(seen).error().code == "field-type");
    CHECK(session.assess(text_post("p", std::string((4u << 20) + 1, 'a'))).error().code ==
          "text-too-long");
    const auto batch =
        session.assess(std::vector<Post>{text_post("a", "one"), Post{}, text_post("c", "three")});
    REQUIRE(batch.size() == 3);
    CHECK(batch[0]->post == "a");
    CHECK_FALSE(batch[1].has_value());
    CHECK(batch[2]->post == "c");
}

TEST_CASE("threads share an engine and decide alike") {
    const auto lines = stream();
    const auto all = [&] {
        auto session = engine().session();
        std::string out;
        for (const auto& line : lines) {
            if (!session.assess_json(line, out)) out.append("refused");
            out.push_back('\n');
        }
        return out;
    };
    const auto expected = all();
    std::vector<std::string> results(4);
    {
        std::vector<std::jthread> threads;
        for (auto& r : results) threads.emplace_back([&] { r = all(); });
    }
    for (const auto& r : results) CHECK(r == expected);
}
