// The part of receipt.h that reads a file from anybody.
#include <simdjson.h>

#include "ledger/lines.h"
#include "ledger/proof.h"
#include "record/receipt.h"
#include "record/seal.h"

namespace mizan::record {

namespace {

using simdjson::dom::array;
using simdjson::dom::object;

std::unexpected<Error> no_receipt(std::string_view why) {
    return fail({Code::kProofMalformed, std::string("this is no receipt: ").append(why), {}});
}

Result<std::string> receipt_text(object from, std::string_view key) {
    std::string_view text;
    if (from[key].get_string().get(text) == simdjson::SUCCESS) return std::string(text);
    return no_receipt(std::string("\"").append(key).append("\" is missing or no text"));
}

Result<std::uint64_t> receipt_number(object from, std::string_view key) {
    std::uint64_t number = 0;
    if (from[key].get_uint64().get(number) == simdjson::SUCCESS) return number;
    return no_receipt(std::string("\"").append(key).append("\" is missing or no whole number"));
}

Result<array> receipt_list(object from, std::string_view key, std::size_t most) {
    array list;
    if (from[key].get_array().get(list) != simdjson::SUCCESS)
        return no_receipt(std::string("\"").append(key).append("\" is missing or no list"));
    if (list.size() > most)
        return no_receipt(std::string("\"").append(key).append("\" is longer than any can be"));
    return list;
}

Result<Opening> receipt_opening(simdjson::dom::element item) {
    object from;
    if (item.get_object().get(from) != simdjson::SUCCESS)
        return no_receipt("an opening is no object");
    Opening out;
    MZ_TRY(out.field, receipt_text(from, "field"));
    MZ_TRY(const auto salt, receipt_text(from, "salt"));
    if (!from_hex(salt, out.salt)) return no_receipt("a salt is not 64 hex digits");
    simdjson::dom::element encoded;
    if (from["value_base64"].get(encoded) != simdjson::SUCCESS) {
        MZ_TRY(out.value, receipt_text(from, "value"));
        return out;
    }
    MZ_TRY(const auto base64, receipt_text(from, "value_base64"));
    auto bytes = ledger::from_base64(base64);
    if (!bytes) return no_receipt("a value is not base64");
    out.value = *std::move(bytes);
    return out;
}

Result<Receipt> receipt_in(object from) {
    Receipt out;
    MZ_TRY(out.platform, receipt_text(from, "platform"));
    MZ_TRY(out.flag, receipt_number(from, "flag"));
    MZ_TRY(out.leaf, receipt_text(from, "leaf"));
    MZ_TRY(const auto open, receipt_list(from, "open", kSealedCommitments.size()));
    for (const auto item : open) {
        MZ_TRY(out.open.emplace_back(), receipt_opening(item));
    }
    MZ_TRY(out.index, receipt_number(from, "index"));
    MZ_TRY(const auto hashes, receipt_list(from, "hashes", ledger::kMaxProofHashes));
    for (const auto item : hashes) {
        std::string_view base64;
        const bool is_text = item.get_string().get(base64) == simdjson::SUCCESS;
        const auto hash = is_text ? ledger::to_hash(base64) : std::nullopt;
        if (!hash) return no_receipt("one of \"hashes\" is not the base64 of a hash");
        out.hashes.push_back(*hash);
    }
    MZ_TRY(out.promises, receipt_text(from, "promises"));
    return out;
}

}  // namespace

Result<Receipt> read_receipt(std::string_view file) {
    if (file.size() > kReceiptBytes)
        return no_receipt("it has more than " + std::to_string(kReceiptBytes) + " bytes");
    if (!is_receipt(file)) return no_receipt("it does not begin as one");
    simdjson::dom::parser parser;
    object from;
    if (parser.parse(file.data(), file.size()).get_object().get(from) != simdjson::SUCCESS)
        return no_receipt("it is not one JSON object");
    MZ_TRY(auto receipt, receipt_in(from));
    // One receipt, one file: no member that nobody checks, no second one of a name, no other spelling.
    if (to_string(receipt) != file) return no_receipt("it is not written as one is");
    return receipt;
}

}  // namespace mizan::record
