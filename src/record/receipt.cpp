#include "record/receipt.h"

#include <algorithm>
#include <cassert>

#include "base/json.h"
#include "base/utf8.h"
#include "ledger/base64.h"
#include "record/receipt_text.h"
#include "record/seal.h"

namespace mizan::record {

namespace {

constexpr std::string_view kHead = "{\n  \"mizan_receipt\": 1,\n  \"platform\": ";

std::string head_of(std::string_view platform) {
    std::string out(kHead);
    json::append_string(out, platform);
    return out.append(",\n  \"flag\": ");
}

std::string tail_of_receipt(std::string_view promises) {
    std::string out = ",\n  \"promises\": ";
    json::append_string(out, promises);
    return out.append("\n}\n");
}

void append_opening(std::string& out, const Opening& opening) {
    json::Object object(out);
    object.text("field", opening.field).text("salt", to_hex(opening.salt));
    if (is_utf8(opening.value)) object.text("value", opening.value);
    else object.text("value_base64", ledger::to_base64(opening.value));
}

// A list with each item on a line of its own.
template <class Items, class F>
void append_lines(std::string& out, std::string_view name, const Items& items, F write) {
    out.append(",\n  \"").append(name).append("\": [");
    bool fresh = true;
    for (const auto& item : items) {
        out.append(fresh ? "\n    " : ",\n    ");
        fresh = false;
        write(item);
    }
    out.append(fresh ? "]" : "\n  ]");
}

// What stands between head and tail.
void append_middle(std::string& out, std::uint64_t flag, std::string_view leaf,
                   std::span<const Opening> open, std::uint64_t index,
                   std::span<const ledger::Hash> hashes) {
    out.append(std::to_string(flag)).append(",\n  \"leaf\": ");
    json::append_string(out, leaf);
    append_lines(out, "open", open, [&](const Opening& opening) { append_opening(out, opening); });
    out.append(",\n  \"index\": ").append(std::to_string(index));
    append_lines(out, "hashes", hashes, [&](const ledger::Hash& hash) {
        out.push_back('"');
        ledger::append_base64(out, bytes_of(hash));
        out.push_back('"');
    });
}

ledger::WholeTree tree_of(std::span<const std::string_view> leaves) {
    std::vector<ledger::Hash> hashes(leaves.size());
    ledger::leaf_hashes(leaves, hashes);
    return ledger::WholeTree(std::move(hashes));
}

std::string signed_promises(const ledger::WholeTree& tree, Receipts::Time time,
                            const ledger::Signer& signer) {
    assert(tree.size() > 0 && tree.size() <= ledger::kPromisesCount);
    return ledger::sign_promises({signer.key().name, time.at, time.due, tree.size(), tree.root()},
                                 signer);
}

}  // namespace

bool is_utf8(std::string_view bytes) {
    for (std::size_t at = 0; at < bytes.size();) {
        if (static_cast<unsigned char>(bytes[at]) < 0x80) {
            ++at;
            continue;
        }
        const auto decoded = utf8::decode(bytes, at);
        if (!decoded.valid) return false;
        at += decoded.size;
    }
    return true;
}

std::string to_string(const Receipt& receipt) {
    auto out = head_of(receipt.platform);
    append_middle(out, receipt.flag, receipt.leaf, receipt.open, receipt.index, receipt.hashes);
    return out.append(tail_of_receipt(receipt.promises));
}

bool is_receipt(std::string_view file) { return file.starts_with(kHead); }

std::vector<Opening> receipt_openings(Kind kind, const Vault& vault, bool and_actor) {
    assert(vault.salts.size() == kSealedCommitments.size());
    const auto values = laid_out(kind, vault);
    std::vector<Opening> out;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto field = kSealedCommitments[i];
        if (field == kLinkField || (field == kActorField && !and_actor)) continue;
        out.push_back({std::string(field), vault.salts[i], std::string(values[i])});
    }
    return out;
}

Receipts::Receipts(std::string_view platform, std::span<const std::string_view> leaves, Time time,
                   const ledger::Signer& signer)
    : tree_(tree_of(leaves)),
      promises_(signed_promises(tree_, time, signer)),
      head_(head_of(platform)),
      tail_(tail_of_receipt(promises_)) {}

Receipts::Receipts(std::string_view platform, std::span<const std::string_view> leaves,
                   std::string promises)
    : tree_(tree_of(leaves)),
      promises_(std::move(promises)),
      head_(head_of(platform)),
      tail_(tail_of_receipt(promises_)) {}

std::string Receipts::text(std::uint64_t index, std::string_view leaf, std::uint64_t flag,
                           std::span<const Opening> open) const {
    constexpr std::size_t kUsual = 2560;
    std::string out;
    out.reserve(kUsual + tail_.size());
    out.append(head_);
    append_middle(out, flag, leaf, open, index, tree_.proof(index));
    return out.append(tail_);
}

}  // namespace mizan::record
