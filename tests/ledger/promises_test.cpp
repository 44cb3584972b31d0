// One signature for many promises: it says what was signed, and nothing else passes for it.
#include "ledger/promises.h"

#include <doctest/doctest.h>

#include "ledger/base64.h"

using namespace mizan;
using namespace mizan::ledger;

namespace {

const Signer& promiser() {
    static const auto signer = Signer::generate("log.example/1", KeyType::kEd25519).value();
    return signer;
}

Promises some_promises() {
    return {"log.example/1", 1'800'000'000, 1'800'003'600, 10'000, leaf_hash("root")};
}

std::string signed_text(const std::string& text) {
    Note note;
    note.text = text;
    note.signatures.push_back(sign_note(text, promiser()));
    return to_string(note);
}

}  // namespace

TEST_CASE("promises are what was signed, and nothing else is") {
    const auto file = sign_promises(some_promises(), promiser());
    CHECK(file.starts_with("mizan/promises@v1\nlog.example/1\n1800000000\n1800003600\n10000\n" +
                           to_base64(bytes_of(leaf_hash("root"))) + "\n\n— log.example/1 "));
    CHECK(is_promises(file));
    const auto opened = open_promises(file, promiser().key());
    REQUIRE(opened);
    CHECK(*opened == some_promises());

    const auto other = Signer::generate("log.example/1", KeyType::kEd25519).value();
    CHECK(open_promises(file, other.key()).error().code == Code::kSignatureInvalid);
    for (std::size_t i = 0; i < file.size(); ++i) {
        for (const int bit : {1, 32}) {
            auto changed = file;
            changed[i] = static_cast<char>(changed[i] ^ bit);
            CAPTURE(i);
            CHECK_FALSE(open_promises(changed, promiser().key()));
        }
        CHECK_FALSE(open_promises(std::string(file).erase(i, 1), promiser().key()));
        CHECK_FALSE(open_promises(file.substr(0, i), promiser().key()));
    }
    CHECK_FALSE(open_promises(file + "x", promiser().key()));
    CHECK_FALSE(is_promises("mizan/promises@v10\n"));
    CHECK_FALSE(is_promises("mizan/promise@v1\n"));
    auto elsewhere = some_promises();
    elsewhere.origin = "other.example";
    CHECK(open_promises(sign_promises(elsewhere, promiser()), promiser().key()).error().code ==
          Code::kSignatureInvalid);
}

TEST_CASE("signed promises of another form are none") {
    const auto root = to_base64(bytes_of(leaf_hash("root")));
    const std::string head = "mizan/promises@v1\nlog.example/1\n";
    CHECK(open_promises(signed_text(head + "5\n6\n1\n" + root + "\n"), promiser().key()));
    for (const std::string& text : {
             head + "5\n6\n1\n",                              // no root
             head + "5\n6\n" + root + "\n",                   // no count
             head + "5\n6\n1\n" + root + "\nmore\n",          // another line
             head + "5\n6\n1\n" + root.substr(4) + "\n",      // a short root
             head + "5\n6\n1\n" + root.substr(0, 43) + "\n",  // without its padding
             head + "5\n6\n0\n" + root + "\n",                // of nothing
             head + "5\n6\n1048577\n" + root + "\n",          // more than there can be
             head + "5\n6\n01\n" + root + "\n",               // two ways to write a number
             head + "05\n6\n1\n" + root + "\n", head + "5\n+6\n1\n" + root + "\n",
             head + "5\n-6\n1\n" + root + "\n", head + "5\nsoon\n1\n" + root + "\n",
             head + "5\n\n1\n" + root + "\n",
             head + "6\n5\n1\n" + root + "\n",                    // due before it was received
             head + "5\n9223372036854775808\n1\n" + root + "\n",  // no time
         }) {
        CAPTURE(text);
        const auto opened = open_promises(signed_text(text), promiser().key());
        REQUIRE_FALSE(opened);
        CHECK(opened.error().code == Code::kNoteMalformed);
    }
}
