// Three readers, one explanation: what an author, a reviewer and an auditor are told of terms that are not published.
#include "service/explanation.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "../support/tiny_policy.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "service/explain.h"

using namespace mizan;
using namespace mizan::test;
using service::Reader;

namespace {

constexpr std::string_view kSalt = "# salt 0f1e2d3c4b5a69788796a5b4c3d2e1f0\n";

// Gardeners and weeds have open and coded names; the options say which are restricted.
PolicyFiles coded(std::string open_options, std::string coded_options) {
    auto files = garden();
    files.replace("lexicon/en/garden.terms", "\ngardener\n", "\ngardener" + open_options + "\n");
    files.replace("lexicon/en/garden.terms", "\nweed\n", "\nweed" + open_options + "\n");
    files.set("lexicon/en/coded.terms",
              std::string(kSalt) + "[GROUP.craft.gardeners | inflect=noun]\nmud lark" +
                  coded_options + "\n[BAD.plant | inflect=noun typos=yes]\nknotweed" +
                  coded_options + "\n");
    return files;
}

bool has(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

// Everything that the reader can be shown of the post, in every form.
std::string all_told(const std::shared_ptr<const policy::Policy>& policy, const Post& post,
                     Reader reader) {
    const service::Explainer e(policy, post, reader);
    auto out = e.story({}) + e.story_json();
    for (int s = 0; s <= static_cast<int>(service::ExplainStep::kDecision); ++s) {
        out += e.step(static_cast<service::ExplainStep>(s));
        out += e.step_json(static_cast<service::ExplainStep>(s));
    }
    return out;
}

std::string without(std::string text, std::string_view part) {
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at))
        text.erase(at, part.size());
    return text;
}

std::string without_hashes(std::string text, const policy::Policy& policy) {
    return without(without(std::move(text), policy.version), policy.bundle_hash);
}

// Every way to say it, of everybody, with every word, plain and disguised.
std::vector<std::string> sentences() {
    std::vector<std::string> out;
    for (const std::string shape :
         {"G are B", "G are not B", "suppose G are B", "B like G", "are G B?",
          "no offence, G are B", "it is wrong to say G are B", "we G are B", "\"G are B\", he said",
          "G came. they are B", "G really spoil it", "B grow here and G rest"}) {
        for (const std::string group : {"gardeners", "mud larks", "mud 1arks", "bakers"}) {
            for (const std::string bad :
                 {"weeds", "w33ds", "knotweed", "kn0tweed", "k n o t w e e d", "knotwede",
                  "nettles", "rubbish", "rubb1sh"}) {
                auto text = shape;
                text.replace(text.find('G'), 1, group);
                if (const auto at = text.find('B'); at != std::string::npos)
                    text.replace(at, 1, bad);
                out.push_back(std::move(text));
            }
        }
    }
    return out;
}

}  // namespace

TEST_CASE(
    "an author is never told of a restricted term: not its concept, its reading or its spelling") {
    const auto policy = coded("", " | restricted kind=coded").policy();
    int violations = 0;
    for (const auto& text : sentences()) {
        CAPTURE(text);
        const auto post = post_of(text);
        const auto told = all_told(policy, post, Reader::kAuthor);
        for (const std::string secret :
             {"restricted", "coded", "BAD", "GROUP.craft.gardeners", "knotweed", "mud lark",
              "gardeners", "weed", "leet", "typo", "spaced"}) {
            CAPTURE(secret);
            // What stands in the post, or in the clause's own words, is no secret.
            const auto known = text + " Nobody is to be called weeds because of a craft.";
            if (has(known, secret)) continue;
            if (has(text, "rubb1sh") && secret == "leet") continue;
            CHECK_FALSE(has(told, secret));
        }
        violations += has(told, "\"outcome\":\"violation\"");
    }
    CHECK(violations > 50);
}

TEST_CASE("an author is told the same, whichever terms of a concept are restricted") {
    const auto one = coded("", " | restricted").policy();
    const auto other = coded(" | restricted", "").policy();
    const auto both = coded(" | restricted", " | restricted").policy();
    for (const auto& text : sentences()) {
        CAPTURE(text);
        const auto post = post_of(text);
        const auto told = without_hashes(all_told(one, post, Reader::kAuthor), *one);
        CHECK(told == without_hashes(all_told(other, post, Reader::kAuthor), *other));
        CHECK(told == without_hashes(all_told(both, post, Reader::kAuthor), *both));
    }
}

TEST_CASE("an author still learns the clause, the reason, the words meant and what excuses them") {
    const auto policy = coded("", " | restricted").policy();
    const auto post = post_of("mud larks are kn0tweed");
    const service::Explainer e(policy, post, Reader::kAuthor);
    const auto story = e.story({});
    CHECK(has(story, "Violates the clause “Name-calling”: a statement about people (craft)"));
    CHECK(has(story, "«mud larks are kn0tweed»"));
    CHECK(has(story, "Nobody is to be called weeds because of a craft."));
    const auto denied = post_of("mud larks are not knotweed");
    CHECK(has(service::Explainer(policy, denied, Reader::kAuthor).story({}), "this excuses it"));
    // Concepts that hold nothing restricted are told in full.
    const auto open = post_of("bakers are rubb1sh");
    const auto told = service::Explainer(policy, open, Reader::kAuthor).story({});
    CHECK(has(told, "about bakers (craft)"));
    CHECK(has(told, "read through a disguise (leet)"));
}

TEST_CASE(
    "a reviewer is told that a restricted term matched and what it means, not the lexicon's line") {
    const auto policy = coded("", " | restricted kind=coded").policy();
    for (const auto& text : sentences()) {
        CAPTURE(text);
        const auto post = post_of(text);
        const auto told = all_told(policy, post, Reader::kReviewer);
        const bool met = has(text, "mud") || has(text, "kn") || has(text, "k n");
        CHECK(has(told, "a restricted term") == met);
        for (const auto secret : {"coded.terms", "inflect", "SHA-256", "sha256", "\"line\""})
            CHECK_FALSE(has(told, secret));
        if (!has(text, "knotweed")) CHECK_FALSE(has(told, "knotweed"));
    }
    const auto post = post_of("mud larks are kn0tweed");
    const auto told = all_told(policy, post, Reader::kReviewer);
    CHECK(has(told, "BAD.plant: “kn0tweed”, coded, read as leet, a restricted term"));
    CHECK(has(told, "about gardeners (craft)"));
    CHECK(has(told, R"("restricted":true)"));
}

TEST_CASE("an auditor is told everything: the term's line, its place and its hash") {
    const auto files = coded("", " | restricted kind=coded");
    const auto policy = files.policy();
    const auto post = post_of("mud larks are kn0tweed");
    const auto told = all_told(policy, post, Reader::kAuditor);
    const std::string line = "knotweed | restricted kind=coded";
    CHECK(has(told, "lexicon/en/coded.terms:5: " + line));
    CHECK(has(told, "SHA-256 of the line " + to_hex(sha256(line))));
    CHECK(has(told, R"("where":"lexicon/en/coded.terms:5","line":")" + line));
    CHECK(has(told, "reading 3..4 leet: kn0tweed -> knotweed"));
}

TEST_CASE("a policy without restricted terms tells every reader of the decision alike") {
    const auto policy = garden().policy();
    const auto post = post_of("gardeners are w33ds, bakers are not");
    const service::Explainer author(policy, post, Reader::kAuthor);
    const service::Explainer auditor(policy, post);
    CHECK(author.decision().reason == auditor.decision().reason);
    CHECK(author.step(service::ExplainStep::kAssessment) ==
          auditor.step(service::ExplainStep::kAssessment));
    CHECK(auditor.story({}) == service::Explainer(policy, post, Reader::kReviewer).story({}));
}

TEST_CASE("the steps inside the engine are not for authors") {
    using service::ExplainStep;
    for (const auto step :
         {ExplainStep::kText, ExplainStep::kTokens, ExplainStep::kConcepts, ExplainStep::kClaims}) {
        CHECK_FALSE(service::may_see(Reader::kAuthor, step));
        CHECK(service::may_see(Reader::kReviewer, step));
        const auto post = post_of("gardeners are weeds");
        CHECK(service::Explainer(garden().policy(), post, Reader::kAuthor).step_json(step) ==
              "null");
    }
    CHECK(service::may_see(Reader::kAuthor, ExplainStep::kAssessment));
    CHECK(service::may_see(Reader::kAuthor, ExplainStep::kDecision));
}

TEST_CASE("every reader has a name that is read back") {
    for (const auto reader : {Reader::kAuthor, Reader::kReviewer, Reader::kAuditor}) {
        Reader out{};
        CHECK(service::parse(service::name(reader), out));
        CHECK(out == reader);
    }
    Reader out{};
    CHECK_FALSE(service::parse("neighbour", out));
}

TEST_CASE("the terms of a text of many windows are those of the whole text, each once") {
    const auto policy = garden().policy();
    std::string text;
    std::vector<std::uint32_t> places;
    constexpr std::uint32_t kWords = 3 * limits::kWindowTokens;
    for (std::uint32_t i = 0; i < kWords; ++i) {
        const bool weed = i % 500 == 7;
        if (weed) places.push_back(i);
        text += weed ? "nettles " : "meadow ";
    }
    const auto post = post_of(text);
    Engine engine(policy);
    (void)engine.decide(post);
    std::vector<std::uint32_t> found;
    for (const auto& match : service::find_terms(*policy, engine.text())) {
        CHECK(match.path == "BAD.plant");
        found.push_back(match.tokens.first);
    }
    CHECK(found == places);
}
