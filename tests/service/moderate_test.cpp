#include "service/moderate.h"

#include <doctest/doctest.h>

#include <atomic>
#include <string>
#include <vector>

#include "support/tiny_policy.h"

using namespace mizan;
using service::ModerateOptions;

namespace {

// Keeps what is written; fails once it holds more than `room` bytes.
class StringSink final : public service::Sink {
public:
    explicit StringSink(std::size_t room = static_cast<std::size_t>(-1)) : room_(room) {}
    Result<void> write(std::string_view lines) override {
        CHECK(!busy_.exchange(true));  // one call at a time
        whole_lines = whole_lines && lines.ends_with('\n');
        text.append(lines);
        busy_ = false;
        if (text.size() > room_) return fail({Code::kFileWrite, "no room", "sink"});
        return {};
    }
    std::string text;
    bool whole_lines = true;

private:
    std::size_t room_;
    std::atomic<bool> busy_ = false;
};

service::Input memory_input(std::string bytes, std::string name) {
    return {
        name, [bytes, name] {
            return Result<std::unique_ptr<feeds::ByteSource>>(feeds::memory_source(bytes, name));
        }};
}

service::Input missing_input(std::string name) {
    return {name, [name]() -> Result<std::unique_ptr<feeds::ByteSource>> {
                return fail({Code::kFileRead, "cannot open", name});
            }};
}

// `posts` lines of NDJSON: one in three violates, one in seven is no JSON.
std::string stream(std::size_t posts, std::string_view prefix) {
    std::string out;
    for (std::size_t i = 0; i < posts; ++i) {
        if (i % 7 == 6) {
            out.append("{broken ").append(std::to_string(i)).append("\n");
            continue;
        }
        out.append("{\"id\":\"").append(prefix).append(std::to_string(i));
        out.append("\",\"author\":\"author").append(std::to_string(i * i % 9000));
        out.append(i % 3 == 0 ? "\",\"text\":\"gardeners are weeds\"}\n"
                              : "\",\"text\":\"the roses are in bloom\"}\n");
    }
    return out;
}

struct Outcome {
    std::string decisions;
    std::string rejects;
    service::ModerateReport report;
};

Outcome run(const std::vector<service::Input>& inputs, const ModerateOptions& options) {
    StringSink out;
    StringSink rejects;
    auto report =
        service::moderate(test::garden().policy(), inputs, options, out, rejects, nullptr);
    REQUIRE(report.has_value());
    CHECK(out.whole_lines);
    CHECK(rejects.whole_lines);
    return {std::move(out.text), std::move(rejects.text), *std::move(report)};
}

std::size_t lines(std::string_view text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

TEST_CASE("any number of threads writes the same bytes and counts the same") {
    const std::vector<service::Input> inputs{memory_input(stream(30'000, "a"), "a.jsonl"),
                                             memory_input("", "empty.jsonl"), missing_input("gone"),
                                             memory_input(stream(9'000, "b"), "b.jsonl")};
    ModerateOptions options;
    options.examples_per_clause = 3;
    const auto one = run(inputs, options);
    CHECK(lines(one.decisions) + lines(one.rejects) == 39'000);
    for (const unsigned threads : {2u, 3u, 8u}) {
        CAPTURE(threads);
        options.threads = threads;
        const auto many = run(inputs, options);
        CHECK(many.decisions == one.decisions);
        CHECK(many.rejects == one.rejects);
        CHECK(report::to_json(many.report.summary) == report::to_json(one.report.summary));
        CHECK(report::to_html(many.report.summary, many.report.examples) ==
              report::to_html(one.report.summary, one.report.examples));
        CHECK(many.report.faults.size() == 1);
    }
}

TEST_CASE("examples of the report are the first of each finding in input order") {
    ModerateOptions options;
    options.threads = 4;
    options.examples_per_clause = 2;
    const auto done = run({memory_input(stream(40'000, "p"), "p.jsonl")}, options);
    REQUIRE(done.report.examples.size() == 2);
    CHECK(done.report.examples[0].id == "p0");
    CHECK(done.report.examples[1].id == "p3");
}

TEST_CASE("a chunk whose decisions are many times its size comes whole and in order") {
    // Lines of one letter: decisions of one chunk pass the bound at which it is written early.
    std::string text;
    for (int i = 0; i < 600'000; ++i) text.append(i % 2 == 0 ? "x\n" : "y\n");
    ModerateOptions options;
    options.threads = 3;
    const auto done = run({memory_input(text, "letters.txt")}, options);
    CHECK(lines(done.decisions) == 600'000);
    CHECK(done.report.total.posts == 600'000);
    std::size_t at = 0;
    for (int i = 1; i <= 600'000; i += 50'000) {
        at = done.decisions.find("{\"id\":\"" + std::to_string(i) + "\"", at);
        REQUIRE(at != std::string::npos);
    }
}

TEST_CASE("a fault of one input leaves the others alone and is told in input order") {
    const std::vector<service::Input> inputs{
        missing_input("first"), memory_input("{\"text\":\"gardeners are weeds\"}\n", "good.jsonl"),
        missing_input("last")};
    for (const unsigned threads : {1u, 4u}) {
        ModerateOptions options;
        options.threads = threads;
        const auto done = run(inputs, options);
        CHECK(done.report.total.posts == 1);
        REQUIRE(done.report.faults.size() == 2);
        CHECK(done.report.faults[0].error.where == "first");
        CHECK(done.report.faults[1].error.where == "last");
        CHECK_FALSE(done.report.faults[0].in_part);
    }
}

TEST_CASE("a sink that fails ends the run with its error, in any number of threads") {
    const std::vector<service::Input> inputs{memory_input(stream(60'000, "a"), "a.jsonl")};
    for (const unsigned threads : {1u, 2u, 8u}) {
        CAPTURE(threads);
        ModerateOptions options;
        options.threads = threads;
        StringSink out(1'000'000);
        StringSink rejects;
        const auto report =
            service::moderate(test::garden().policy(), inputs, options, out, rejects, nullptr);
        REQUIRE_FALSE(report.has_value());
        CHECK(report.error().code == Code::kFileWrite);
        CHECK(out.text.size() < 20'000'000);
    }
}

TEST_CASE("--only leaves decisions out of the file but not out of the figures") {
    ModerateOptions options;
    options.only = {true, false, false, false};
    const auto done = run({memory_input(stream(700, "a"), "a.jsonl")}, options);
    CHECK(lines(done.decisions) == 200);
    CHECK(done.report.total.posts == 600);
    CHECK(done.report.total.rejected == 100);
    CHECK(done.decisions.find("allowed") == std::string::npos);
}

TEST_CASE("a reject says file, line, code and the record, cut to whole characters") {
    std::string text = "{\"text\":\"fine\"}\n\n{\"text\":7}\n";
    text.append("[\"").append(4093, 'x').append("é is cut\"]\n");
    ModerateOptions options;
    const auto done = run({memory_input(text, "dir/a\"b.jsonl")}, options);
    REQUIRE(lines(done.rejects) == 2);
    CHECK(done.rejects.find("{\"file\":\"dir/a\\\"b.jsonl\",\"line\":3,\"code\":\"field-type\"") ==
          0);
    CHECK(done.rejects.find("\"line\":4,\"code\":") != std::string::npos);
    CHECK(done.rejects.find("\xEF\xBF\xBD") == std::string::npos);
    CHECK(done.rejects.find("xx\"}\n") != std::string::npos);
}

TEST_CASE("the actors of a long stream are counted in bounded memory") {
    std::string text;
    for (int i = 0; i < 20'000; ++i) {
        text.append("{\"author\":\"a").append(i % 4 == 0 ? std::string("busy") : std::to_string(i));
        text.append("\",\"text\":\"gardeners are weeds\"}\n");
    }
    ModerateOptions options;
    options.threads = 2;
    const auto done = run({memory_input(text, "a.jsonl")}, options);
    const auto& actors = done.report.summary.actors();
    CHECK(actors.size() == limits::kActors);
    CHECK_FALSE(actors.exact());
    REQUIRE(!actors.top(1).empty());
    CHECK(actors.top(1)[0].key == "abusy");
    CHECK(actors.top(1)[0].count >= 5'000);
    CHECK(actors.top(1)[0].count - actors.top(1)[0].error <= 5'000);
}

TEST_CASE("CSV and table begin with one head, whatever comes") {
    ModerateOptions options;
    options.format = service::OutputFormat::kCsv;
    options.threads = 4;
    const auto csv = run({memory_input(stream(20'000, "a"), "a.jsonl")}, options);
    CHECK(csv.decisions.starts_with("id,outcome,"));
    CHECK(csv.decisions.find("id,outcome,", 5) == std::string::npos);
    const auto none = run({memory_input("", "a.jsonl")}, options);
    CHECK(lines(none.decisions) == 1);
}

TEST_CASE("a clause that protects a company is named in the report of every run") {
    auto files = test::garden();
    files.append("concepts.rules", "attribute company \"a company\" nonperson\n");
    files.replace("policy.md", "  protects craft\n  detect SPOILING(g)",
                  "  protects craft, company\n  detect SPOILING(g)");
    StringSink out;
    StringSink rejects;
    const auto report =
        service::moderate(files.policy(), {memory_input("", "none")}, {}, out, rejects, {});
    REQUIRE(report);
    const auto& clauses = report->summary.info.non_person_clauses;
    REQUIRE(clauses.size() == 1);
    CHECK(clauses[0].id == "spoiling");
    CHECK(clauses[0].title == "Spoiling");
    CHECK(clauses[0].protects == std::vector<std::string>{"a company"});
    CHECK(report::to_html(report->summary, {}).find("<strong>Spoiling</strong>") !=
          std::string::npos);
}
