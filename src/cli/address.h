// Where a server of ours listens, as --listen has it.
#pragma once

#include <string>

#include "base/result.h"

namespace mizan::cli {

struct Address {
    std::string host;
    int port = 0;  // 0: any that is free
};

// HOST:PORT. Errors: kUsage.
[[nodiscard]] Result<Address> parse_address(const std::string& text);

}  // namespace mizan::cli
