// Notices: tells others what is on record: follows the journal, works out what each record means for them (notify/outbox.h) and sends it.
//
// A record is durable before it is told, and is told at least once: the journal itself is what a crash leaves to be told. What is sent is made
// from the record when it is sent, so nothing of a post's contents is kept a second time, and what was erased is not told any more.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "http/client.h"
#include "notify/outbox.h"
#include "service/live_logs.h"
#include "service/record_folder.h"

namespace mizan::service {

// The body of a message: {"id", "type", "platform", "record", "at", "data"}. Errors: of the store.
[[nodiscard]] Result<std::string> message_body(store::Store& store,
                                               const notify::Delivery& delivery);

// What a record means for others; with `look_for_cleared` batches are looked into. Errors: of the store.
[[nodiscard]] Result<notify::Happened> happened(store::Store& store, const record::TagKey& tags,
                                                const store::Entry& entry, bool look_for_cleared);

struct NoticesOptions {
    std::string path;  // of the outbox
    Clock clock;
    unsigned couriers = 8;  // threads that send; a webhook is served by one at a time
    std::uint64_t follow_ms = 200;
    std::chrono::seconds patience{20};  // with a receiver, for one message
    std::function<void(std::string_view event, const Error&)>
        trouble;  // told of what goes wrong; may be empty
};

// Thread-safe. The folder must outlive it.
class Notices {
public:
    // Errors: of Outbox::open(); of opening the store to read.
    [[nodiscard]] static Result<std::unique_ptr<Notices>> open(RecordFolder& folder,
                                                               NoticesOptions options);
    // Ends what is being sent.
    ~Notices();
    Notices(const Notices&) = delete;
    Notices& operator=(const Notices&) = delete;

    [[nodiscard]] notify::Outbox& outbox() { return *outbox_; }
    // Takes what has been recorded up to now. Errors: of store and outbox.
    [[nodiscard]] Result<void> follow();

private:
    Notices(RecordFolder& folder, NoticesOptions options);
    [[nodiscard]] Result<notify::Happened> read(const store::Entry& entry, bool acts);
    [[nodiscard]] Result<void> follow_platform(const std::string& platform);
    void follow_from_time_to_time(const std::stop_token& stop);
    void deliver(const std::stop_token& stop);
    // False if what came of it could not be kept: the message is as due as before.
    [[nodiscard]] bool send(const notify::Delivery& delivery);
    [[nodiscard]] Result<int> post(const notify::Delivery& delivery);
    // Breaks off what takes too long, or everything at the end; false if nothing is being sent.
    bool break_off();
    void tell_trouble(std::string_view event, const Error& error);

    RecordFolder& folder_;
    NoticesOptions options_;
    std::unique_ptr<store::SqliteStore>
        reader_;  // of its own, so that nobody else's questions wait
    std::unique_ptr<notify::Outbox> outbox_;

    std::atomic<bool> stopping_ = false;
    std::mutex follow_mutex_;  // one at a time
    struct Sending {
        std::string webhook;
        http::Client* client = nullptr;  // while there is something to break off
        std::chrono::steady_clock::time_point begun = std::chrono::steady_clock::now();
    };
    std::mutex mutex_;          // guards sending_ and rounds_
    std::uint64_t rounds_ = 0;  // how often the record was followed
    std::condition_variable_any changed_;
    std::vector<Sending> sending_;       // one at a time to a webhook
    std::vector<std::jthread> threads_;  // the last: they use the others
};

}  // namespace mizan::service
