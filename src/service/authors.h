// Authors: what a running service is told of those who write, by whoever keeps casework.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>

namespace mizan::service {

class Authors {
public:
    // Strikes of an author in force. Thread-safe; waits for no disk but its own.
    using Strikes =
        std::function<std::uint32_t(std::string_view platform, std::string_view author)>;

    // Before anything is decided, or never: then nobody has any.
    void set_strikes(Strikes strikes) { strikes_ = std::move(strikes); }
    [[nodiscard]] std::uint32_t strikes_of(std::string_view platform,
                                           std::string_view author) const {
        return strikes_ && !author.empty() ? strikes_(platform, author) : 0;
    }

private:
    Strikes strikes_;
};

}  // namespace mizan::service
