// What the entries say is held against what was said before; each fault names its leaf.
#include "audit/check_records.h"

#include <doctest/doctest.h>

#include "audit/made_records.h"

using namespace mizan;
using namespace mizan::audit;

namespace {

RecordReport checked(const std::vector<std::string>& leaves) {
    RecordChecks checks;
    const std::vector<std::string_view> views(leaves.begin(), leaves.end());
    checks.visit(0, views);
    return checks.report();
}

// The one leaf that is at fault.
std::uint64_t leaf_at_fault(const std::vector<std::string>& rests) {
    const auto report = checked(leaves_of(rests));
    CHECK_FALSE(report.holds());
    REQUIRE(report.faults_count == 1);
    REQUIRE(report.faults.size() == 1);
    CAPTURE(report.faults[0].message);
    return report.faults[0].leaf;
}

std::string batch_rest(std::size_t posts = 300) {
    const auto batch = some_batch(posts);
    return record::batch_leaf(batch, record::build_frame(batch, 0, posts, salt_of("seed")));
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    REQUIRE(at != text.npos);
    return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("records that fit are counted") {
    const auto report =
        checked(leaves_of({policy_rest(), decision_rest(), decision_rest(), batch_rest(),
                           erasure_rest(1), sealed_rest(3600), policy_rest(), decision_rest(6)}));
    CHECK(report.holds());
    CHECK(report.count(record::LeafType::kDecision) == 3);
    CHECK(report.count(record::LeafType::kBatch) == 1);
    CHECK(report.count(record::LeafType::kPolicy) == 2);
    CHECK(report.count(record::LeafType::kErasure) == 1);
    CHECK(report.count(record::LeafType::kSealed) == 1);
    CHECK(report.well_formed() == 8);
    CHECK(report.posts == 300);
    CHECK(report.views == 600);
    CHECK(report.covered == std::array<std::uint64_t, 3>{200, 100, 0});
    CHECK(report.outcomes.at("violation") == 3);
    REQUIRE(report.policies.size() == 2);
    CHECK(report.policies[0].decisions == 2);
    CHECK(report.policies[0].posts == 300);
    CHECK(report.policies[1].leaf == 6);
    CHECK(report.policies[1].decisions == 1);
    CHECK(checked({}).holds());
}

TEST_CASE("an entry that is no leaf, or of another place, is a fault") {
    auto leaves = leaves_of({policy_rest(), decision_rest(), decision_rest()});
    leaves[1] += " ";
    CHECK(checked(leaves).faults.at(0).leaf == 1);
    leaves[1] = leaves[2];
    CHECK(checked(leaves).faults.at(0).leaf == 1);
    CHECK(checked({"", "{}"}).faults_count == 2);
    CHECK(checked({"", "{}"}).well_formed() == 0);
}

TEST_CASE("a decision cites the policy that was live") {
    CHECK(leaf_at_fault({decision_rest(), policy_rest()}) == 0);
    CHECK(leaf_at_fault({policy_rest(), decision_rest(1)}) == 1);
    CHECK(leaf_at_fault({policy_rest(), decision_rest(2), policy_rest()}) == 1);
    CHECK(leaf_at_fault({policy_rest(), decision_rest(), decision_rest(1)}) == 2);
    CHECK(leaf_at_fault({policy_rest(), decision_rest(0, kMadeAt, "other")}) == 1);
    CHECK(leaf_at_fault({policy_rest(kMadeAt, "rules@2"), decision_rest()}) == 1);
    CHECK(leaf_at_fault({policy_rest(kMadeAt, "rules@2"), batch_rest()}) == 1);
}

TEST_CASE("a batch adds up") {
    const auto fault_of = [](std::string_view from, std::string_view to) {
        return leaf_at_fault({policy_rest(), replaced(batch_rest(), from, to)});
    };
    CHECK(fault_of("\"covered_full\":200", "\"covered_full\":199") == 1);
    CHECK(fault_of("\"covered_full\":200", "\"covered_full\":9223372036854775807") == 1);
    CHECK(fault_of("\"count\":300", "\"count\":0") == 1);
    CHECK(fault_of("\"count\":300", "\"count\":65537") == 1);
    CHECK(fault_of("\"to\":1790000000", "\"to\":1789999999") == 1);
    CHECK(fault_of("\"views\":600", "\"views\":9223372036854775807") == 1);
    CHECK(checked(leaves_of({policy_rest(), batch_rest(1)})).holds());
}

TEST_CASE("an erasure cites a leaf before it") {
    CHECK(checked(leaves_of({policy_rest(), erasure_rest(0)})).holds());
    CHECK(leaf_at_fault({policy_rest(), erasure_rest(1)}) == 1);
    CHECK(leaf_at_fault({policy_rest(), erasure_rest(2), policy_rest()}) == 1);
}

TEST_CASE("time does not go back, but for sealed leaves, which tell the hour") {
    CHECK(leaf_at_fault({policy_rest(), decision_rest(0, kMadeAt - 1), decision_rest()}) == 1);
    CHECK(checked(leaves_of({policy_rest(), sealed_rest(7200), sealed_rest(3600), decision_rest()}))
              .holds());
    CHECK(leaf_at_fault({policy_rest(), sealed_rest(7201)}) == 1);
}

TEST_CASE("what could be in a gap is not held against a later leaf") {
    RecordChecks checks;
    const auto leaf = record::leaf_text(256, decision_rest());
    const std::string_view entries[] = {leaf};
    checks.visit(256, entries);
    CHECK(checks.report().holds());
}

TEST_CASE("many faults are counted, and the first are listed") {
    const auto report = checked(std::vector<std::string>(kFaults + 5));
    CHECK(report.faults_count == kFaults + 5);
    CHECK(report.faults.size() == kFaults);
}
