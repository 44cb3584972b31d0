// What normalize() costs for a short ASCII post, a post of unknown words and a disguised one.
#include <benchmark/benchmark.h>

#include <string>

#include "text/languages.h"
#include "text/normalize.h"

namespace {

using namespace mizan;
using namespace mizan::text;

constexpr std::string_view kPost =
    "They said the weather in the north would be fine, but it rained all day long.";
constexpr std::string_view kNames =
    "Korvath Melundi asked Tarvonel Grishka whether Plomberi had seen Vantorisk go";
constexpr std::string_view kDisguised =
    "those v3rm1n are v*rmin and v e r m i n, verrrmin and ver-min, vermni as well";
static_assert(kPost.size() == 77);

// A vocabulary of 20,000 words: function words, the posts' words, and made-up ones; 4,000 allow typos.
const Vocabulary& vocabulary() {
    static const Vocabulary built = [] {
        Vocabulary v;
        add_function_words(v);
        for (const auto& word : fold_term(kPost)) v.add(word);
        v.allow_typos(v.add("vermin"));
        std::uint64_t state = 1;
        while (v.size() < 20000) {
            state = state * 6364136223846793005ull + 1442695040888963407ull;
            std::string word;
            for (std::uint64_t left = state >> 20, n = 4 + (state >> 60) % 8; n > 0;
                 --n, left /= 26) {
                word.push_back(static_cast<char>('a' + left % 26));
            }
            const auto id = v.add(word);
            if (v.size() % 5 == 0) v.allow_typos(id);
        }
        v.finish();
        return v;
    }();
    return built;
}

void normalize_post(benchmark::State& state, std::string_view post) {
    const Vocabulary& words = vocabulary();
    Part part;
    part.bytes = post;
    NormalText out;
    for (auto _ : state) {
        normalize({&part, 1}, {}, words, out);
        benchmark::DoNotOptimize(out.tokens.data());
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * post.size()));
}

BENCHMARK_CAPTURE(normalize_post, ascii_77_bytes, kPost);
BENCHMARK_CAPTURE(normalize_post, unknown_words, kNames);
BENCHMARK_CAPTURE(normalize_post, disguised, kDisguised);

}  // namespace

BENCHMARK_MAIN();
