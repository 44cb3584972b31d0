// RecordNews: tells those who listen to a platform's record that it has grown. One thread asks the store for all of them, and only while
// somebody listens; what there is to be told each of them then reads for itself.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "server/places.h"
#include "service/record_folder.h"

namespace mizan::server {

// Thread-safe.
class RecordNews {
public:
    // The folder must outlive it.
    explicit RecordNews(service::RecordFolder& folder);
    ~RecordNews();
    RecordNews(const RecordNews&) = delete;
    RecordNews& operator=(const RecordNews&) = delete;

    static constexpr std::size_t kListeners = 64;     // at once
    static constexpr std::size_t kListenersEach = 8;  // of one key or account

    // Somebody who listens, from the making to the end. The news must outlive it.
    class Listener {
    public:
        Listener(RecordNews& news, const std::string& platform);
        ~Listener();
        Listener(const Listener&) = delete;
        Listener& operator=(const Listener&) = delete;
        // Waits until the platform has a record after `after`, until `end`, or until the service stops.
        void wait(store::RecordId after, std::chrono::steady_clock::time_point end);

    private:
        RecordNews& news_;
        const std::string platform_;
    };
    // Nothing if there are too many already, in all or of `who`.
    [[nodiscard]] std::optional<SharedPlaces::Taken> take_place(const std::string& who) {
        return places_.take(who);
    }
    // The platform's last record; 0 if there is none. Errors: of the store.
    [[nodiscard]] Result<store::RecordId> last_of(const std::string& platform);
    // Nobody waits from then on.
    void stop();

private:
    struct Heard {
        store::RecordId last = 0;
        std::size_t listeners = 0;
    };
    void work(const std::stop_token& stop);

    service::RecordFolder& folder_;
    SharedPlaces places_{kListeners, kListenersEach};
    std::mutex mutex_;  // guards what follows
    std::condition_variable_any changed_;
    std::map<std::string, Heard> heard_;  // by platform: those that somebody listens to
    bool stopped_ = false;
    std::jthread thread_;
};

}  // namespace mizan::server
