// Metrics: what the server counts of itself, and their text for a collector (OpenMetrics 1.0).
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mizan::server {

// Thread-safe: plain counters.
class Metrics {
public:
    explicit Metrics(std::vector<std::string> routes)
        : routes_(std::move(routes)), of_route_(new OfRoute[routes_.size() + 1]) {}

    // `route`: its index; the number of routes stands for a request of none.
    void count(std::size_t route, int status, std::uint64_t micros);
    // Comments scored and not kept, as their sender asked.
    void count_unstored() { unstored_.fetch_add(1, std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t unstored() const { return unstored_; }

    // Appends the families mizan_http_requests and mizan_http_request_seconds.
    void append_text(std::string& out) const;

private:
    // Upper bounds of the histogram, in microseconds.
    static constexpr std::array<std::uint64_t, 12> kBounds = {
        250,    500,     1'000,   2'500,   5'000,     10'000,
        25'000, 100'000, 250'000, 500'000, 1'000'000, 5'000'000};
    static constexpr std::size_t kClasses = 6;  // of statuses: by their first digit
    struct OfRoute {
        std::array<std::atomic<std::uint64_t>, kClasses> by_class{};
        std::array<std::atomic<std::uint64_t>, kBounds.size() + 1> buckets{};
        std::atomic<std::uint64_t> micros{0};
    };
    [[nodiscard]] std::string_view name_of(std::size_t route) const {
        return route < routes_.size() ? std::string_view(routes_[route]) : "none";
    }

    std::vector<std::string> routes_;
    std::unique_ptr<OfRoute[]> of_route_;
    std::atomic<std::uint64_t> unstored_{0};
};

// One line: `name{label="value",...} number`.
void append_sample(std::string& out, std::string_view name, std::string_view labels,
                   std::uint64_t value);
void append_family(std::string& out, std::string_view name, std::string_view type,
                   std::string_view help);
// A label and its value, escaped: `name="value"`.
[[nodiscard]] std::string label(std::string_view name, std::string_view value);

}  // namespace mizan::server
