// Examples and cases as expectations: what passes, what fails, and what is said about it.
#include "service/test_policy.h"

#include <doctest/doctest.h>

#include "../support/tiny_policy.h"
#include "policy/compile.h"

using namespace mizan;

namespace {

const std::string kTiny = MIZAN_SOURCE_DIR "/tests/data/policies/tiny";

policy::Source with_case(std::string_view line) {
    auto source = policy::Source::load(kTiny);
    REQUIRE(source);
    auto files = source->files();
    files.push_back({"cases/own.jsonl", std::string(line) + "\n", policy::FileKind::kOther, {}});
    return policy::Source::from_files(std::move(files));
}

service::TestResult run_case(std::string_view line) {
    const auto source = with_case(line);
    const auto compiled = policy::compile(source);
    REQUIRE(compiled.policy);
    auto found = service::expectations(source, {});
    REQUIRE(found.faults.empty());
    auto report = service::run(compiled.policy, std::move(found.all));
    return report.results.back();
}

Error fault_of(std::string_view line) {
    const auto found = service::expectations(with_case(line), {});
    REQUIRE(found.faults.size() == 1);
    return found.faults.front().error;
}

}  // namespace

TEST_CASE("all examples and cases of the tiny policy pass") {
    const auto source = policy::Source::load(kTiny);
    REQUIRE(source);
    const auto compiled = policy::compile(*source);
    REQUIRE(compiled.policy);
    auto found = service::expectations(*source, compiled.examples);
    REQUIRE(found.faults.empty());
    CHECK(found.all.size() == compiled.examples.size() + 5);
    CHECK(found.all.front().where == "policy.md:24:1");
    const auto report = service::run(compiled.policy, std::move(found.all));
    CHECK(report.passed == report.results.size());
    CHECK(report.failed == 0);
}

TEST_CASE("a failing case says where, what was expected, what came and why") {
    const auto r = run_case(
        R"({"clause":"rubbish","expect":"allows","text":"Rose growers are weeds","name":"wrong"})");
    CHECK_FALSE(r.passed);
    CHECK(r.expectation.where == "cases/own.jsonl:1");
    CHECK(r.expectation.name == "wrong");
    CHECK(r.text == "Rose growers are weeds");
    CHECK(r.got == "violates");
    CHECK(r.why.find("Violates the clause") != std::string::npos);
    CHECK(r.why.find("“Rose growers are weeds”") != std::string::npos);
}

TEST_CASE("a case that finds nothing says which concepts stand in the text") {
    const auto r =
        run_case(R"({"clause":"rubbish","expect":"violates","text":"weeds and rose growers"})");
    CHECK_FALSE(r.passed);
    CHECK(r.got == "nothing-found");
    CHECK(r.why.find("RUBBISH “weeds”") != std::string::npos);
    CHECK(r.why.find("GROUP.rose “rose growers”") != std::string::npos);
}

TEST_CASE("excused names its exception, and any will do where none is named") {
    CHECK(run_case(R"({"clause":"rubbish","expect":"excused","text":"Rose growers are not weeds"})")
              .passed);
    CHECK(
        run_case(
            R"({"clause":"rubbish","expect":"excused","exception":"negation","text":"Rose growers are not weeds"})")
            .passed);
    const auto r = run_case(
        R"({"clause":"rubbish","expect":"excused","exception":"satire","text":"Rose growers are not weeds"})");
    CHECK_FALSE(r.passed);
    CHECK(r.got == "excused (negation)");
    CHECK_FALSE(
        run_case(
            R"({"clause":"rubbish","expect":"nothing-found","text":"Rose growers are not weeds"})")
            .passed);
}

TEST_CASE("allows is met by an excuse, review only by an unclear finding") {
    CHECK(run_case(R"({"clause":"rubbish","expect":"allows","text":"Rose growers are not weeds"})")
              .passed);
    CHECK(run_case(R"({"clause":"rubbish","expect":"review","text":"Are rose growers weeds?"})")
              .passed);
    CHECK_FALSE(
        run_case(R"({"clause":"rubbish","expect":"allows","text":"Are rose growers weeds?"})")
            .passed);
    CHECK_FALSE(
        run_case(R"({"clause":"rubbish","expect":"violates","text":"Are rose growers weeds?"})")
            .passed);
}

TEST_CASE("any clause that is violated or unclear fails a case for all clauses, shadow ones too") {
    CHECK(run_case(R"({"clause":"*","expect":"allows","text":"Rose growers are kind"})").passed);
    const auto r =
        run_case(R"({"clause":"*","expect":"allows","text":"Pull out all rose growers"})");
    CHECK_FALSE(r.passed);
    CHECK(r.got == "violates, by uprooting");
}

TEST_CASE("a case may hold any field of a post") {
    const auto r = run_case(
        R"({"clause":"rubbish","expect":"violates","title":"On tulip growers","text":"They are rubbish","reply_to":"p1"})");
    CHECK(r.passed);
    CHECK(r.text == "On tulip growers / They are rubbish");
}

TEST_CASE("a case that names no clause of the policy fails") {
    const auto r = run_case(R"({"clause":"nowhere","expect":"allows","text":"hello"})");
    CHECK_FALSE(r.passed);
    CHECK(r.got == "no such clause");
}

TEST_CASE("a malformed case is an error that names file and line") {
    CHECK(fault_of("{\"clause\":").code == Code::kJsonMalformed);
    CHECK(fault_of("[1]").code == Code::kJsonMalformed);
    CHECK(fault_of(R"({"expect":"allows","text":"x"})").code == Code::kFieldType);
    CHECK(fault_of(R"({"clause":"rubbish","expect":"maybe","text":"x"})").code == Code::kFieldType);
    CHECK(fault_of(R"({"clause":7,"expect":"allows","text":"x"})").code == Code::kFieldType);
    CHECK(fault_of(R"({"clause":"*","expect":"violates","text":"x"})").code == Code::kFieldType);
    CHECK(fault_of(R"({"clause":"rubbish","expect":"allows","exception":"satire","text":"x"})")
              .code == Code::kFieldType);
    CHECK(fault_of(R"({"clause":"rubbish","expect":"allows"})").code == Code::kTextMissing);
    CHECK(fault_of("\n\n[1]").where == "cases/own.jsonl:3");
}

TEST_CASE("a line that can not be read does not hide the next, nor those that can") {
    const auto found =
        service::expectations(with_case("[1]\n"
                                        R"({"clause":"rubbish","expect":"allows"})"
                                        "\n"
                                        R"({"clause":"rubbish","expect":"allows","text":"fine"})"
                                        "\n{"),
                              {});
    REQUIRE(found.faults.size() == 3);
    CHECK(found.faults[0].error.where == "cases/own.jsonl:1");
    CHECK(found.faults[1].error.where == "cases/own.jsonl:2");
    CHECK(found.faults[1].error.code == Code::kTextMissing);
    CHECK(found.faults[2].error.where == "cases/own.jsonl:4");
    CHECK(found.all.back().where == "cases/own.jsonl:3");
}

namespace {

// Runs the examples of a policy: "passed/all".
std::string passed(const test::PolicyFiles& files) {
    const auto source = files.source();
    const auto compiled = policy::compile(source);
    REQUIRE_MESSAGE(compiled.policy, test::shown(compiled, source));
    const auto report =
        service::run(compiled.policy, service::example_expectations(source, compiled.examples));
    return std::to_string(report.passed) + "/" + std::to_string(report.results.size());
}

// garden() with one more line in its first clause, whose examples come from blocks that open with `context`.
test::PolicyFiles with_context(std::string_view line, std::string_view context) {
    auto files = test::garden();
    files.replace("policy.md", "  ignore disclaimer\n",
                  "  ignore disclaimer\n  " + std::string(line) + "\n");
    files.replace("policy.md", "```violates\nGardeners are weeds\n",
                  "```violates" + std::string(context) + "\nGardeners are weeds\n");
    return files;
}

}  // namespace

TEST_CASE("a block of examples says what its posts carry, so that every clause can be tested") {
    CHECK(passed(with_context("when surface=comment", "")) == "3/4");
    CHECK(passed(with_context("when surface=comment", " surface=comment")) == "4/4");
    CHECK(passed(with_context("when surface=\"wall post\"", " surface=\"wall post\"")) == "4/4");
    CHECK(passed(with_context("needs target", "")) == "3/4");
    CHECK(passed(with_context("needs target", " target=amal")) == "4/4");
    CHECK(passed(with_context("needs thread", " reply_to=p1")) == "4/4");
    CHECK(passed(with_context("needs image", " image=yes")) == "4/4");
    CHECK(passed(with_context("when mentions", " mentions=amal,noor")) == "4/4");
    CHECK(passed(with_context("allow quotation: not role=title", " role=title")) == "4/4");
    CHECK(passed(with_context("when lang=en", " lang=en")) == "4/4");
    CHECK(passed(with_context("in_force_from 2026-03-01", " created_at=2026-02-28")) == "3/4");
    CHECK(passed(with_context("in_force_from 2026-03-01", " created_at=2026-03-01")) == "4/4");
    auto scored = with_context("when signal toxicity.x >= 7000", " signal.toxicity.x=7000");
    scored.append("concepts.rules", "signal toxicity.x\n");
    CHECK(passed(scored) == "4/4");
    auto declared = with_context("needs -", " signal.target.declared_attributes=gardeners,bakers");
    declared.append("concepts.rules", "signal target.declared_attributes\n");
    declared.replace("policy.md", "Gardeners are weeds\n", "You are weeds\n");
    CHECK(passed(declared) == "4/4");
}

TEST_CASE("the examples of a retired clause are run as if it were live") {
    CHECK(passed(with_context("state retired", "")) == "4/4");
    auto files = with_context("state retired", "");
    files.replace("policy.md", "```violates\nGardeners are weeds\n",
                  "```violates\nGardeners are roses\n");
    CHECK(passed(files) == "3/4");
    // It decides nothing, so what speaks of any clause does not hear of it.
    const auto source = with_context("state retired", "").source();
    const auto compiled = policy::compile(source);
    REQUIRE(compiled.policy);
    const auto report = service::run(
        compiled.policy, {{"here", {}, "*", "{\"text\":\"Gardeners are weeds\"}", "allows", {}}});
    CHECK(report.passed == 1);
}
