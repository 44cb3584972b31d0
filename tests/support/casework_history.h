// Random histories of casework: people and machines ask for one thing after the other, most of which is refused; what is granted is kept.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "cases/book.h"
#include "cases/commands.h"

namespace mizan::test {

// Numbers that follow from a seed (xorshift64*).
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed * 2'654'435'769U + 1) {}
    std::uint64_t below(std::uint64_t n) {
        state_ ^= state_ >> 12;
        state_ ^= state_ << 25;
        state_ ^= state_ >> 27;
        return (state_ * 2'685'821'657'736'338'717U >> 33) % n;
    }
    bool once_in(std::uint64_t n) { return below(n) == 0; }

private:
    std::uint64_t state_;
};

class CaseworkHistory {
public:
    explicit CaseworkHistory(std::uint64_t seed);

    void step();

    cases::Book book;
    std::vector<cases::Events> commands;  // that were granted
    std::set<std::string> seen;           // "open>claimed>claimed": state, event, state
    std::size_t flags_sent = 0;

    [[nodiscard]] cases::Events all() const;  // of all commands
    [[nodiscard]] std::uint64_t now() const { return now_; }
    [[nodiscard]] const cases::Terms& terms() const { return terms_; }
    [[nodiscard]] Dice& dice() { return dice_; }
    // A case, and what is forgotten with it.
    [[nodiscard]] std::vector<cases::Case> family_of(std::uint64_t id) const;

private:
    [[nodiscard]] std::vector<cases::Case> rechecks_of(const cases::Case& c) const;
    [[nodiscard]] cases::By somebody();
    [[nodiscard]] const cases::Case* some_case();
    [[nodiscard]] const cases::Flag* some_flag_of(const cases::Case& c);
    [[nodiscard]] const cases::Calendar* own_of(const cases::Case& c) const;
    [[nodiscard]] Result<cases::Events> some_partner();
    [[nodiscard]] Result<cases::Events> flag_something();
    [[nodiscard]] cases::RulingOrder some_order(const cases::Case& c);
    [[nodiscard]] cases::Given given_for(const cases::Case& c, const std::string& clause);
    [[nodiscard]] Result<cases::Events> decide_something(const cases::Case& c, const cases::By& by);
    [[nodiscard]] Result<cases::Events> with_flag(const cases::Case& c, const cases::By& by);
    [[nodiscard]] Result<cases::Events> do_something();
    [[nodiscard]] Result<cases::Events> care_about(const cases::Case& c, cases::By by);
    [[nodiscard]] Result<cases::Events> route_some(const cases::Case& c, const cases::By& by);
    [[nodiscard]] Result<cases::Events> improve_something();
    [[nodiscard]] Result<cases::Events> merge_some(const cases::Case& c, const cases::By& by);
    void take(Result<cases::Events> events);
    void warn_about(const cases::Case& c);
    void keep(const cases::Events& events);
    void pass_all();
    void forget_all();
    void take_some_away();
    void hold_some();

    Dice dice_;
    cases::Terms terms_;
    cases::Calendar own_;                // of the agreements that have one
    std::vector<cases::Case> rechecks_;  // that the last Given names
    std::uint64_t now_ = 1'700'000'000;
};

}  // namespace mizan::test
