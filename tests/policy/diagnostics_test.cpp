// What policy authors are told, word for word: each folder of tests/data/diagnostics is a policy, named by the slug that it
// provokes, with the exact text beside it in expected.txt. MIZAN_UPDATE=1 in the environment writes those files anew.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>

#include "../support/tiny_policy.h"
#include "base/files.h"
#include "service/test_policy.h"

using namespace mizan;
using namespace mizan::test;

namespace {

namespace fs = std::filesystem;

const fs::path kCases = fs::path(MIZAN_SOURCE_DIR) / "tests/data/diagnostics";

std::vector<std::string> case_names() {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(kCases)) {
        names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

// Compiles, and runs the examples as `mizan policy check` does.
policy::Compiled check(const policy::Source& source) {
    auto compiled = policy::compile(source);
    if (!compiled.policy) return compiled;
    const auto report =
        service::run(compiled.policy, service::example_expectations(source, compiled.examples));
    for (std::size_t i = 0; i < report.results.size(); ++i) {
        const auto& r = report.results[i];
        if (r.passed) continue;
        compiled.diagnostics.add(policy::Diag::kExampleFails, compiled.examples[i].loc,
                                 "expected " + r.expectation.expect + "; got " + r.got);
    }
    return compiled;
}

bool is_sorted(const std::vector<policy::Diagnostic>& all) {
    return std::is_sorted(all.begin(), all.end(), [](const auto& a, const auto& b) {
        return std::tuple(a.loc.file, a.loc.begin, a.code) <
               std::tuple(b.loc.file, b.loc.begin, b.code);
    });
}

}  // namespace

TEST_CASE("every diagnostic is provoked by the case of its name and shown word for word") {
    for (const auto& slug : case_names()) {
        CAPTURE(slug);
        const auto source = policy::Source::load((kCases / slug).string());
        REQUIRE(source.has_value());
        const auto compiled = check(*source);
        CHECK(is_sorted(compiled.diagnostics.all()));
        const auto& all = compiled.diagnostics.all();
        const bool told = std::any_of(all.begin(), all.end(),
                                      [&](const auto& d) { return policy::name(d.code) == slug; });
        CHECK(told == (slug != "none"));
        const auto text = shown(compiled, *source);
        const auto path = (kCases / slug / "expected.txt").string();
        if (std::getenv("MIZAN_UPDATE") != nullptr) REQUIRE(write_file(path, text).has_value());
        const auto expected = read_file(path, 1 << 20);
        REQUIRE(expected.has_value());
        CHECK(text == *expected);
    }
}

TEST_CASE("every slug of the table has a case") {
    const auto names = case_names();
    const std::set<std::string> have(names.begin(), names.end());
    constexpr std::string_view kSlugs[] = {
#define X(enumerator, slug, severity) slug,
#include "policy/diagnostic_codes.inc"
#undef X
    };
    for (const auto slug : kSlugs) {
        CHECK_MESSAGE(have.contains(std::string(slug)), "no case for ", slug);
    }
    CHECK(have.size() == std::size(kSlugs) + 1);  // and `none`
}

TEST_CASE("an error in one statement does not hide those of the next") {
    const auto compiled =
        garden()
            .append("frames.rules", "frame a sets mood\nconstruct B(\n  \"x\" )\n")
            .append("concepts.rules", "wrod X\nattribute craft\n")
            .compile();
    CHECK(compiled.policy == nullptr);
    const auto told = slugs(compiled.diagnostics);
    CHECK(told.find("unknown-statement") != std::string::npos);
    CHECK(told.find("duplicate-id") != std::string::npos);
    CHECK(told.find("syntax") != std::string::npos);
    CHECK(told.find("missing-part") != std::string::npos);
}

TEST_CASE("a warning does not stop a policy, an error does") {
    auto files = garden().append("concepts.rules", "concept IDLE\n");
    files.append("lexicon/en/garden.terms", "[IDLE]\nx\n");
    const auto warned = files.compile();
    CHECK(slugs(warned.diagnostics) == "unused-term");
    CHECK(warned.policy != nullptr);
    CHECK(files.append("concepts.rules", "concept\n").compile().policy == nullptr);
}

TEST_CASE("a flood of errors is counted and cut off") {
    std::string flood;
    for (int i = 0; i < 3000; ++i) flood.append("nonsense\n");
    const auto compiled = garden().append("frames.rules", flood).compile();
    CHECK(compiled.diagnostics.errors() == 3000);
    CHECK(compiled.diagnostics.all().size() == policy::Diagnostics::kMaxDiagnostics);
    CHECK(compiled.diagnostics.dropped() == 2000);
}

TEST_CASE("diagnostics as JSON name code, place and fix") {
    auto files = garden().replace("policy.md", "detect CALLED(g)", "detect CALED(g)");
    const auto source = files.source();
    const auto json = policy::to_json(policy::compile(source).diagnostics, source);
    CHECK(json.find("{\"code\":\"unknown-name\",\"severity\":\"error\",\"file\":\"policy.md\","
                    "\"line\":10,\"column\":10,\"end_line\":10,\"end_column\":15,") !=
          std::string::npos);
    CHECK(json.find("\"fix\":\"CALLED\"") != std::string::npos);
}

TEST_CASE("columns count code points and the carets stand under the place") {
    auto files =
        garden().append("constructs.rules", "\nconstruct MORE(g: GROUP)\n  \"éé\" NOWHERE\n");
    const auto source = files.source();
    const auto compiled = policy::compile(source);
    const auto text = shown(compiled, source);
    CHECK(text.find(":11:8: error[unknown-name]: there is no concept or pattern 'NOWHERE'") !=
          std::string::npos);
    CHECK(text.find("    |        ^^^^^^^\n") != std::string::npos);
}

TEST_CASE("a policy without a clause is told so") {
    PolicyFiles files;
    files.set("policy.md", "");
    CHECK(slugs(files.compile().diagnostics) == "missing-part");
}

TEST_CASE("the same of the same place is told once, however often it is put in") {
    auto files = garden();
    files.append("constructs.rules",
                 "construct MORE(g: GROUP)\n  g MODD{0,3} BAD\n  g SO SO BAD\n");
    files.append("frames.rules", "pattern SO = NOWHERE \"so\"\n");
    CHECK(slugs(files.compile().diagnostics) == "unused-definition,unknown-name,unknown-name");
}
