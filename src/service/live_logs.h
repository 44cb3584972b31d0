// LiveLogs: the logs of a record that is being written, one a platform: their keys, the clock that never goes back, and publishing
// from time to time.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/result.h"
#include "publish/publisher.h"
#include "service/record_folder.h"

namespace mizan::service {

// Unix time in seconds. One that goes back is held until it has caught up.
using Clock = std::function<std::uint64_t()>;

struct LiveLogsOptions {
    std::string origin;  // the name of a log that is made; empty: see RecordFolder
    std::uint64_t publish_ms =
        500;  // so often, that a leaf is public within a second; 0: only at the end
    std::function<publish::AskWitnesses(const std::string& log_folder)>
        ask_witnesses;  // may be empty
    Clock clock;
};

// Thread-safe.
class LiveLogs {
public:
    // The folder must outlive it.
    LiveLogs(RecordFolder& folder, LiveLogsOptions options);
    ~LiveLogs();
    LiveLogs(const LiveLogs&) = delete;
    LiveLogs& operator=(const LiveLogs&) = delete;

    // The latest time that was ever told, by the clock or by the record of a platform that was opened.
    [[nodiscard]] std::uint64_t now();
    // Has a platform's log, new or old, published from now on. Errors: of its folder and key; kRecordConflict beyond kPlatforms.
    [[nodiscard]] Result<void> open(std::string_view platform);
    // Publishes what is recorded; no more is published from then on. Gives the sizes of the logs by platform. Errors: of publishing.
    [[nodiscard]] Result<std::vector<std::pair<std::string, std::uint64_t>>> finish();
    // Why publishing failed the last time; nothing: it did not.
    [[nodiscard]] std::optional<Error> trouble();

    static constexpr std::size_t kPlatforms = 256;  // of one run

private:
    struct Log {
        std::unique_ptr<ledger::Signer> signer;
        std::unique_ptr<publish::Publisher> publisher;
    };
    std::uint64_t not_before(std::uint64_t time);
    [[nodiscard]] Result<void> publish_all();
    void publish_from_time_to_time(const std::stop_token& stop);

    RecordFolder& folder_;
    LiveLogsOptions options_;
    std::atomic<std::uint64_t> last_now_{0};

    std::mutex logs_mutex_;  // guards logs_; what it holds stays where it is
    std::map<std::string, Log, std::less<>> logs_;

    std::mutex publish_mutex_;  // one at a time
    std::mutex trouble_mutex_;
    std::optional<Error> trouble_;
    std::condition_variable_any stop_;
    std::jthread publishing_;
};

}  // namespace mizan::service
