// Source: the folder of plain text that a policy is, read whole, in canonical order. Its hash is the policy version.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "policy/diagnostic.h"

namespace mizan::policy {

enum class FileKind : std::uint8_t { kMarkdown, kRules, kTerms, kCases, kOther };

struct SourceFile {
    std::string path;  // relative to the policy's folder, with '/'
    std::string text;  // canonical: LF line ends, no trailing blanks on a line, no byte order mark
    FileKind kind = FileKind::kOther;
    std::string lang;  // of a .terms file: the name of its folder under lexicon/; else empty
};

struct Position {
    std::uint32_t line = 1;          // from 1
    std::uint32_t column = 1;        // from 1, in code points
    std::uint32_t column_bytes = 0;  // from 0, in bytes
};

class Source {
public:
    // Reads policy.md, *.rules, lexicon/LANG/*.terms and cases/*.jsonl under `dir`, sorted by path. Other files and
    // hidden ones are left alone. Errors: kPolicyMissing (no folder, no policy.md), kFileRead, kPolicyLimit.
    [[nodiscard]] static Result<Source> load(const std::string& dir);

    // The files that load() would read, as paths relative to `dir`, sorted. Errors: as load().
    [[nodiscard]] static Result<std::vector<std::string>> list(const std::string& dir);

    // True if load() reads a file of this path, relative to the policy's folder, once it is there.
    [[nodiscard]] static bool takes(std::string_view path);

    // For tests and fuzzing: the files given, with canonical text made of theirs.
    [[nodiscard]] static Source from_files(std::vector<SourceFile> files);

    [[nodiscard]] const std::vector<SourceFile>& files() const { return files_; }
    [[nodiscard]] const std::string& path(std::uint32_t file) const { return files_[file].path; }
    [[nodiscard]] std::string_view text(Loc loc) const {
        return std::string_view(files_[loc.file].text).substr(loc.begin, loc.end - loc.begin);
    }
    // The index of policy.md; 0 if there is none.
    [[nodiscard]] std::uint32_t main_file() const;
    [[nodiscard]] Position position(std::uint32_t file, std::uint32_t offset) const;
    [[nodiscard]] std::string_view line(std::uint32_t file, std::uint32_t line) const;

    // SHA-256, in hex, over "mizan-policy-v1\n" and for each file, by path: path, NUL, size in decimal, NUL, text.
    [[nodiscard]] std::string version() const;

private:
    std::vector<SourceFile> files_;
};

}  // namespace mizan::policy
