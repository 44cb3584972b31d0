#include "policy/source.h"

#include <algorithm>
#include <filesystem>

#include "base/files.h"
#include "base/limits.h"
#include "base/sha256.h"

namespace mizan::policy {

namespace fs = std::filesystem;

namespace {

FileKind kind_of(std::string_view path) {
    if (path == "policy.md") return FileKind::kMarkdown;
    if (path.ends_with(".rules")) return FileKind::kRules;
    if (path.starts_with("lexicon/") && path.ends_with(".terms")) return FileKind::kTerms;
    if (path.starts_with("cases/") && path.ends_with(".jsonl")) return FileKind::kCases;
    return FileKind::kOther;
}

std::string language_of(std::string_view path) {
    if (!path.starts_with("lexicon/")) return {};
    path.remove_prefix(8);
    const auto slash = path.find('/');
    return slash == std::string_view::npos ? std::string() : std::string(path.substr(0, slash));
}

std::string canonical(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    std::string out;
    out.reserve(text.size() + 1);
    while (!text.empty()) {
        const auto end = text.find('\n');
        auto line = text.substr(0, end);
        while (!line.empty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\r'))
            line.remove_suffix(1);
        out.append(line).push_back('\n');
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return out;
}

}  // namespace

bool Source::takes(std::string_view path) {
    const bool hidden = path.starts_with('.') || path.find("/.") != std::string_view::npos;
    return !hidden && kind_of(path) != FileKind::kOther;
}

// Hidden files, editors' leftovers and links stay out: what is hashed is what is listed in load()'s promise.
Result<std::vector<std::string>> Source::list(const std::string& dir) {
    std::error_code ec;
    std::vector<std::string> paths;
    fs::recursive_directory_iterator it(dir, fs::directory_options::none, ec);
    if (ec)
        return fail(
            {Code::kPolicyMissing, "cannot read the policy's folder: " + ec.message(), dir});
    for (const fs::recursive_directory_iterator end; it != end; it.increment(ec)) {
        if (ec) return fail({Code::kFileRead, ec.message(), dir});
        const auto relative = it->path().lexically_relative(dir).generic_string();
        const auto base = it->path().filename().string();
        if (base.starts_with(".")) {
            if (it->is_directory(ec)) it.disable_recursion_pending();
            continue;
        }
        if (it->is_symlink(ec) || !it->is_regular_file(ec) || kind_of(relative) == FileKind::kOther)
            continue;
        paths.push_back(relative);
        if (paths.size() > limits::kPolicyFiles) {
            return fail({Code::kPolicyLimit,
                         "more than " + std::to_string(limits::kPolicyFiles) + " files", dir});
        }
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

Result<Source> Source::load(const std::string& dir) {
    std::error_code ec;
    if (!fs::is_directory(dir, ec)) return fail({Code::kPolicyMissing, "no such folder", dir});
    MZ_TRY(const auto paths, list(dir));
    std::vector<SourceFile> files;
    for (const auto& path : paths) {
        MZ_TRY(auto text, read_file(dir + "/" + path, limits::kPolicyFileBytes));
        files.push_back({path, std::move(text), FileKind::kOther, {}});
    }
    auto source = from_files(std::move(files));
    const bool has_text =
        std::any_of(source.files_.begin(), source.files_.end(),
                    [](const SourceFile& f) { return f.kind == FileKind::kMarkdown; });
    if (!has_text)
        return fail(
            {Code::kPolicyMissing, "the folder has no policy.md, the text that people read", dir});
    return source;
}

Source Source::from_files(std::vector<SourceFile> files) {
    Source source;
    source.files_ = std::move(files);
    std::stable_sort(source.files_.begin(), source.files_.end(),
                     [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
    for (auto& file : source.files_) {
        file.text = canonical(file.text);
        file.kind = kind_of(file.path);
        file.lang = language_of(file.path);
    }
    return source;
}

std::uint32_t Source::main_file() const {
    for (std::uint32_t i = 0; i < files_.size(); ++i) {
        if (files_[i].kind == FileKind::kMarkdown) return i;
    }
    return 0;
}

Position Source::position(std::uint32_t file, std::uint32_t offset) const {
    const auto& text = files_[file].text;
    Position p;
    const auto stop = std::min<std::size_t>(offset, text.size());
    std::size_t line_start = 0;
    for (std::size_t i = 0; i < stop; ++i) {
        if (text[i] == '\n') {
            ++p.line;
            line_start = i + 1;
        }
    }
    for (std::size_t i = line_start; i < stop; ++i)
        p.column += (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
    p.column_bytes = static_cast<std::uint32_t>(stop - line_start);
    return p;
}

std::string_view Source::line(std::uint32_t file, std::uint32_t line) const {
    std::string_view text = files_[file].text;
    for (std::uint32_t i = 1; i < line; ++i) {
        const auto end = text.find('\n');
        if (end == std::string_view::npos) return {};
        text.remove_prefix(end + 1);
    }
    return text.substr(0, text.find('\n'));
}

std::string Source::version() const {
    constexpr std::size_t kSizeDigits = 24;  // and the two zeros
    std::string bytes = "mizan-policy-v1\n";
    std::size_t size = bytes.size();
    for (const auto& file : files_) size += file.path.size() + file.text.size() + kSizeDigits;
    bytes.reserve(size);
    for (const auto& file : files_) {
        bytes.append(file.path).push_back('\0');
        bytes.append(std::to_string(file.text.size())).push_back('\0');
        bytes.append(file.text);
    }
    return to_hex(sha256(bytes));
}

}  // namespace mizan::policy
