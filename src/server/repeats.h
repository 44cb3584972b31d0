// Repeats: the answers to requests that had an Idempotency-Key, so that the same request, sent again, is answered as before and does
// nothing twice.
//
// They are kept in memory and are gone with the process: an answer may hold a secret, such as a new key, which may stand on no disk in
// the clear. Posts need none of it: they are told apart by their ids, durably.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "base/sha256.h"
#include "http/exchange.h"

namespace mizan::server {

// Thread-safe.
class Repeats {
public:
    static constexpr std::size_t kKeyBytes = 255;            // of a key
    static constexpr std::uint64_t kSeconds = 24 * 60 * 60;  // an answer is kept
    static constexpr std::size_t kKeptMost = 10'000;         // more: the oldest is forgotten
    static constexpr std::size_t kKeptBytes = 64u << 20;     // likewise
    static constexpr std::size_t kAnswerBytes = 4u << 20;    // a longer answer is not kept
    static constexpr std::size_t kUnderWayMost = 1024;       // more: kFull
    // Of each who asks, so that nobody pushes out what is kept for others.
    static constexpr std::size_t kKeptEach = 1000;
    static constexpr std::size_t kKeptBytesEach = 8u << 20;
    static constexpr std::size_t kUnderWayEach = 64;

    enum class State : std::uint8_t {
        kFirst,     // answer it, then settle() it
        kAgain,     // `answer` was given before
        kUnderWay,  // the first is being answered
        kOther,     // the key was used for another request
        kFull,      // too many are under way, in all or of who asks
    };
    struct Begun {
        State state = State::kFirst;
        http::Response answer;
    };
    // `who` asks under `key`; `asks`: what, in full. `now` is unix seconds.
    [[nodiscard]] Begun begin(std::string_view who, std::string_view key, const Sha256& asks,
                              std::uint64_t now);
    // The first was answered so. What may go otherwise the next time (statuses from 500 on, and 429) is not kept: then the key is free.
    void settle(std::string_view who, std::string_view key, const http::Response& answer);

private:
    using Names = std::list<std::string>;  // of those kept, oldest first
    // Who asked, while anything of theirs is kept or under way.
    struct Asker {
        Names order;
        std::size_t bytes = 0;
        std::size_t under_way = 0;
    };
    using Askers = std::map<std::string, Asker, std::less<>>;
    struct Kept {
        Sha256 asks{};
        bool under_way = true;
        std::uint64_t until = 0;
        std::size_t bytes = 0;
        http::Response answer;
        Askers::iterator asker;
        Names::iterator place;      // in order_
        Names::iterator own_place;  // in the asker's
    };
    using ByName = std::map<std::string, Kept, std::less<>>;
    void forget(ByName::iterator at);
    void drop_if_idle(Askers::iterator at);
    // Forgets the oldest of an asker who has too much.
    void make_room_of(Askers::iterator asker);
    // Forgets what is too old, and the oldest where there is too much.
    void make_room(std::uint64_t now);

    std::mutex mutex_;       // guards all
    ByName kept_;            // by who asked, a line end, and the key
    Askers askers_;          // by who asks
    Names order_;            // names in kept_; those under way are not in it
    std::size_t bytes_ = 0;  // of those in order_
    std::size_t under_way_ = 0;
};

}  // namespace mizan::server
