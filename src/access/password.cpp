#include "access/password.h"

#include <sodium.h>

#include <algorithm>

namespace mizan::access {

namespace {

static_assert(PasswordCost().passes == crypto_pwhash_argon2id_OPSLIMIT_INTERACTIVE);
static_assert(PasswordCost().bytes == crypto_pwhash_argon2id_MEMLIMIT_INTERACTIVE);

char folded(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_but_for_case(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, folded, folded);
}

}  // namespace

Result<void> check_new_password(std::string_view account, std::string_view password) {
    const auto chars = std::ranges::count_if(
        password, [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; });
    if (static_cast<std::size_t>(chars) < kPasswordChars)
        return fail({Code::kPasswordRefused,
                     "a password has at least " + std::to_string(kPasswordChars) + " characters",
                     {}});
    if (password.size() > kPasswordBytes)
        return fail({Code::kPasswordRefused,
                     "a password has at most " + std::to_string(kPasswordBytes) + " bytes",
                     {}});
    if (same_but_for_case(account, password))
        return fail({Code::kPasswordRefused, "the account's name is no password", {}});
    return {};
}

Result<std::string> hash_password(std::string_view password, PasswordCost cost) {
    std::string out(crypto_pwhash_STRBYTES, '\0');
    if (crypto_pwhash_str(out.data(), password.data(), password.size(), cost.passes, cost.bytes) !=
        0)
        return fail({Code::kInternal, "no memory to hash a password", {}});
    out.resize(out.find('\0'));
    return out;
}

bool verify_password(const std::string& hash, std::string_view password) {
    // A longer one cannot be right, but is not to be told by its time either.
    const bool fits = password.size() <= kPasswordBytes;
    const bool right = crypto_pwhash_str_verify(hash.c_str(), password.data(),
                                                fits ? password.size() : kPasswordBytes) == 0;
    return right && fits;
}

bool verify_nobody(std::string_view password, PasswordCost cost) {
    // Hashing takes as long as verifying, which hashes and compares.
    const auto shorter = password.substr(0, kPasswordBytes);
    (void)hash_password(shorter, cost).has_value();
    return false;
}

bool needs_rehash(const std::string& hash, PasswordCost cost) {
    return crypto_pwhash_str_needs_rehash(hash.c_str(), cost.passes, cost.bytes) != 0;
}

bool HashTurns::enter() {
    std::unique_lock hold(lock_);
    if (inside_ >= kAtOnce) {
        if (waiting_ >= kWaiting) return false;
        ++waiting_;
        free_.wait(hold, [this] { return inside_ < kAtOnce; });
        --waiting_;
    }
    ++inside_;
    return true;
}

void HashTurns::leave() {
    {
        const std::lock_guard hold(lock_);
        --inside_;
    }
    free_.notify_one();
}

unsigned HashTurns::waiting() {
    const std::lock_guard hold(lock_);
    return waiting_;
}

}  // namespace mizan::access
