#include "cli/address.h"

#include <optional>
#include <string_view>

#include "ledger/lines.h"

namespace mizan::cli {

Result<Address> parse_address(const std::string& text) {
    constexpr std::uint64_t kLastPort = 65'535;
    const auto colon = text.rfind(':');
    const auto port = colon == text.npos
                          ? std::nullopt
                          : ledger::decimal(std::string_view(text).substr(colon + 1), kLastPort);
    if (!port || colon == 0)
        return fail({Code::kUsage, "--listen takes HOST:PORT, not \"" + text + "\"", {}});
    return Address{text.substr(0, colon), static_cast<int>(*port)};
}

}  // namespace mizan::cli
