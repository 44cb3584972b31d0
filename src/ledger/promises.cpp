#include "ledger/promises.h"

#include <array>

#include "ledger/lines.h"

namespace mizan::ledger {

namespace {

std::unexpected<Error> no_promises(std::string_view what) {
    return fail({Code::kNoteMalformed, std::string("these are no promises: ").append(what), {}});
}

std::string text_of(const Promises& promises) {
    std::string out(kPromisesLine);
    for (const auto& line :
         {promises.origin, std::to_string(promises.at), std::to_string(promises.due),
          std::to_string(promises.count), to_base64(bytes_of(promises.root))})
        out.append("\n").append(line);
    return out.append("\n");
}

Result<Promises> read_text(std::string_view text) {
    std::array<std::string_view, 6> lines;
    for (auto& line : lines) {
        const auto next = take_line(text);
        if (!next) return no_promises("a line is missing");
        line = *next;
    }
    if (!text.empty()) return no_promises("there are further lines");
    const auto at = decimal(lines[2], kPromisesTime);
    const auto due = decimal(lines[3], kPromisesTime);
    if (!at || !due) return no_promises("a time is not a number in plain decimal digits");
    if (*due < *at) return no_promises("they are due before they were received");
    const auto count = decimal(lines[4], kPromisesCount);
    if (!count || *count == 0) return no_promises("how many they are is no such number");
    const auto root = to_hash(lines[5]);
    if (!root) return no_promises("the root is not the base64 of a hash");
    return Promises{std::string(lines[1]), *at, *due, *count, *root};
}

}  // namespace

std::string sign_promises(const Promises& promises, const Signer& signer) {
    Note note;
    note.text = text_of(promises);
    note.signatures.push_back(sign_note(note.text, signer));
    return to_string(note);
}

bool is_promises(std::string_view file) {
    return file.starts_with(kPromisesLine) && file.substr(kPromisesLine.size()).starts_with('\n');
}

Result<Promises> open_promises(std::string_view file, const VerifierKey& log) {
    if (!is_promises(file)) return no_promises("they do not begin as such");
    MZ_TRY(const auto note, parse_note(file));
    MZ_CHECK(check_signatures(note, std::array{log}));
    MZ_TRY(auto promises, read_text(note.text));
    if (promises.origin != log.name)
        return fail(
            {Code::kSignatureInvalid, "the promises are of another log: " + promises.origin, {}});
    return promises;
}

}  // namespace mizan::ledger
