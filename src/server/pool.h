// Pool: a few threads for what has to wait for a disk or a costly hash, so that those which answer requests need not.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace mizan::server {

// Thread-safe.
class Pool {
public:
    using Task = std::move_only_function<void()>;
    explicit Pool(unsigned threads) {
        for (unsigned i = 0; i < threads; ++i)
            threads_.emplace_back([this](const std::stop_token& stop) { work(stop); });
    }
    // Finishes what it has taken.
    ~Pool() {
        for (auto& thread : threads_) thread.request_stop();
        wanted_.notify_all();
    }
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    static constexpr std::size_t kWaiting = 1024;
    // False if as many wait already.
    [[nodiscard]] bool add(Task task) {
        {
            const std::lock_guard lock(mutex_);
            if (tasks_.size() == kWaiting) return false;
            tasks_.push_back(std::move(task));
        }
        wanted_.notify_one();
        return true;
    }

private:
    void work(const std::stop_token& stop) {
        while (true) {
            Task task;
            {
                std::unique_lock lock(mutex_);
                wanted_.wait(lock, stop, [&] { return !tasks_.empty(); });
                if (tasks_.empty()) return;
                task = std::move(tasks_.front());
                tasks_.pop_front();
            }
            try {
                task();
            } catch (
                const std::exception&) {  // no memory: whoever waits for it is told that it failed
            }
        }
    }

    std::mutex mutex_;
    std::condition_variable_any wanted_;
    std::deque<Task> tasks_;
    std::vector<std::jthread> threads_;
};

}  // namespace mizan::server
