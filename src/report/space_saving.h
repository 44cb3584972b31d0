// Space-Saving: the heaviest keys of a stream in fixed memory (Metwally, Agrawal, El Abbadi: "Efficient computation
// of frequent and top-k elements in data streams", ICDT 2005).
//
// Guarantees for capacity m after n additions: an entry's count is never below the true one; count - error is never
// above it; error <= n / m; every key added more than n / m times is present. Up to m different keys all is exact.
// Deterministic: of several smallest counters the one that has had its count for longest is replaced. Keys come from outside,
// so they are looked up by a hash with a secret (base/secret_hash.h), which decides nothing but where they lie.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/secret_hash.h"

namespace mizan::report {

class SpaceSaving {
public:
    struct Entry {
        std::string key;
        std::uint64_t count = 0;  // at least the true count
        std::uint64_t error = 0;  // the true count is at least count - error
        bool operator==(const Entry&) const = default;
    };

    explicit SpaceSaving(std::size_t capacity);  // at least 1
    SpaceSaving(const SpaceSaving& other);
    SpaceSaving& operator=(const SpaceSaving& other);
    SpaceSaving(SpaceSaving&&) noexcept = default;  // a moved map keeps its iterators
    SpaceSaving& operator=(SpaceSaving&&) noexcept = default;
    ~SpaceSaving() = default;

    void add(std::string_view key, std::uint64_t n = 1);

    // The k heaviest, by count downwards, then by name.
    [[nodiscard]] std::vector<Entry> top(std::size_t k) const;
    [[nodiscard]] std::uint64_t total() const { return total_; }  // n
    [[nodiscard]] std::uint64_t error_bound() const;  // the largest error an absent key can have
    [[nodiscard]] bool exact() const { return replaced_ == 0; }  // no key was ever replaced
    [[nodiscard]] std::size_t size() const { return by_key_.size(); }
    [[nodiscard]] std::size_t capacity() const { return capacity_; }

private:
    struct Group;
    using Groups = std::list<Group>;
    struct Counter;
    using Counters = std::list<Counter>;
    using ByKey = std::unordered_map<std::string_view, Counters::iterator, SecretHash>;
    struct Counter {
        std::string key;
        std::uint64_t error = 0;
        Groups::iterator group;
    };
    struct Group {  // the counters of one count, the one that has had it for longest first
        std::uint64_t count = 0;
        Counters counters;
    };

    void raise(Counters::iterator counter, std::uint64_t n);

    std::size_t capacity_;
    std::uint64_t total_ = 0;
    std::uint64_t replaced_ = 0;
    Groups groups_;  // by count, smallest first
    ByKey by_key_;   // views of the counters' keys
};

}  // namespace mizan::report
