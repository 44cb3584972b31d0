// A response's head as HTTP/1.1 has it (RFC 9112). Private to this room.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "http/exchange.h"

namespace mizan::http {

enum class Framing : std::uint8_t { kLength, kChunked, kClose };

struct HeadForm {
    bool keep_alive = true;
    unsigned version = 11;  // of the request
    Framing framing = Framing::kLength;
    std::uint64_t now = 0;  // unix seconds; 0: there is no clock, and no date is told
};

// Status line and fields. Line ends in values become blanks.
void append_head(std::string& out, const Response& response, const HeadForm& form);
// A chunk, if there is anything in it, and the end of all chunks.
void append_chunk(std::string& out, std::string_view bytes, bool last);
// The words that go with a status: "Not Found".
[[nodiscard]] std::string_view reason_of(int status);

}  // namespace mizan::http
