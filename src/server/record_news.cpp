#include "server/record_news.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace mizan::server {

namespace {

constexpr auto kBetween = std::chrono::milliseconds(200);  // questions
constexpr std::size_t kWalked = 10'000;                    // records at once

// The last of the records after `after`, of the first kWalked; `after` if there is none, or the store cannot say now.
store::RecordId walked_from(store::Store& store, const std::string& platform,
                            store::RecordId after) {
    std::size_t walked = 0;
    (void)store.each(platform, after, [&](const store::Entry& entry) {
        after = entry.id;
        return ++walked < kWalked;
    });
    return after;
}

}  // namespace

RecordNews::RecordNews(service::RecordFolder& folder) : folder_(folder) {
    thread_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
}

RecordNews::~RecordNews() {
    thread_.request_stop();
    thread_.join();
}

RecordNews::Listener::Listener(RecordNews& news, const std::string& platform)
    : news_(news), platform_(platform) {
    const std::lock_guard lock(news_.mutex_);
    ++news_.heard_[platform_].listeners;
    news_.changed_.notify_all();
}

RecordNews::Listener::~Listener() {
    const std::lock_guard lock(news_.mutex_);
    const auto at = news_.heard_.find(platform_);
    if (--at->second.listeners == 0) news_.heard_.erase(at);
}

void RecordNews::Listener::wait(store::RecordId after, std::chrono::steady_clock::time_point end) {
    std::unique_lock lock(news_.mutex_);
    const auto& heard = news_.heard_.at(platform_);
    news_.changed_.wait_until(lock, end, [&] { return heard.last > after || news_.stopped_; });
}

Result<store::RecordId> RecordNews::last_of(const std::string& platform) {
    auto& store = folder_.store();
    MZ_TRY(const auto log, store.log_state(platform));
    store::RecordId last = 0;
    if (log.integrated > 0) {  // else all there is waits to be published, and is soon walked
        MZ_TRY(const auto entry, store.entry_at(platform, log.integrated - 1));
        last = entry.id;
    }
    MZ_CHECK(store.each(platform, last, [&](const store::Entry& entry) {
        last = entry.id;
        return true;
    }));
    return last;
}

void RecordNews::stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
}

void RecordNews::work(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (changed_.wait(lock, stop, [&] { return !heard_.empty(); }) && !stop.stop_requested()) {
        std::vector<std::pair<std::string, Heard>> asked(heard_.begin(), heard_.end());
        lock.unlock();
        for (auto& [platform, heard] : asked) {
            // The first time from the end: those who listen begin there, or walk to it by themselves.
            if (heard.last == 0) heard.last = last_of(platform).value_or(0);
            else heard.last = walked_from(folder_.store(), platform, heard.last);
        }
        lock.lock();
        bool grown = false;
        for (const auto& [platform, heard] : asked) {
            const auto at = heard_.find(platform);
            if (at == heard_.end() || heard.last <= at->second.last) continue;
            at->second.last = heard.last;
            grown = true;
        }
        if (grown) changed_.notify_all();
        changed_.wait_for(lock, stop, kBetween, [] { return false; });
    }
}

}  // namespace mizan::server
