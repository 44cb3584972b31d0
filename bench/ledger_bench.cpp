// What a log's arithmetic costs: integrating entries, roots, proofs from tiles, signatures, receipts. Items are entries, proofs, signatures,
// receipts.
#include <benchmark/benchmark.h>

#include <cstring>
#include <string>

#include "base/hash.h"
#include "ledger/checkpoint.h"
#include "ledger/tiles.h"
#include "ledger/tree.h"
#include "ledger/whole_tree.h"
#include "record/receipt.h"
#include "record/seal.h"

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

// A request of so many flags, sealed as a store has them.
struct Flags {
    explicit Flags(std::size_t count) : drafts(count) {
        for (std::size_t i = 0; i < count; ++i) {
            auto& draft = drafts[i];
            draft.kind = record::Kind::kFlag;
            draft.at = 1'790'000'000;
            draft.vault.source = "reader";
            draft.vault.post = "post-" + std::to_string(i);
            draft.vault.input = R"({"reason":"hateful-conduct","text":"they call for violence"})";
            record::seal(draft);
            open.push_back(record::receipt_openings(draft.kind, draft.vault));
        }
        for (const auto& draft : drafts) leaves.emplace_back(draft.leaf);
    }
    std::vector<record::Draft> drafts;
    std::vector<std::vector<record::Opening>> open;
    std::vector<std::string_view> leaves;
};

// The receipts of a request, with its one signature.
void receipts(benchmark::State& state) {
    const Flags flags(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) {
        const record::Receipts receipts("agora", flags.leaves, {1'790'000'000, 1'790'003'660},
                                        bench_signer());
        for (std::size_t i = 0; i < flags.leaves.size(); ++i)
            benchmark::DoNotOptimize(receipts.text(i, flags.leaves[i], i, flags.open[i]));
    }
    state.SetItemsProcessed(state.range(0) * static_cast<std::int64_t>(state.iterations()));
}

// Of which the hashing alone.
void hashes_of_receipts(benchmark::State& state) {
    const Flags flags(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) {
        std::vector<Hash> hashes(flags.leaves.size());
        leaf_hashes(flags.leaves, hashes);
        benchmark::DoNotOptimize(WholeTree(std::move(hashes)).root());
    }
    state.SetItemsProcessed(state.range(0) * static_cast<std::int64_t>(state.iterations()));
}

void check_a_receipt(benchmark::State& state) {
    const Flags flags(10'000);
    const record::Receipts receipts("agora", flags.leaves, {1'790'000'000, 1'790'003'660},
                                    bench_signer());
    const auto file = receipts.text(77, flags.leaves[77], 77, flags.open[77]);
    for (auto _ : state) {
        const auto receipt = record::read_receipt(file);
        benchmark::DoNotOptimize(record::check_receipt(*receipt, bench_signer().key()));
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

BENCHMARK(integrate)->Arg(300)->Arg(460);
BENCHMARK(prove_inclusion_of_100m);
BENCHMARK(prove_consistency_of_100m);
BENCHMARK(root_of_100m);
BENCHMARK(check_inclusion_of_100m);
BENCHMARK(sign_a_checkpoint);
BENCHMARK(open_a_checkpoint);
BENCHMARK(receipts)->Arg(1)->Arg(10'000);
BENCHMARK(hashes_of_receipts)->Arg(10'000);
BENCHMARK(check_a_receipt);

}  // namespace

BENCHMARK_MAIN();
