#include "access/guesses.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace mizan::access {

namespace {

constexpr std::size_t kGroupBytes = 64;

std::string pair_of(const Guesses::Attempt& attempt) {
    return std::string(attempt.account).append(1, '\0').append(attempt.group);
}

void take_one(std::uint32_t& count) {
    if (count > 0) --count;
}

}  // namespace

std::string address_group(std::string_view address) {
    std::string text(address.substr(0, kGroupBytes));
    std::array<unsigned char, 16> bytes{};
    if (::inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return text;
    constexpr std::array<unsigned char, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    std::array<char, INET6_ADDRSTRLEN> out{};
    if (std::equal(kMapped.begin(), kMapped.end(), bytes.begin())) {  // IPv4 in IPv6's clothes
        ::inet_ntop(AF_INET, bytes.data() + kMapped.size(), out.data(), out.size());
        return out.data();
    }
    std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
    ::inet_ntop(AF_INET6, bytes.data(), out.data(), out.size());
    return std::string(out.data()) + "/64";
}

// How long to wait before the next attempt; ends a window that is over. Attempts under way count: too many at once wait as well.
std::uint64_t Guesses::wait_of(Count& count, std::uint32_t most, std::uint64_t now) {
    if (now < count.until) return count.until - now;
    if (now >= count.since + kWindow) {
        count.since = now;
        count.wrong = 0;
    }
    if (count.locks > 0 && now >= count.until + kForgotten) count.locks = 0;
    return count.wrong >= most ? 1 : 0;
}

std::uint64_t Guesses::lock_if(Count& count, std::uint32_t most, std::uint64_t now) {
    if (count.wrong < most || now < count.until) return 0;
    constexpr std::uint32_t kDoublings = 10;
    const auto wait = std::min(kLongestWait, kFirstWait << std::min(count.locks, kDoublings));
    count.until = now + wait;
    count.since = count.until;
    count.wrong = 0;
    ++count.locks;
    return wait;
}

std::uint64_t Guesses::begin(const Attempt& attempt, std::uint64_t now) {
    auto& pair = pairs_.at(pair_of(attempt));
    auto& address = addresses_.at(attempt.group);
    auto& account = accounts_.at(attempt.account);
    auto wait = std::max(wait_of(pair, kOfPair, now), wait_of(address, kOfAddress, now));
    const auto of_account = wait_of(account, kOfAccount, now);
    if (!attempt.known) wait = std::max(wait, of_account);
    if (wait > 0) return wait;
    ++pair.wrong;
    ++address.wrong;
    ++account.wrong;
    return 0;
}

void Guesses::succeed(const Attempt& attempt) {
    take_back(attempt);
    if (auto* pair = pairs_.find(pair_of(attempt))) *pair = Count();
}

void Guesses::take_back(const Attempt& attempt) {
    if (auto* pair = pairs_.find(pair_of(attempt))) take_one(pair->wrong);
    if (auto* address = addresses_.find(attempt.group)) take_one(address->wrong);
    if (auto* account = accounts_.find(attempt.account)) take_one(account->wrong);
}

std::uint64_t Guesses::fail(const Attempt& attempt, std::uint64_t now) {
    std::uint64_t wait = 0;
    if (auto* pair = pairs_.find(pair_of(attempt))) wait = lock_if(*pair, kOfPair, now);
    if (auto* address = addresses_.find(attempt.group))
        wait = std::max(wait, lock_if(*address, kOfAddress, now));
    if (auto* account = accounts_.find(attempt.account))
        wait = std::max(wait, lock_if(*account, kOfAccount, now));
    return wait;
}

void Guesses::forget(std::string_view account) {
    const auto start = std::string(account) + '\0';
    pairs_.forget_if([&](std::string_view key) { return key.starts_with(start); });
    accounts_.forget_if([&](std::string_view key) { return key == account; });
}

}  // namespace mizan::access
