// Sessions and log-in: tokens, their ends, what locks out, several threads and programs.
#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "access/guesses.h"
#include "access/opened.h"
#include "access/tokens.h"
#include "sqlite/database.h"

using namespace mizan;
using namespace mizan::access_test;
using Outcome = LogIn::Outcome;

TEST_CASE("a log-in gives a token that tells who it is") {
    Opened opened;
    opened.add("ann", Role::kLead);
    const auto answer = opened.log_in("ann");
    REQUIRE(answer.outcome == Outcome::kIn);
    const auto session = opened.access.check_session(answer.session.token, kNow + 1).value();
    CHECK(session.principal.account == "ann");
    CHECK(session.principal.who() == "ann");
    CHECK(session.principal.role == Role::kLead);
    CHECK(session.principal.may(Permission::kLeadCases));
    CHECK_FALSE(session.principal.may(Permission::kManageKeys));
    CHECK(session.csrf == answer.session.csrf);
    CHECK(session.csrf == csrf_token(answer.session.token));
    CHECK(session.ends_at == kNow + kSessionSeconds);
    CHECK(session.token.empty());
}

TEST_CASE("a token with one character changed is none") {
    Opened opened;
    opened.add("ann");
    const auto token = opened.token("ann");
    for (std::size_t i = 0; i < token.size(); ++i) {
        auto wrong = token;
        wrong[i] = wrong[i] == 'A' ? 'B' : 'A';
        CHECK(code_of(opened.access.check_session(wrong, kNow)) == Code::kAccessDenied);
    }
    for (const std::string& wrong : {std::string(), token + "A", token.substr(1), token + "="})
        CHECK(code_of(opened.access.check_session(wrong, kNow)) == Code::kAccessDenied);
    CHECK(opened.access.check_session(token, kNow).has_value());
}

TEST_CASE("the file holds no token, no key and no password") {
    Opened opened;
    opened.add("ann");
    const auto token = opened.token("ann");
    const auto key = opened.key();
    auto db = sqlite::Database::open(opened.folder.file(), sqlite::Database::Mode::kWrite).value();
    CHECK(db.number("SELECT count(*) FROM sessions").value() == 1);
    CHECK(db.text("SELECT hash FROM sessions").value() == bytes_of(sha256(token)));
    CHECK(db.text("SELECT hash FROM keys").value() ==
          bytes_of(sha256(parse_key(key.text)->secret)));
}

TEST_CASE("a session ends twelve hours after the log-in, however it is used") {
    Opened opened;
    opened.add("ann");
    const auto token = opened.token("ann");
    for (std::uint64_t t = 0; t < kSessionSeconds; t += 3600)
        CHECK(opened.access.check_session(token, kNow + t).has_value());
    CHECK(opened.access.check_session(token, kNow + kSessionSeconds - 1).has_value());
    CHECK(code_of(opened.access.check_session(token, kNow + kSessionSeconds)) ==
          Code::kAccessDenied);
}

TEST_CASE("a session ends after two hours without use") {
    Opened opened;
    opened.add("ann");
    const auto token = opened.token("ann");
    CHECK(opened.access.check_session(token, kNow + kSessionIdleSeconds - 1).has_value());
    const auto second = kNow + 2 * kSessionIdleSeconds - 2;
    CHECK(opened.access.check_session(token, second).has_value());
    CHECK(code_of(opened.access.check_session(token, second + kSessionIdleSeconds)) ==
          Code::kAccessDenied);
}

TEST_CASE("to look at a session is no use of it") {
    Opened opened;
    opened.add("ann");
    const auto token = opened.token("ann");
    for (std::uint64_t t = 0; t < kSessionIdleSeconds; t += kSeenSeconds) {
        const auto looked = opened.access.look_at_session(token, kNow + t);
        REQUIRE(looked.has_value());
        CHECK(looked->principal.account == "ann");
        CHECK(looked->csrf == csrf_token(token));
        CHECK(looked->ends_at == kNow + kSessionSeconds);
    }
    const auto end = kNow + kSessionIdleSeconds;
    CHECK(code_of(opened.access.look_at_session(token, end)) == Code::kAccessDenied);
    CHECK(code_of(opened.access.check_session(token, end)) == Code::kAccessDenied);
    CHECK(code_of(opened.access.look_at_session("nonsense", kNow)) == Code::kAccessDenied);
}

TEST_CASE("log-out ends a session and no other") {
    Opened opened;
    opened.add("ann");
    const auto one = opened.token("ann");
    const auto two = opened.token("ann");
    CHECK(opened.access.log_out(one, {}, kNow).has_value());
    CHECK(opened.access.log_out(one, {}, kNow).has_value());
    CHECK(opened.access.log_out("nonsense", {}, kNow).has_value());
    CHECK(code_of(opened.access.check_session(one, kNow)) == Code::kAccessDenied);
    CHECK(opened.access.check_session(two, kNow).has_value());
    CHECK(kinds(opened.access) == "account-made account-made logged-in logged-in logged-out");
}

TEST_CASE("disabling ends sessions, a new role holds at once") {
    Opened opened;
    opened.add("ann");
    const auto token = opened.token("ann");
    REQUIRE(opened.access.set_role(opened.admin, "ann", Role::kAnalyst, kNow).has_value());
    CHECK(opened.access.check_session(token, kNow).value().principal.role == Role::kAnalyst);
    REQUIRE(opened.access.disable(opened.admin, "ann", kNow).has_value());
    CHECK(code_of(opened.access.check_session(token, kNow)) == Code::kAccessDenied);
    CHECK(opened.log_in("ann").outcome == Outcome::kWrong);
    REQUIRE(opened.access.enable(opened.admin, "ann", kNow).has_value());
    CHECK(code_of(opened.access.check_session(token, kNow)) == Code::kAccessDenied);
    CHECK(opened.log_in("ann").outcome == Outcome::kIn);
}

TEST_CASE("an account has at most sixteen sessions: the oldest ends") {
    Opened opened;
    opened.add("ann");
    std::vector<std::string> tokens;
    for (std::size_t i = 0; i < kSessionsMost + 1; ++i)
        tokens.push_back(opened.token("ann", kNow + i));
    CHECK(code_of(opened.access.check_session(tokens[0], kNow + 20)) == Code::kAccessDenied);
    CHECK(opened.access.check_session(tokens[1], kNow + 20).has_value());
    CHECK(opened.access.check_session(tokens.back(), kNow + 20).has_value());
}

TEST_CASE("sessions and the rest are there after the file is opened again") {
    Opened opened;
    opened.add("ann");
    const auto token = opened.token("ann");
    const auto key = opened.key();
    opened.access = opened.folder.open();
    CHECK(opened.access.check_session(token, kNow).has_value());
    CHECK(opened.access.check_key(key.text, kNow).has_value());
    CHECK(opened.access.account("ann").value().last_login_at == kNow);
}

TEST_CASE("what is wrong about a log-in is not told") {
    Opened opened;
    opened.add("ann");
    opened.add("ben");
    REQUIRE(opened.access.disable(opened.admin, "ben", kNow).has_value());
    const std::string longest(100'000, 'x');
    std::vector<std::string> messages;
    for (const auto& [name, password] :
         std::vector<std::pair<std::string, std::string>>{{"ann", "not this one"},
                                                          {"nobody", std::string(kGood)},
                                                          {"ben", std::string(kGood)},
                                                          {"", ""},
                                                          {longest, longest},
                                                          {"ann", longest}}) {
        const auto answer = opened.log_in(name, kNow, password);
        CHECK(answer.outcome == Outcome::kWrong);
        messages.push_back(to_string(answer.error()));
    }
    for (const auto& message : messages) CHECK(message == messages.front());
}

TEST_CASE("a name that does not exist takes as long as a wrong password") {
    Opened opened;
    constexpr PasswordCost kSlow{2, std::size_t{4} << 20};
    auto access = opened.folder.open(kSlow);
    REQUIRE(access.add_account(opened.admin, "ann", Role::kLead, kGood, kNow).has_value());
    std::uint64_t wait = 0;
    const auto least_ns = [&](std::string_view name) {
        auto least = std::chrono::nanoseconds::max();
        for (int i = 0; i < 8; ++i) {
            const auto start = std::chrono::steady_clock::now();
            const auto answer = access.log_in({name, "not this one", {}, {}}, kNow).value();
            least =
                std::min<std::chrono::nanoseconds>(least, std::chrono::steady_clock::now() - start);
            wait += answer.wait_s;
        }
        return static_cast<double>(least.count());
    };
    const auto known = least_ns("ann");
    const auto unknown = least_ns("nobody");
    CHECK(wait == 0);
    CHECK(unknown > 0.5 * known);
    CHECK(unknown < 2.0 * known);
}

TEST_CASE("what changes while a password is looked at counts") {
    constexpr PasswordCost kLong{4, std::size_t{32} << 20};  // a good part of a second
    for (const bool disabled : {false, true}) {
        CAPTURE(disabled);
        Opened opened;
        auto slow = opened.folder.open(kLong);
        REQUIRE(slow.add_account(opened.admin, "ann", Role::kLead, kGood, kNow).has_value());
        auto outcome = Outcome::kIn;
        std::thread entering(
            [&] { outcome = slow.log_in({"ann", kGood, {}, {}}, kNow).value().outcome; });
        std::this_thread::sleep_for(std::chrono::milliseconds(40));
        const auto changed =
            disabled ? opened.access.disable(opened.admin, "ann", kNow)
                     : opened.access.set_password(opened.admin, "ann", "another sentence", kNow);
        entering.join();
        CHECK(changed.has_value());
        // Either way the session is gone: it was ended by the change, or was never begun.
        auto db =
            sqlite::Database::open(opened.folder.file(), sqlite::Database::Mode::kWrite).value();
        CHECK(db.number("SELECT count(*) FROM sessions").value() == 0);
        if (outcome == Outcome::kIn) MESSAGE("the log-in was faster than the change");
    }
}

TEST_CASE("ten wrong passwords lock an account for where they came from") {
    Opened opened;
    opened.add("ann");
    LogIn last;
    for (unsigned i = 0; i < Guesses::kOfPair; ++i) {
        last = opened.log_in("ann", kNow, "not this one");
        CHECK(last.outcome == Outcome::kWrong);
    }
    CHECK(last.wait_s == Guesses::kFirstWait);
    const auto refused = opened.log_in("ann");
    CHECK(refused.outcome == Outcome::kWait);
    CHECK(refused.wait_s == Guesses::kFirstWait);
    CHECK(refused.error().code == Code::kAccessLocked);
    CHECK(refused.error().message.find("60 seconds") != std::string::npos);
    CHECK(opened.log_in("ann", kNow, kGood, {}, "192.0.2.2").outcome == Outcome::kIn);
    CHECK(opened.log_in("ann", kNow + 60).outcome == Outcome::kIn);
    const auto events = opened.access.events(0, 100).value();
    REQUIRE(events.size() == 5);
    CHECK(events[2].kind == EventKind::kLockedOut);
    CHECK(events[2].whom == "ann");
    CHECK(events[2].who.empty());
    CHECK(events[2].detail == "60");
    CHECK(events[2].address == "192.0.2.1");
}

TEST_CASE("what strangers type for a name is written nowhere, and locks likewise") {
    Opened opened;
    for (unsigned i = 0; i < Guesses::kOfPair; ++i)
        CHECK(opened.log_in("my secret", kNow).outcome == Outcome::kWrong);
    CHECK(opened.log_in("my secret", kNow).outcome == Outcome::kWait);
    const auto events = opened.access.events(0, 100).value();
    REQUIRE(events.size() == 2);
    CHECK(events[1].kind == EventKind::kLockedOut);
    CHECK(events[1].whom.empty());
}

TEST_CASE("who comes from where they came from before is not locked out by many strangers") {
    Opened opened;
    opened.add("ann");
    (void)opened.token("ann");  // from 192.0.2.1
    for (unsigned i = 0; i < Guesses::kOfAccount; ++i)
        (void)opened.log_in("ann", kNow, "not this one", {}, "198.51.100." + std::to_string(i));
    CHECK(opened.log_in("ann", kNow, kGood, {}, "203.0.113.9").outcome == Outcome::kWait);
    CHECK(opened.log_in("ann", kNow, kGood, {}, "192.0.2.1").outcome == Outcome::kIn);
    REQUIRE(opened.access.unlock(opened.admin, "ann", kNow).has_value());
    CHECK(opened.log_in("ann", kNow, kGood, {}, "203.0.113.9").outcome == Outcome::kIn);
}

TEST_CASE("many log-ins and checks at once end in a whole file") {
    Opened opened;
    opened.add("ann");
    opened.add("ben");
    const auto key = opened.key();
    std::atomic<unsigned> in = 0;
    std::atomic<bool> checked = true;
    std::vector<std::thread> threads;
    for (int t = 0; t < 2; ++t)
        threads.emplace_back([&, t] {
            const std::string name = t == 0 ? "ann" : "ben";
            for (int i = 0; i < 10; ++i) {
                const auto answer = opened.access.log_in({name, kGood, {}, name}, kNow);
                if (!answer || answer->outcome != Outcome::kIn) continue;
                ++in;
                const auto session = opened.access.check_session(answer->session.token, kNow);
                if (!session || session->principal.account != name) checked = false;
                if (!opened.access.check_key(key.text, kNow)) checked = false;
                if (t == 0 && !opened.access.note_uses()) checked = false;
                if (t == 1 && !opened.access.reload()) checked = false;
            }
        });
    for (auto& thread : threads) thread.join();
    CHECK(in == 20);
    CHECK(checked);
    auto db = sqlite::Database::open(opened.folder.file(), sqlite::Database::Mode::kWrite).value();
    CHECK(db.text("PRAGMA integrity_check").value() == "ok");
    CHECK(db.number("SELECT count(*) FROM sessions").value() == 20);
}

TEST_CASE("another program's changes of accounts hold at once") {
    Opened opened;
    opened.add("ann");
    const auto token = opened.token("ann");
    auto other = opened.folder.open();
    REQUIRE(other.disable(Actor::console(), "ann", kNow).has_value());
    CHECK(code_of(opened.access.check_session(token, kNow)) == Code::kAccessDenied);
}

TEST_CASE("a flood of log-ins is turned away, not queued without end") {
    HashTurns turns;
    for (unsigned i = 0; i < HashTurns::kAtOnce; ++i) CHECK(turns.enter());
    std::atomic<unsigned> entered = 0;
    std::vector<std::thread> waiting;
    for (unsigned i = 0; i < HashTurns::kWaiting; ++i)
        waiting.emplace_back([&] {
            if (!turns.enter()) return;
            ++entered;
            turns.leave();
        });
    // Once all of them wait, one more is refused.
    bool refused = false;
    while (!refused) {
        std::thread one([&] {
            if (turns.waiting() < HashTurns::kWaiting) return;
            refused = !turns.enter();
        });
        one.join();
        std::this_thread::yield();
    }
    CHECK(entered == 0);
    for (unsigned i = 0; i < HashTurns::kAtOnce; ++i) turns.leave();
    for (auto& thread : waiting) thread.join();
    CHECK(entered == HashTurns::kWaiting);
}
