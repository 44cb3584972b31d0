// BodyFields: the members of a small JSON object that somebody sent.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

namespace mizan::server {

// A value. Errors: kFieldType, with the member's name as their place.
class BodyFields {
public:
    // Members are texts, whole numbers that are not negative, and lists of texts; null counts as not given. Errors: kJsonMalformed.
    [[nodiscard]] static Result<BodyFields> read(std::string_view body);

    [[nodiscard]] Result<std::string> text(std::string_view name) const;
    [[nodiscard]] Result<std::string> text_or(std::string_view name, std::string_view other) const;
    [[nodiscard]] Result<std::uint64_t> number_or(std::string_view name, std::uint64_t other) const;
    [[nodiscard]] Result<std::vector<std::string>> texts(
        std::string_view name) const;  // none: empty

private:
    using Value = std::variant<std::string, std::uint64_t, std::vector<std::string>>;
    [[nodiscard]] const Value* find(std::string_view name) const;
    std::map<std::string, Value, std::less<>> members_;
};

}  // namespace mizan::server
