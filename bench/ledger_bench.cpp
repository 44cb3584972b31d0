// What a log's arithmetic costs: integrating entries, roots, proofs from tiles, signatures. Items are entries, proofs, signatures.
#include <benchmark/benchmark.h>

#include <cstring>
#include <string>

#include "base/hash.h"
#include "ledger/checkpoint.h"
#include "ledger/tiles.h"
#include "ledger/tree.h"

namespace {

using namespace mizan;
using namespace mizan::ledger;

constexpr std::uint64_t kLogSize = 100'000'000;

// Leaf and amortised node of entries of so many bytes, nothing stored.
void integrate(benchmark::State& state) {
    std::string entry(static_cast<std::size_t>(state.range(0)), 'e');
    Tree tree;
    for (auto _ : state) {
        ++entry[tree.size() % entry.size()];
        tree.append(leaf_hash(entry));
    }
    benchmark::DoNotOptimize(tree.root());
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

// A log too large to make here: each hash is made up from its place, so that proofs have the right shape and lead nowhere.
class MadeUpTiles final : public TileReader {
public:
    Result<std::string> read(const TileId& tile) override {
        ++reads;
        std::string out(tile.width * sizeof(Hash), '\0');
        std::uint64_t word = tile.index ^ static_cast<std::uint64_t>(tile.level) << 56;
        for (std::size_t at = 0; at < out.size(); at += sizeof word) {
            word = fold_product(word + 0x9E3779B97F4A7C15ull, 0xD6E8FEB86659FD93ull);
            std::memcpy(out.data() + at, &word, sizeof word);
        }
        return out;
    }
    std::uint64_t reads = 0;
};

// A fresh reader for each proof: nothing is kept from one to the next.
template <class Prove> void prove(benchmark::State& state, Prove prove_at) {
    MadeUpTiles tiles;
    std::uint64_t index = 1;
    for (auto _ : state) {
        index = fold_product(index + 0x9E3779B97F4A7C15ull, 0xD6E8FEB86659FD93ull);
        TileNodes nodes(tiles, kLogSize);
        benchmark::DoNotOptimize(prove_at(nodes, 1 + index % (kLogSize - 1)));
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
    state.counters["tiles_read"] =
        benchmark::Counter(static_cast<double>(tiles.reads), benchmark::Counter::kAvgIterations);
}

void prove_inclusion_of_100m(benchmark::State& state) {
    prove(state, [](auto& nodes, auto index) { return prove_inclusion(nodes, index, kLogSize); });
}

void prove_consistency_of_100m(benchmark::State& state) {
    prove(state, [](auto& nodes, auto size) { return prove_consistency(nodes, size, kLogSize); });
}

void root_of_100m(benchmark::State& state) {
    prove(state, [](auto& nodes, auto) { return root_at(nodes, kLogSize); });
}

void check_inclusion_of_100m(benchmark::State& state) {
    MadeUpTiles tiles;
    TileNodes nodes(tiles, kLogSize);
    const auto proof = prove_inclusion(nodes, kLogSize / 3, kLogSize).value();
    for (auto _ : state)
        benchmark::DoNotOptimize(check_inclusion(kLogSize / 3, kLogSize, Hash{}, proof, Hash{}));
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

const Signer& bench_signer() {
    static const Signer signer = Signer::generate("example.com/log", KeyType::kEd25519).value();
    return signer;
}

void sign_a_checkpoint(benchmark::State& state) {
    const Checkpoint checkpoint{bench_signer().key().name, kLogSize, {}, {}};
    for (auto _ : state) benchmark::DoNotOptimize(sign_checkpoint(checkpoint, bench_signer()));
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

void open_a_checkpoint(benchmark::State& state) {
    const auto note = to_string(
        sign_checkpoint({bench_signer().key().name, kLogSize, {}, {}}, bench_signer()).note);
    for (auto _ : state) benchmark::DoNotOptimize(open_checkpoint(note, bench_signer().key()));
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

BENCHMARK(integrate)->Arg(300)->Arg(460);
BENCHMARK(prove_inclusion_of_100m);
BENCHMARK(prove_consistency_of_100m);
BENCHMARK(root_of_100m);
BENCHMARK(check_inclusion_of_100m);
BENCHMARK(sign_a_checkpoint);
BENCHMARK(open_a_checkpoint);

}  // namespace

BENCHMARK_MAIN();
