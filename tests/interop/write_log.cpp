// Writes a log of so many entries for other programs to read: `mizan_write_log DIR COUNT VKEY_FILE`. Beside the key, in
// VKEY_FILE.promises, stand promises of the same entries.
#include <charconv>
#include <cstdio>
#include <string>
#include <vector>

#include "base/files.h"
#include "ledger/promises.h"
#include "ledger/whole_tree.h"
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
    std::vector<ledger::Hash> leaves;
    for (const auto& entry : entries) leaves.push_back(ledger::leaf_hash(entry));
    const ledger::WholeTree tree(std::move(leaves));
    MZ_CHECK(write_file(
        vkey_file + ".promises",
        ledger::sign_promises(
            {signer.key().name, 1'790'000'000, 1'790'003'660, tree.size(), tree.root()}, signer)));
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
