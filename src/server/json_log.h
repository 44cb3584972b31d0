// JsonLog: lines of JSON to a file descriptor, written by a thread of their own so that nobody waits for the terminal or the disk.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace mizan::server {

// Thread-safe. What cannot be written in time is dropped and counted: a log must not stop the service.
class JsonLog {
public:
    // The descriptor must stay open as long as this lives.
    explicit JsonLog(int fd);
    // Writes what is there.
    ~JsonLog();
    JsonLog(const JsonLog&) = delete;
    JsonLog& operator=(const JsonLog&) = delete;

    // One JSON object, without a line end.
    void write(std::string_view object);

    static constexpr std::size_t kWaitingBytes = 8u << 20;

private:
    void work(const std::stop_token& stop);

    int fd_;
    std::mutex mutex_;
    std::condition_variable_any wanted_;
    std::string waiting_;
    std::uint64_t dropped_ = 0;
    std::jthread thread_;
};

}  // namespace mizan::server
