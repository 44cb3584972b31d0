// Leaves: each form is written in one way, read back in that way only, and nothing else is a leaf.
#include "record/leaf.h"

#include <doctest/doctest.h>

#include <limits>
#include <random>
#include <string>
#include <vector>

using namespace mizan;
using namespace mizan::record;

namespace {

constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();

constexpr const char* kPolicyLeaf =
    R"({"v":1,"seq":7,"t":1800000000,"type":"policy","policy":"garden@ab12","semantics":8,)"
    R"("policy_source_sha256":"0101010101010101010101010101010101010101010101010101010101010101",)"
    R"("policy_bundle_sha256":"0202020202020202020202020202020202020202020202020202020202020202",)"
    R"("score_model_sha256":"0000000000000000000000000000000000000000000000000000000000000000",)"
    R"("engine_build_sha256":"abababababababababababababababababababababababababababababababab"})";

Sha256 hash_of(std::uint8_t byte) {
    Sha256 hash;
    hash.fill(byte);
    return hash;
}

std::string policy_rest(std::string_view policy, std::uint64_t semantics) {
    return leaf_rest(LeafType::kPolicy, 1'800'000'000,
                     {policy, semantics, hash_of(1), hash_of(2), hash_of(0), hash_of(0xAB)});
}

std::string rest_of(const std::vector<LeafValue>& v, LeafType type, std::uint64_t t) {
    switch (v.size()) {
        case 3: return leaf_rest(type, t, {v[0], v[1], v[2]});
        case 4: return leaf_rest(type, t, {v[0], v[1], v[2], v[3]});
        case 5: return leaf_rest(type, t, {v[0], v[1], v[2], v[3], v[4]});
        case 6: return leaf_rest(type, t, {v[0], v[1], v[2], v[3], v[4], v[5]});
        case 12:
            return leaf_rest(
                type, t,
                {v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10], v[11]});
        case 17:
            return leaf_rest(type, t,
                             {v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10],
                              v[11], v[12], v[13], v[14], v[15], v[16]});
        default: FAIL("a form of another length: add it here"); return {};
    }
}

bool reads(std::string_view text) {
    Leaf leaf;
    const auto read = read_leaf(text, leaf);
    if (!read) CHECK(read.error().code == Code::kLogCorrupt);
    return read.has_value();
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    const auto at = text.find(what);
    REQUIRE(at != text.npos);
    return text.replace(at, what.size(), by);
}

}  // namespace

TEST_CASE("a leaf is written as its form says, member by member") {
    CHECK(leaf_text(7, policy_rest("garden@ab12", 8)) == kPolicyLeaf);
    CHECK(leaf_text(0, leaf_rest(LeafType::kConfig, 0,
                                 {"key", "", std::uint64_t{0}, std::uint64_t{kMost}})) ==
          R"({"v":1,"seq":0,"t":0,"type":"config","what":"key","value":"","from":0,)"
          R"("to":9223372036854775807})");
}

TEST_CASE("every form is read back as it was written") {
    std::mt19937_64 random(1);
    for (int round = 0; round < 300; ++round) {
        const auto type = static_cast<LeafType>(random() % kLeafTypes);
        std::vector<std::string> words(form(type).size());
        std::vector<LeafValue> values;
        for (std::size_t i = 0; i < words.size(); ++i) {
            switch (form(type)[i].kind) {
                case FieldKind::kNumber:
                    values.emplace_back(random() >> (1 + random() % 63));
                    break;
                case FieldKind::kWord:
                    for (auto n = random() % 20; n-- > 0;) {
                        const auto c = static_cast<char>(' ' + random() % 95);
                        words[i].push_back(c == '"' || c == '\\' ? '-' : c);
                    }
                    values.emplace_back(std::string_view(words[i]));
                    break;
                case FieldKind::kHash: {
                    Sha256 hash;
                    for (auto& byte : hash) byte = static_cast<std::uint8_t>(random());
                    values.emplace_back(hash);
                }
            }
        }
        const auto t = random() >> 20;
        const auto seq = random() >> 1;
        const auto text = leaf_text(seq, rest_of(values, type, t));
        Leaf leaf;
        REQUIRE(read_leaf(text, leaf));
        CHECK(leaf.seq == seq);
        CHECK(leaf.t == t);
        CHECK(leaf.type == type);
        CHECK(leaf.values == values);
        CHECK(leaf_text(leaf.seq, rest_of(leaf.values, leaf.type, leaf.t)) == text);
    }
}

TEST_CASE("values are found by name, and only under their own kind") {
    Leaf leaf;
    REQUIRE(read_leaf(kPolicyLeaf, leaf));
    CHECK(leaf.seq == 7);
    CHECK(leaf.t == 1'800'000'000);
    CHECK(leaf.word("policy") == "garden@ab12");
    CHECK(leaf.number("semantics") == 8);
    CHECK(leaf.hash("engine_build_sha256") == hash_of(0xAB));
    CHECK(leaf.number("policy") == 0);
    CHECK(leaf.word("semantics").empty());
    CHECK(leaf.hash("root") == Sha256{});
    CHECK(leaf.word("").empty());
}

TEST_CASE("values that do not fit the form are our own mistake and give nothing") {
    CHECK(leaf_rest(LeafType::kConfig, 0, {}).empty());
    CHECK(leaf_rest(LeafType::kConfig, 0, {"a", "b", std::uint64_t{1}}).empty());
    CHECK(leaf_rest(LeafType::kConfig, 0,
                    {"a", "b", std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{3}})
              .empty());
    CHECK(leaf_rest(LeafType::kConfig, 0, {"a", std::uint64_t{0}, std::uint64_t{1}, "b"}).empty());
    CHECK(leaf_rest(LeafType::kConfig, 0, {"a", Sha256{}, std::uint64_t{1}, std::uint64_t{1}})
              .empty());
}

TEST_CASE("a word's odd bytes become question marks, each one") {
    std::string all;
    for (int c = 0; c < 256; ++c) all.push_back(static_cast<char>(c));
    const auto text = leaf_text(7, policy_rest(all, 8));
    Leaf leaf;
    REQUIRE(read_leaf(text, leaf));
    const auto word = leaf.word("policy");
    REQUIRE(word.size() == 256);
    for (std::size_t c = 0; c < 256; ++c) {
        const bool plain = c >= ' ' && c <= '~' && c != '"' && c != '\\';
        CHECK(word[c] == (plain ? static_cast<char>(c) : '?'));
    }
    for (const char c : text) CHECK((c >= ' ' && c <= '~'));
}

TEST_CASE("numbers go to 2^63-1 and are written in one way") {
    const auto with = [](std::string_view n) {
        return replaced(kPolicyLeaf, R"("semantics":8)", R"("semantics":)" + std::string(n));
    };
    for (const char* good : {"0", "1", "10", "4294967296", "9223372036854775807"})
        CHECK(reads(with(good)));
    for (const char* bad : {"", "00", "01", "-1", "-0", "+1", " 1", "1 ", "1.0", "1e3", "0x1",
                            "9223372036854775808", "18446744073709551615", "18446744073709551616",
                            "99999999999999999999999", "\"1\"", "null", "true"}) {
        CAPTURE(std::string(bad));
        CHECK_FALSE(reads(with(bad)));
    }
    CHECK(reads(replaced(kPolicyLeaf, "\"seq\":7", "\"seq\":9223372036854775807")));
    CHECK_FALSE(reads(replaced(kPolicyLeaf, "\"seq\":7", "\"seq\":07")));
    CHECK_FALSE(reads(replaced(kPolicyLeaf, "\"t\":1800000000", "\"t\":-1800000000")));
}

TEST_CASE("what is not written as a leaf is written is none") {
    REQUIRE(reads(kPolicyLeaf));
    const struct {
        const char *what, *by;
    } kBad[] = {
        {"\"v\":1", "\"v\":2"},
        {"{", "{ "},
        {"{", " {"},
        {"}", " }"},
        {"}", "}\n"},
        {"}", ",\"more\":1}"},
        {"}", ""},
        {"}", "}}"},
        {"\"seq\":7,", ""},
        {"\"type\":\"policy\"", "\"type\":\"party\""},
        {"\"type\":\"policy\"", "\"type\":\"config\""},
        {"\"type\":\"policy\"", "\"type\":\"Policy\""},
        {"\"type\":\"policy\"", "\"type\":\"\""},
        {"\"type\":\"policy\"", "\"type\":policy"},
        {"\"t\":1800000000,\"type\":\"policy\"", "\"type\":\"policy\",\"t\":1800000000"},
        {"\"policy\":\"garden@ab12\",\"semantics\":8",
         "\"semantics\":8,\"policy\":\"garden@ab12\""},
        {"\"semantics\":8", "\"semantics\":8,\"semantics\":8"},
        {"\"semantics\":8,", ""},
        {"\"semantics\"", "\"Semantics\""},
        {"garden@ab12", "garden\\u0040ab12"},
        {"garden@ab12", "garden\"ab12"},
        {"garden@ab12", "gard\xC3\xA9n"},
        {"garden@ab12", "gar\tden"},
        {"garden@ab12", "gar\x7F"},
        {"0101", "01"},
        {"0101", "01011"},
        {"abab", "ABAB"},
        {"abab", "xbab"},
        {"\"abab", "abab"},
    };
    for (const auto& [what, by] : kBad) {
        CAPTURE(std::string(by));
        CHECK_FALSE(reads(replaced(kPolicyLeaf, what, by)));
    }
}

TEST_CASE("no leaf can be shortened, and no byte of it left to chance") {
    const std::string text = kPolicyLeaf;
    for (std::size_t size = 0; size < text.size(); ++size)
        CHECK_FALSE(reads(std::string_view(text).substr(0, size)));
    std::mt19937 random(3);
    Leaf leaf;
    for (std::size_t i = 0; i < text.size(); ++i) {
        for (int round = 0; round < 8; ++round) {
            auto bad = text;
            bad[i] = static_cast<char>(random());
            // What can still be read says what it says in one way only.
            if (read_leaf(bad, leaf))
                CHECK(leaf_text(leaf.seq, rest_of(leaf.values, leaf.type, leaf.t)) == bad);
        }
    }
}

TEST_CASE("no byte of any form's names may differ") {
    for (std::size_t t = 0; t < kLeafTypes; ++t) {
        const auto type = static_cast<LeafType>(t);
        std::vector<LeafValue> values;
        for (const auto& field : form(type)) {
            switch (field.kind) {
                case FieldKind::kNumber: values.emplace_back(std::uint64_t{12}); break;
                case FieldKind::kWord: values.emplace_back(std::string_view("word")); break;
                case FieldKind::kHash: values.emplace_back(hash_of(0xAB)); break;
            }
        }
        const auto text = leaf_text(7, rest_of(values, type, 1'800'000'000));
        REQUIRE(reads(text));
        Leaf leaf;
        for (std::size_t i = 0; i < text.size(); ++i) {
            for (int bit = 0; bit < 8; ++bit) {
                auto bad = text;
                bad[i] = static_cast<char>(bad[i] ^ 1 << bit);
                if (read_leaf(bad, leaf))
                    CHECK(leaf_text(leaf.seq, rest_of(leaf.values, leaf.type, leaf.t)) == bad);
            }
        }
    }
}

TEST_CASE("a byte that no word may hold is found wherever it stands, behind words of any length") {
    for (std::size_t size = 1; size < 50; ++size) {
        for (int c = 0; c < 256; ++c) {
            const bool plain = c >= ' ' && c <= '~' && c != '"' && c != '\\';
            std::string word(size, '~');
            word.back() = static_cast<char>(c);
            CHECK(reads(replaced(kPolicyLeaf, "garden@ab12", word)) == plain);
            word.push_back(' ');
            CHECK(reads(replaced(kPolicyLeaf, "garden@ab12", word)) == plain);
        }
    }
}
