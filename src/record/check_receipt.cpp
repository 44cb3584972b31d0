// The part of receipt.h that holds a receipt against the log's key, and says what it comes to.
#include <algorithm>

#include "base/instant.h"
#include "base/json.h"
#include "ledger/base64.h"
#include "ledger/proof.h"
#include "record/leaf.h"
#include "record/receipt.h"
#include "record/receipt_text.h"
#include "record/seal.h"

namespace mizan::record {

namespace {

std::unexpected<Error> unproved(std::string message) {
    return fail({Code::kProofInvalid, std::move(message), {}});
}

Result<void> check_openings(const Receipt& receipt, const Leaf& leaf) {
    for (auto at = receipt.open.begin(); at != receipt.open.end(); ++at) {
        if (std::ranges::find(kSealedCommitments, at->field) == kSealedCommitments.end())
            return unproved("it opens \"" + at->field + "\", and no flag commits to such a thing");
        if (std::any_of(receipt.open.begin(), at,
                        [&](const Opening& before) { return before.field == at->field; }))
            return unproved("it opens \"" + at->field + "\" twice");
        if (!opens(*at, leaf.hash(at->field)))
            return unproved("what it opens as \"" + at->field + "\" is not what was committed to");
    }
    return {};
}

std::optional<std::string> opened(const Receipt& receipt, std::string_view field) {
    const auto at = std::ranges::find(receipt.open, field, &Opening::field);
    if (at == receipt.open.end()) return std::nullopt;
    return at->value;
}

// A value as one line.
std::string line_of(const std::string& value) {
    if (value.empty()) return "(empty)";
    const bool plain = is_utf8(value) && std::ranges::none_of(value, [](char c) {
                           return static_cast<unsigned char>(c) < ' ' || c == '\x7F';
                       });
    return plain ? value : "base64:" + ledger::to_base64(value);
}

void append_json(json::Object& object, const char* key, const std::optional<std::string>& value) {
    if (!value) return;
    if (is_utf8(*value)) object.text(key, *value);
    else object.text(std::string(key) + "_base64", ledger::to_base64(*value));
}

}  // namespace

Result<Proved> check_receipt(const Receipt& receipt, const ledger::VerifierKey& log) {
    Proved out;
    MZ_TRY(out.promises, ledger::open_promises(receipt.promises, log));
    if (!ledger::check_inclusion(receipt.index, out.promises.count, ledger::leaf_hash(receipt.leaf),
                                 receipt.hashes, out.promises.root))
        return unproved("its leaf is not among what the log's holder has signed");
    Leaf leaf;
    const auto text = leaf_text(0, receipt.leaf);
    if (!read_leaf(text, leaf) || leaf.type != LeafType::kSealed)
        return unproved("what was promised is no flag");
    out.hour = leaf.t;
    MZ_CHECK(check_openings(receipt, leaf));
    for (const auto& [field, into] :
         {std::pair(kKindField, &out.kind), std::pair(kSubjectField, &out.subject),
          std::pair(kBodyField, &out.body)}) {
        auto value = opened(receipt, field);
        if (!value) return unproved("it does not open \"" + std::string(field) + "\"");
        *into = *std::move(value);
    }
    if (out.kind != name(Kind::kFlag)) return unproved("what was promised is no flag");
    out.actor = opened(receipt, kActorField);
    out.link = opened(receipt, kLinkField);
    return out;
}

std::vector<std::pair<std::string_view, std::string>> words_of(const Receipt& receipt,
                                                               const Proved& proved) {
    const auto& promises = proved.promises;
    return {
        {"log", promises.origin},
        {"post", line_of(proved.subject)},
        {"flag", line_of(proved.body)},
        {"flagged by",
         proved.actor ? line_of(*proved.actor) : "committed to, and not shown by this receipt"},
        {"received", moment(promises.at)},
        {"in the log by", moment(promises.due)},
        {"entry ends", receipt.leaf},
        {"signed", "as number " + std::to_string(receipt.index) + " of " +
                       std::to_string(promises.count) + " (the first is 0)"},
        {"called", "flag " + std::to_string(receipt.flag) + " of " + receipt.platform +
                       ", by the platform; this is not signed"},
    };
}

std::string json_of(const Receipt& receipt, const Proved& proved) {
    const auto& promises = proved.promises;
    std::string out;
    {
        json::Object object(out);
        object.text("origin", promises.origin)
            .number("at", promises.at)
            .number("due", promises.due)
            .number("count", promises.count)
            .number("index", receipt.index)
            .text("ends", receipt.leaf)
            .text("kind", proved.kind);
        append_json(object, "subject", proved.subject);
        append_json(object, "body", proved.body);
        append_json(object, "actor", proved.actor);
        append_json(object, "link", proved.link);
        object.text("platform", receipt.platform).number("flag", receipt.flag);
    }
    return out;
}

}  // namespace mizan::record
