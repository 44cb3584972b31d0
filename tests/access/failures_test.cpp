// Wrong attempts are folded to one event for each account and hour, and an older file becomes one of today.
#include <doctest/doctest.h>

#include "access/opened.h"
#include "access/totp.h"
#include "sqlite/database.h"

using namespace mizan;
using namespace mizan::access_test;

namespace {

constexpr std::uint64_t kHourEnd = kNow - kNow % kFailuresSeconds + kFailuresSeconds;

std::vector<AccessEvent> failures(Access& access) {
    auto events = access.events(0, kEventsAtOnce).value();
    std::erase_if(events, [](const auto& e) { return e.kind != EventKind::kLogInsFailed; });
    return events;
}

void guess(Opened& opened, std::string_view name, int times, std::uint64_t now = kNow) {
    for (int i = 0; i < times; ++i) (void)opened.log_in(name, now, "not this one");
}

}  // namespace

TEST_CASE("wrong attempts are one event an account and hour, when that is over") {
    Opened opened;
    opened.add("ann");
    guess(opened, "ann", 3);
    guess(opened, "no such name", 2);
    guess(opened, "nobody", 1);
    REQUIRE(opened.access.note_failures(kNow + 10).has_value());
    CHECK(failures(opened.access).empty());  // the hour goes on
    guess(opened, "ann", 4);
    REQUIRE(opened.access.note_failures(kHourEnd - 1).has_value());
    CHECK(failures(opened.access).empty());
    REQUIRE(opened.access.note_failures(kHourEnd).has_value());
    const auto folded = failures(opened.access);
    REQUIRE(folded.size() == 2);
    CHECK(folded[0].whom.empty());
    CHECK(folded[0].detail == "wrong 3, locked 0");
    CHECK(folded[1].whom == "ann");
    CHECK(folded[1].detail == "wrong 7, locked 0");
    CHECK(folded[1].who.empty());
    CHECK(folded[1].at == kHourEnd);
    REQUIRE(opened.access.note_failures(kHourEnd + 5).has_value());
    CHECK(failures(opened.access).size() == 2);  // once
}

TEST_CASE("what was written down of an hour outlives the process, and a lock-out is counted") {
    Opened opened;
    opened.add("ann");
    guess(opened, "ann", 10);
    CHECK(opened.log_in("ann").outcome == LogIn::Outcome::kWait);  // nothing is counted of it
    REQUIRE(opened.access.note_failures(kNow).has_value());
    auto again = opened.folder.open();
    REQUIRE(again.note_failures(kHourEnd + 7200).has_value());
    const auto folded = failures(again);
    REQUIRE(folded.size() == 1);
    CHECK(folded[0].detail == "wrong 10, locked 1");
}

TEST_CASE("a log-in that only lacks its code, and one that is right, are no failures") {
    Opened opened;
    opened.add("ann");
    (void)opened.token("ann");
    const auto secret = [&] {
        REQUIRE(opened.access.offer_totp({"ann", kGood, {}, {}}, kNow).has_value());
        auto db =
            sqlite::Database::open(opened.folder.file(), sqlite::Database::Mode::kWrite).value();
        return db.text("SELECT totp_pending FROM accounts WHERE name = 'ann'").value();
    }();
    const auto code = totp_code(secret, kNow / kTotpStepSeconds);
    REQUIRE(opened.access.confirm_totp({"ann", kGood, code, {}}, kNow).has_value());
    CHECK(opened.log_in("ann").outcome == LogIn::Outcome::kCodeNeeded);
    REQUIRE(opened.access.note_failures(kHourEnd).has_value());
    CHECK(failures(opened.access).empty());
}

TEST_CASE("who has a code can remove their own second factor, who has none cannot") {
    Opened opened;
    opened.add("ann");
    auto& access = opened.access;
    CHECK(access.drop_totp({"ann", kGood, {}, {}}, kNow).has_value());  // there is none
    REQUIRE(access.offer_totp({"ann", kGood, {}, {}}, kNow).has_value());
    std::string secret;
    {
        auto db =
            sqlite::Database::open(opened.folder.file(), sqlite::Database::Mode::kWrite).value();
        secret = db.text("SELECT totp_pending FROM accounts WHERE name = 'ann'").value();
    }
    const auto code = [&](std::uint64_t at) { return totp_code(secret, at / kTotpStepSeconds); };
    REQUIRE(access.confirm_totp({"ann", kGood, code(kNow), {}}, kNow).has_value());
    CHECK(code_of(access.drop_totp({"ann", kGood, {}, {}}, kNow)) == Code::kCodeNeeded);
    CHECK(code_of(access.drop_totp({"ann", kGood, code(kNow), {}}, kNow)) ==
          Code::kAccessDenied);  // it was used
    CHECK(code_of(access.drop_totp({"ann", "not this one", code(kNow + 30), {}}, kNow + 30)) ==
          Code::kAccessDenied);
    CHECK(access.account("ann").value().totp);
    CHECK(access.drop_totp({"ann", kGood, code(kNow + 30), {}}, kNow + 30).has_value());
    CHECK_FALSE(access.account("ann").value().totp);
    CHECK(kinds(access).ends_with("totp-added totp-removed"));
    CHECK(opened.log_in("ann", kNow + 30).outcome == LogIn::Outcome::kIn);
}

TEST_CASE("an administrator's own password and second factor are changed like anybody's") {
    Opened opened;
    auto& access = opened.access;
    CHECK(code_of(access.set_password(opened.admin, "admin", kGood, kNow)) ==
          Code::kAccessForbidden);
    CHECK(code_of(access.remove_totp(opened.admin, "admin", kNow)) == Code::kAccessForbidden);
    CHECK(access.set_password(Actor::console(), "admin", kGood, kNow).has_value());
}

TEST_CASE("sessions are listed, and ended one by one or all") {
    Opened opened;
    opened.add("ann");
    opened.add("ben");
    auto& access = opened.access;
    const Actor ann{"ann", {}, {}};
    const auto first = opened.token("ann", kNow);
    const auto second = opened.token("ann", kNow + 5);
    const auto of_ben = opened.token("ben");
    const auto list = access.sessions(ann, "ann", second, kNow + 10).value();
    REQUIRE(list.size() == 2);
    CHECK(list[0].current);
    CHECK_FALSE(list[1].current);
    CHECK(list[0].made_at == kNow + 5);
    CHECK(list[0].address == "192.0.2.1");
    CHECK(list[0].ends_at == kNow + 5 + kSessionSeconds);
    CHECK(list[0].id != list[1].id);
    CHECK(first.find(list[1].id) == std::string::npos);
    CHECK(code_of(access.sessions(ann, "ben", {}, kNow)) == Code::kAccessForbidden);
    CHECK(code_of(access.sessions(opened.admin, "no", {}, kNow)) == Code::kAccountUnknown);
    CHECK(access.sessions(ann, "ann", {}, kNow + 5 + kSessionIdleSeconds).value().empty());

    const auto ben = access.sessions(opened.admin, "ben", {}, kNow).value().at(0).id;
    CHECK(code_of(access.end_session(ann, "ben", ben, kNow)) == Code::kAccessForbidden);
    CHECK(access.end_session(ann, "ann", ben, kNow).has_value());  // another's: nothing happens
    CHECK(access.check_session(of_ben, kNow).has_value());
    CHECK(access.end_session(ann, "ann", list[1].id, kNow + 10).has_value());
    CHECK(code_of(access.check_session(first, kNow + 10)) == Code::kAccessDenied);
    CHECK(access.check_session(second, kNow + 10).has_value());
    CHECK(access.end_session(opened.admin, "ben", ben, kNow).has_value());
    CHECK(code_of(access.check_session(of_ben, kNow)) == Code::kAccessDenied);
    CHECK(kinds(access).ends_with("sessions-ended sessions-ended"));
}

TEST_CASE("accounts are listed a page at a time") {
    Opened opened;
    for (const auto* name : {"ann", "ben", "cem"}) opened.add(name);
    const auto page = opened.access.accounts("admin", 2).value();
    REQUIRE(page.size() == 2);
    CHECK(page[0].name == "ann");
    CHECK(page[1].name == "ben");
    CHECK(opened.access.accounts("cem").value().empty());
}

TEST_CASE("a file of schema 1 is brought up, with all that is in it") {
    const Folder folder;
    std::string token;
    {
        auto access = folder.open();
        (void)access.first_administrator(kNow);
        REQUIRE(access.set_password(Actor::console(), "admin", kGood, kNow).has_value());
        auto in = access.log_in({"admin", kGood, {}, "192.0.2.1"}, kNow);
        token = in.value().session.token;
    }
    {
        auto db = sqlite::Database::open(folder.file(), sqlite::Database::Mode::kWrite).value();
        REQUIRE(db.run("ALTER TABLE sessions DROP COLUMN address; DROP TABLE failed_log_ins; "
                       "DROP TABLE audited; PRAGMA user_version=1")
                    .has_value());
    }
    auto access = folder.open();
    CHECK(access.check_session(token, kNow).has_value());
    const auto sessions = access.sessions(Actor::console(), "admin", token, kNow).value();
    REQUIRE(sessions.size() == 1);
    CHECK(sessions[0].address.empty());
    CHECK(access.audit_mark().value().event == 0);
    REQUIRE(access.set_audit_mark({3, 7}).has_value());
    CHECK(folder.open().audit_mark().value().record == 7);
    CHECK(kinds(access) == "account-made password-set logged-in");
}
