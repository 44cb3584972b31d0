// What the record costs: one round of figures about the store and the log, as JSON. bench/run calls it round by round.
//
//     bench_store FOLDER CORES [PART]
//
// FOLDER is on the disk to be measured and is emptied; the process and all its threads keep to CORES cores. PART: `mixed` for that alone.
#include <sched.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "audit/check_records.h"
#include "audit/verify_log.h"
#include "bare.h"
#include "ledger/tree.h"
#include "publish/publisher.h"
#include "record/leaf.h"
#include "store/sqlite/sqlite_store.h"
#include "traffic.h"

namespace bench {

namespace fs = std::filesystem;

constexpr std::size_t kCommit = 10'000;  // posts that come together
constexpr std::size_t kSmallCommit = 1'000;
constexpr std::size_t kFullOf = 50;  // one post in so many has a record of its own
constexpr std::size_t kMixedCommits = 100;
constexpr std::size_t kFullCommits = 80;
constexpr std::size_t kFullCommit = 256;    // records that come together
constexpr std::size_t kLoadRate = 100'000;  // posts a second, while single decisions are timed
constexpr std::size_t kLoadSeconds = 20;    // at most
constexpr std::size_t kLoadCommit = 2'000;
constexpr std::size_t kSmallLoadCommit = 500;
constexpr std::size_t kWarmCommits = 60;  // until its write-ahead log has its full size
constexpr std::size_t kSingles = 2'000;
constexpr std::size_t kProbes = 1'000;
constexpr std::size_t kLeaves = 200'000;
constexpr std::size_t kHashed = 1'000'000;

template <class T> T must(Result<T> result) {
    if (result) return *std::move(result);
    std::fprintf(stderr, "bench_store: %s (%s)\n", result.error().message.c_str(),
                 result.error().where.c_str());
    std::exit(1);
}
void must(Result<void> result) {
    if (!result) must(Result<int>(fail(result.error())));
}

double seconds(clockid_t clock) {
    timespec t{};
    ::clock_gettime(clock, &t);
    return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

// Seconds by the clock and of the processor since it was made.
struct Watch {
    double clock0 = seconds(CLOCK_MONOTONIC);
    double cpu0 = seconds(CLOCK_PROCESS_CPUTIME_ID);
    [[nodiscard]] double clock() const { return seconds(CLOCK_MONOTONIC) - clock0; }
    [[nodiscard]] double cpu() const { return seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu0; }
};

// One flat JSON object, written as figures come in.
class Figures {
public:
    Figures() { std::printf("{\"v\":1"); }
    ~Figures() { std::printf("}\n"); }
    void add(const std::string& name, double value) {
        std::printf(",\"%s\":%.6g", name.c_str(), value);
    }
    void rate(const std::string& name, std::size_t count, double clock, double cpu) {
        add(name + "_per_s", static_cast<double>(count) / clock);
        add(name + "_per_cpu_s", static_cast<double>(count) / cpu);
    }
    void quantiles(const std::string& name, std::vector<double> times) {
        std::sort(times.begin(), times.end());
        add(name + "_p50_us", times[times.size() / 2]);
        add(name + "_p99_us", times[times.size() * 99 / 100]);
    }
};

class StoreBench {
public:
    StoreBench(std::string folder, Figures& figures)
        : folder_(std::move(folder)), figures_(figures) {}

    void probe() { figures_.quantiles("probe", probe_disk(folder_, kProbes)); }

    // Outcomes that were made before, from some threads, each waiting for its own.
    void mixed(const std::string& name, std::size_t clients) {
        std::vector<record::Outcome> outcomes;
        for (std::size_t i = 0; i < kMixedCommits; ++i)
            outcomes.push_back(traffic_.outcome(kCommit / kFullOf, kCommit - kCommit / kFullOf));
        const auto store = open(name);
        std::atomic<std::size_t> next{0};
        const Watch watch;
        {
            std::vector<std::jthread> threads;
            for (std::size_t c = 0; c < clients; ++c)
                threads.emplace_back([&] {
                    for (auto i = next++; i < outcomes.size(); i = next++)
                        commit(*store, std::move(outcomes[i]));
                });
        }
        figures_.rate(name, kMixedCommits * kCommit, watch.clock(), watch.cpu());
    }

    // The same records into ours and into bare SQLite; until the database is closed and its log emptied.
    void full() {
        std::vector<record::Outcome> outcomes;
        for (std::size_t i = 0; i < kFullCommits; ++i)
            outcomes.push_back(traffic_.outcome(kFullCommit, 0));
        const auto again = outcomes;
        constexpr auto kRecords = kFullCommits * kFullCommit;
        auto store = open("full");
        auto bare = std::make_unique<BareSqlite>(path("bare"), path("full"));
        const Watch ours;
        for (auto& outcome : outcomes) must(store->commit(std::move(outcome)));
        store.reset();
        const auto own_clock = ours.clock(), own_cpu = ours.cpu();
        const Watch theirs;
        for (const auto& outcome : again) bare->insert(outcome.records);
        bare.reset();
        const auto bare_clock = theirs.clock(), bare_cpu = theirs.cpu();
        figures_.rate("full", kRecords, own_clock, own_cpu);
        figures_.rate("bare", kRecords, bare_clock, bare_cpu);
        figures_.add("full_to_bare", bare_clock / own_clock);
        figures_.add("full_to_bare_cpu", bare_cpu / own_cpu);
        figures_.add("full_bytes", bytes_of_store("full") / static_cast<double>(kRecords));
    }

    // One decision at a time, in a store that has been in use, while batches come at a steady rate.
    void singles(const std::string& name, std::size_t load_commit) {
        auto store = open(name);
        for (std::size_t i = 0; i < kWarmCommits; ++i)
            must(store->commit(traffic_.outcome(kCommit / kFullOf, kCommit - kCommit / kFullOf)));
        std::atomic<bool> stop{false};
        std::vector<record::Outcome> made;  // before, as they would come from elsewhere
        for (Traffic traffic(2); made.size() * load_commit < kLoadRate * kLoadSeconds;)
            made.push_back(
                traffic.outcome(load_commit / kFullOf, load_commit - load_commit / kFullOf));
        std::jthread load([&] {
            const Watch watch;
            std::size_t sent = 0;
            for (auto& outcome : made) {
                if (stop) return;
                const auto due = static_cast<double>(sent) / kLoadRate;
                if (due > watch.clock())
                    std::this_thread::sleep_for(std::chrono::duration<double>(due - watch.clock()));
                commit(*store, std::move(outcome));
                sent += load_commit;
            }
            must(Result<void>(fail({Code::kInternal, "there was no load at the end", {}})));
        });
        std::vector<double> times;
        for (std::size_t i = 0; i < kSingles; ++i) {
            auto outcome = traffic_.outcome(1, 0);
            const Watch watch;
            must(store->commit(std::move(outcome)));
            times.push_back(1e6 * watch.clock());
        }
        stop = true;
        figures_.quantiles(name, times);
    }

    // Bytes of the database for each ordinary post, all tables counted.
    void size(const std::string& name, std::size_t at_once) {
        constexpr std::size_t kPosts = 200'000;
        auto store = open(name);
        for (std::size_t i = 0; i < kPosts / at_once; ++i)
            must(store->commit(traffic_.outcome(0, at_once)));
        store.reset();
        figures_.add(name + "_bytes", bytes_of_store(name) / static_cast<double>(kPosts));
    }

    // Leaves from the store into a log's files, which are in memory; then verifying these, and hashing alone.
    void integrate() {
        const auto rest = traffic_.draft().leaf;
        auto store = open("leaves");
        record::Outcome leaves;
        leaves.platform = kPlatform;
        leaves.lost.push_back({0, traffic_.policy_leaf()});
        while (leaves.lost.size() < kLeaves) leaves.lost.push_back({leaves.lost.size(), rest});
        must(store->commit(std::move(leaves)));
        store.reset();  // its log is emptied first
        store = open("leaves");
        const auto signer = must(ledger::Signer::generate("bench/log", ledger::KeyType::kEd25519));
        publish::PublisherOptions options;
        options.platform = kPlatform;
        options.folder = "/dev/shm/mizan-bench-" + std::to_string(::getpid());
        options.sealed_step_s = 0;
        publish::Publisher publisher(*store, signer, options);
        const Watch watch;
        const auto published = must(publisher.publish(kAt));
        figures_.rate("publish", static_cast<std::size_t>(published.checkpoint.size), watch.clock(),
                      watch.cpu());
        verify(options.folder, signer.key());
        fs::remove_all(options.folder);
        hash(rest);
    }

private:
    // As `mizan-audit verify` does it: with what the entries say, and with --entries-only.
    void verify(const std::string& folder, const ledger::VerifierKey& key) {
        audit::RecordChecks records;
        verify("verify", folder, key, &records);
        if (!records.report().holds())
            must(Result<int>(fail({Code::kLogCorrupt, "the records do not hold", folder})));
        verify("verify_entries", folder, key, nullptr);
    }
    void verify(const std::string& name, const std::string& folder, const ledger::VerifierKey& key,
                audit::EntryVisitor* visitor) {
        const auto log = must(audit::open_log(folder));
        const Watch watch;
        const auto report = must(audit::verify_log(*log, {key, {}}, visitor));
        figures_.rate(name, static_cast<std::size_t>(report.entries), watch.clock(), watch.cpu());
        if (!report.holds())
            must(Result<int>(fail({Code::kLogCorrupt, "the log does not hold", folder})));
    }
    // Leaf, hash and tree alone.
    void hash(const std::string& rest) {
        constexpr std::size_t kTogether = 64;  // as the publisher does
        static_assert(kHashed % kTogether == 0);
        std::vector<std::string> texts(kTogether);
        std::vector<std::string_view> entries(kTogether);
        std::vector<ledger::Hash> hashes(kTogether);
        ledger::Tree tree;
        const Watch watch;
        for (std::size_t done = 0; done < kHashed; done += kTogether) {
            for (std::size_t i = 0; i < kTogether; ++i)
                entries[i] = texts[i] = record::leaf_text(done + i, rest);
            ledger::leaf_hashes(entries, hashes);
            for (const auto& leaf : hashes) tree.append(leaf);
        }
        figures_.rate("hash", kHashed, watch.clock(), watch.cpu());
        figures_.add("leaf_bytes", static_cast<double>(record::leaf_text(kHashed, rest).size()));
    }
    // As a run does (service/recorder.h).
    static void commit(store::Store& store, record::Outcome outcome) {
        for (auto& done : store.commit_each(record::in_pieces(std::move(outcome))))
            (void)must(std::move(done));
    }
    [[nodiscard]] std::string path(const std::string& name) const {
        return folder_ + "/" + name + ".db";
    }
    [[nodiscard]] std::unique_ptr<store::SqliteStore> open(const std::string& name) const {
        return must(store::SqliteStore::open({path(name)}));
    }
    [[nodiscard]] double bytes_of_store(const std::string& name) const {
        return static_cast<double>(fs::file_size(path(name)));
    }

    std::string folder_;
    Figures& figures_;
    Traffic traffic_{1};
};

void keep_to(int cores) {
    cpu_set_t set;
    CPU_ZERO(&set);
    for (int i = 0; i < cores; ++i) CPU_SET(i, &set);
    if (::sched_setaffinity(0, sizeof set, &set) == 0) return;
    std::fprintf(stderr, "bench_store: there are no %d cores\n", cores);
    std::exit(1);
}

}  // namespace bench

int main(int count, char** arguments) {
    if (count < 3) {
        std::fprintf(stderr, "bench_store FOLDER CORES [PART]\n");
        return 2;
    }
    const std::string folder = arguments[1];
    const std::string part = count > 3 ? arguments[3] : "";
    bench::keep_to(std::atoi(arguments[2]));
    bench::fs::remove_all(folder);
    bench::fs::create_directories(folder);
    bench::Figures figures;
    bench::StoreBench run(folder, figures);
    if (part.empty() || part == "probe") run.probe();
    if (part.empty() || part == "mixed") run.mixed("mixed", 2);
    if (part.empty() || part == "alone") run.mixed("alone", 1);
    if (part.empty() || part == "singles") {
        run.singles("single", bench::kLoadCommit);
        run.singles("single_small", bench::kSmallLoadCommit);
    }
    if (part.empty() || part == "full") run.full();
    if (part.empty() || part == "publish") run.integrate();
    if (part.empty() || part == "size") {
        run.size("ordinary", bench::kCommit);
        run.size("ordinary_small", bench::kSmallCommit);
    }
    bench::fs::remove_all(folder);
}
