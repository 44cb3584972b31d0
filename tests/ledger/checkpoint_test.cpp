// Checkpoints as texts and as signed notes, and what witnesses add to them.
#include "ledger/checkpoint.h"

#include <doctest/doctest.h>

#include <string>

#include "ledger/base64.h"
#include "ledger/cosignature.h"
#include "ledger/tree.h"
#include "support/naive_tree.h"

using namespace mizan;
using namespace mizan::ledger;
using namespace mizan::test;

namespace {

constexpr std::string_view kRoot = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

Signer signer(std::string_view name, KeyType type = KeyType::kEd25519) {
    auto made = Signer::generate(name, type);
    REQUIRE(made.has_value());
    return *std::move(made);
}

Checkpoint example() {
    return {"example.com/behind-the-sofa", 20852163, hash_of_base64(kRoot), {}};
}

}  // namespace

TEST_CASE("a checkpoint has the text of the specification's example, and comes back from it") {
    const std::string text = "example.com/behind-the-sofa\n20852163\n" + std::string(kRoot) + "\n";
    CHECK(to_text(example()) == text);
    CHECK(parse_checkpoint(text).value() == example());
    auto more = example();
    more.extensions = {"an extension", "another"};
    CHECK(to_text(more) == text + "an extension\nanother\n");
    CHECK(parse_checkpoint(to_text(more)).value() == more);
    for (const auto size : {std::uint64_t{0}, std::uint64_t{1}, kMaxTreeSize}) {
        auto other = example();
        other.size = size;
        CHECK(parse_checkpoint(to_text(other)).value() == other);
    }
}

TEST_CASE("a text that is no checkpoint is refused") {
    const std::string root(kRoot);
    const std::string wrong[] = {
        "",
        "\n",
        "\n\n\n",
        "a\n",
        "a\n1\n",
        "a\n1\n" + root,
        "\n1\n" + root + "\n",
        "a\n\n" + root + "\n",
        "a\n1\n\n",
        "a\n01\n" + root + "\n",
        "a\n+1\n" + root + "\n",
        "a\n-1\n" + root + "\n",
        "a\n 1\n" + root + "\n",
        "a\n1 \n" + root + "\n",
        "a\n0x1\n" + root + "\n",
        "a\n1.0\n" + root + "\n",
        "a\n4611686018427387905\n" + root + "\n",
        "a\n18446744073709551617\n" + root + "\n",
        "a\n1\n" + root.substr(1) + "\n",
        "a\n1\n" + root + "=\n",
        "a\n1\n" + root + " \n",
        "a\n1\n" + to_base64(std::string(31, 'r')) + "\n",
        "a\n1\n" + to_base64(std::string(33, 'r')) + "\n",
        "a\n1\n" + root + "\n\n",
        "a\n1\n" + root + "\nmore",
        "a\n1\n" + root + "\nmore\n\nand more\n",
    };
    for (const auto& text : wrong) {
        CAPTURE(text);
        const auto parsed = parse_checkpoint(text);
        REQUIRE_FALSE(parsed.has_value());
        CHECK(parsed.error().code == Code::kNoteMalformed);
    }
}

TEST_CASE("a signed checkpoint opens with its log's key and no other") {
    const auto log = signer("example.com/behind-the-sofa");
    const auto made = sign_checkpoint(example(), log);
    const auto note = to_string(made.note);
    const auto opened = open_checkpoint(note, log.key());
    REQUIRE(opened.has_value());
    CHECK(opened->checkpoint == example());
    CHECK(to_string(opened->note) == note);

    CHECK(open_checkpoint(note, signer("example.com/behind-the-sofa").key()).error().code ==
          Code::kSignatureInvalid);
    CHECK(open_checkpoint(note, signer("example.com/other").key()).error().code ==
          Code::kSignatureInvalid);
    CHECK(open_checkpoint("no note", log.key()).error().code == Code::kNoteMalformed);
    auto changed = note;
    changed[changed.find("20852163")] = '3';
    CHECK(open_checkpoint(changed, log.key()).error().code == Code::kSignatureInvalid);
    const std::string text = "a note\n";
    CHECK(open_checkpoint(to_string(Note{text, {sign_note(text, log)}}), log.key()).error().code ==
          Code::kNoteMalformed);
}

TEST_CASE("a log can not sign under another's origin") {
    const auto other = signer("example.com/other");
    const auto note = to_string(sign_checkpoint(example(), other).note);
    CHECK(open_checkpoint(note, other.key()).error().code == Code::kSignatureInvalid);
}

TEST_CASE("a cosignature states its time, under the text that it was made for alone") {
    const auto log = signer("example.com/behind-the-sofa");
    const auto witness = signer("witness.example/w1", KeyType::kCosignature);
    auto note = sign_checkpoint(example(), log).note;
    CHECK(check_cosignature(note, witness.key()).error().code == Code::kSignatureInvalid);
    CHECK_FALSE(find_cosignature(note, witness.key()).value().has_value());

    note.signatures.push_back(cosign(note.text, 1679315147, witness));
    CHECK(check_cosignature(note, witness.key()).value() == 1679315147);
    CHECK(open_checkpoint(to_string(note), log.key()).has_value());
    const auto back = parse_note(to_string(note)).value();
    CHECK(check_cosignature(back, witness.key()).value() == 1679315147);

    auto changed = note;
    changed.text[0] = 'E';
    CHECK(check_cosignature(changed, witness.key()).error().code == Code::kSignatureInvalid);
    const auto other = signer("witness.example/w1", KeyType::kCosignature);
    CHECK_FALSE(find_cosignature(note, other.key()).value().has_value());
}

TEST_CASE("a cosignature is eight bytes of time and a signature over time and text") {
    const auto witness = signer("witness.example/w1", KeyType::kCosignature);
    const auto line = cosign("text\n", 0x0102030405060708, witness);
    CHECK(line.name == "witness.example/w1");
    CHECK(line.key_id == witness.key().id);
    REQUIRE(line.blob.size() == 72);
    CHECK(line.blob.substr(0, 8) == "\1\2\3\4\5\6\7\x08");
    Signature signature;
    std::copy(line.blob.begin() + 8, line.blob.end(), signature.begin());
    CHECK(verify(witness.key().key, "cosignature/v1\ntime 72623859790382856\ntext\n", signature));
}

TEST_CASE("each byte of a cosignature changed spoils it; a shorter or longer one too") {
    const auto witness = signer("witness.example/w1", KeyType::kCosignature);
    const Note note{"text\n", {cosign("text\n", 1679315147, witness)}};
    for (std::size_t at = 0; at < 72; ++at) {
        auto changed = note;
        changed.signatures[0].blob[at] = static_cast<char>(changed.signatures[0].blob[at] ^ 1);
        CHECK(find_cosignature(changed, witness.key()).error().code == Code::kSignatureInvalid);
    }
    for (const auto& blob :
         {std::string(), note.signatures[0].blob.substr(8), note.signatures[0].blob.substr(0, 71),
          note.signatures[0].blob + "x"}) {
        auto changed = note;
        changed.signatures[0].blob = blob;
        CHECK(find_cosignature(changed, witness.key()).error().code == Code::kSignatureInvalid);
    }
    // A time beyond the largest is refused though the signature over it holds.
    const std::uint64_t late = kMaxCosignatureTime + 1;
    auto changed = note;
    const auto signature =
        witness.sign("cosignature/v1\ntime " + std::to_string(late) + "\ntext\n");
    changed.signatures[0].blob = std::string("\x80\0\0\0\0\0\0\0", 8);
    changed.signatures[0].blob.append(signature.begin(), signature.end());
    CHECK(find_cosignature(changed, witness.key()).error().code == Code::kSignatureInvalid);
}

TEST_CASE("of two cosignatures by one witness the later counts, and both must hold") {
    const auto witness = signer("witness.example/w1", KeyType::kCosignature);
    Note note{"text\n", {cosign("text\n", 20, witness), cosign("text\n", 10, witness)}};
    CHECK(check_cosignature(note, witness.key()).value() == 20);
    note.signatures.push_back(cosign("another\n", 30, witness));
    CHECK(check_cosignature(note, witness.key()).error().code == Code::kSignatureInvalid);
}

TEST_CASE("a signature of a note and a cosignature do not stand for each other") {
    const auto log = signer("example.com/log");
    const auto witness = signer("witness.example/w1", KeyType::kCosignature);
    const Note note{"text\n", {sign_note("text\n", log), cosign("text\n", 10, witness)}};
    CHECK_FALSE(find_cosignature(note, log.key()).value().has_value());
    CHECK(check_signatures(note, std::vector{witness.key()}).error().code ==
          Code::kSignatureInvalid);
    // A witness's key over the bare text, as if it were a log's.
    const auto bare = witness.sign("text\n");
    const Note posing{"text\n",
                      {{witness.key().name, witness.key().id, {bare.begin(), bare.end()}}}};
    CHECK(check_signatures(posing, std::vector{witness.key()}).error().code ==
          Code::kSignatureInvalid);
}
