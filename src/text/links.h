// Where links and domain names end. Pure functions over bytes.
#pragma once

#include <cstddef>
#include <string_view>

namespace mizan::text {

// The end of a link's bytes from `at` on: up to white space, a quotation mark or an angle bracket, without the marks that
// end the sentence around it. Not before `at`.
[[nodiscard]] std::size_t link_end(std::string_view text, std::size_t at);

// The end of "label.label.tld" that begins at `begin`, if its last label is a well-known top-level domain, else 0.
[[nodiscard]] std::size_t domain_end(std::string_view text, std::size_t begin);

// The end of an optional ":port", "/path", "?query" or "#fragment" at `at`.
[[nodiscard]] std::size_t path_end(std::string_view text, std::size_t at);

}  // namespace mizan::text
