// The policy version: what changes it and what does not; and what one line more or less does to a policy.
#include "policy/source.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "../support/tiny_policy.h"
#include "base/files.h"
#include "policy/bundle.h"

using namespace mizan;
using namespace mizan::test;

namespace {

std::string version(const PolicyFiles& files) { return files.source().version(); }

std::string with_ends(std::string_view text, std::string_view end) {
    std::string out;
    for (const char c : text) c == '\n' ? out.append(end) : out.append(1, c);
    return out;
}

}  // namespace

TEST_CASE("line ends, blanks at a line's end and a byte order mark do not change the version") {
    const auto plain = version(garden());
    CHECK(plain.size() == 64);
    auto files = garden();
    CHECK(version(files.set("frames.rules", with_ends(files.text("frames.rules"), "\r\n"))) ==
          plain);
    CHECK(version(files.set("frames.rules", with_ends(files.text("frames.rules"), " \t\n"))) ==
          plain);
    CHECK(version(files.set("policy.md", "\xEF\xBB\xBF" + files.text("policy.md"))) == plain);
    auto text = files.text("policy.md");
    text.pop_back();  // the last line's end
    CHECK(version(files.set("policy.md", text)) == plain);
}

TEST_CASE("the order in which files come does not change the version or the bundle") {
    auto turned = garden();
    turned.set("concepts.rules", garden().text("concepts.rules"));  // now the last
    CHECK(version(turned) == version(garden()));
    CHECK(policy::to_bundle(*turned.policy()) == policy::to_bundle(*garden().policy()));
}

TEST_CASE("a changed word, a moved file and an added empty file change the version") {
    const auto plain = version(garden());
    CHECK(version(garden().append("lexicon/en/garden.terms", "thistle\n")) != plain);
    CHECK(version(garden().append("policy.md", "One more sentence.\n")) != plain);
    auto moved = garden();
    moved.set("lexicon/en/other.terms", moved.text("lexicon/en/garden.terms"));
    CHECK(version(moved.remove("lexicon/en/garden.terms")) != plain);
    CHECK(version(garden().set("more.rules", "")) != plain);
}

TEST_CASE("the version is the hash that its definition says") {
    const auto source = PolicyFiles().set("policy.md", "a").source();
    std::string bytes = "mizan-policy-v1\n";
    bytes.append("policy.md").push_back('\0');
    bytes.append("2").push_back('\0');
    bytes.append("a\n");
    CHECK(source.version() == to_hex(sha256(bytes)));
}

TEST_CASE("widening a clause by one word reaches the new group and touches no other clause") {
    auto wide = garden().replace("policy.md", "  protects craft\n  detect CALLED(g)",
                                 "  protects craft, age\n  detect CALLED(g)");
    Engine before(garden());
    Engine after(wide);
    CHECK(before.outcome("the elders are weeds and you") == "allowed");
    CHECK(after.outcome("the elders are weeds and you") == "violation");
    CHECK(after.outcome("the gardeners are weeds and you") == "violation");
    const auto& a = before.policy().clauses;
    const auto& b = after.policy().clauses;
    REQUIRE(a.size() == b.size());
    CHECK(a[0].protects != b[0].protects);
    CHECK(a[1].protects == b[1].protects);
    CHECK(before.outcome("the elders spoil all of it for you") == "allowed");
    CHECK(after.outcome("the elders spoil all of it for you") == "allowed");
}

TEST_CASE("a new attribute with its group is data alone") {
    auto files = garden().append("concepts.rules",
                                 "attribute hobby \"hobby\"\n"
                                 "concept GROUP.hobby.chess \"chess players\"\n"
                                 "concept GROUP.hobby attribute hobby\n");
    files.append("lexicon/en/garden.terms", "[GROUP.hobby.chess]\nchess players\n");
    Engine unprotected(files);
    CHECK(unprotected.found("all the chess players are weeds") == "CALLED(chess)");
    CHECK(unprotected.outcome("all the chess players are weeds") == "allowed");
    Engine engine(files.replace("policy.md", "protects craft\n  detect CALLED(g)",
                                "protects hobby\n  detect CALLED(g)"));
    const auto& d = engine.decide("all the chess players are weeds");
    CHECK(d.outcome == Outcome::kViolation);
    REQUIRE(d.claims.size() == 1);
    CHECK(d.claims[0].attribute == "hobby");
    CHECK(d.reason.find("chess players (hobby)") != std::string::npos);
}

TEST_CASE("a folder is read as its files say, and other files are left alone") {
    namespace fs = std::filesystem;
    const auto dir = fs::temp_directory_path() / "mizan_source_test";
    fs::remove_all(dir);
    fs::create_directories(dir / "lexicon/en");
    fs::create_directories(dir / ".hidden");
    CHECK(policy::Source::load(dir.string()).error().code == Code::kPolicyMissing);
    for (const auto* path : {"policy.md", "a.rules", "lexicon/en/x.terms", "README.txt",
                             ".hidden/b.rules", "c.rules~", "loose.terms"}) {
        REQUIRE(write_file((dir / path).string(), "# x\n").has_value());
    }
    const auto source = policy::Source::load(dir.string());
    REQUIRE(source.has_value());
    std::string paths;
    for (const auto& f : source->files()) paths.append(f.path).append(" ");
    CHECK(paths == "a.rules lexicon/en/x.terms policy.md ");
    CHECK(source->files()[1].lang == "en");
    CHECK(policy::Source::load((dir / "none").string()).error().code == Code::kPolicyMissing);
    fs::remove_all(dir);
}
