// Guesses: counts wrong attempts to log in, and says how long to wait.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "access/bounded_table.h"

namespace mizan::access {

// Where attempts come from: an IPv4 address as it stands, of an IPv6 address the first 64 bits, since whoever has one has them all. Other
// texts as they stand, cut at 64 bytes.
[[nodiscard]] std::string address_group(std::string_view address);

// Three counts, each within kWindow seconds: of an account from one address, of an address whatever the account, and of an account whatever
// the address. The first two stop whoever guesses. The third stops many addresses that guess together; its bound is higher, and it does
// not hold back an address from which the account was logged into before: so nobody is locked out for ever by others' guesses. Waits
// double each time up to kLongestWait, and are forgotten after a day of peace.
//
// An attempt counts as wrong from the moment it begins, so that many at once are no more than one after the other; succeed() takes it back.
// What it holds is bounded: of each count the kEntries used last. Not thread-safe. Times are unix seconds.
class Guesses {
public:
    static constexpr std::uint64_t kWindow = 15 * 60;
    static constexpr std::uint32_t kOfPair = 10;      // account and address
    static constexpr std::uint32_t kOfAddress = 30;   // whatever the account
    static constexpr std::uint32_t kOfAccount = 100;  // whatever the address
    static constexpr std::uint64_t kFirstWait = 60;
    static constexpr std::uint64_t kLongestWait = 60 * 60;
    static constexpr std::uint64_t kForgotten = 24 * 60 * 60;
    static constexpr std::size_t kEntries = 32'768;

    struct Attempt {
        std::string_view account;  // as typed: it may not exist
        std::string_view group;    // address_group()
        bool known = false;        // the account was logged into from there before
    };

    // 0: go on, and call succeed(), fail() or take_back(). Else how many seconds to wait; nothing was counted.
    [[nodiscard]] std::uint64_t begin(const Attempt& attempt, std::uint64_t now);
    // It was right: forgets the pair's wrong ones, not those of the address or the account.
    void succeed(const Attempt& attempt);
    // Neither right nor wrong (a code is missing; we are busy).
    void take_back(const Attempt& attempt);
    // It was wrong. 0, or for how many seconds this has locked.
    [[nodiscard]] std::uint64_t fail(const Attempt& attempt, std::uint64_t now);

    // All that concerns the account but for the counts of addresses.
    void forget(std::string_view account);

private:
    struct Count {
        std::uint64_t since = 0;  // the window's beginning
        std::uint32_t wrong = 0;  // in it
        std::uint32_t locks = 0;  // so far: the next wait is longer
        std::uint64_t until = 0;  // locked until then
    };
    [[nodiscard]] static std::uint64_t wait_of(Count& count, std::uint32_t most, std::uint64_t now);
    [[nodiscard]] static std::uint64_t lock_if(Count& count, std::uint32_t most, std::uint64_t now);

    BoundedTable<Count> pairs_{kEntries};
    BoundedTable<Count> addresses_{kEntries};
    BoundedTable<Count> accounts_{kEntries};
};

}  // namespace mizan::access
