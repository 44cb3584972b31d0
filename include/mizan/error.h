// Error: what went wrong, where, and what to do about it; for a policy, everything that is wrong with it at once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mizan::api {

// One remark of the policy compiler. Lines and columns count from 1, columns in code points; the end is exclusive.
struct Diagnostic {
    bool is_error = true;   // else a warning: the policy runs
    std::string_view code;  // "unknown-name"; stable
    std::string file;       // relative to the policy's folder
    std::uint32_t line = 1;
    std::uint32_t column = 1;
    std::uint32_t end_line = 1;
    std::uint32_t end_column = 1;
    std::string message;
    std::string hint;  // what to do; may be empty
    std::string text;  // all of it as a person reads it, with the line underlined; several lines
};

struct Error {
    // A stable slug: "policy-missing", "policy-invalid", "json-malformed", "field-type", "text-missing",
    // "text-too-long", ... docs/errors.md has a line for each. Points to static storage.
    std::string_view code;
    std::string message;                  // what is wrong and what to do about it
    std::string where;                    // file, file:line or field; may be empty
    std::vector<Diagnostic> diagnostics;  // for "policy-invalid", sorted by place; else empty
};

// "where: message [code]"
[[nodiscard]] std::string to_string(const Error& error);

}  // namespace mizan::api
