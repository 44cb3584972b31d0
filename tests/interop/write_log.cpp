// Writes a log of so many entries for other programs to read: `mizan_write_log DIR COUNT VKEY_FILE`.
#include <charconv>
#include <cstdio>
#include <string>
#include <vector>

#include "base/files.h"
#include "support/log_writer.h"

using namespace mizan;

namespace {

Result<void> write(const std::string& dir, std::size_t count, const std::string& vkey_file) {
    MZ_TRY(const auto signer,
           ledger::Signer::generate("example.com/mizan-log", ledger::KeyType::kEd25519));
    // Entries of many lengths, the empty one first, with every byte in them.
    std::vector<std::string> entries;
    for (std::size_t i = 0; i < count; ++i) {
        std::string entry;
        for (std::size_t at = 0; at < i % 300; ++at) entry.push_back(static_cast<char>(i + at));
        entries.push_back(std::move(entry));
    }
    MZ_CHECK(test::write_log(dir, entries, signer));
    return write_file(vkey_file, ledger::to_vkey(signer.key()) + "\n");
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    std::size_t count = 0;
    const bool number =
        arguments.size() == 3 &&
        std::from_chars(arguments[1].data(), arguments[1].data() + arguments[1].size(), count).ec ==
            std::errc();
    if (!number) {
        std::fputs("usage: mizan_write_log DIR COUNT VKEY_FILE\n", stderr);
        return 2;
    }
    const auto written = write(arguments[0], count, arguments[2]);
    if (written) return 0;
    std::fputs((to_string(written.error()) + "\n").c_str(), stderr);
    return 1;
}
