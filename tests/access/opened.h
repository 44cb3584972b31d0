// A file of accounts in a folder of its own, at the least cost of hashing, with an administrator.
#pragma once

#include <doctest/doctest.h>
#include <sodium.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "access/access.h"

namespace mizan::access_test {

namespace fs = std::filesystem;
using namespace mizan::access;

inline constexpr std::uint64_t kNow = 1'790'000'000;
inline constexpr PasswordCost kCheap{crypto_pwhash_argon2id_OPSLIMIT_MIN,
                                     crypto_pwhash_argon2id_MEMLIMIT_MIN};
inline constexpr std::string_view kGood = "a sentence will do";

struct Folder {
    std::string path = (fs::temp_directory_path() / "mizan-access-XXXXXX").string();
    Folder() { REQUIRE(::mkdtemp(path.data()) != nullptr); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { fs::remove_all(path); }
    [[nodiscard]] std::string file() const { return path + "/access.db"; }
    [[nodiscard]] Access open(PasswordCost cost = kCheap) const {
        return Access::open({file(), true, cost}).value();
    }
};

struct Opened {
    Folder folder;
    Access access = folder.open();
    std::string admin_password = access.first_administrator(kNow).value().value();
    Actor admin{"admin", permissions_of(Role::kAdministrator), "192.0.2.200"};

    void add(std::string_view name, Role role = Role::kReviewer) {
        REQUIRE(access.add_account(admin, name, role, kGood, kNow).has_value());
    }
    [[nodiscard]] LogIn log_in(std::string_view name, std::uint64_t now = kNow,
                               std::string_view password = kGood, std::string_view code = {},
                               std::string_view address = "192.0.2.1") {
        return access.log_in({name, password, code, address}, now).value();
    }
    [[nodiscard]] std::string token(std::string_view name, std::uint64_t now = kNow) {
        auto answer = log_in(name, now);
        REQUIRE(answer.outcome == LogIn::Outcome::kIn);
        return answer.session.token;
    }
    [[nodiscard]] NewKey key(const std::string& scopes = "decide-posts",
                             std::uint64_t expires_at = 0) {
        return access
            .make_key(
                admin,
                {"a test", Role::kService, parse_permissions(scopes).value(), {}, 0, 0, expires_at},
                kNow)
            .value();
    }
};

// What went wrong; kInternal if nothing did.
template <class T> Code code_of(const Result<T>& result) {
    return result ? Code::kInternal : result.error().code;
}

inline std::string kinds(Access& access) {
    std::string out;
    const auto events = access.events(0, kEventsAtOnce).value();
    for (const auto& event : events) out.append(out.empty() ? "" : " ").append(name(event.kind));
    return out;
}

}  // namespace mizan::access_test
