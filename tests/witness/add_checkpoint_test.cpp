// Every row of the witness protocol, from the request's text on.
#include "witness/add_checkpoint.h"

#include <doctest/doctest.h>

#include "ledger/base64.h"
#include "ledger/cosignature.h"
#include "ledger/proof.h"
#include "ledger/tree.h"

using namespace mizan;
using namespace mizan::witness;
using ledger::Hash;

namespace {

const ledger::Signer& a_log() {
    static const auto key =
        ledger::Signer::generate("log.example.org", ledger::KeyType::kEd25519).value();
    return key;
}
const ledger::Signer& a_witness() {
    static const auto key =
        ledger::Signer::generate("w.example.org", ledger::KeyType::kCosignature).value();
    return key;
}

// The tree's first leaves; `past` tells pasts apart.
std::vector<Hash> leaves(std::size_t count, const std::string& past = "") {
    std::vector<Hash> out;
    for (std::size_t i = 0; i < count; ++i)
        out.push_back(ledger::leaf_hash(past + std::to_string(i)));
    return out;
}

class Nodes final : public ledger::NodeReader {
public:
    explicit Nodes(std::vector<Hash> all) : all_(std::move(all)) {}
    Result<Hash> node(unsigned level, std::uint64_t index) override {
        return ledger::root_of(std::span(all_).subspan(index << level, std::size_t{1} << level));
    }

private:
    std::vector<Hash> all_;
};

std::string checkpoint(std::uint64_t size, const Hash& root, const ledger::Signer& by = a_log()) {
    return to_string(sign_checkpoint({"log.example.org", size, root, {}}, by).note);
}

AddRequest request(std::size_t from, std::size_t to, const std::string& past = "") {
    AddRequest out{from, {}, checkpoint(to, ledger::root_of(leaves(to, past)))};
    if (from > 0 && from < to) {
        Nodes nodes(leaves(to, past));
        out.proof = ledger::prove_consistency(nodes, from, to).value();
    }
    return out;
}

Decided ask(const AddRequest& asked, const Held& held) {
    return decide(asked, held, a_log().key(), a_witness(), 1'790'000'000);
}

Held held_at(std::size_t size) {
    auto decided = ask(request(0, size), {});
    REQUIRE(decided.held);
    return *decided.held;
}

void refuses(const AddRequest& asked, const Held& held, int status) {
    const auto decided = ask(asked, held);
    CHECK(decided.answer.status == status);
    CHECK_FALSE(decided.held);
}

}  // namespace

TEST_CASE("200: the first checkpoint, a grown one, and the same one again") {
    for (const auto& [from, to] :
         {std::pair{0, 0}, {0, 1}, {0, 70}, {1, 2}, {3, 7}, {8, 8}, {64, 70}}) {
        CAPTURE(from);
        CAPTURE(to);
        const auto asked = request(static_cast<std::size_t>(from), static_cast<std::size_t>(to));
        const auto decided = ask(asked, held_at(static_cast<std::size_t>(from)));
        REQUIRE(decided.answer.status == 200);
        REQUIRE(decided.held);
        CHECK(decided.held->size == static_cast<std::uint64_t>(to));
        const auto note = ledger::parse_note(decided.held->note).value();
        CHECK(ledger::check_cosignature(note, a_witness().key()).value() == 1'790'000'000);
        CHECK(decided.answer.body == to_string(note.signatures.back()));
        const auto again = read_held(decided.held->note, a_log().key(), a_witness().key());
        REQUIRE(again.has_value());
        CHECK(again->root == decided.held->root);
    }
}

TEST_CASE("403: not signed by the log, or not as it stands") {
    const auto other =
        ledger::Signer::generate("log.example.org", ledger::KeyType::kEd25519).value();
    refuses({0, {}, checkpoint(3, ledger::root_of(leaves(3)), other)}, {}, 403);
    auto changed = request(0, 3);
    changed.checkpoint[changed.checkpoint.find("\n3\n") + 1] = '4';
    refuses(changed, {}, 403);
}

TEST_CASE("400: an old size larger than the checkpoint's, or no checkpoint") {
    auto asked = request(0, 3);
    asked.old_size = 4;
    refuses(asked, held_at(3), 400);
    refuses(asked, held_at(4), 400);
    refuses({0, {}, "nothing\n"}, {}, 400);
}

TEST_CASE("409: another size than the one held, which is told") {
    for (const std::size_t held : {1u, 4u, 9u}) {
        const auto decided = ask(request(3, 7), held_at(held));
        CHECK(decided.answer.status == 409);
        CHECK(decided.answer.content_type == "text/x.tlog.size");
        CHECK(decided.answer.body == std::to_string(held) + "\n");
        CHECK_FALSE(decided.held);
    }
    CHECK(ask(request(3, 7), {}).answer.body == "0\n");
}

TEST_CASE("422: the proof fails") {
    refuses(request(3, 7, "other past "), held_at(3), 422);
    refuses(request(7, 7, "other past "), held_at(7), 422);
    auto asked = request(3, 7);
    asked.proof.pop_back();
    refuses(asked, held_at(3), 422);
    asked = request(3, 7);
    asked.proof.push_back({});
    refuses(asked, held_at(3), 422);
    asked = request(7, 7);
    asked.proof.push_back({});
    refuses(asked, held_at(7), 422);
    asked = request(0, 7);
    asked.proof.push_back({});
    refuses(asked, {}, 422);
    refuses({0, {}, checkpoint(0, ledger::leaf_hash(""))}, {}, 422);
}

TEST_CASE("signatures of others are not kept") {
    auto asked = request(0, 3);
    const auto stranger = ledger::Signer::generate("x.example", ledger::KeyType::kEd25519).value();
    asked.checkpoint +=
        to_string(sign_note(ledger::parse_note(asked.checkpoint).value().text, stranger));
    const auto decided = ask(asked, {});
    REQUIRE(decided.held);
    CHECK(ledger::parse_note(decided.held->note).value().signatures.size() == 2);
}

TEST_CASE("requests are read as they are written, and only so") {
    const auto asked = request(3, 7);
    const auto text = to_string(asked);
    CHECK(parse_add_request(text).value() == asked);
    CHECK(parse_add_request(to_string(request(0, 1))).value() == request(0, 1));
    const auto hash = ledger::to_base64(bytes_of(ledger::leaf_hash("")));
    std::string many;
    for (int i = 0; i < 63; ++i) many += hash + "\n";
    CHECK(parse_add_request("old 1\n" + many + "\nx").has_value());
    for (const auto& bad :
         {std::string(), std::string("old 3"), std::string("old 3\n"), std::string("old\n\nx"),
          std::string("old 03\n\nx"), std::string("old -1\n\nx"), std::string("old 3 \n\nx"),
          std::string("new 3\n\nx"), "old 3\n" + hash, "old 3\n" + hash + " \n\nx",
          "old 3\n" + hash.substr(4) + "\n\nx", "old 1\n" + many + hash + "\n\nx",
          std::string("old 3\r\n\r\nx"), std::string("old 9223372036854775808\n\nx"),
          "old 0\n\n" + std::string(kAddRequestBytes, 'x')}) {
        CAPTURE(bad.substr(0, 60));
        CHECK_FALSE(parse_add_request(bad).has_value());
    }
}

TEST_CASE("what lies on disk must be signed by both") {
    const auto held = held_at(5);
    CHECK(read_held(held.note, a_log().key(), a_witness().key()).has_value());
    const auto other =
        ledger::Signer::generate("w.example.org", ledger::KeyType::kCosignature).value();
    for (const auto& bad :
         {checkpoint(5, ledger::root_of(leaves(5))), std::string(), held.note + "x"})
        CHECK(read_held(bad, a_log().key(), a_witness().key()).error().code == Code::kStoreCorrupt);
    CHECK_FALSE(read_held(held.note, a_log().key(), other.key()).has_value());
}
