// A receipt proves what was flagged and when, to whoever has the log's key; one changed byte and it proves nothing.
#include "record/receipt.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "ledger/tree.h"
#include "record/leaf.h"
#include "record/seal.h"

using namespace mizan;
using namespace mizan::record;

namespace {

constexpr Receipts::Time kTime{1'790'000'123, 1'790'003'723};

const ledger::Signer& receipt_signer() {
    static const auto signer =
        ledger::Signer::generate("mizan/agora", ledger::KeyType::kEd25519).value();
    return signer;
}

Draft flag(std::size_t i, Kind kind = Kind::kFlag) {
    Draft draft;
    draft.kind = kind;
    draft.at = kTime.at;
    draft.vault.source = "reader-" + std::to_string(i);
    draft.vault.post = "p" + std::to_string(i);
    draft.vault.input = R"({"reason":"\"spam\" no. )" + std::to_string(i) + "\"}";
    seal(draft);
    return draft;
}

// A request of flags, and its receipts.
struct Request {
    explicit Request(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) drafts.push_back(flag(i));
        for (const auto& draft : drafts) leaves.emplace_back(draft.leaf);
    }
    [[nodiscard]] Receipts receipts() const { return {"agora", leaves, kTime, receipt_signer()}; }
    [[nodiscard]] std::string text(std::size_t i, bool and_actor = false) const {
        return receipts().text(i, leaves[i], 100 + i,
                               receipt_openings(Kind::kFlag, drafts[i].vault, and_actor));
    }
    std::vector<Draft> drafts;
    std::vector<std::string_view> leaves;
};

Receipt receipt_of(const Draft& draft, std::vector<Opening> open) {
    const std::string_view leaf = draft.leaf;
    const Receipts receipts("agora", std::span(&leaf, 1), kTime, receipt_signer());
    return read_receipt(receipts.text(0, leaf, 1, open)).value();
}

Code refusal(const Receipt& receipt) {
    const auto proved = check_receipt(receipt, receipt_signer().key());
    REQUIRE_FALSE(proved);
    return proved.error().code;
}

bool holds(std::string_view file) {
    const auto receipt = read_receipt(file);
    return receipt && check_receipt(*receipt, receipt_signer().key());
}

}  // namespace

TEST_CASE("each receipt of a request proves its own flag") {
    for (const std::size_t count : {1u, 2u, 3u, 7u, 64u, 100u}) {
        const Request request(count);
        const auto receipts = request.receipts();
        for (std::size_t i = 0; i < count; ++i) {
            const auto open = receipt_openings(Kind::kFlag, request.drafts[i].vault);
            const auto file = receipts.text(i, request.leaves[i], 100 + i, open);
            const auto receipt = read_receipt(file);
            REQUIRE(receipt);
            CHECK(to_string(*receipt) == file);
            CHECK(receipt->platform == "agora");
            CHECK(receipt->flag == 100 + i);
            CHECK(receipt->leaf == request.leaves[i]);
            CHECK(receipt->open == open);
            CHECK(receipt->promises == receipts.promises());
            const auto proved = check_receipt(*receipt, receipt_signer().key());
            REQUIRE(proved);
            CHECK(proved->promises.origin == "mizan/agora");
            CHECK(proved->promises.at == kTime.at);
            CHECK(proved->promises.due == kTime.due);
            CHECK(proved->promises.count == count);
            CHECK(proved->hour == kTime.at - kTime.at % kSealedTimeStep);
            CHECK(proved->kind == "flag");
            CHECK(proved->subject == request.drafts[i].vault.post);
            CHECK(proved->body == request.drafts[i].vault.input);
            CHECK_FALSE(proved->actor);
            CHECK_FALSE(proved->link);
            CHECK(file.find("reader-") == file.npos);  // who it was is not in it
        }
    }
}

TEST_CASE("the same promises give the same receipts again") {
    const Request request(5);
    const auto receipts = request.receipts();
    const Receipts again("agora", request.leaves, receipts.promises());
    const auto open = receipt_openings(Kind::kFlag, request.drafts[3].vault);
    CHECK(again.text(3, request.leaves[3], 8, open) ==
          receipts.text(3, request.leaves[3], 8, open));
}

TEST_CASE("who flagged is checked where it is opened") {
    const Request request(3);
    auto receipt = read_receipt(request.text(1, true)).value();
    CHECK(check_receipt(receipt, receipt_signer().key())->actor == "reader-1");
    for (auto& opening : receipt.open)
        if (opening.field == "actor_commit") opening.value = "reader-2";
    CHECK(refusal(receipt) == Code::kProofInvalid);
}

TEST_CASE("a receipt with a changed byte proves nothing") {
    const Request request(6);
    const auto file = request.text(4, true);
    REQUIRE(holds(file));
    // What the platform calls it is the one thing that nobody has signed.
    const auto begin = file.find("\"agora\"") + 1;
    const auto number = file.find("\"flag\": ") + 8;
    const auto is_name = [&](std::size_t i) {
        return (i >= begin && i < begin + 5) || (i >= number && i < number + 3);
    };
    for (std::size_t i = 0; i < file.size(); ++i) {
        if (is_name(i)) continue;
        CAPTURE(i);
        for (const int bit : {1, 4, 32, 128}) {
            auto changed = file;
            changed[i] = static_cast<char>(changed[i] ^ bit);
            CHECK_FALSE(holds(changed));
        }
        CHECK_FALSE(holds(std::string(file).erase(i, 1)));
        if (i != begin + 5) CHECK_FALSE(holds(std::string(file).insert(i, " ")));
        CHECK_FALSE(holds(file.substr(0, i)));
    }
    CHECK_FALSE(holds(file + "\n"));
    const auto other = ledger::Signer::generate("mizan/agora", ledger::KeyType::kEd25519).value();
    CHECK(check_receipt(read_receipt(file).value(), other.key()).error().code ==
          Code::kSignatureInvalid);
}

TEST_CASE("what belongs to another receipt does not fit") {
    const Request request(6);
    const auto one = read_receipt(request.text(1)).value();
    const auto two = read_receipt(request.text(2)).value();
    const auto changed = [&](auto change) {
        auto receipt = one;
        change(receipt);
        return refusal(receipt);
    };
    CHECK(changed([&](auto& r) { r.leaf = two.leaf; }) == Code::kProofInvalid);
    CHECK(changed([&](auto& r) { r.open = two.open; }) == Code::kProofInvalid);
    CHECK(changed([&](auto& r) { r.index = two.index; }) == Code::kProofInvalid);
    CHECK(changed([&](auto& r) { r.hashes = two.hashes; }) == Code::kProofInvalid);
    CHECK(changed([&](auto& r) { r.hashes.clear(); }) == Code::kProofInvalid);
    CHECK(changed([&](auto& r) { r.index = 6; }) == Code::kProofInvalid);
    CHECK(changed([&](auto& r) { r.promises = Request(6).receipts().promises(); }) ==
          Code::kProofInvalid);
    CHECK(changed([&](auto& r) { r.open.push_back(r.open.front()); }) == Code::kProofInvalid);
    CHECK(changed([&](auto& r) { r.open[0].field = "policy"; }) == Code::kProofInvalid);
}

TEST_CASE("a receipt opens what a flag is: its kind, its post and what it says") {
    const auto draft = flag(1);
    const auto all = receipt_openings(Kind::kFlag, draft.vault);
    REQUIRE(all.size() == 3);
    CHECK(check_receipt(receipt_of(draft, all), receipt_signer().key()));
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto some = all;
        some.erase(some.begin() + static_cast<std::ptrdiff_t>(i));
        CHECK(refusal(receipt_of(draft, some)) == Code::kProofInvalid);
    }
    const auto other = flag(1, Kind::kCase);
    CHECK(refusal(receipt_of(other, receipt_openings(Kind::kCase, other.vault))) ==
          Code::kProofInvalid);
    // A leaf that is not sealed has no such openings, and what is no leaf at all has none.
    auto told = draft;
    told.leaf = leaf_rest(LeafType::kEvent, 1, {"reach", Sha256{}, Sha256{}});
    CHECK(refusal(receipt_of(told, all)) == Code::kProofInvalid);
    told.leaf = "no leaf";
    CHECK(refusal(receipt_of(told, all)) == Code::kProofInvalid);
}

TEST_CASE("values of any bytes come back") {
    auto draft = flag(1);
    draft.vault.post = std::string("\0\xFF\n\"", 4);
    draft.vault.input = "\xE2\x82\xAC \x1F \\ \x7F";
    seal(draft);
    const auto receipt = receipt_of(draft, receipt_openings(Kind::kFlag, draft.vault));
    const auto proved = check_receipt(receipt, receipt_signer().key());
    REQUIRE(proved);
    CHECK(proved->subject == draft.vault.post);
    CHECK(proved->body == draft.vault.input);
    for (const auto& [label, text] : words_of(receipt, *proved))
        CHECK(text.find('\n') == text.npos);  // no value can feign a line
    CHECK(json_of(receipt, *proved).find(R"("subject_base64":"AP8KIg==")") != std::string::npos);
}

TEST_CASE("files of another form are no receipts, and say why") {
    const Request request(2);
    const auto file = request.text(0);
    const auto with = [&](std::string_view from, std::string_view to) {
        auto changed = file;
        const auto at = changed.find(from);
        REQUIRE(at != changed.npos);
        return changed.replace(at, from.size(), to);
    };
    for (const auto& bad :
         {std::string(), std::string("{}"), file.substr(1), with("1,", "2,"),
          with("\"flag\": 100", "\"flag\": -1"), with("\"flag\": 100", "\"flag\": 0100"),
          with("\"flag\": 100", "\"flag\": 100,\n  \"flag\": 100"),
          with("\"index\": 0", "\"index\": 1e0"), with("\"open\": [", "\"open\": [7,"),
          with("\"open\": [", "\"open\": {}, \"x\": ["),
          with("\"hashes\": [", "\"hashes\": [\"\","), with("\"value\":", "\"values\":"),
          with("\"value\":\"flag\"", "\"value_base64\":\"ZmxhZw==\""),
          with("\"promises\": ", "\"promise\": "), std::string(kReceiptBytes + 1, ' ')}) {
        const auto receipt = read_receipt(bad);
        REQUIRE_FALSE(receipt);
        CHECK(receipt.error().code == Code::kProofMalformed);
    }
    CHECK(is_receipt(file));
    CHECK_FALSE(is_receipt("c2sp.org/tlog-proof@v1\n"));
}
