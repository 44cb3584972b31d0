#include "publish/log_check.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

#include "base/files.h"
#include "ledger/tiles.h"
#include "publish/tile_writer.h"

namespace mizan::publish {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kCheckedAtOnce = 16'384;  // leaves

// Takes tiles as if it wrote them, and looks whether they stand on the disk.
class ComparingStore final : public TileStore {
public:
    ComparingStore(std::string folder, LogCheck& out, std::size_t limit)
        : folder_(std::move(folder)), out_(out), limit_(limit) {}

    Result<std::string> read(const ledger::TileId&) override {
        return fail({Code::kInternal, "a check reads no tiles", {}});
    }
    void drop_partials(int, std::uint64_t) override {}
    Result<void> sync() override { return {}; }
    Result<void> write(const ledger::TileId& tile, std::string_view bytes) override {
        const auto name = ledger::path(tile);
        seen_.insert(name);
        const auto found = read_file(folder_ + "/" + name, ledger::kBundleBytes);
        if (!found) {
            fault(name, "it is missing or cannot be read");
        } else if (*found != bytes) {
            fault(place(name, tile, *found, bytes), "it is not what the record says");
        }
        compare_partials(tile, bytes);
        return {};
    }
    void fault(std::string where, std::string what) {
        ++out_.found;
        if (out_.faults.size() < limit_) out_.faults.push_back({std::move(where), std::move(what)});
    }
    // Files that are part of no tile.
    void find_strays() {
        std::error_code ec;
        for (fs::recursive_directory_iterator at(folder_ + "/tile", ec), end; !ec && at != end;
             at.increment(ec)) {
            const auto name = fs::relative(at->path(), folder_, ec).generic_string();
            if (at->is_regular_file(ec) && !seen_.contains(name))
                fault(name, "this file belongs to no tile");
        }
    }

private:
    // "tile/0/000, hash 17" or "tile/entries/000, byte 4711".
    static std::string place(const std::string& name, const ledger::TileId& tile,
                             std::string_view found, std::string_view expected) {
        const auto at = static_cast<std::size_t>(
            std::mismatch(found.begin(), found.end(), expected.begin(), expected.end()).first -
            found.begin());
        if (tile.level != ledger::TileId::kEntriesLevel)
            return name + ", hash " + std::to_string(at / sizeof(ledger::Hash)) + " (byte " +
                   std::to_string(at) + ")";
        std::size_t entry = 0;
        for (std::size_t begin = 0; begin + 2 <= expected.size(); ++entry) {
            const auto size = static_cast<std::size_t>(static_cast<unsigned char>(expected[begin]))
                                  << 8 |
                              static_cast<unsigned char>(expected[begin + 1]);
            if (begin + 2 + size > at) break;
            begin += 2 + size;
        }
        return name + ", entry " + std::to_string(tile.index * ledger::kTileWidth + entry) +
               " (byte " + std::to_string(at) + ")";
    }
    // Those of sizes that were published on the way to this one.
    void compare_partials(const ledger::TileId& tile, std::string_view bytes) {
        const auto full = ledger::path({tile.level, tile.index, ledger::kTileWidth});
        std::error_code ec;
        for (fs::directory_iterator at(folder_ + "/" + full + ".p", ec), end; !ec && at != end;
             at.increment(ec)) {
            const auto name = full + ".p/" + at->path().filename().string();
            const auto id = ledger::parse_tile_path(name);
            if (!id || id->width >= tile.width) continue;  // a stray, or the tile itself
            seen_.insert(name);
            const auto found = read_file(folder_ + "/" + name, ledger::kBundleBytes);
            if (!found || !bytes.starts_with(*found) || !is_width(*id, *found))
                fault(name, "it is not the beginning of the tile that it became");
        }
    }
    static bool is_width(const ledger::TileId& id, std::string_view bytes) {
        if (id.level != ledger::TileId::kEntriesLevel)
            return bytes.size() == id.width * sizeof(ledger::Hash);
        return ledger::read_entries(bytes, id.width).has_value();
    }

    std::string folder_;
    LogCheck& out_;
    std::size_t limit_;
    std::set<std::string> seen_;
};

}  // namespace

Result<LogCheck> check_log(const std::string& folder, std::uint64_t size,
                           std::uint64_t size_of_interest, const GiveLeaves& leaves,
                           std::size_t limit) {
    LogCheck out;
    ComparingStore store(folder, out, limit);
    TileWriter writer(store);
    while (writer.tree().size() < size) {
        const auto first = writer.tree().size();
        MZ_TRY(const auto some,
               leaves(first, std::min<std::uint64_t>(kCheckedAtOnce, size - first)));
        if (some.empty()) {
            store.fault("log", "it has " + std::to_string(size) + " leaves, the store " +
                                   std::to_string(first));
            break;
        }
        for (const std::string_view leaf : some) {
            MZ_CHECK(writer.append({&leaf, 1}));
            if (writer.tree().size() == size_of_interest) out.root_at = writer.tree().root();
        }
    }
    MZ_CHECK(writer.finish());
    store.find_strays();
    out.edge = writer.tree().edge();
    out.root = writer.tree().root();
    if (size_of_interest == 0) out.root_at = ledger::empty_root();
    return out;
}

}  // namespace mizan::publish
