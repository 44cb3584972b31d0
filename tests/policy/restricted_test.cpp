// Restricted terms in the compiled policy: which lexicons hold them, what is hashed, and what of a concept is public.
#include "policy/restricted.h"

#include <doctest/doctest.h>

#include "../support/tiny_policy.h"
#include "base/sha256.h"
#include "policy/bundle.h"

using namespace mizan;
using namespace mizan::test;

namespace {

const std::string kCoded =
    "# salt 0f1e2d3c4b5a69788796a5b4c3d2e1f0\n"
    "[BAD.plant | restricted]\n"
    "knotweed\n"
    "\n"
    "# another\n"
    "bindweed | kind=coded\n"
    "[SPOIL]\n"
    "ruin\n"
    "[GROUP.age.elders]\n"
    "grey beard | restricted\n";

PolicyFiles files() { return garden().set("lexicon/en/coded.terms", kCoded); }

}  // namespace

TEST_CASE("a lexicon that holds restricted terms is known by the hash of its file") {
    const auto policy = files().policy();
    REQUIRE(policy->restricted_lexicons.size() == 1);
    const auto& lexicon = policy->restricted_lexicons[0];
    CHECK(lexicon.path == "lexicon/en/coded.terms");
    CHECK(lexicon.terms == 3);
    CHECK(lexicon.hash == to_hex(sha256(kCoded)));
    CHECK(garden().policy()->restricted_lexicons.empty());
}

TEST_CASE("the hash is that of the canonical text, so an editor's habits do not change it") {
    auto text = kCoded;
    for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 3)
        text.replace(at, 1, " \r\n");
    const auto policy = garden().set("lexicon/en/coded.terms", text).policy();
    CHECK(policy->restricted_lexicons[0].hash == to_hex(sha256(kCoded)));
}

TEST_CASE("each restricted term keeps its line and place, in the bundle too") {
    const auto compiled = files().policy();
    const auto loaded = policy::from_bundle(policy::to_bundle(*compiled));
    REQUIRE(loaded.has_value());
    for (const auto* p : {compiled.get(), loaded->get()}) {
        REQUIRE(p->restricted_terms.size() == 3);
        CHECK(p->restricted_terms[0].where == "lexicon/en/coded.terms:3");
        CHECK(p->restricted_terms[0].line == "knotweed");
        CHECK(p->restricted_terms[1].where == "lexicon/en/coded.terms:6");
        CHECK(p->restricted_terms[1].line == "bindweed | kind=coded");
        CHECK(p->restricted_terms[2].where == "lexicon/en/coded.terms:10");
        for (const auto& r : p->restricted_terms) {
            CHECK(policy::find_restricted(*p, r.term) == &r);
            CHECK(p->terms[r.term].restricted);
        }
        for (std::uint32_t t = 0; t < p->terms.size(); ++t)
            CHECK((policy::find_restricted(*p, t) != nullptr) == p->terms[t].restricted);
    }
}

TEST_CASE("two lexicons have two hashes, in the order of their paths") {
    const auto policy = files()
                            .set("lexicon/en/aaa.terms",
                                 "# salt 00000000000000000000000000000000\n[BAD.waste]\ndross | "
                                 "restricted\n")
                            .policy();
    REQUIRE(policy->restricted_lexicons.size() == 2);
    CHECK(policy->restricted_lexicons[0].path == "lexicon/en/aaa.terms");
    CHECK(policy->restricted_lexicons[0].terms == 1);
    CHECK(policy->restricted_lexicons[1].terms == 3);
}

TEST_CASE(
    "a concept that holds a restricted term is told by its nearest titled ancestor that holds "
    "none") {
    const auto policy = files().policy();
    CHECK(policy::public_part(*policy, "GROUP.craft.bakers")->path == "GROUP.craft.bakers");
    CHECK(policy::public_part(*policy, "GROUP.age.elders")->path == "GROUP.age");
    CHECK(policy::public_part(*policy, "BAD.plant") == nullptr);  // BAD has no title
    CHECK(policy::public_part(*policy, "BAD.waste")->path == "BAD.waste");
    CHECK(policy::public_part(*policy, "") == nullptr);
}

TEST_CASE("a lexicon with restricted terms and no salt is warned of") {
    auto unsalted = [](std::string first) {
        return slugs(garden()
                         .set("lexicon/en/coded.terms", first + "[BAD.plant]\nmoss | restricted\n")
                         .compile()
                         .diagnostics);
    };
    CHECK(unsalted("") == "unsalted-lexicon");
    CHECK(unsalted("# salt 1234\n") == "unsalted-lexicon");
    CHECK(unsalted("# salt 0f1e2d3c4b5a69788796a5b4c3d2e1fx\n") == "unsalted-lexicon");
    CHECK(unsalted("# salt 0f1e2d3c4b5a69788796a5b4c3d2e1f0\n").empty());
}
