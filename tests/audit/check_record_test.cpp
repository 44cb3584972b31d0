// What is opened of a record is believed only if it leads to what the record commits to.
#include "audit/check_record.h"

#include <doctest/doctest.h>

#include "audit/made_records.h"
#include "base/json.h"
#include "ledger/base64.h"
#include "ledger/hashing.h"
#include "ledger/tree.h"

using namespace mizan;
using namespace mizan::audit;

namespace {

std::string opening(std::string_view field, std::string_view value) {
    std::string out;
    json::Object(out)
        .text("field", field)
        .text("salt", to_hex(salt_of(field)))
        .text("value", ledger::to_base64(value));
    return out;
}
std::string opening_of(const std::string& openings) {
    return R"({"leaf":"","open":[)" + openings + "]}";
}

Code extra_fault(const std::string& entry, const std::string& extra, std::uint64_t index = 5) {
    const auto checked = check_record(entry, index, extra);
    REQUIRE_FALSE(checked.has_value());
    return checked.error().code;
}

// A batch, and what a proof says of the post that was taken first.
struct ProvedPost {
    record::Batch batch = some_batch(300);
    record::Frame frame = record::build_frame(batch, 0, 300, salt_of("seed"));
    record::FrameView view = record::FrameView::read(frame.bytes).value();
    std::uint32_t index = frame.slot_of[3];
    std::uint64_t views = 3;
    std::uint64_t count = 300;
    std::string input = R"({"id":"p3"})";
    std::string tail = R"(,"outcome":"undecided"})";
    std::string leaf = record::leaf_text(5, record::batch_leaf(batch, frame));

    [[nodiscard]] std::string extra(bool open = true) const {
        std::string out = R"({"slot":)";
        json::Object(out)
            .number("index", index)
            .number("count", count)
            .number("views", views)
            .text("commitment", to_hex(view.slot(frame.slot_of[3]).commitment))
            .list("hashes", ledger::prove_in(view.leaves(), frame.slot_of[3]),
                  [&out](const auto& hash) { json::append_string(out, to_hex(hash)); });
        if (open) {
            out += R"(,"open":[)";
            json::Object(out)
                .text("field", "post")
                .text("salt", to_hex(*frame.salts.salt(frame.slot_of[3])))
                .text("input", ledger::to_base64(input))
                .text("tail", ledger::to_base64(tail));
            out += "]";
        }
        return out + "}";
    }
};

}  // namespace

TEST_CASE("openings of a decision show its values, and what stays closed is named") {
    const auto leaf = record::leaf_text(5, decision_rest());
    const auto checked = check_record(
        leaf, 5,
        opening_of(opening("input_commit", "a post") + "," + opening("reviewer_commit", "")));
    REQUIRE(checked.has_value());
    CHECK(checked->no_record.empty());
    REQUIRE(checked->opened.size() == 2);
    CHECK(checked->opened[0].value == "a post");
    CHECK(checked->opened[1].value.empty());
    CHECK(checked->closed == std::vector<std::string>{"actor_commit", "reasons_commit"});
    CHECK(check_record(leaf, 5, std::nullopt)->closed.size() == 4);
    CHECK(check_record(leaf, 5, R"({"leaf":""})")->closed.size() == 4);
}

TEST_CASE("an opening that does not lead to the commitment is refused") {
    const auto leaf = record::leaf_text(5, decision_rest());
    CHECK(extra_fault(leaf, opening_of(opening("input_commit", "a pest"))) == Code::kProofInvalid);
    CHECK(extra_fault(leaf, opening_of(opening("policy", "rules@1"))) == Code::kProofInvalid);
    CHECK(extra_fault(leaf, opening_of(opening("policy_bundle_sha256", ""))) ==
          Code::kProofInvalid);
    CHECK(extra_fault(leaf, opening_of(opening("none_commit", ""))) == Code::kProofInvalid);
    auto salted = opening_of(opening("input_commit", "a post"));
    const auto digit = salted.find("\"salt\":\"") + 8;
    salted[digit] = salted[digit] == '0' ? '1' : '0';
    CHECK(extra_fault(leaf, salted) == Code::kProofInvalid);
    for (const auto* extra : {"", "[]", "{", R"({"open":[7]})", R"({"open":[{}]})",
                              R"({"open":[{"field":"input_commit","salt":"00","value":""}]})"}) {
        CAPTURE(extra);
        CHECK(extra_fault(leaf, extra) == Code::kProofMalformed);
    }
}

TEST_CASE("a record that stands elsewhere than it says is refused") {
    CHECK(extra_fault(record::leaf_text(5, decision_rest()), R"({"leaf":""})", 6) ==
          Code::kLogCorrupt);
}

TEST_CASE(
    "an entry that is no record of ours is said to be none, unless something of it is opened") {
    const auto checked = check_record("an entry", 5, R"({"leaf":"an entry"})");
    REQUIRE(checked.has_value());
    CHECK_FALSE(checked->no_record.empty());
    CHECK(check_record("an entry", 5, "no json").has_value());
    CHECK(extra_fault("an entry", opening_of("")) == Code::kProofInvalid);
    CHECK(extra_fault("an entry", R"({"slot":{}})") == Code::kProofInvalid);
}

TEST_CASE("a post in a batch is proved by its slot and opened with its decision") {
    const ProvedPost proved;
    const auto checked = check_record(proved.leaf, 5, proved.extra());
    REQUIRE(checked.has_value());
    REQUIRE(checked->slot);
    CHECK(checked->slot->index == proved.index);
    CHECK(checked->slot->views == 3);
    REQUIRE(checked->post);
    CHECK(checked->post->input == proved.input);
    CHECK(checked->post->decision == R"({"id":"p3","outcome":"undecided"})");
    const auto closed = check_record(proved.leaf, 5, proved.extra(false));
    REQUIRE(closed.has_value());
    CHECK(closed->slot);
    CHECK_FALSE(closed->post);
}

TEST_CASE("a slot that is not as the batch has it is refused") {
    const auto changed = [](auto change) {
        ProvedPost proved;
        change(proved);
        return extra_fault(proved.leaf, proved.extra());
    };
    CHECK(changed([](auto& p) { ++p.index; }) == Code::kProofInvalid);
    CHECK(changed([](auto& p) { ++p.views; }) == Code::kProofInvalid);
    CHECK(changed([](auto& p) { p.views += std::uint64_t{1} << 32; }) == Code::kProofInvalid);
    CHECK(changed([](auto& p) { ++p.count; }) == Code::kProofInvalid);
    CHECK(changed([](auto& p) { p.input += " "; }) == Code::kProofInvalid);
    CHECK(changed([](auto& p) { p.tail = R"(,"outcome":"allowed"})"; }) == Code::kProofInvalid);
    CHECK(changed([](auto& p) { p.leaf = record::leaf_text(5, decision_rest()); }) ==
          Code::kProofInvalid);
    const ProvedPost proved;
    CHECK(extra_fault(proved.leaf, R"({"slot":{"index":0}})") == Code::kProofMalformed);
    CHECK(extra_fault(proved.leaf, R"({"open":[{"field":"post","salt":")" + std::string(64, '0') +
                                       R"(","input":"","tail":""}]})") == Code::kProofInvalid);
}
