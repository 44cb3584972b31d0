#include "service/notices.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "record/commitment.h"
#include "service/events.h"

namespace mizan::service {

namespace {

constexpr std::size_t kFollowAtOnce = 256;       // records, or
constexpr std::size_t kPostsAtOnce = 4096;       // posts of batches
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
    stopping_ = true;
    for (auto& thread : threads_) thread.request_stop();
    changed_.notify_all();
    constexpr auto kMoment = std::chrono::milliseconds(20);
    while (break_off()) std::this_thread::sleep_for(kMoment);
}

bool Notices::break_off() {
    const auto now = std::chrono::steady_clock::now();
    const std::lock_guard lock(mutex_);
    for (const auto& one : sending_)
        if (one.client != nullptr && (stopping_ || now - one.begun >= options_.patience))
            one.client->stop();
    return !sending_.empty();
}

void Notices::tell_trouble(std::string_view event, const Error& error) {
    if (options_.trouble) options_.trouble(event, error);
}

// A record that cannot be read is passed over: what comes after it has to be told all the same.
Result<notify::Happened> Notices::read(const store::Entry& entry, bool acts) {
    auto one = happened(*reader_, folder_.tags(), entry, acts);
    if (one || one.error().code != Code::kStoreCorrupt) return one;
    tell_trouble("record-passed-over", one.error());
    notify::Happened nothing;
    nothing.record = entry.id;
    return nothing;
}

Result<void> Notices::follow_platform(const std::string& platform) {
    for (bool more = true; more && !stopping_;) {
        more = false;
        (void)break_off();  // to catch up may take long
        MZ_TRY(const auto after, outbox_->taken_up_to(platform));
        MZ_TRY(bool acts, outbox_->has_actions(platform));
        std::vector<notify::Happened> taken;
        std::size_t posts = 0;
        Result<void> failed;
        MZ_CHECK(reader_->each(platform, after, [&](const store::Entry& entry) {
            auto one = read(entry, acts);
            if (!one) {
                failed = fail(one.error());
                return false;
            }
            acts = acts || !one->asked.empty();
            posts += one->cleared.size();
            taken.push_back(*std::move(one));
            more = taken.size() == kFollowAtOnce || posts >= kPostsAtOnce;
            return !more;
        }));
        MZ_CHECK(outbox_->take(platform, taken));
        MZ_CHECK(failed);
    }
    return {};
}

Result<void> Notices::follow() {
    const std::lock_guard lock(follow_mutex_);
    MZ_TRY(const auto platforms, reader_->platforms());
    Result<void> first;
    for (const auto& platform : platforms) {
        const auto done = follow_platform(platform);
        if (!done && first) first = fail(done.error());  // the other platforms go on
    }
    auto ticked = outbox_->tick(options_.clock());
    {
        const std::lock_guard busy(mutex_);
        ++rounds_;
    }
    changed_.notify_all();
    MZ_CHECK(first);
    return ticked;
}

void Notices::follow_from_time_to_time(const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    while (!stop.stop_requested()) {
        if (const auto done = follow(); !done) tell_trouble("notices-trouble", done.error());
        (void)break_off();
        never.wait_for(lock, stop, std::chrono::milliseconds(options_.follow_ms),
                       [] { return false; });
    }
}

void Notices::deliver(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested()) {
        const auto round = rounds_;
        // Under the lock: what is due must not be answered for by another courier before this one takes it.
        std::vector<std::string> busy;
        for (const auto& one : sending_) busy.push_back(one.webhook);
        const auto next = outbox_->due(options_.clock(), busy);
        if (!next) tell_trouble("notices-trouble", next.error());
        if (!next || !*next) {
            changed_.wait_for(lock, stop, kIdle, [&] { return rounds_ != round; });
            continue;
        }
        const auto webhook = (*next)->webhook;
        sending_.push_back({webhook});
        lock.unlock();
        const bool kept = send(**next);
        lock.lock();
        if (!kept) changed_.wait_for(lock, stop, kIdle, [] { return false; });
        std::erase_if(sending_, [&](const auto& one) { return one.webhook == webhook; });
    }
}

Result<int> Notices::post(const notify::Delivery& delivery) {
    MZ_TRY(const auto webhook, outbox_->webhook(delivery.webhook));
    MZ_TRY(const auto body, message_body(*reader_, delivery));
    const auto query = std::min(webhook.url.find('?'), webhook.url.size());
    MZ_TRY(auto url, http::parse_url(webhook.url.substr(0, query)));
    const auto path = (url.path.empty() ? "/" : url.path) + webhook.url.substr(query);
    const auto id = notify::message_id(delivery);
    const auto now = options_.clock();
    http::Client client(http::Url{url.origin, {}});
    const auto show = [&](http::Client* shown) {
        const std::lock_guard lock(mutex_);
        std::ranges::find(sending_, delivery.webhook, &Sending::webhook)->client = shown;
    };
    show(&client);
    const auto answer =
        client.post(path, body, kAnswerBytes,
                    {{"Content-Type", "application/json"},
                     {"webhook-id", id},
                     {"webhook-timestamp", std::to_string(now)},
                     {"webhook-signature", notify::signature(webhook, id, now, body)}});
    show(nullptr);
    MZ_CHECK(answer);
    return answer->status;
}

bool Notices::send(const notify::Delivery& delivery) {
    const auto status = post(delivery);
    if (!status && stopping_) return true;  // broken off by ourselves: it is sent after the start
    const auto trouble = status ? "it was answered with status " + std::to_string(*status)
                                : to_string(status.error());
    const auto kept = outbox_->attempted(delivery.id, options_.clock(), status.value_or(0), trouble,
                                         random_number());
    if (!kept) tell_trouble("notices-trouble", kept.error());
    return kept.has_value();
}

}  // namespace mizan::service
