#include "cli/self.h"

#include <openssl/evp.h>

#include <chrono>
#include <ctime>
#include <fstream>
#include <memory>
#include <vector>

namespace mizan::cli {

namespace {

constexpr std::size_t kPieceBytes = 1u << 18;
constexpr auto kProgram = "/proc/self/exe";

}  // namespace

std::uint64_t unix_now() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::seconds>(now).count());
}

std::string utc(std::uint64_t unix_seconds) {
    const auto seconds = static_cast<std::time_t>(unix_seconds);
    std::tm parts{};
    char text[40];
    if (::gmtime_r(&seconds, &parts) == nullptr) return {};
    return {text, std::strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &parts)};
}

// In pieces: with what a debugger wants to know, the program is larger than all that it needs of memory.
Result<Sha256> program_hash() {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> state(EVP_MD_CTX_new(),
                                                                        EVP_MD_CTX_free);
    std::ifstream file(kProgram, std::ios::binary);
    bool ok = state && file && EVP_DigestInit_ex(state.get(), EVP_sha256(), nullptr) == 1;
    std::vector<char> piece(kPieceBytes);
    while (ok && file) {
        file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        ok = EVP_DigestUpdate(state.get(), piece.data(), static_cast<std::size_t>(file.gcount())) ==
             1;
    }
    Sha256 hash;
    if (!ok || !file.eof() || EVP_DigestFinal_ex(state.get(), hash.data(), nullptr) != 1)
        return fail({Code::kFileRead, "cannot be read to be hashed", kProgram});
    return hash;
}

}  // namespace mizan::cli
