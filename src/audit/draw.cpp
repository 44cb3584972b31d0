#include "audit/draw.h"

#include <algorithm>
#include <charconv>
#include <unordered_set>

namespace mizan::audit {

namespace {

using record::LeafType;

constexpr std::string_view kByNames[] = {"posts", "views", "decisions"};

std::uint64_t step_number(const std::string& prefix, std::uint64_t step) {
    constexpr std::size_t kDigits = 15;
    const auto hex = to_hex(sha256(prefix, std::to_string(step) + "\n"));
    std::uint64_t number = 0;
    std::from_chars(hex.data(), hex.data() + kDigits, number, 16);
    return number;
}

Result<void> check_options(const DrawOptions& options) {
    if (options.count == 0 || options.count > kMostDrawn)
        return fail({Code::kUsage, "from 1 to " + std::to_string(kMostDrawn) + " can be drawn",
                     "--count " + std::to_string(options.count)});
    if (options.seed.empty() || options.seed.size() > kSeedBytes ||
        options.seed.find_first_of(std::string_view("\n\r\0", 3)) != std::string::npos)
        return fail({Code::kUsage,
                     "a seed is one line of 1 to " + std::to_string(kSeedBytes) + " bytes",
                     "--seed"});
    return {};
}

}  // namespace

std::string_view name(DrawBy by) { return kByNames[static_cast<std::size_t>(by)]; }

std::optional<DrawBy> draw_by_called(std::string_view name) {
    const auto at = std::ranges::find(kByNames, name);
    if (at == std::end(kByNames)) return std::nullopt;
    return static_cast<DrawBy>(at - std::begin(kByNames));
}

std::vector<Pick> draw_numbers(const Sha256& root, const DrawOptions& options,
                               std::uint64_t total) {
    std::vector<Pick> picks;
    if (total <= options.count) {
        for (std::uint64_t i = 0; i < total; ++i) picks.push_back({0, i});
        return picks;
    }
    const auto prefix = "mizan/draw/v1\n" + std::string(name(options.by)) + "\n" + to_hex(root) +
                        "\n" + options.seed + "\n";
    const auto limit = kDrawRange - kDrawRange % total;
    std::unordered_set<std::uint64_t> before;
    // Even for all but one of them this takes about total * ln(total) steps, and total <= 2 * count or nearly every step draws.
    for (std::uint64_t step = 0; picks.size() < options.count; ++step) {
        const auto x = step_number(prefix, step);
        if (x < limit && before.insert(x % total).second) picks.push_back({step, x % total});
    }
    return picks;
}

void Population::visit(const record::Leaf& leaf) {
    const bool decision = leaf.type == LeafType::kDecision && by_ != DrawBy::kViews;
    const bool batch = leaf.type == LeafType::kBatch && by_ != DrawBy::kDecisions;
    if (!decision && !batch) return;
    const auto more = decision ? 1 : leaf.number(by_ == DrawBy::kViews ? "views" : "count");
    if (more == 0 || total_ > kDrawRange) return;
    const bool goes_on =
        decision && !runs_.empty() && !runs_.back().batch && next_leaf_ == leaf.seq;
    if (!goes_on) runs_.push_back({total_, leaf.seq, batch});
    next_leaf_ = leaf.seq + 1;
    total_ += more;  // each is below 2^63
}

Drawn Population::at(const Pick& pick) const {
    const auto after = std::ranges::upper_bound(runs_, pick.number, {}, &Run::first);
    const auto& run = *(after - 1);  // the first begins with 0
    const auto within = pick.number - run.first;
    if (run.batch) return {pick, run.leaf, true, within};
    return {pick, run.leaf + within, false, 0};
}

Result<Draw> draw(LogSource& source, const Trust& trust, const DrawOptions& options) {
    MZ_CHECK(check_options(options));
    Draw out;
    Population population(options.by);
    RecordChecks checks(&population);
    MZ_TRY(out.report, verify_log(source, trust, &checks));
    out.records = checks.report();
    out.total = population.total();
    if (!out.holds()) return out;
    if (out.total > kDrawRange)
        return fail(
            {Code::kLogCorrupt, "it says that it holds more than any log can", source.name()});
    const auto& root = out.report.signed_checkpoint.checkpoint.root;
    for (const auto& pick : draw_numbers(root, options, out.total))
        out.drawn.push_back(population.at(pick));
    return out;
}

}  // namespace mizan::audit
