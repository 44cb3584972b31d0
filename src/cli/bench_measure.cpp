#include "cli/bench_measure.h"

#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <memory>
#include <utility>

#include "base/files.h"
#include "feeds/chunker.h"
#include "feeds/record_reader.h"
#include "service/decide.h"
#include "service/load_policy.h"

namespace mizan::cli {

namespace {

using Clock = std::chrono::steady_clock;

std::uint64_t since(Clock::time_point start) {
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - start).count());
}

// Processor time of this process, all its threads, in nanoseconds.
std::uint64_t cpu_time() {
    rusage usage{};
    if (::getrusage(RUSAGE_SELF, &usage) != 0) return 0;
    auto ns = [](const timeval& t) {
        return static_cast<std::uint64_t>(t.tv_sec) * 1'000'000'000u +
               static_cast<std::uint64_t>(t.tv_usec) * 1000u;
    };
    return ns(usage.ru_utime) + ns(usage.ru_stime);
}

// Decisions are made and thrown away, so that no disk is measured.
class NullSink final : public service::Sink {
public:
    Result<void> write(std::string_view) override { return {}; }
};

// Bytes that stay where they are; every run reads them anew.
class ViewSource final : public feeds::ByteSource {
public:
    ViewSource(std::string_view bytes, std::string_view name) : bytes_(bytes), name_(name) {}
    Result<std::size_t> read(std::span<char> out) override {
        const auto n = bytes_.copy(out.data(), out.size());
        bytes_.remove_prefix(n);
        return n;
    }
    std::string_view name() const override { return name_; }

private:
    std::string_view bytes_;
    std::string_view name_;
};

Result<std::string> read_whole(const std::string& path) {
    return feeds::read_all(path, kBenchBytes,
                           {Code::kFileRead, "too large to measure; at most 1 GiB is held", path});
}

// "VmRSS:     1234 kB" -> 1234; 0 if it is not there.
std::uint64_t status_kib(std::string_view status, std::string_view key) {
    const auto at = status.find(key);
    if (at == status.npos) return 0;
    const auto digit = status.find_first_of("0123456789", at);
    std::uint64_t value = 0;
    if (digit != status.npos)
        (void)std::from_chars(status.data() + digit, status.data() + status.size(), value);
    return value;
}

// The time that each post takes to decide, in one thread. `first` is called at the first decision.
template <class F>
Result<std::vector<std::uint64_t>> time_posts(const service::LoadedPolicy& loaded,
                                              std::string_view bytes, const BenchOptions& options,
                                              F first) {
    ViewSource source(bytes, options.file);
    feeds::LineChunker chunker(source, options.format, options.fields);
    feeds::RecordReader reader(options.fields);
    service::Decider decider(loaded.policy, loaded.scorer);
    feeds::Chunk chunk;
    Post post;
    std::vector<std::uint64_t> times;
    for (;;) {
        MZ_TRY(const bool more, chunker.next(chunk));
        if (!more) return times;
        reader.begin(chunk);
        for (auto step = reader.next(post); step != feeds::Step::kEnd; step = reader.next(post)) {
            if (step != feeds::Step::kPost) continue;
            const auto start = Clock::now();
            (void)decider.decide(post);
            times.push_back(since(start));
            if (times.size() == 1) first();
        }
    }
}

std::uint64_t per_second(std::uint64_t n, std::uint64_t ns) {
    __extension__ using Wide = unsigned __int128;
    return ns == 0 ? 0 : static_cast<std::uint64_t>(Wide{n} * 1'000'000'000u / ns);
}

}  // namespace

std::uint64_t BenchFigures::best_ns() const {
    return run_ns.empty() ? 0 : *std::min_element(run_ns.begin(), run_ns.end());
}
std::uint64_t BenchFigures::median_ns() const {
    auto sorted = run_ns;
    std::sort(sorted.begin(), sorted.end());
    return sorted.empty() ? 0 : sorted[sorted.size() / 2];
}
std::uint64_t BenchFigures::posts_per_second(std::uint64_t ns) const {
    return per_second(posts, ns);
}
std::uint64_t BenchFigures::cpu_ns_per_post() const {
    return posts == 0 || run_ns.empty() ? 0 : cpu_ns / run_ns.size() / posts;
}
std::uint64_t BenchFigures::bytes_per_second(std::uint64_t ns) const {
    return per_second(bytes, ns);
}

Result<BenchFigures> measure(const BenchOptions& options) {
    const auto start = Clock::now();
    BenchFigures f;
    MZ_TRY(const auto loaded, service::load_policy(options.policy, options.cache));
    f.load_ns = since(start);
    f.policy_version = loaded.policy->version;
    const auto reading = Clock::now();
    MZ_TRY(const auto bytes, read_whole(options.file));
    const auto read_ns = since(reading);
    f.bytes = bytes.size();
    MZ_TRY(auto times, time_posts(loaded, bytes, options,
                                  [&] { f.first_decision_ns = since(start) - read_ns; }));
    if (times.empty()) return fail({Code::kTextMissing, "holds no post to decide", options.file});
    std::sort(times.begin(), times.end());
    f.p50_ns = times[times.size() / 2];
    f.p99_ns = times[times.size() - 1 - times.size() / 100];
    f.max_ns = times.back();

    service::ModerateOptions how;
    how.threads = options.threads;
    how.scorer = loaded.scorer;
    how.input_format = options.format;
    how.fields = options.fields;
    const std::vector<service::Input> inputs{
        {options.file, [&] {
             return Result<std::unique_ptr<feeds::ByteSource>>(
                 std::make_unique<ViewSource>(bytes, options.file));
         }}};
    NullSink sink;
    const auto cpu = cpu_time();
    for (unsigned i = 0; i < options.repeats; ++i) {
        const auto run = Clock::now();
        MZ_TRY(const auto report, service::moderate(loaded.policy, inputs, how, sink, sink, {}));
        f.run_ns.push_back(since(run));
        f.posts = report.total.posts;
        f.rejected = report.total.rejected;
    }
    f.cpu_ns = cpu_time() - cpu;
    const auto status = read_file("/proc/self/status", 1u << 20);
    f.resident_kib = status ? status_kib(*status, "VmRSS:") : 0;
    f.peak_kib = status ? status_kib(*status, "VmHWM:") : 0;
    return f;
}

}  // namespace mizan::cli
