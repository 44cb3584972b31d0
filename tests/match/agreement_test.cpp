// The fast matcher and the naive reference agree on thousands of texts made of the policy's own words.
#include <doctest/doctest.h>

#include <bit>

#include "../support/agreement.h"
#include "../support/thorough.h"
#include "../support/tiny_policy.h"
#include "service/load_policy.h"

using namespace mizan;
using namespace mizan::test;

namespace {

// xorshift64*: the same texts on every machine.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    std::size_t below(std::size_t n) {
        state_ ^= state_ >> 12;
        state_ ^= state_ << 25;
        state_ ^= state_ >> 27;
        return static_cast<std::size_t>((state_ * 0x2545F4914F6CDD1Dull) >> 33) % n;
    }

private:
    std::uint64_t state_;
};

// Makes texts that come near the policy's patterns: walks their automata and spells the terms they ask for.
class TextMaker {
public:
    TextMaker(const policy::Policy& policy, std::uint64_t seed) : policy_(policy), dice_(seed) {
        spellings_.resize(policy.terms.size());
        for (text::WordId w = 1; w < policy.root_child.size(); ++w) {
            if (policy.root_child[w] != 0)
                spell(policy.root_child[w], std::string(policy.vocabulary.text(w)));
        }
        by_symbol_.resize(policy.symbols);
        for (std::uint32_t t = 0; t < policy.terms.size(); ++t) {
            for (auto i = policy.terms[t].first_symbol; i < policy.terms[t].last_symbol; ++i)
                by_symbol_[policy.term_symbols[i]].push_back(t);
        }
    }
    std::string make() {
        std::string out;
        for (auto n = 1 + dice_.below(4); n > 0; --n) {
            if (dice_.below(3) == 0) noise(out);
            walk(policy_.patterns[dice_.below(policy_.patterns.size())], out);
            if (dice_.below(3) == 0) noise(out);
        }
        return out;
    }

private:
    void spell(std::uint32_t node, const std::string& words) {
        const auto& n = policy_.nodes[node];
        for (auto i = n.first_term; i < n.last_term; ++i)
            spellings_[policy_.node_terms[i]].push_back(words);
        for (auto e = n.first_edge; e < n.last_edge; ++e) {
            spell(policy_.trie_edges[e].node,
                  words + " " + std::string(policy_.vocabulary.text(policy_.trie_edges[e].word)));
        }
    }
    void noise(std::string& out) {
        constexpr std::string_view kNoise[] = {" roses ",
                                               ". ",
                                               ", ",
                                               "; ",
                                               " \"",
                                               "\" ",
                                               "? ",
                                               "\n",
                                               " 12 ",
                                               " @amal ",
                                               " #",
                                               " ",
                                               " https://example.org ",
                                               " \xF0\x9F\x8C\xB1 ",
                                               "-",
                                               "'",
                                               "(",
                                               ") ",
                                               "! ",
                                               " the "};
        out.append(kNoise[dice_.below(std::size(kNoise))]);
    }
    std::uint32_t pick(std::uint64_t bits) {
        auto skip = dice_.below(static_cast<std::size_t>(std::popcount(bits)));
        for (; skip > 0; --skip) bits &= bits - 1;
        return static_cast<std::uint32_t>(std::countr_zero(bits));
    }
    void walk(const policy::Pattern& p, std::string& out) {
        if (p.first == 0) return;
        auto at = pick(p.first);
        for (int steps = 0; steps < 24; ++steps) {
            say(p, at, out);
            if (dice_.below(12) == 0) noise(out);
            if ((p.last >> at & 1) && dice_.below(2) == 0) return;
            if (p.follow[at] == 0) return;
            at = pick(p.follow[at]);
        }
    }
    void say(const policy::Pattern& p, std::uint32_t at, std::string& out) {
        out.push_back(' ');
        for (const auto& m : p.symbols) {
            if (!(m.mask >> at & 1) || by_symbol_[m.symbol].empty()) continue;
            const auto& terms = by_symbol_[m.symbol];
            const auto& ways = spellings_[terms[dice_.below(terms.size())]];
            if (!ways.empty()) out.append(ways[dice_.below(ways.size())]);
            return;
        }
        noise(out);
    }

    const policy::Policy& policy_;
    Dice dice_;
    std::vector<std::vector<std::string>> spellings_;  // by term
    std::vector<std::vector<std::uint32_t>> by_symbol_;
};

// Gives what was compared.
Agreement agree(const policy::Policy& policy, int texts, std::uint64_t seed) {
    TextMaker maker(policy, seed);
    Agreement all;
    for (int i = 0; i < texts; ++i) {
        const auto text = maker.make();
        const auto result = compare_matchers(policy, text);
        CAPTURE(text);
        CHECK(result.difference == "");
        all.matches += result.matches;
        all.foreign += result.foreign;
        all.cancelled += result.cancelled;
    }
    return all;
}

PolicyFiles varied() {
    auto files = garden();
    files.append("constructs.rules", R"(  g <3> BAD:slur
  g // ..2 BAD
  (g | "x" g) @number ("very" | "so"){1,3} BAD
  BAD "and all" ..{1,2} g @emoji?
construct ANY
  @mention @url
  /ro+ses?/ BAD
  "a" (BAD | "b"?) "c"
guard NEAR only sentence
  "bed"
guard FAR unless overlap
  "bed" BAD
)");
    files.append("lexicon/en/garden.terms",
                 "[BAD]\nmoss | guard=NEAR kind=slur\nslime mould | guard=FAR\nweeds killer | "
                 "covers\nweeds and nettles\n");
    files.replace("policy.md", "detect SPOILING(g)", "detect SPOILING(g), ANY");
    return files;
}

}  // namespace

TEST_CASE("the matcher agrees with the naive reference on the small policies' own words") {
    const auto small = agree(*garden().policy(), 4000, 1);
    CHECK(small.matches > 1500);
    CHECK(small.cancelled > 20);
    CHECK(agree(*varied().policy(), 6000, 2).matches > 1500);
}

TEST_CASE("the matchers agree on which claims need a word of another language") {
    auto files = garden();
    files.set("lexicon/de/garden.terms",
              "[BAD]\nweeds\nvery "
              "weeds\nunkraut\n[GROUP.craft.bakers]\nbakers\ngardeners\n[COPULA]\nare\n");
    const auto compared = agree(*files.policy(), 6000, 4);
    CHECK(compared.matches > 1500);
    CHECK(compared.foreign > 20);
}

TEST_CASE("the matcher agrees with the naive reference on the shipped policy's own words") {
    const auto loaded =
        service::load_policy(std::string(MIZAN_SOURCE_DIR) + "/policies/hateful-conduct", {});
    REQUIRE(loaded.has_value());
    const int texts = 200 / static_cast<int>(every(5));
    CHECK(agree(*loaded->policy, texts, 3).matches > texts / 5);
}
