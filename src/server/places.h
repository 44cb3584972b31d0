// Places: so many at once and no more, of all or of each. Private to this room.
#pragma once

#include <atomic>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>
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

// Places of which nobody may have more than so many, so that one cannot take them all. Thread-safe.
class SharedPlaces {
public:
    SharedPlaces(std::size_t most, std::size_t each) : places_(most), each_(each) {}

    // A place of `who`, given back at the end. The places must outlive it.
    class Taken {
    public:
        Taken(SharedPlaces& of, std::string who, Places::Taken place)
            : of_(&of), who_(std::move(who)), place_(std::move(place)) {}
        Taken(Taken&& other) noexcept
            : of_(std::exchange(other.of_, nullptr)),
              who_(std::move(other.who_)),
              place_(std::move(other.place_)) {}
        Taken& operator=(Taken&&) = delete;
        ~Taken() {
            if (of_ != nullptr) of_->give_back(who_);
        }

    private:
        SharedPlaces* of_;
        std::string who_;
        Places::Taken place_;
    };
    // Nothing if `who` has as many already, or all are taken.
    [[nodiscard]] std::optional<Taken> take(const std::string& who) {
        const std::lock_guard lock(mutex_);
        const auto at = taken_.find(who);
        if (at != taken_.end() && at->second == each_) return std::nullopt;
        auto place = places_.take();
        if (!place) return std::nullopt;
        ++taken_[who];
        return std::optional<Taken>(std::in_place, *this, who, std::move(place));
    }

private:
    void give_back(const std::string& who) {
        const std::lock_guard lock(mutex_);
        const auto at = taken_.find(who);
        if (--at->second == 0) taken_.erase(at);
    }

    Places places_;
    const std::size_t each_;
    std::mutex mutex_;                          // guards what follows
    std::map<std::string, std::size_t> taken_;  // by who: those who have any
};

}  // namespace mizan::server
