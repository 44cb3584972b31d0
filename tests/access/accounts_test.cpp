// Accounts: the first one, who may change what, passwords, second factors, the file itself.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include "access/opened.h"
#include "access/totp.h"
#include "sqlite/database.h"

using namespace mizan;
using namespace mizan::access_test;

TEST_CASE("an empty file gets one administrator, whose password is told once") {
    const Folder folder;
    auto access = folder.open();
    const auto password = access.first_administrator(kNow).value();
    REQUIRE(password);
    CHECK_FALSE(access.first_administrator(kNow).value());
    auto again = folder.open();
    CHECK_FALSE(again.first_administrator(kNow).value());
    const auto answer = again.log_in({"admin", *password, {}, "192.0.2.1"}, kNow).value();
    CHECK(answer.outcome == LogIn::Outcome::kIn);
    CHECK(answer.session.principal.role == Role::kAdministrator);
    CHECK(again.account("admin").value().last_login_at == kNow);
    CHECK(kinds(again) == "account-made logged-in");
}

TEST_CASE("the file is for its owner alone, and one that others may read is refused") {
    const Folder folder;
    {
        auto access = folder.open();
    }
    struct stat st{};
    REQUIRE(::stat(folder.file().c_str(), &st) == 0);
    CHECK((st.st_mode & 0777) == 0600);
    REQUIRE(::chmod(folder.file().c_str(), 0640) == 0);
    CHECK(code_of(Access::open({folder.file(), true, kCheap})) == Code::kKeyInvalid);
}

TEST_CASE("a file that is not there is made only if that is wanted") {
    const Folder folder;
    CHECK(code_of(Access::open({folder.file(), false, kCheap})) == Code::kStoreMissing);
    CHECK_FALSE(fs::exists(folder.file()));
    CHECK(code_of(Access::open({folder.path + "/no/access.db", true, kCheap})) ==
          Code::kStoreMissing);
    CHECK(code_of(Access::open({folder.path, true, kCheap})) != Code::kInternal);
}

TEST_CASE("a file of a newer program or of another kind is refused and left as it is") {
    const Folder folder;
    {
        auto access = folder.open();
    }
    {
        auto db = sqlite::Database::open(folder.file(), sqlite::Database::Mode::kWrite).value();
        REQUIRE(db.run("PRAGMA user_version=3").has_value());
    }
    const auto newer = Access::open({folder.file(), true, kCheap});
    CHECK(code_of(newer) == Code::kStoreVersion);
    CHECK(newer.error().message.find("newer program") != std::string::npos);
    {
        auto db = sqlite::Database::open(folder.path + "/other.db", sqlite::Database::Mode::kCreate)
                      .value();
        REQUIRE(db.run("CREATE TABLE theirs(x)").has_value());
    }
    fs::permissions(folder.path + "/other.db", fs::perms::owner_read | fs::perms::owner_write);
    CHECK(code_of(Access::open({folder.path + "/other.db", true, kCheap})) == Code::kStoreCorrupt);
    auto db =
        sqlite::Database::open(folder.path + "/other.db", sqlite::Database::Mode::kWrite).value();
    CHECK(db.text("PRAGMA journal_mode").value() == "delete");
}

TEST_CASE("the file is a write-ahead log that waits for the disk") {
    const Opened opened;
    auto db = sqlite::Database::open(opened.folder.file(), sqlite::Database::Mode::kWrite).value();
    CHECK(db.text("PRAGMA journal_mode").value() == "wal");
    CHECK(db.number("PRAGMA user_version").value() == 2);
}

TEST_CASE("a name is lower-case letters and digits, and taken once") {
    Opened opened;
    opened.add("ann");
    CHECK(code_of(opened.access.add_account(opened.admin, "ann", Role::kLead, kGood, kNow)) ==
          Code::kAccountConflict);
    for (const auto* right : {"a", "0", "a.b_c-d@example.org", "a+b"}) opened.add(right);
    for (const std::string& wrong :
         {std::string(), std::string("Ann"), std::string(".a"), std::string("a b"),
          std::string("a:b"), std::string("\xC3\xA4"), std::string("a\0b", 3), std::string(65, 'a'),
          std::string("console")})
        CHECK(code_of(opened.access.add_account(opened.admin, wrong, Role::kLead, kGood, kNow)) ==
              Code::kFieldType);
    CHECK(opened.access.accounts().value().size() == 6);
    CHECK(opened.access.accounts().value().front().name == "0");
}

TEST_CASE("a password has at least 12 characters, at most 256 bytes, and is not the name") {
    CHECK(check_new_password("ann", "elevenchars").error().code == Code::kPasswordRefused);
    CHECK(check_new_password("ann", "twelve chars").has_value());
    CHECK(check_new_password("ann",
                             "\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4"
                             "\u00e4\u00e4")
              .error()
              .code == Code::kPasswordRefused);  // eleven characters in 22 bytes
    CHECK(check_new_password("ann", std::string(256, 'x')).has_value());
    CHECK(check_new_password("ann", std::string(257, 'x')).error().code == Code::kPasswordRefused);
    CHECK(check_new_password("ann.of.the.gardens", "Ann.Of.The.Gardens").error().code ==
          Code::kPasswordRefused);
    Opened opened;
    CHECK(code_of(opened.access.add_account(opened.admin, "ann", Role::kLead, "short", kNow)) ==
          Code::kPasswordRefused);
}

TEST_CASE("only who may manage accounts does") {
    Opened opened;
    opened.add("ann", Role::kLead);
    const Actor lead{"ann", permissions_of(Role::kLead), {}};
    auto& access = opened.access;
    CHECK(code_of(access.add_account(lead, "ben", Role::kLead, kGood, kNow)) ==
          Code::kAccessForbidden);
    CHECK(code_of(access.set_role(lead, "ann", Role::kAdministrator, kNow)) ==
          Code::kAccessForbidden);
    CHECK(code_of(access.disable(lead, "admin", kNow)) == Code::kAccessForbidden);
    CHECK(code_of(access.enable(lead, "admin", kNow)) == Code::kAccessForbidden);
    CHECK(code_of(access.set_password(lead, "admin", kGood, kNow)) == Code::kAccessForbidden);
    CHECK(code_of(access.remove_totp(lead, "admin", kNow)) == Code::kAccessForbidden);
    CHECK(code_of(access.unlock(lead, "ann", kNow)) == Code::kAccessForbidden);
    CHECK(code_of(access.end_sessions(lead, "admin", kNow)) == Code::kAccessForbidden);
    CHECK(access.end_sessions(lead, "ann", kNow).has_value());
    CHECK(code_of(access.disable(opened.admin, "nobody", kNow)) == Code::kAccountUnknown);
    CHECK(access.add_account(Actor::console(), "cleo", Role::kLead, kGood, kNow).has_value());
}

TEST_CASE("the last active administrator stays one") {
    Opened opened;
    auto& access = opened.access;
    CHECK(code_of(access.disable(opened.admin, "admin", kNow)) == Code::kAccountConflict);
    CHECK(code_of(access.set_role(opened.admin, "admin", Role::kLead, kNow)) ==
          Code::kAccountConflict);
    opened.add("ann", Role::kAdministrator);
    CHECK(access.disable(opened.admin, "ann", kNow).has_value());
    CHECK(code_of(access.disable(opened.admin, "admin", kNow)) == Code::kAccountConflict);
    CHECK(access.set_role(opened.admin, "ann", Role::kLead, kNow).has_value());  // is not active
    CHECK(access.set_role(opened.admin, "ann", Role::kAdministrator, kNow).has_value());
    CHECK(access.enable(opened.admin, "ann", kNow).has_value());
    CHECK(access.set_role(opened.admin, "admin", Role::kAuditor, kNow).has_value());
    CHECK(code_of(access.disable(Actor::console(), "ann", kNow)) == Code::kAccountConflict);
    CHECK(access.account("admin").value().role == Role::kAuditor);
}

TEST_CASE("a password is changed by who knows the old one") {
    Opened opened;
    opened.add("ann");
    auto& access = opened.access;
    const auto token = opened.token("ann");
    CHECK(code_of(access.change_password({"ann", "not this one", {}, {}}, "another sentence",
                                         kNow)) == Code::kAccessDenied);
    CHECK(code_of(access.change_password({"ann", kGood, {}, {}}, "short", kNow)) ==
          Code::kPasswordRefused);
    CHECK(access.check_session(token, kNow).has_value());
    CHECK(access.change_password({"ann", kGood, {}, {}}, "another sentence", kNow).has_value());
    CHECK(code_of(access.check_session(token, kNow)) == Code::kAccessDenied);
    CHECK(opened.log_in("ann").outcome == LogIn::Outcome::kWrong);
    CHECK(opened.log_in("ann", kNow, "another sentence").outcome == LogIn::Outcome::kIn);
}

TEST_CASE("a password is set by an administrator, which ends sessions and the lock-out") {
    Opened opened;
    opened.add("ann");
    const auto token = opened.token("ann");
    for (int i = 0; i < 11; ++i) (void)opened.log_in("ann", kNow, "not this one");
    CHECK(opened.log_in("ann").outcome == LogIn::Outcome::kWait);
    CHECK(opened.access.set_password(opened.admin, "ann", "another sentence", kNow).has_value());
    CHECK(code_of(opened.access.check_session(token, kNow)) == Code::kAccessDenied);
    CHECK(opened.log_in("ann", kNow, "another sentence").outcome == LogIn::Outcome::kIn);
}

TEST_CASE("a second factor counts once it is confirmed, and each code once") {
    Opened opened;
    opened.add("ann");
    auto& access = opened.access;
    const auto offer = access.offer_totp({"ann", kGood, {}, {}}, kNow).value();
    CHECK(offer.uri.find(offer.secret) != std::string::npos);
    CHECK(opened.log_in("ann").outcome == LogIn::Outcome::kIn);  // not yet

    std::string secret;
    {
        auto db =
            sqlite::Database::open(opened.folder.file(), sqlite::Database::Mode::kWrite).value();
        secret = db.text("SELECT totp_pending FROM accounts WHERE name = 'ann'").value();
    }
    CHECK(to_base32(secret) == offer.secret);
    const auto code = [&](std::uint64_t at) { return totp_code(secret, at / kTotpStepSeconds); };
    CHECK(code_of(access.confirm_totp({"ann", kGood, code(kNow + 90), {}}, kNow)) ==
          Code::kAccessDenied);
    CHECK(code_of(access.confirm_totp({"ann", kGood, {}, {}}, kNow)) == Code::kCodeNeeded);
    const auto first = code(kNow);
    CHECK(access.confirm_totp({"ann", kGood, first, {}}, kNow).has_value());
    CHECK(access.account("ann").value().totp);

    CHECK(opened.log_in("ann").outcome == LogIn::Outcome::kCodeNeeded);
    CHECK(opened.log_in("ann").error().code == Code::kCodeNeeded);
    CHECK(opened.log_in("ann", kNow, "not this one").outcome == LogIn::Outcome::kWrong);
    CHECK(opened.log_in("ann", kNow, kGood, first).outcome == LogIn::Outcome::kWrong);  // used
    const auto second = code(kNow + 30);
    CHECK(opened.log_in("ann", kNow + 30, kGood, second).outcome == LogIn::Outcome::kIn);
    CHECK(opened.log_in("ann", kNow + 30, kGood, second).outcome == LogIn::Outcome::kWrong);
    CHECK(code_of(access.change_password({"ann", kGood, {}, {}}, "another sentence", kNow)) ==
          Code::kCodeNeeded);
    CHECK(code_of(access.offer_totp({"ann", kGood, code(kNow + 60), {}}, kNow + 60)) ==
          Code::kAccountConflict);
    // Whoever knows the password alone cannot get new attempts at the code by asking for other things.
    CHECK(code_of(access.offer_totp({"ann", kGood, {}, {}}, kNow)) == Code::kCodeNeeded);

    CHECK(access.remove_totp(opened.admin, "ann", kNow).has_value());
    CHECK(opened.log_in("ann", kNow + 90).outcome == LogIn::Outcome::kIn);
    CHECK(access.offer_totp({"ann", kGood, {}, {}}, kNow).has_value());
}

TEST_CASE("a hash of another cost is made anew at the next log-in") {
    Opened opened;
    opened.add("ann");
    constexpr PasswordCost kDearer{2, std::size_t{64} << 10};
    auto dearer = opened.folder.open(kDearer);
    const auto hash = [&] {
        auto db =
            sqlite::Database::open(opened.folder.file(), sqlite::Database::Mode::kWrite).value();
        return db.text("SELECT password FROM accounts WHERE name = 'ann'").value();
    };
    const auto before = hash();
    CHECK(before.starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
    const auto answer = dearer.log_in({"ann", kGood, {}, {}}, kNow).value();
    CHECK(answer.outcome == LogIn::Outcome::kIn);
    CHECK(hash().starts_with("$argon2id$v=19$m=64,t=2,p=1$"));
    CHECK(dearer.log_in({"ann", kGood, {}, {}}, kNow).value().outcome == LogIn::Outcome::kIn);
}

TEST_CASE("the cost is that of libsodium's INTERACTIVE unless it is told otherwise") {
    const auto hash = hash_password(kGood, PasswordCost()).value();
    CHECK(hash.starts_with("$argon2id$v=19$m=65536,t=2,p=1$"));
    CHECK(verify_password(hash, kGood));
    CHECK_FALSE(verify_password(hash, "a sentence will do "));
    CHECK_FALSE(needs_rehash(hash, PasswordCost()));
    CHECK(needs_rehash(hash, kCheap));
    const auto longest = hash_password(std::string(256, 'x'), kCheap).value();
    CHECK(verify_password(longest, std::string(256, 'x')));
    CHECK_FALSE(verify_password(longest, std::string(257, 'x')));  // not cut to what fits
}

TEST_CASE("every change is an event that says who, whom and from where") {
    Opened opened;
    opened.add("ann");
    auto& access = opened.access;
    REQUIRE(access.set_role(opened.admin, "ann", Role::kLead, kNow + 1).has_value());
    REQUIRE(access.set_role(opened.admin, "ann", Role::kLead, kNow + 1).has_value());  // no change
    REQUIRE(access.disable(opened.admin, "ann", kNow + 2).has_value());
    REQUIRE(access.disable(opened.admin, "ann", kNow + 2).has_value());
    REQUIRE(access.enable(opened.admin, "ann", kNow + 3).has_value());
    REQUIRE(access.set_password(opened.admin, "ann", kGood, kNow + 4).has_value());
    REQUIRE(access.change_password({"ann", kGood, {}, "192.0.2.7"}, "another sentence", kNow + 5)
                .has_value());
    REQUIRE(access.unlock(opened.admin, "ann", kNow + 6).has_value());
    REQUIRE(access.end_sessions(opened.admin, "ann", kNow + 7).has_value());
    CHECK(kinds(access) ==
          "account-made account-made role-changed account-disabled account-enabled password-set "
          "password-changed unlocked sessions-ended");
    const auto events = access.events(0, 100).value();
    CHECK(events[0].who == "console");
    CHECK(events[2].who == "admin");
    CHECK(events[2].whom == "ann");
    CHECK(events[2].detail == "lead");
    CHECK(events[2].address == "192.0.2.200");
    CHECK(events[2].at == kNow + 1);
    CHECK(events[6].who == "ann");
    CHECK(events[6].address == "192.0.2.7");
    // Read on from anywhere.
    CHECK(access.events(events[2].id, 2).value().size() == 2);
    CHECK(access.events(events[2].id, 2).value().front().id == events[3].id);
    CHECK(access.events(events.back().id, 100).value().empty());
}

TEST_CASE("the database refuses to change or delete an event") {
    const Opened opened;
    auto db = sqlite::Database::open(opened.folder.file(), sqlite::Database::Mode::kWrite).value();
    CHECK_FALSE(db.run("UPDATE events SET who = 'nobody'").has_value());
    CHECK_FALSE(db.run("DELETE FROM events").has_value());
}
