// Receipt: what somebody who flags a post is given at once: a file that proves offline what was flagged and when, and by when it will be in
// the log. Who flagged is committed to and shown only if the receipt opens that too.
//
// JSON, one object, its members in this order and on lines as to_string() writes them; read_receipt() takes nothing else:
//
//     {
//       "mizan_receipt": 1,
//       "platform": "...",              what the platform calls the flag, to find it again: nobody has signed these two
//       "flag": n,
//       "leaf": ",\"t\":...}",          the leaf that will be in the log, behind its index (leaf.h)
//       "open": [
//         {"field":"kind_commit","salt":"<hex>","value":"flag"},      "value_base64" instead, where it is no UTF-8
//         ...
//       ],
//       "index": i,                     of the leaf in the tree of all that was promised together
//       "hashes": [
//         "<base64>",                   none or more, the leaf's sibling first
//         ...
//       ],
//       "promises": "..."               the signed note (ledger/promises.h)
//     }
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "ledger/promises.h"
#include "ledger/whole_tree.h"
#include "record/commitment.h"
#include "record/outcome.h"

namespace mizan::record {

inline constexpr std::size_t kReceiptBytes = 8u << 20;  // longer files are refused
inline constexpr std::string_view kReceiptEnding = ".mizan-receipt";

struct Receipt {
    std::string platform;
    std::uint64_t flag = 0;
    std::string leaf;
    std::vector<Opening> open;
    std::uint64_t index = 0;
    std::vector<ledger::Hash> hashes;
    std::string promises;

    bool operator==(const Receipt&) const = default;
};

[[nodiscard]] std::string to_string(const Receipt& receipt);
// Whether a file looks like one.
[[nodiscard]] bool is_receipt(std::string_view file);
// Errors: kProofMalformed, which says what is wrong.
[[nodiscard]] Result<Receipt> read_receipt(std::string_view file);

// What a receipt proves: the log's holder has signed it.
struct Proved {
    ledger::Promises promises;
    std::uint64_t hour = 0;  // in which the leaf says that it was recorded; unix time in seconds
    std::string kind;        // "flag"
    std::string subject;     // the post's id
    std::string body;        // the flag, as JSON
    std::optional<std::string> actor;  // who flagged; nothing: not opened
    std::optional<std::string> link;   // likewise
};
// Errors: of ledger::open_promises(); kProofInvalid if the leaf is not among what was promised, an opening is not what the leaf commits to, or
// kind, subject and body are not all opened.
[[nodiscard]] Result<Proved> check_receipt(const Receipt& receipt, const ledger::VerifierKey& log);

// The same in words, a label and a text for each line, and as a JSON object.
[[nodiscard]] std::vector<std::pair<std::string_view, std::string>> words_of(const Receipt& receipt,
                                                                             const Proved& proved);
[[nodiscard]] std::string json_of(const Receipt& receipt, const Proved& proved);

// What a receipt opens of a flag that was sealed by seal(Draft&): kind, subject and body; `and_actor`: who flagged, too.
[[nodiscard]] std::vector<Opening> receipt_openings(Kind kind, const Vault& vault,
                                                    bool and_actor = false);

// The receipts of one request, whose leaves one signature promises. Thread-safe once made. Each costs a proof of a few hashes and
// its text; memory is two hashes a leaf.
//
// The leaves are those that the store has, not those of the drafts: it moves a leaf's time on where the platform's last record is of a
// later hour (Store::last_at() says so for a whole request), and what was promised is then another leaf than the one that comes.
class Receipts {
public:
    struct Time {
        std::uint64_t at = 0;   // when the request was received
        std::uint64_t due = 0;  // by when all leaves will be in the log
    };
    // Signs. At least one leaf and at most ledger::kPromisesCount (asserted).
    Receipts(std::string_view platform, std::span<const std::string_view> leaves, Time time,
             const ledger::Signer& signer);
    // Of promises that were signed before, over the same leaves in the same order.
    Receipts(std::string_view platform, std::span<const std::string_view> leaves,
             std::string promises);

    [[nodiscard]] std::uint64_t size() const { return tree_.size(); }
    [[nodiscard]] const std::string& promises() const { return promises_; }
    // The file for a leaf: its index among `leaves`, and itself once more.
    [[nodiscard]] std::string text(std::uint64_t index, std::string_view leaf, std::uint64_t flag,
                                   std::span<const Opening> open) const;

private:
    ledger::WholeTree tree_;
    std::string promises_;
    // What all of them begin and end with.
    std::string head_, tail_;
};

}  // namespace mizan::record
