// What each stage costs a post: JSON in, fold and tokenise, look-up, lattice, match, assess, JSON out; and loading bundles.
//
// MIZAN_BENCH_WORK names a folder that `bench/run --work` filled (posts.jsonl, policy-10000, policy-50000, cache); without
// it examples/stream.jsonl is decided under policies/hateful-conduct. Items are posts.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "assess/assess.h"
#include "base/files.h"
#include "feeds/record_reader.h"
#include "match/matcher.h"
#include "model/json.h"
#include "policy/bundle.h"
#include "service/decide.h"
#include "service/load_policy.h"
#include "text/normalize.h"

namespace {

using namespace mizan;

constexpr std::size_t kPosts = 20000;

std::string work() {
    const char* folder = std::getenv("MIZAN_BENCH_WORK");
    return folder ? folder : "";
}

std::shared_ptr<const policy::Policy> load(std::int64_t terms) {
    const auto path = work().empty() ? std::string(MIZAN_SOURCE_DIR "/policies/hateful-conduct")
                                     : work() + "/policy-" + std::to_string(terms);
    auto loaded = service::load_policy(path, work().empty() ? "" : work() + "/cache");
    return loaded ? loaded->policy : nullptr;
}

// The posts as one chunk, and as values whose views point into it.
struct Stream {
    feeds::Chunk chunk;
    std::vector<std::string> texts;
    std::vector<Post> posts;

    Stream() {
        const auto path = work().empty() ? std::string(MIZAN_SOURCE_DIR "/examples/stream.jsonl")
                                         : work() + "/posts.jsonl";
        const auto bytes = read_file(path, 1u << 30).value_or("");
        std::size_t end = 0;
        for (std::size_t n = 0; n < kPosts && end < bytes.size(); ++n)
            end = std::min(bytes.find('\n', end), bytes.size() - 1) + 1;
        chunk.buffer = bytes.substr(0, end) + std::string(feeds::Chunk::kPadding, '\0');
        chunk.size = end;
        chunk.format = feeds::Format::kNdjson;
        collect();
    }

private:
    void collect() {
        feeds::RecordReader reader(feeds::FieldMap{});
        reader.begin(chunk);
        Post post;
        for (auto step = reader.next(post); step != feeds::Step::kEnd; step = reader.next(post)) {
            if (step == feeds::Step::kPost) texts.emplace_back(post.parts.back().bytes);
        }
        for (const auto& text : texts) {
            posts.emplace_back().id = "p";
            posts.back().lang = "en";
            posts.back().parts.push_back({PartKind::kText, PartRole::kBody, text, {}});
        }
    }
};

const Stream& stream() {
    static const Stream made;
    return made;
}

// Runs f(post) over the posts again and again; counts posts.
template <class F> void each_post(benchmark::State& state, F f) {
    const auto& posts = stream().posts;
    if (posts.empty()) return state.SkipWithError("no posts");
    std::size_t at = 0;
    for (auto _ : state) {
        f(posts[at]);
        if (++at == posts.size()) at = 0;
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

void json_in(benchmark::State& state) {
    feeds::RecordReader reader(feeds::FieldMap{});
    Post post;
    reader.begin(stream().chunk);
    for (auto _ : state) {
        if (reader.next(post) == feeds::Step::kEnd) reader.begin(stream().chunk);
        benchmark::DoNotOptimize(post.parts.data());
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}
BENCHMARK(json_in);

void fold_and_tokenise(benchmark::State& state) {
    const text::Vocabulary none;  // nothing is known: what the words cost is the next stage's
    text::NormalText text;
    each_post(state, [&](const Post& post) { text::normalize(post.parts, post.lang, none, text); });
}
BENCHMARK(fold_and_tokenise);

void normalise_with_vocabulary(benchmark::State& state) {
    const auto policy = load(state.range(0));
    if (!policy) return state.SkipWithError("no policy");
    text::NormalText text;
    each_post(state, [&](const Post& post) {
        text::normalize(post.parts, post.lang, policy->vocabulary, text);
    });
}
BENCHMARK(normalise_with_vocabulary)->Arg(10000)->Arg(50000);

// The texts made ready once, so that only the stage at hand is measured.
std::vector<text::NormalText> normalised(const policy::Policy& policy) {
    std::vector<text::NormalText> out;
    for (const auto& post : stream().posts)
        text::normalize(post.parts, post.lang, policy.vocabulary, out.emplace_back());
    return out;
}

void lattice(benchmark::State& state) {
    const auto policy = load(state.range(0));
    if (!policy) return state.SkipWithError("no policy");
    const auto texts = normalised(*policy);
    match::Lattice lattice;
    std::size_t at = 0;
    for (auto _ : state) {
        lattice.build(*policy, texts[at], {0, static_cast<std::uint32_t>(texts[at].tokens.size())});
        if (++at == texts.size()) at = 0;
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}
BENCHMARK(lattice)->Arg(10000)->Arg(50000);

void match_claims(benchmark::State& state) {
    const auto policy = load(state.range(0));
    if (!policy) return state.SkipWithError("no policy");
    const auto texts = normalised(*policy);
    match::Scratch scratch;
    match::Claims claims;
    std::size_t at = 0;
    for (auto _ : state) {
        match::find(*policy, texts[at], stream().posts[at].parts, {}, scratch, claims);
        if (++at == texts.size()) at = 0;
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}
BENCHMARK(match_claims)->Arg(10000)->Arg(50000);

// Normalise, match, judge and decide.
void decide(benchmark::State& state) {
    const auto policy = load(state.range(0));
    if (!policy) return state.SkipWithError("no policy");
    service::Decider decider(policy);
    each_post(state,
              [&](const Post& post) { benchmark::DoNotOptimize(decider.decide(post).outcome); });
}
BENCHMARK(decide)->Arg(10000)->Arg(50000);

void decide_and_json_out(benchmark::State& state) {
    const auto policy = load(state.range(0));
    if (!policy) return state.SkipWithError("no policy");
    service::Decider decider(policy);
    std::string out;
    each_post(state, [&](const Post& post) {
        if (out.size() > (1u << 20)) out.clear();
        append_json(out, decider.decide(post));
    });
}
BENCHMARK(decide_and_json_out)->Arg(10000)->Arg(50000);

void load_bundle(benchmark::State& state) {
    const auto policy = load(state.range(0));
    if (!policy) return state.SkipWithError("no policy");
    const auto bytes = policy::to_bundle(*policy);
    for (auto _ : state) benchmark::DoNotOptimize(policy::from_bundle(bytes));
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * bytes.size()));
}
BENCHMARK(load_bundle)->Arg(10000)->Arg(50000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
