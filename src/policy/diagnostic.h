// Diagnostics: what a policy author is told. All at once, each with a code, a place, labels, a hint and, where we can, a fix.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace mizan::policy {

class Source;

enum class Severity : std::uint8_t { kError, kWarning };

enum class Diag : std::uint8_t {
#define X(enumerator, slug, severity) enumerator,
#include "policy/diagnostic_codes.inc"
#undef X
};

[[nodiscard]] std::string_view name(Diag code);  // "unknown-name"
[[nodiscard]] Severity severity(Diag code);

// Bytes [begin, end) of one source file.
struct Loc {
    std::uint32_t file = 0;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

struct Label {
    Loc loc;
    std::string message;
};

struct Diagnostic {
    Diag code = Diag::kSyntax;
    Loc loc;
    std::string message;
    std::vector<Label> labels;  // other places that matter: "first defined here"
    std::string hint;           // what to do; may be empty
    std::string fix;            // text that could stand at `loc` instead; may be empty
};

// Collects; never stops at the first. The same of the same place is told once, however often a pattern is put in or
// repeated. At most kMaxDiagnostics are kept, the rest counted.
class Diagnostics {
public:
    static constexpr std::size_t kMaxDiagnostics = 1000;
    Diagnostic& add(Diag code, Loc loc, std::string message, std::string hint = {});
    [[nodiscard]] bool has_errors() const { return errors_ > 0; }
    [[nodiscard]] std::size_t errors() const { return errors_; }
    [[nodiscard]] std::size_t warnings() const { return warnings_; }
    [[nodiscard]] std::size_t dropped() const { return dropped_; }
    [[nodiscard]] const std::vector<Diagnostic>& all() const { return all_; }
    void sort();  // by file, place, code

private:
    std::vector<Diagnostic> all_;
    std::set<std::tuple<Diag, std::uint32_t, std::uint32_t, std::uint32_t, std::string>>
        told_;             // code, place and message of all_
    Diagnostic overflow_;  // takes what is not kept
    std::size_t errors_ = 0;
    std::size_t warnings_ = 0;
    std::size_t dropped_ = 0;
};

// What the author sees: "file:line:col: error[code]: message", the line with the place underlined, labels, hint, fix.
[[nodiscard]] std::string to_text(const Diagnostic& diagnostic, const Source& source, bool colour);

// One JSON array of {code, severity, file, line, column, end_line, end_column, message, labels, hint, fix}.
[[nodiscard]] std::string to_json(const Diagnostics& diagnostics, const Source& source);

}  // namespace mizan::policy
