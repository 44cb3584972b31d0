// Examples and cases as expectations: what passes, what fails, and what is said about it.
#include "service/test_policy.h"

#include <doctest/doctest.h>

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
    auto all = service::expectations(source, {});
    REQUIRE(all);
    auto report = service::run(compiled.policy, *std::move(all));
    return report.results.back();
}

Error fault_of(std::string_view line) {
    auto all = service::expectations(with_case(line), {});
    REQUIRE_FALSE(all);
    return all.error();
}

}  // namespace

TEST_CASE("all examples and cases of the tiny policy pass") {
    const auto source = policy::Source::load(kTiny);
    REQUIRE(source);
    const auto compiled = policy::compile(*source);
    REQUIRE(compiled.policy);
    auto all = service::expectations(*source, compiled.examples);
    REQUIRE(all);
    CHECK(all->size() == compiled.examples.size() + 5);
    CHECK(all->front().where == "policy.md:24:1");
    const auto report = service::run(compiled.policy, *std::move(all));
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
