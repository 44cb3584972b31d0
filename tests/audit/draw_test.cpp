// A draw follows from the log's root and the seed alone, and gives all the same chance.
#include "audit/draw.h"

#include <doctest/doctest.h>

#include <set>

#include "audit/made_records.h"
#include "audit/memory_log.h"

using namespace mizan;
using namespace mizan::audit;

namespace {

std::vector<std::uint64_t> numbers(const std::vector<Pick>& picks) {
    std::vector<std::uint64_t> out;
    for (const auto& pick : picks) out.push_back(pick.number);
    return out;
}

std::string batch_of(std::size_t posts) {
    const auto batch = some_batch(posts);
    return record::batch_leaf(batch, record::build_frame(batch, 0, posts, salt_of("seed")));
}

// Leaves 1, 2, 5: decisions; 3: 10 posts with 20 views; 4: sealed; 6: one post without a view.
std::vector<std::string> small_log() {
    return leaves_of({policy_rest(), decision_rest(), decision_rest(), batch_of(10),
                      sealed_rest(3600), decision_rest(), batch_of(1)});
}

Draw drawn(const std::vector<std::string>& leaves, DrawBy by, std::uint64_t count) {
    MemoryLog log;
    fill(log, leaves);
    auto out = draw(log, trust_in_log(), {by, count, "seed"});
    REQUIRE(out.has_value());
    return *std::move(out);
}

}  // namespace

TEST_CASE("a draw is what its description says, step by step") {
    // printf 'mizan/draw/v1\nposts\n%064d\nlottery\nK\n' 0 | sha256sum, its first 15 digits modulo 1000
    const auto picks = draw_numbers(Sha256{}, {DrawBy::kPosts, 4, "lottery"}, 1000);
    CHECK(numbers(picks) == std::vector<std::uint64_t>{714, 472, 598, 168});
}

TEST_CASE("a larger count draws the same and more, and nothing twice") {
    const auto some = numbers(draw_numbers(sha256("root"), {DrawBy::kViews, 50, "s"}, 1000));
    const auto more = numbers(draw_numbers(sha256("root"), {DrawBy::kViews, 999, "s"}, 1000));
    CHECK(std::equal(some.begin(), some.end(), more.begin()));
    const std::set<std::uint64_t> each(more.begin(), more.end());
    CHECK(each.size() == 999);
    CHECK(*each.rbegin() < 1000);
    const auto all = numbers(draw_numbers(sha256("root"), {DrawBy::kViews, 1000, "s"}, 1000));
    CHECK(all.front() == 0);
    CHECK(all.back() == 999);
    CHECK(draw_numbers(sha256("root"), {DrawBy::kViews, 1, "s"}, 0).empty());
}

TEST_CASE("another seed, root or kind draws others") {
    const DrawOptions options{DrawBy::kPosts, 20, "a"};
    const auto first = numbers(draw_numbers(sha256("root"), options, 1'000'000));
    CHECK(first == numbers(draw_numbers(sha256("root"), options, 1'000'000)));
    CHECK(first != numbers(draw_numbers(sha256("other"), options, 1'000'000)));
    CHECK(first != numbers(draw_numbers(sha256("root"), {DrawBy::kPosts, 20, "b"}, 1'000'000)));
    CHECK(first != numbers(draw_numbers(sha256("root"), {DrawBy::kViews, 20, "a"}, 1'000'000)));
}

TEST_CASE("steps that would favour small numbers draw nothing") {
    // Of 2^60 numbers those from 0.75 * 2^60 on are left over.
    const auto total = kDrawRange / 4 * 3;
    const auto picks = draw_numbers(sha256("root"), {DrawBy::kPosts, 300, "s"}, total);
    CHECK(picks.back().step > 350);  // 400 are to be expected
    CHECK(picks.back().step < 460);
    std::size_t low = 0;
    for (const auto& pick : picks) low += pick.number < kDrawRange / 4 ? 1 : 0;
    CHECK(low > 65);  // 100 are to be expected; with the bias, 150
    CHECK(low < 130);
}

TEST_CASE("posts are numbered through decisions and batches") {
    const auto all = drawn(small_log(), DrawBy::kPosts, 100);
    CHECK(all.holds());
    CHECK(all.total == 14);
    REQUIRE(all.drawn.size() == 14);
    CHECK(all.drawn[0].leaf == 1);
    CHECK_FALSE(all.drawn[0].in_batch);
    CHECK(all.drawn[1].leaf == 2);
    for (std::size_t i = 0; i < 10; ++i) {
        CHECK(all.drawn[2 + i].leaf == 3);
        CHECK(all.drawn[2 + i].in_batch);
        CHECK(all.drawn[2 + i].within == i);
    }
    CHECK(all.drawn[12].leaf == 5);
    CHECK(all.drawn[13].leaf == 6);
    CHECK(all.records.count(record::LeafType::kSealed) == 1);
}

TEST_CASE("views are those of batches, decisions those of leaves") {
    const auto views = drawn(small_log(), DrawBy::kViews, 100);
    CHECK(views.total == 20);
    for (const auto& one : views.drawn) CHECK(one.leaf == 3);
    const auto decisions = drawn(small_log(), DrawBy::kDecisions, 100);
    REQUIRE(decisions.drawn.size() == 3);
    CHECK(decisions.drawn[2].leaf == 5);
    CHECK(drawn(leaves_of({policy_rest()}), DrawBy::kPosts, 5).drawn.empty());
    CHECK(drawn({}, DrawBy::kPosts, 5).holds());
}

TEST_CASE("nothing is drawn from a log that does not hold") {
    auto leaves = small_log();
    leaves[2] = record::leaf_text(2, decision_rest(1));
    const auto faulty = drawn(leaves, DrawBy::kPosts, 5);
    CHECK_FALSE(faulty.holds());
    CHECK(faulty.drawn.empty());
    MemoryLog log;
    fill(log, leaves);
    for (const auto& options : {DrawOptions{DrawBy::kPosts, 0, "s"},
                                {DrawBy::kPosts, 5, ""},
                                {DrawBy::kPosts, kMostDrawn + 1, "s"},
                                {DrawBy::kPosts, 5, "a\nb"}})
        CHECK(draw(log, trust_in_log(), options).error().code == Code::kUsage);
}
