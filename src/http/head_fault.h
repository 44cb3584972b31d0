// Heads of requests that Beast lets pass and that are refused all the same. Private to this room.
#pragma once

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/message.hpp>

#include <cstddef>

#include "http/web_server.h"

namespace mizan::http {

// Of fields that came one by one beyond the limit, and of bodies whose end is told in a way that Beast passes over, so that one server
// takes for a second request what another takes for the body (RFC 9112, section 6.1). Nothing if all is well.
inline boost::beast::error_code fault_of(
    const boost::beast::http::header<true, boost::beast::http::fields>& in) {
    using boost::beast::http::error;
    std::size_t bytes = in.method_string().size() + in.target().size();
    std::size_t codings = 0;
    for (const auto& field : in) {
        constexpr std::size_t kAround = 4;  // ": " and the line end
        bytes += field.name_string().size() + field.value().size() + kAround;
        if (field.name() != boost::beast::http::field::transfer_encoding) continue;
        ++codings;
        if (in.version() < 11 || !boost::beast::iequals(field.value(), "chunked"))
            return error::bad_transfer_encoding;
    }
    if (codings > 1) return error::bad_transfer_encoding;
    return bytes > kHeadBytes ? error::header_limit : boost::beast::error_code();
}

}  // namespace mizan::http
