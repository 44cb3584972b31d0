#include "service/notices.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "http/client.h"
#include "record/commitment.h"
#include "service/events.h"

namespace mizan::service {

namespace {

constexpr std::size_t kFollowAtOnce = 256;
constexpr std::size_t kAnswerBytes = 64u << 10;  // of what a receiver says; none of it is kept
constexpr auto kIdle = std::chrono::milliseconds(500);

std::uint64_t random_number() {
    std::uint64_t n = 0;
    record::fill_random(reinterpret_cast<std::uint8_t*>(&n), sizeof n);
    return n;
}

}  // namespace

Notices::Notices(RecordFolder& folder, NoticesOptions options)
    : folder_(folder), options_(std::move(options)) {}

Result<std::unique_ptr<Notices>> Notices::open(RecordFolder& folder, NoticesOptions options) {
    std::unique_ptr<Notices> notices(new Notices(folder, std::move(options)));
    auto& n = *notices;
    MZ_TRY(n.outbox_, notify::Outbox::open(n.options_.path));
    MZ_TRY(n.reader_, store::SqliteStore::open_to_read(folder.path() + "/store.db"));
    if (n.options_.follow_ms > 0)
        n.threads_.emplace_back(
            [&n](const std::stop_token& stop) { n.follow_from_time_to_time(stop); });
    for (unsigned i = 0; i < n.options_.couriers; ++i)
        n.threads_.emplace_back([&n](const std::stop_token& stop) { n.deliver(stop); });
    return notices;
}

Notices::~Notices() {
    for (auto& thread : threads_) thread.request_stop();
    changed_.notify_all();
}

void Notices::tell_trouble(std::string_view event, const Error& error) {
    if (options_.trouble) options_.trouble(event, error);
}

Result<void> Notices::follow_platform(const std::string& platform) {
    while (true) {
        MZ_TRY(const auto after, outbox_->taken_up_to(platform));
        MZ_TRY(bool acts, outbox_->has_actions(platform));
        std::vector<notify::Happened> taken;
        Result<void> failed;
        MZ_CHECK(reader_->each(platform, after, [&](const store::Entry& entry) {
            auto one = happened(*reader_, folder_.tags(), entry, acts);
            if (!one) {
                failed = fail(one.error());
                return false;
            }
            acts = acts || !one->asked.empty();
            taken.push_back(*std::move(one));
            return taken.size() < kFollowAtOnce;
        }));
        MZ_CHECK(outbox_->take(platform, taken));
        MZ_CHECK(failed);
        if (taken.size() < kFollowAtOnce) return {};
    }
}

Result<void> Notices::follow() {
    const std::lock_guard lock(follow_mutex_);
    MZ_TRY(const auto platforms, reader_->platforms());
    for (const auto& platform : platforms) MZ_CHECK(follow_platform(platform));
    MZ_CHECK(outbox_->tick(options_.clock()));
    changed_.notify_all();
    return {};
}

void Notices::follow_from_time_to_time(const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    while (!stop.stop_requested()) {
        if (const auto done = follow(); !done) tell_trouble("notices-trouble", done.error());
        never.wait_for(lock, stop, std::chrono::milliseconds(options_.follow_ms),
                       [] { return false; });
    }
}

void Notices::deliver(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested()) {
        const auto next = outbox_->due(options_.clock(), busy_);
        if (!next) tell_trouble("notices-trouble", next.error());
        if (!next || !*next) {
            changed_.wait_for(lock, stop, kIdle, [] { return false; });
            continue;
        }
        busy_.push_back((*next)->webhook);
        lock.unlock();
        send(**next);
        lock.lock();
        std::erase(busy_, (*next)->webhook);
    }
}

void Notices::send(const notify::Delivery& delivery) {
    int status = 0;
    std::string trouble;
    const auto sent = [&]() -> Result<void> {
        MZ_TRY(const auto webhook, outbox_->webhook(delivery.webhook));
        MZ_TRY(const auto body, message_body(*reader_, delivery));
        const auto query = std::min(webhook.url.find('?'), webhook.url.size());
        MZ_TRY(auto url, http::parse_url(webhook.url.substr(0, query)));
        const auto path = (url.path.empty() ? "/" : url.path) + webhook.url.substr(query);
        const auto id = notify::message_id(delivery);
        const auto now = options_.clock();
        http::Client client(http::Url{url.origin, {}});
        MZ_TRY(const auto answer,
               client.post(path, body, kAnswerBytes,
                           {{"Content-Type", "application/json"},
                            {"webhook-id", id},
                            {"webhook-timestamp", std::to_string(now)},
                            {"webhook-signature", notify::signature(webhook, id, now, body)}}));
        status = answer.status;
        trouble = "it was answered with status " + std::to_string(status);
        return {};
    }();
    if (!sent) trouble = to_string(sent.error());
    const auto kept =
        outbox_->attempted(delivery.id, options_.clock(), status, trouble, random_number());
    if (!kept) tell_trouble("notices-trouble", kept.error());
}

}  // namespace mizan::service
