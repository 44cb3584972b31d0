#include "server/metrics.h"

#include <algorithm>

namespace mizan::server {

namespace {

// Microseconds as seconds: "0.00025".
std::string seconds(std::uint64_t micros) {
    constexpr std::uint64_t kMillion = 1'000'000;
    auto digits = std::to_string(micros % kMillion + kMillion).substr(1);
    while (digits.size() > 1 && digits.back() == '0') digits.pop_back();
    return std::to_string(micros / kMillion) + "." + digits;
}

}  // namespace

void append_family(std::string& out, std::string_view name, std::string_view type,
                   std::string_view help) {
    out.append("# TYPE ").append(name).append(" ").append(type).append("\n");
    out.append("# HELP ").append(name).append(" ").append(help).append("\n");
}

void append_sample(std::string& out, std::string_view name, std::string_view labels,
                   std::uint64_t value) {
    out.append(name);
    if (!labels.empty()) out.append("{").append(labels).append("}");
    out.append(" ").append(std::to_string(value)).append("\n");
}

std::string label(std::string_view name, std::string_view value) {
    std::string out(name);
    out.append("=\"");
    for (const char c : value) {
        if (c == '\n') {
            out.append("\\n");
            continue;
        }
        if (c == '"' || c == '\\') out.push_back('\\');
        out.push_back(c);
    }
    return out.append("\"");
}

void Metrics::count(std::size_t route, int status, std::uint64_t micros) {
    auto& of = of_route_[std::min(route, routes_.size())];
    const auto first = static_cast<std::size_t>(std::clamp(status / 100, 0, int{kClasses} - 1));
    of.by_class[first].fetch_add(1, std::memory_order_relaxed);
    const auto bucket = std::ranges::lower_bound(kBounds, micros) - kBounds.begin();
    of.buckets[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
    of.micros.fetch_add(micros, std::memory_order_relaxed);
}

void Metrics::append_text(std::string& out) const {
    append_family(out, "mizan_http_requests", "counter",
                  "Requests answered, by route and class of status.");
    for (std::size_t r = 0; r <= routes_.size(); ++r)
        for (std::size_t c = 1; c < kClasses; ++c) {
            const auto n = of_route_[r].by_class[c].load(std::memory_order_relaxed);
            if (n == 0) continue;
            append_sample(
                out, "mizan_http_requests_total",
                label("route", name_of(r)) + "," + label("status", std::to_string(c) + "xx"), n);
        }
    append_family(out, "mizan_http_request_seconds", "histogram",
                  "From a request's head to its answer.");
    for (std::size_t r = 0; r <= routes_.size(); ++r) {
        std::uint64_t all = 0;
        for (const auto& bucket : of_route_[r].buckets)
            all += bucket.load(std::memory_order_relaxed);
        if (all == 0) continue;
        const auto route = label("route", name_of(r));
        std::uint64_t sum = 0;
        for (std::size_t b = 0; b < kBounds.size(); ++b) {
            sum += of_route_[r].buckets[b].load(std::memory_order_relaxed);
            append_sample(out, "mizan_http_request_seconds_bucket",
                          route + "," + label("le", seconds(kBounds[b])), sum);
        }
        append_sample(out, "mizan_http_request_seconds_bucket", route + "," + label("le", "+Inf"),
                      all);
        append_sample(out, "mizan_http_request_seconds_count", route, all);
        out.append("mizan_http_request_seconds_sum{" + route + "} " +
                   seconds(of_route_[r].micros.load(std::memory_order_relaxed)) + "\n");
    }
}

}  // namespace mizan::server
