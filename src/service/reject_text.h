// How a record that was not taken is told. Private to this room.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"
#include "service/moderate.h"

namespace mizan::service {

// Appends one line: of `raw`, the record as it came, as much as kRejectRawBytes allows.
void append_reject(std::string& out, RejectFormat format, const Error& error, std::uint64_t line,
                   std::string_view file, std::string_view raw);

}  // namespace mizan::service
