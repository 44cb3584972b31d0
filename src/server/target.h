// Target: a request's path and query, taken apart and decoded.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mizan::server {

// %XX decoded ('+' too, of a query); nothing if an escape is malformed or hides a NUL.
[[nodiscard]] std::optional<std::string> percent_decoded(std::string_view text, bool query = false);

class Query {
public:
    // Nothing if it is malformed, or has more than kMost members.
    [[nodiscard]] static std::optional<Query> read(std::string_view text);
    // The first of that name; nothing if there is none.
    [[nodiscard]] std::optional<std::string> get(std::string_view name) const;

    static constexpr std::size_t kMost = 32;

private:
    std::vector<std::pair<std::string, std::string>> members_;
};

// Whether a path is of the form "/a/{name}/b": a segment in braces stands for any one segment that is not empty, "{name...}" at the end
// for the rest of the path. Fills what stands for them, decoded.
[[nodiscard]] bool matches(std::string_view form, std::string_view path,
                           std::vector<std::string>& params);

}  // namespace mizan::server
