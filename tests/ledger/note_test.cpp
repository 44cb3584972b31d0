// Signed notes: those that others have signed, our own, and each way in which one can be wrong.
#include "ledger/note.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "ledger/base64.h"

using namespace mizan;
using namespace mizan::ledger;

namespace {

constexpr std::string_view kKey =
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
constexpr std::string_view kText = "This is an example message.\n";
constexpr std::string_view kLine =
    "— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM="
    "\n";

std::string example() { return std::string(kText) + "\n" + std::string(kLine); }

VerifierKey key() { return parse_vkey(kKey).value(); }

Signer signer(std::string_view name) {
    auto made = Signer::generate(name, KeyType::kEd25519);
    REQUIRE(made.has_value());
    return *std::move(made);
}

// Which of the keys have signed, or the error's slug.
std::string signed_by(std::string_view note, std::vector<VerifierKey> keys) {
    const auto parsed = parse_note(note);
    if (!parsed) return std::string(name(parsed.error().code));
    const auto checked = check_signatures(*parsed, keys);
    if (!checked) return std::string(name(checked.error().code));
    std::string out;
    for (const auto i : *checked) out += std::to_string(i) + " ";
    return out;
}

}  // namespace

TEST_CASE("the example of the specification verifies") {
    CHECK(signed_by(example(), {key()}) == "0 ");
    CHECK(to_string(parse_note(example()).value()) == example());
    CHECK(to_vkey(key()) == kKey);
    CHECK(parse_signature_line(kLine).value() ==
          parse_signature_line(kLine.substr(0, kLine.size() - 1)).value());
}

TEST_CASE("one byte of the text or of the signature changed, and it does not") {
    for (std::size_t at = 0; at < kText.size() - 1; ++at) {
        auto note = example();
        note[at] = note[at] == 'x' ? 'y' : 'x';
        CHECK(signed_by(note, {key()}) == "signature-invalid");
    }
    auto note = parse_note(example()).value();
    for (std::size_t at = 0; at < 64; ++at) {
        auto turned = note;
        turned.signatures[0].blob[at] = static_cast<char>(turned.signatures[0].blob[at] ^ 4);
        CHECK(signed_by(to_string(turned), {key()}) == "signature-invalid");
    }
    note.signatures[0].blob.pop_back();
    CHECK(signed_by(to_string(note), {key()}) == "signature-invalid");
    note.signatures[0].blob += "ab";
    CHECK(signed_by(to_string(note), {key()}) == "signature-invalid");
}

TEST_CASE("unknown keys are passed over, one of the same name or the same id too") {
    const auto own = signer("example.com/own");
    auto note = parse_note(example()).value();
    note.signatures.push_back(sign_note(note.text, own));
    CHECK(signed_by(to_string(note), {key()}) == "0 ");
    CHECK(signed_by(to_string(note), {own.key(), key()}) == "0 1 ");
    CHECK(signed_by(to_string(note), {signer("example.com/other").key()}) == "signature-invalid");
    CHECK(signed_by(to_string(note), {}) == "signature-invalid");
    // Another key under the known name, with rubbish for a signature; and the known id under another name.
    note.signatures.push_back({key().name, key().id + 1, "rubbish"});
    note.signatures.push_back({"example.com/bar", key().id, "rubbish"});
    CHECK(signed_by(to_string(note), {key()}) == "0 ");
}

TEST_CASE("a known key's wrong signature spoils the note, whoever else has signed it") {
    const auto own = signer("example.com/own");
    auto note = parse_note(example()).value();
    note.signatures.push_back(sign_note("Another text.\n", own));
    CHECK(signed_by(to_string(note), {key()}) == "0 ");
    CHECK(signed_by(to_string(note), {key(), own.key()}) == "signature-invalid");
    // The same key twice, once right and once wrong.
    note.signatures.push_back(sign_note(note.text, own));
    CHECK(signed_by(to_string(note), {own.key()}) == "signature-invalid");
}

TEST_CASE("a key that signs twice counts once") {
    const auto own = signer("example.com/own");
    Note note{std::string(kText), {sign_note(kText, own), sign_note(kText, own)}};
    CHECK(signed_by(to_string(note), {own.key()}) == "0 ");
}

TEST_CASE("sixteen signatures and more are read, up to the limit") {
    Note note{std::string(kText), {}};
    for (std::size_t i = 0; i < kNoteSignatures; ++i) {
        note.signatures.push_back(
            {"key" + std::to_string(i), static_cast<std::uint32_t>(i), std::string(i + 1, 's')});
    }
    note.signatures.back() = sign_note(kText, signer("last"));
    CHECK(parse_note(to_string(note)).value().signatures == note.signatures);
    note.signatures.push_back(note.signatures.front());
    CHECK(parse_note(to_string(note)).error().code == Code::kNoteMalformed);
    const std::string long_text(kNoteBytes, 'a');
    CHECK(parse_note(long_text + "\n\n" + std::string(kLine)).error().code == Code::kNoteMalformed);
}

TEST_CASE("text and signatures part at the last empty line") {
    const auto own = signer("example.com/own");
    for (const char* text :
         {"\n", "one\n", "one\n\ntwo\n", "one\n\n\n", "— no signature\n\ntwo\n"}) {
        CAPTURE(text);
        const Note note{text, {sign_note(text, own)}};
        const auto back = parse_note(to_string(note));
        REQUIRE(back.has_value());
        CHECK(back->text == text);
        CHECK(signed_by(to_string(note), {own.key()}) == "0 ");
    }
}

TEST_CASE("a note that is not in the form is refused") {
    const std::string line(kLine), text(kText);
    const std::string wrong[] = {
        "",
        "\n",
        "\n\n",
        text,
        text + "\n",
        text + line,
        line,
        "\n" + line,
        text + "\n\n",
        text + "\n" + line + "\n",
        text + "\n" + line.substr(0, line.size() - 1),
        text + "\n" + line + "more",
        text + "\n" + line + "more\n",
        text + "\n" + line.substr(4),
        text + "\n- example.com/foo " + line.substr(line.rfind(' ') + 1),
        text + "\n" + line.substr(0, line.rfind(' ')) + "\n",
        text + "\n— example.com/foo \n",
        text + "\n— example.com/foo AAAA\n",
        text + "\n— example.com/foo Uw2QOg==\n",
        text + "\n— example.com/foo Uw2QOkn8\xC2\xA0\n",
        text + "\n— example.com/foo  Uw2QOkn8\n",
        text + "\n— example.com/foo Uw2QOkn8 \n",
        text + "\n— example.com+foo Uw2QOkn8\n",
        text + "\n—  Uw2QOkn8\n",
        text + "\n—  example.com/foo Uw2QOkn8\n",
        "a\tb\n\n" + line,
        "a\rb\n\n" + line,
        "a\r\n\r\n" + line,
        std::string("a\0b\n\n", 5) + line,
        "a\x1F\n\n" + line,
        "a\xFF\n\n" + line,
        "a\xED\xA0\x80\n\n" + line,
        "a\xC3\n\n" + line,
        text + "\n" + line + "— x\xC3 Uw2QOkn8\n",
    };
    for (const auto& note : wrong) {
        CAPTURE(note);
        const auto parsed = parse_note(note);
        REQUIRE_FALSE(parsed.has_value());
        CHECK(parsed.error().code == Code::kNoteMalformed);
        CHECK_FALSE(parsed.error().message.empty());
    }
    CHECK(parse_note(text + "\n— example.com/foo Uw2QOkn8\n").has_value());
}
