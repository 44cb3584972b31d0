// Keys of machines: what they may, how they end, what other programs change.
#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "access/opened.h"
#include "access/tokens.h"
#include "sqlite/database.h"

using namespace mizan;
using namespace mizan::access_test;

namespace {

KeyOrder an_order(const std::string& scopes, Role role = Role::kService) {
    KeyOrder out;
    out.name = "a test";
    out.role = role;
    out.scopes = parse_permissions(scopes).value();
    return out;
}

}  // namespace

TEST_CASE("a key is told once and tells who asks") {
    Opened opened;
    auto order = an_order("decide-posts,flag");
    order.platform = "garden-club";
    order.rate_per_s = 20;
    const auto key = opened.access.make_key(opened.admin, order, kNow).value();
    CHECK(key.text.starts_with("mzk_" + key.id + "_"));
    const auto who = opened.access.check_key(key.text, kNow).value();
    CHECK(who.key_id == key.id);
    CHECK(who.who() == "key:" + key.id);
    CHECK(who.account.empty());
    CHECK(who.role == Role::kService);
    CHECK(to_string(who.permissions) == "decide-posts,flag");
    CHECK(who.is_for("garden-club"));
    CHECK_FALSE(who.is_for("another"));
    CHECK(who.rate_per_s == 20);
    CHECK(who.burst == 20);
    const auto all = opened.access.keys().value();
    REQUIRE(all.size() == 1);
    CHECK(all[0].id == key.id);
    CHECK(all[0].maker == "admin");
    CHECK(all[0].order.scopes == order.scopes);
    CHECK(all[0].order.name == "a test");
    CHECK(all[0].revoked_at == 0);
}

TEST_CASE("a key with one character changed is none") {
    Opened opened;
    const auto key = opened.key();
    for (std::size_t i = 0; i < key.text.size(); ++i) {
        auto wrong = key.text;
        wrong[i] = wrong[i] == 'x' ? 'y' : 'x';
        CHECK(code_of(opened.access.check_key(wrong, kNow)) == Code::kAccessDenied);
    }
    const auto other = opened.key();
    const auto mixed = key_text(key.id, parse_key(other.text)->secret);
    CHECK(code_of(opened.access.check_key(mixed, kNow)) == Code::kAccessDenied);
    for (const auto& wrong : {std::string(), key.id, key.text + "x", " " + key.text})
        CHECK(code_of(opened.access.check_key(wrong, kNow)) == Code::kAccessDenied);
    CHECK(opened.access.check_key(key.text, kNow).has_value());
}

TEST_CASE("what is for people alone since a key was made is no longer the key's") {
    Opened opened;
    const auto key =
        opened.access.make_key(opened.admin, an_order("flag", Role::kLead), kNow).value();
    auto db = sqlite::Database::open(opened.folder.file(), sqlite::Database::Mode::kWrite).value();
    REQUIRE(db.run("UPDATE keys SET scopes = 'flag,lift-brakes'").has_value());
    auto access = opened.folder.open();
    const auto who = access.check_key(key.text, kNow).value();
    CHECK(who.may(Permission::kFlag));
    CHECK_FALSE(who.may(Permission::kLiftBrakes));
}

TEST_CASE("a key has no more than its role, its maker, and a machine may have") {
    Opened opened;
    auto& access = opened.access;
    const auto code = [&](const Actor& by, const KeyOrder& order) {
        return code_of(access.make_key(by, order, kNow));
    };
    CHECK(code(opened.admin, an_order("review-cases")) == Code::kFieldType);  // not of a service
    CHECK(code(opened.admin, an_order("manage-accounts", Role::kAdministrator)) ==
          Code::kFieldType);
    CHECK(code(opened.admin, an_order("manage-keys", Role::kAdministrator)) == Code::kFieldType);
    CHECK(code(opened.admin, an_order("lift-brakes", Role::kLead)) == Code::kFieldType);
    CHECK(code(opened.admin, an_order("")) == Code::kFieldType);
    const Actor lead{"admin", permissions_of(Role::kLead), {}};
    CHECK(code(lead, an_order("flag")) == Code::kAccessForbidden);
    auto narrow = PermissionSet().add(Permission::kManageKeys).add(Permission::kFlag);
    CHECK(code({"admin", narrow, {}}, an_order("decide-posts,flag")) == Code::kAccessForbidden);
    CHECK(code({"admin", narrow, {}}, an_order("flag")) == Code::kInternal);  // none
    CHECK(code({"nobody", PermissionSet::all(), {}}, an_order("flag")) == Code::kAccountUnknown);
    auto order = an_order("flag");
    order.name = "";
    CHECK(code(opened.admin, order) == Code::kFieldType);
    order.name = "two\nlines";
    CHECK(code(opened.admin, order) == Code::kFieldType);
    order = an_order("flag");
    order.platform = std::string(65, 'p');
    CHECK(code(opened.admin, order) == Code::kFieldType);
    order = an_order("flag");
    order.rate_per_s = 1'000'001;
    CHECK(code(opened.admin, order) == Code::kFieldType);
    order = an_order("flag");
    order.expires_at = kNow;
    CHECK(code(opened.admin, order) == Code::kFieldType);
}

TEST_CASE("a key may no more than its maker may now") {
    Opened opened;
    auto& access = opened.access;
    opened.add("ann", Role::kAdministrator);
    const Actor ann{"ann", permissions_of(Role::kAdministrator), {}};
    const auto key = access.make_key(ann, an_order("decide-posts,flag"), kNow).value();
    const auto machine = access.make_key(Actor::console(), an_order("flag"), kNow).value();
    const auto may = [&](const NewKey& k) {
        const auto who = access.check_key(k.text, kNow);
        return who ? to_string(who->permissions) : std::string("nothing");
    };
    CHECK(may(key) == "decide-posts,flag");
    REQUIRE(access.set_role(opened.admin, "ann", Role::kLead, kNow).has_value());
    CHECK(may(key) == "flag");
    REQUIRE(access.set_role(opened.admin, "ann", Role::kAnalyst, kNow).has_value());
    CHECK(may(key) == "nothing");
    REQUIRE(access.set_role(opened.admin, "ann", Role::kAdministrator, kNow).has_value());
    CHECK(may(key) == "decide-posts,flag");
    REQUIRE(access.disable(opened.admin, "ann", kNow).has_value());
    CHECK(may(key) == "nothing");
    CHECK(may(machine) == "flag");
    // Handed over.
    const auto ours = access.rotate_key(opened.admin, key.id, 0, kNow).value();
    CHECK(may(ours) == "decide-posts,flag");
    CHECK(access.keys().value().back().maker == "admin");
}

TEST_CASE("a key ends at its time") {
    Opened opened;
    const auto key = opened.key("flag", kNow + 100);
    CHECK(opened.access.check_key(key.text, kNow + 99).has_value());
    CHECK(code_of(opened.access.check_key(key.text, kNow + 100)) == Code::kAccessDenied);
    CHECK(code_of(opened.access.revoke_key(opened.admin, key.id, kNow + 100)) ==
          Code::kApiKeyUnknown);
}

TEST_CASE("a revoked key is none, and stays in the list") {
    Opened opened;
    const auto key = opened.key();
    const auto other = opened.key();
    const Actor lead{"admin", permissions_of(Role::kLead), {}};
    CHECK(code_of(opened.access.revoke_key(lead, key.id, kNow)) == Code::kAccessForbidden);
    CHECK(opened.access.revoke_key(opened.admin, key.id, kNow + 5).has_value());
    CHECK(code_of(opened.access.check_key(key.text, kNow + 5)) == Code::kAccessDenied);
    CHECK(opened.access.check_key(other.text, kNow + 5).has_value());
    CHECK(code_of(opened.access.revoke_key(opened.admin, key.id, kNow + 6)) ==
          Code::kApiKeyUnknown);
    CHECK(opened.access.keys().value()[0].revoked_at == kNow + 5);
    // A whole key that was typed for an id is not repeated.
    const auto typed = opened.access.revoke_key(opened.admin, other.text, kNow);
    CHECK(to_string(typed.error()).find(other.text) == std::string::npos);
}

TEST_CASE("a rotated key goes on for as long as was asked") {
    Opened opened;
    auto& access = opened.access;
    const auto old = opened.key("decide-posts", kNow + 10'000);
    const auto fresh = access.rotate_key(opened.admin, old.id, 60, kNow).value();
    CHECK(fresh.id != old.id);
    CHECK(access.check_key(old.text, kNow + 59).has_value());
    CHECK_FALSE(access.check_key(old.text, kNow + 60).has_value());
    CHECK(access.check_key(fresh.text, kNow + 9'999).has_value());
    CHECK_FALSE(access.check_key(fresh.text, kNow + 10'000).has_value());
    CHECK(code_of(access.rotate_key(opened.admin, old.id, 60, kNow + 60)) == Code::kApiKeyUnknown);
    CHECK(code_of(access.rotate_key(opened.admin, fresh.id, kGraceMost + 1, kNow)) ==
          Code::kFieldType);
    const auto last = access.rotate_key(opened.admin, fresh.id, 50'000, kNow).value();
    CHECK_FALSE(
        access.check_key(fresh.text, kNow + 10'000).has_value());  // grace lengthens nothing
    CHECK(access.check_key(last.text, kNow).has_value());
    CHECK(kinds(access) == "account-made key-made key-rotated key-rotated");
    CHECK(access.events(0, 9).value()[2].whom == "key:" + old.id);
    CHECK(access.events(0, 9).value()[2].detail == "key:" + fresh.id);
}

TEST_CASE("what another program does with keys is seen after reload()") {
    Opened opened;
    const auto key = opened.key();
    auto other = opened.folder.open();
    CHECK(other.check_key(key.text, kNow).has_value());
    const auto theirs = other.make_key(Actor::console(), an_order("flag"), kNow).value();
    REQUIRE(other.revoke_key(Actor::console(), key.id, kNow).has_value());
    CHECK_FALSE(other.check_key(key.text, kNow).has_value());
    REQUIRE(opened.access.reload().has_value());
    CHECK(code_of(opened.access.check_key(key.text, kNow)) == Code::kAccessDenied);
    CHECK(opened.access.check_key(theirs.text, kNow).has_value());
    REQUIRE(opened.access.reload().has_value());
    CHECK(opened.access.check_key(theirs.text, kNow).has_value());
}

TEST_CASE("the last use of a key is noted to a minute, and written when it is asked for") {
    Opened opened;
    const auto key = opened.key();
    const auto last_use = [](Access& access) { return access.keys().value()[0].last_use_at; };
    CHECK(last_use(opened.access) == 0);
    CHECK(opened.access.check_key(key.text, kNow).has_value());
    CHECK(opened.access.check_key(key.text, kNow + 59).has_value());
    CHECK(last_use(opened.access) == kNow);
    auto other = opened.folder.open();
    CHECK(last_use(other) == 0);
    REQUIRE(opened.access.note_uses().has_value());
    CHECK(last_use(other) == kNow);
    CHECK(opened.access.check_key(key.text, kNow + 60).has_value());
    (void)opened.key();  // the ring is made anew: the use is not lost
    REQUIRE(opened.access.note_uses().has_value());
    CHECK(last_use(other) == kNow + 60);
    CHECK_FALSE(opened.access.check_key(key.text + "x", kNow + 999).has_value());
    CHECK(opened.access.check_key(key.text, kNow + 200).has_value());
    REQUIRE(opened.access.revoke_key(opened.admin, key.id, kNow + 201).has_value());
    CHECK(last_use(other) == kNow + 200);
}

TEST_CASE("a key is checked in about a microsecond") {
    Opened opened;
    const auto key = opened.key();
    constexpr int kTimes = 2000;
    auto least = std::chrono::nanoseconds::max();
    for (int round = 0; round < 20; ++round) {
        const auto start = std::chrono::steady_clock::now();
        for (int i = 0; i < kTimes; ++i)
            if (!opened.access.check_key(key.text, kNow)) FAIL("a key was refused");
        least = std::min<std::chrono::nanoseconds>(least, std::chrono::steady_clock::now() - start);
    }
    MESSAGE("check_key: " << least.count() / kTimes << " ns");
    CHECK(least.count() / kTimes <
          50'000);  // under sanitizers and other work; docs tell the real one
}

TEST_CASE("keys are checked while others are made and revoked") {
    Opened opened;
    const auto key = opened.key();
    std::atomic<bool> end = false;
    std::atomic<bool> right = true;
    std::thread checking([&] {
        while (!end)
            if (!opened.access.check_key(key.text, kNow)) right = false;
    });
    for (int i = 0; i < 20; ++i) {
        const auto other = opened.key();
        REQUIRE(opened.access.check_key(other.text, kNow).has_value());
        REQUIRE(opened.access.revoke_key(opened.admin, other.id, kNow).has_value());
        REQUIRE_FALSE(opened.access.check_key(other.text, kNow).has_value());
    }
    end = true;
    checking.join();
    CHECK(right);
}
