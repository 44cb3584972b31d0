#include "server/json_log.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <climits>

namespace mizan::server {

namespace {

constexpr auto kGather = std::chrono::milliseconds(50);
constexpr int kWriteMs = 5000;  // a reader that takes nothing for so long is not waited for

void write_some(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        pollfd ready{fd, POLLOUT, 0};
        if (::poll(&ready, 1, kWriteMs) <= 0) return;
        const auto n = ::write(fd, bytes.data(), std::min<std::size_t>(bytes.size(), PIPE_BUF));
        if (n < 0 && errno != EINTR) return;
        if (n > 0) bytes.remove_prefix(static_cast<std::size_t>(n));
    }
}

}  // namespace

JsonLog::JsonLog(int fd) : fd_(fd), thread_([this](const std::stop_token& stop) { work(stop); }) {}

JsonLog::~JsonLog() {
    thread_.request_stop();
    wanted_.notify_all();
}

void JsonLog::write(std::string_view object) {
    bool first = false;
    {
        const std::lock_guard lock(mutex_);
        if (waiting_.size() + object.size() > kWaitingBytes) {
            ++dropped_;
            return;
        }
        first = waiting_.empty();
        waiting_.append(object).push_back('\n');
    }
    if (first) wanted_.notify_one();
}

void JsonLog::work(const std::stop_token& stop) {
    while (true) {
        std::string lines;
        {
            std::unique_lock lock(mutex_);
            wanted_.wait(lock, stop, [&] { return !waiting_.empty(); });
            if (waiting_.empty()) return;
            // What comes in quick succession is written together.
            wanted_.wait_for(lock, stop, kGather, [] { return false; });
            lines.swap(waiting_);
            if (dropped_ > 0)
                lines.append(R"({"event":"log-dropped","lines":)" + std::to_string(dropped_) +
                             "}\n");
            dropped_ = 0;
        }
        write_some(fd_, lines);
    }
}

}  // namespace mizan::server
