#include "service/live_logs.h"

#include <algorithm>
#include <chrono>

namespace mizan::service {

LiveLogs::LiveLogs(RecordFolder& folder, LiveLogsOptions options)
    : folder_(folder), options_(std::move(options)) {
    if (options_.publish_ms > 0)
        publishing_ =
            std::jthread([this](const std::stop_token& stop) { publish_from_time_to_time(stop); });
}

LiveLogs::~LiveLogs() {
    publishing_.request_stop();
    stop_.notify_all();
}

std::uint64_t LiveLogs::now() { return not_before(options_.clock()); }

std::uint64_t LiveLogs::not_before(std::uint64_t time) {
    auto last = last_now_.load();
    while (last < time && !last_now_.compare_exchange_weak(last, time)) {
    }
    return std::max(last, time);
}

Result<void> LiveLogs::open(std::string_view platform) {
    const std::lock_guard lock(logs_mutex_);
    if (logs_.contains(platform)) return {};
    if (logs_.size() == kPlatforms)
        return fail(
            {Code::kRecordConflict,
             "this run has posts of " + std::to_string(kPlatforms) + " other platforms already",
             {}});
    // An earlier run may have had a clock that went ahead of this one's.
    MZ_TRY(const auto last_at, folder_.store().last_at(platform));
    not_before(last_at);
    Log log;
    MZ_TRY(auto signer, folder_.make_log_key(platform, options_.origin));
    log.signer = std::make_unique<ledger::Signer>(std::move(signer));
    publish::PublisherOptions publishing;
    publishing.platform = platform;
    publishing.folder = folder_.log_path(platform);
    if (options_.ask_witnesses)
        publishing.ask_witnesses = options_.ask_witnesses(publishing.folder);
    log.publisher =
        std::make_unique<publish::Publisher>(folder_.store(), *log.signer, std::move(publishing));
    logs_.emplace(std::string(platform), std::move(log));
    return {};
}

Result<void> LiveLogs::publish_all() {
    std::vector<publish::Publisher*> publishers;
    {
        const std::lock_guard lock(logs_mutex_);
        for (const auto& [platform, log] : logs_) publishers.push_back(log.publisher.get());
    }
    Result<void> first;
    for (auto* publisher : publishers) {
        const auto done = publisher->publish(now());
        if (!done && first) first = fail(done.error());  // the other platforms' logs go on
    }
    const std::lock_guard lock(trouble_mutex_);
    trouble_.reset();
    if (!first) trouble_ = first.error();
    return first;
}

void LiveLogs::publish_from_time_to_time(const std::stop_token& token) {
    std::unique_lock lock(publish_mutex_);
    while (!token.stop_requested()) {
        stop_.wait_for(lock, std::chrono::milliseconds(options_.publish_ms),
                       [&] { return token.stop_requested(); });
        // What fails now may work the next time, when the disk has room again; finish() tells what does not.
        if (!token.stop_requested()) (void)publish_all();
    }
}

Result<std::vector<std::pair<std::string, std::uint64_t>>> LiveLogs::finish() {
    publishing_.request_stop();
    stop_.notify_all();
    const std::lock_guard lock(publish_mutex_);
    MZ_CHECK(publish_all());
    std::vector<std::pair<std::string, std::uint64_t>> published;
    const std::lock_guard logs(logs_mutex_);
    for (const auto& [platform, log] : logs_) {
        MZ_TRY(const auto state, folder_.store().log_state(platform));
        published.emplace_back(platform, state.signed_size);
    }
    return published;
}

std::optional<Error> LiveLogs::trouble() {
    const std::lock_guard lock(trouble_mutex_);
    return trouble_;
}

}  // namespace mizan::service
