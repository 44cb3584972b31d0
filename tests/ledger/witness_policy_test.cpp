// Policies of logs and witnesses, read and applied.
#include "ledger/witness_policy.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "ledger/checkpoint.h"
#include "ledger/cosignature.h"

using namespace mizan;
using namespace mizan::ledger;

namespace {

// One log and five witnesses, and their keys' texts.
struct Parties {
    Signer log = Signer::generate("example.com/log", KeyType::kEd25519).value();
    std::vector<Signer> witnesses;

    Parties() {
        for (int i = 0; i < 5; ++i) {
            witnesses.push_back(
                Signer::generate("witness.example/" + std::to_string(i), KeyType::kCosignature)
                    .value());
        }
    }
    [[nodiscard]] std::string log_key() const { return to_vkey(log.key()); }
    [[nodiscard]] std::string key(std::size_t i) const { return to_vkey(witnesses[i].key()); }
    // `witness W0 <key>` and so on for all.
    [[nodiscard]] std::string all() const {
        std::string out;
        for (std::size_t i = 0; i < witnesses.size(); ++i)
            out += "witness W" + std::to_string(i) + " " + key(i) + "\n";
        return out;
    }
    // A checkpoint that these have cosigned.
    [[nodiscard]] Note note(const std::vector<std::size_t>& by) const {
        auto made = sign_checkpoint({"example.com/log", 7, Hash{}, {}}, log).note;
        for (const auto i : by)
            made.signatures.push_back(cosign(made.text, 1000 + i, witnesses[i]));
        return made;
    }
};

bool quorum(const Parties& parties, const WitnessPolicy& policy,
            const std::vector<std::size_t>& by) {
    const auto cosigned = check_quorum(parties.note(by), policy);
    REQUIRE(cosigned.has_value());
    CHECK(cosigned->witnesses == by);
    return cosigned->quorum;
}

// Lines that no policy may have, after witnesses W0 and W1.
std::vector<std::string> malformed_lines(const Parties& p) {
    const std::string log = p.log_key(), w0 = p.key(0);
    auto renamed = p.witnesses[0].key();
    renamed.name = "witness.example/renamed";  // the same key
    return {"logs " + log,
            "Log " + log,
            "log",
            "log " + log + " a b",
            "log " + w0,
            "log nonsense",
            "witness",
            "witness W2",
            "witness W2 " + log,
            "witness W2 nonsense",
            "witness W2 " + w0,
            "witness W2 " + to_vkey(renamed),
            "witness W0 " + p.key(2),
            "witness none " + p.key(2),
            "witness W2 " + p.key(2) + " a b",
            "witness " + p.key(2),
            "group",
            "group g",
            "group g all",
            "group g any",
            "group g 1",
            "group g W0",
            "group g 0 W0",
            "group g 2 W0",
            "group g 01 W0",
            "group g -1 W0",
            "group g +1 W0",
            "group g 1x W0",
            "group g most W0",
            "group W0 any W1",
            "group none any W0",
            "group g any none",
            "group g any W9",
            "group g any g",
            "group g any W0 W0",
            "group g any W0\rW1",
            "quorum",
            "quorum W9",
            "quorum W0 W1",
            "quorum W0 # comment",
            "W0",
            std::string("quorum W0\0", 10),
            "quorum W0\x7F",
            "# \x01"};
}

}  // namespace

TEST_CASE("a policy is read with its comments, blanks and addresses") {
    const Parties p;
    const auto policy = parse_witness_policy(
        "# Whom we believe\n\n  \t \nlog " + p.log_key() + " https://example.com/log\n" +
        "  witness\tW0 \t" + p.key(0) + "\n  # more\n" + "witness W1 " + p.key(1) +
        " https://w.example/#1 \n" + "group two 2 W1 W0\n" + "group both all two\n" +
        "witness W2 " + p.key(2) + "\ngroup top any both W2\nquorum top");
    REQUIRE(policy.has_value());
    REQUIRE(policy->logs.size() == 1);
    CHECK(policy->logs[0].key == p.log.key());
    CHECK(policy->logs[0].url == "https://example.com/log");
    REQUIRE(policy->witnesses.size() == 3);
    CHECK(policy->witnesses[0].url.empty());
    CHECK(policy->witnesses[1].name == "W1");
    CHECK(policy->witnesses[1].key == p.witnesses[1].key());
    CHECK(policy->witnesses[1].url == "https://w.example/#1");
    REQUIRE(policy->groups.size() == 3);
    CHECK(policy->groups[0].name == "two");
    CHECK(policy->groups[0].needed == 2);
    CHECK(policy->groups[0].members == std::vector<std::size_t>{1, 0});
    CHECK(policy->groups[1].members == std::vector<std::size_t>{3});
    CHECK(policy->groups[2].members == std::vector<std::size_t>{4, 2});
    CHECK(policy->groups[2].needed == 1);
    CHECK(policy->quorum == 5);
}

TEST_CASE("two of three witnesses, every way round") {
    const Parties p;
    const auto policy = parse_witness_policy(p.all() + "group g 2 W0 W2 W4\nquorum g\n").value();
    for (unsigned set = 0; set < 32; ++set) {
        std::vector<std::size_t> by;
        for (std::size_t i = 0; i < 5; ++i) {
            if (set >> i & 1) by.push_back(i);
        }
        const auto of_group = (set & 1) + (set >> 2 & 1) + (set >> 4 & 1);
        CHECK(quorum(p, policy, by) == (of_group >= 2));
    }
}

TEST_CASE("groups of groups, a single witness, and none") {
    const Parties p;
    const auto nested = parse_witness_policy(p.all() +
                                             "group x 2 W0 W1 W2\ngroup y any W3 W4\n"
                                             "group both all x y\nquorum both\n")
                            .value();
    CHECK(quorum(p, nested, {0, 1, 3}));
    CHECK(quorum(p, nested, {1, 2, 4}));
    CHECK_FALSE(quorum(p, nested, {0, 1, 2}));
    CHECK_FALSE(quorum(p, nested, {0, 3, 4}));
    CHECK_FALSE(quorum(p, nested, {}));
    const auto single = parse_witness_policy(p.all() + "quorum W3\n").value();
    CHECK(quorum(p, single, {3}));
    CHECK_FALSE(quorum(p, single, {0, 1, 2, 4}));
    const auto none = parse_witness_policy("quorum none\n").value();
    CHECK(none.quorum == WitnessPolicy::kNone);
    CHECK(quorum(p, none, {}));
    CHECK(none.logs.empty());
}

TEST_CASE("a known witness's wrong cosignature is an error, an unknown one's is not") {
    const Parties p;
    const auto policy = parse_witness_policy("witness W0 " + p.key(0) + "\nquorum W0\n").value();
    auto note = p.note({0});
    note.signatures.push_back(cosign("another text\n", 5, p.witnesses[1]));
    CHECK(check_quorum(note, policy).value().quorum);
    note.signatures.push_back(cosign("another text\n", 5, p.witnesses[0]));
    CHECK(check_quorum(note, policy).error().code == Code::kSignatureInvalid);
}

TEST_CASE("each malformed line is named by its number") {
    const Parties p;
    const std::string first = "witness W0 " + p.key(0) + "\nwitness W1 " + p.key(1) + "\n";
    for (const auto& line : malformed_lines(p)) {
        CAPTURE(line);
        const auto parsed = parse_witness_policy(first + line + "\nquorum none\n");
        REQUIRE_FALSE(parsed.has_value());
        CHECK(parsed.error().code == Code::kWitnessPolicyInvalid);
        CHECK(parsed.error().message.starts_with("line 3: "));
    }
}

TEST_CASE("lines that are wrong together") {
    const Parties p;
    const std::string log = "log " + p.log_key() + "\n", first = p.all();
    const std::string wrong[] = {"",
                                 "# nothing\n",
                                 first,
                                 log + log + "quorum none\n",
                                 first + "quorum none\nquorum none\n",
                                 first + "quorum W0\nquorum W1\n",
                                 "quorum W0\n" + first,
                                 first + "group a any W0\ngroup b any W0\nquorum a\n",
                                 first + "group a any W0\ngroup a any W1\nquorum a\n",
                                 first + "group a any W0\ngroup b any a\ngroup c any a\nquorum c\n",
                                 first + "group a any b\ngroup b any W0\nquorum a\n",
                                 first + "group a any W0\nwitness a " + p.key(0) + "\nquorum a\n"};
    for (const auto& text : wrong) {
        CAPTURE(text);
        CHECK(parse_witness_policy(text).error().code == Code::kWitnessPolicyInvalid);
    }
}

TEST_CASE("more entries than the limit, and a longer file, are refused") {
    std::string file, groups;
    for (std::size_t i = 0; i < kPolicyEntries + 1; ++i) {
        const auto number = std::to_string(i);
        const auto made = Signer::generate("w" + number, KeyType::kCosignature);
        file += "witness W" + number + " " + to_vkey(made->key()) + "\n";
        if (i + 1 == kPolicyEntries)
            CHECK(parse_witness_policy(file + "quorum none\n").has_value());
    }
    CHECK(parse_witness_policy(file + "quorum none\n").error().code == Code::kWitnessPolicyInvalid);
    const std::string comment = "quorum none\n#";
    const std::string padding(kPolicyFileBytes - comment.size(), 'c');
    CHECK(parse_witness_policy(comment + padding).has_value());
    CHECK(parse_witness_policy(comment + padding + "c").error().code ==
          Code::kWitnessPolicyInvalid);
}
