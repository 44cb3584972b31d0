// Places: so many at once and no more. Private to this room.
#pragma once

#include <atomic>
#include <cstddef>
#include <utility>

namespace mizan::server {

// Thread-safe.
class Places {
public:
    explicit Places(std::size_t most) : most_(most) {}

    // A place that was taken, or none; it is given back at the end. The places must outlive it.
    class Taken {
    public:
        explicit Taken(Places* of) : of_(of) {}
        Taken(Taken&& other) noexcept : of_(std::exchange(other.of_, nullptr)) {}
        Taken& operator=(Taken&&) = delete;
        ~Taken() {
            if (of_ != nullptr) --of_->taken_;
        }
        explicit operator bool() const { return of_ != nullptr; }

    private:
        Places* of_;
    };
    [[nodiscard]] Taken take() {
        for (auto now = taken_.load(); now < most_;)
            if (taken_.compare_exchange_weak(now, now + 1)) return Taken(this);
        return Taken(nullptr);
    }

private:
    const std::size_t most_;
    std::atomic<std::size_t> taken_{0};
};

}  // namespace mizan::server
