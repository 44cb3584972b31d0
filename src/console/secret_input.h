// Asking a person for a secret, which does not show as it is typed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mizan::console {

// One line from standard input, without its end; at a terminal the prompt goes to standard error and what is typed does not show. A signal
// that ends the program finds the terminal as it was. Errors: kFileRead if there is no line, or it is longer than `max_bytes`.
[[nodiscard]] Result<std::string> read_secret(std::string_view prompt, std::size_t max_bytes);

}  // namespace mizan::console
