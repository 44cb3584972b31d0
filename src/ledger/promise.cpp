#include "ledger/promise.h"

#include <array>
#include <charconv>

#include "base/sha256.h"

namespace mizan::ledger {

namespace {

std::unexpected<Error> no_promise(std::string_view what) {
    return fail({Code::kNoteMalformed, std::string("this is no promise: ").append(what), {}});
}

}  // namespace

std::string sign_promise(const Promise& promise, const Signer& signer) {
    Note note;
    note.text = std::string(kPromiseLine)
                    .append("\n")
                    .append(promise.origin)
                    .append("\n")
                    .append(std::to_string(promise.due))
                    .append("\n")
                    .append(promise.entry)
                    .append("\n");
    note.signatures.push_back(sign_note(note.text, signer));
    return to_string(note);
}

bool is_promise(std::string_view file) {
    return file.starts_with(kPromiseLine) && file.substr(kPromiseLine.size()).starts_with('\n');
}

Result<Promise> open_promise(std::string_view file, const VerifierKey& log) {
    if (!is_promise(file)) return no_promise("it does not begin as one");
    MZ_TRY(const auto note, parse_note(file));
    MZ_CHECK(check_signatures(note, std::array{log}));
    std::array<std::string_view, 4> lines;
    std::string_view left = note.text;
    for (auto& line : lines) {
        const auto end = left.find('\n');
        if (end == left.npos) return no_promise("a line is missing");
        line = left.substr(0, end);
        left.remove_prefix(end + 1);
    }
    if (!left.empty()) return no_promise("there are further lines");
    Promise promise{std::string(lines[1]), 0, std::string(lines[3])};
    const auto read = std::from_chars(lines[2].begin(), lines[2].end(), promise.due);
    if (read.ec != std::errc{} || read.ptr != lines[2].end())
        return no_promise("its time is no number");
    if (promise.origin != log.name)
        return fail(
            {Code::kSignatureInvalid, "the promise is of another log: " + promise.origin, {}});
    return promise;
}

}  // namespace mizan::ledger
