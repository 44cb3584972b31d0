#include "audit/check_record.h"

#include <simdjson.h>

#include <algorithm>
#include <limits>

#include "ledger/base64.h"
#include "ledger/proof.h"
#include "record/decision.h"
#include "record/frame.h"
#include "record/leaf.h"

namespace mizan::audit {

namespace {

using simdjson::dom::array;
using simdjson::dom::object;

constexpr std::size_t kOpenings = 64;  // more than any record has commitments

std::unexpected<Error> bad_extra(std::string_view what) {
    return fail(
        {Code::kProofMalformed,
         std::string("what the proof brings with it (`extra`) cannot be read: ").append(what),
         {}});
}
std::unexpected<Error> unproved(std::string message) {
    return fail({Code::kProofInvalid, std::move(message), {}});
}

Result<std::string_view> text_in(object from, const char* key) {
    std::string_view text;
    if (from[key].get_string().get(text) == simdjson::SUCCESS) return text;
    return bad_extra(std::string("\"").append(key) + "\" is missing or no text");
}
Result<std::uint64_t> number_in(object from, const char* key) {
    std::uint64_t number = 0;
    if (from[key].get_uint64().get(number) == simdjson::SUCCESS) return number;
    return bad_extra(std::string("\"").append(key) + "\" is missing or no whole number");
}
Result<Sha256> hash_in(object from, const char* key) {
    MZ_TRY(const auto digits, text_in(from, key));
    Sha256 hash{};
    if (from_hex(digits, hash)) return hash;
    return bad_extra(std::string("\"").append(key) + "\" is not 64 hex digits");
}
Result<std::string> bytes_in(object from, const char* key) {
    MZ_TRY(const auto text, text_in(from, key));
    if (auto bytes = ledger::from_base64(text)) return *std::move(bytes);
    return bad_extra(std::string("\"").append(key) + "\" is not base64");
}

bool is_commitment(const record::LeafField& field) {
    return field.kind == record::FieldKind::kHash && field.name.ends_with("_commit");
}

// The decision of an ordinary post has its id from the post.
std::string decision_of(const std::string& input, std::string_view tail) {
    simdjson::dom::parser parser;
    object post;
    std::string_view id;
    if (parser.parse(input).get_object().get(post) == simdjson::SUCCESS) {
        if (post["id"].get_string().get(id) != simdjson::SUCCESS) id = {};
    }
    return record::from_tail(id, tail);
}

class RecordCheck {
public:
    explicit RecordCheck(const record::Leaf& leaf) : leaf_(leaf) {}

    Result<CheckedRecord> run(object extra) {
        object slot;
        if (extra["slot"].get_object().get(slot) == simdjson::SUCCESS) {
            MZ_CHECK(check_slot(slot));
        }
        array open;
        if (extra["open"].get_array().get(open) == simdjson::SUCCESS) {
            if (open.size() > kOpenings) return bad_extra("it opens more than a record has");
            for (const auto item : open) {
                object one;
                if (item.get_object().get(one) != simdjson::SUCCESS)
                    return bad_extra("an opening is no object");
                MZ_CHECK(check_opening(one));
            }
        }
        return finish();
    }
    CheckedRecord finish() {
        for (const auto& field : record::form(leaf_.type)) {
            const bool open = std::ranges::any_of(
                out_.opened, [&](const Opened& o) { return o.field == field.name; });
            if (is_commitment(field) && !open) out_.closed.emplace_back(field.name);
        }
        return std::move(out_);
    }

private:
    Result<void> check_slot(object from) {
        if (leaf_.type != record::LeafType::kBatch)
            return unproved("it names a post of a batch, and the record is no batch");
        BatchSlot slot;
        MZ_TRY(slot.index, number_in(from, "index"));
        MZ_TRY(slot.count, number_in(from, "count"));
        MZ_TRY(slot.views, number_in(from, "views"));
        MZ_TRY(slot.commitment, hash_in(from, "commitment"));
        array listed;
        if (from["hashes"].get_array().get(listed) != simdjson::SUCCESS ||
            listed.size() > ledger::kMaxProofHashes)
            return bad_extra("\"hashes\" is missing or too long");
        std::vector<Sha256> hashes;
        for (const auto item : listed) {
            std::string_view digits;
            if (item.get_string().get(digits) != simdjson::SUCCESS ||
                !from_hex(digits, hashes.emplace_back()))
                return bad_extra("one of \"hashes\" is not 64 hex digits");
        }
        if (slot.count != leaf_.number("count"))
            return unproved("the batch has " + std::to_string(leaf_.number("count")) +
                            " posts, not " + std::to_string(slot.count) + " as the proof says");
        if (slot.views > std::numeric_limits<std::uint32_t>::max())
            return unproved("no post of a batch can have so many views");
        const auto entry =
            record::slot_entry(static_cast<std::uint32_t>(slot.views), slot.commitment);
        if (!ledger::check_inclusion(slot.index, slot.count, ledger::leaf_hash(entry), hashes,
                                     leaf_.hash("root")))
            return unproved("the post does not stand at place " + std::to_string(slot.index) +
                            " of the batch with these views");
        out_.slot = slot;
        return {};
    }
    Result<void> check_opening(object from) {
        MZ_TRY(const auto field, text_in(from, "field"));
        MZ_TRY(const record::Salt salt, hash_in(from, "salt"));
        if (field == record::kPostField) return check_post(from, salt);
        const auto fields = record::form(leaf_.type);
        const auto at = std::ranges::find(fields, field, &record::LeafField::name);
        if (at == fields.end() || !is_commitment(*at))
            return unproved("it opens \"" + std::string(field) +
                            "\", and this record commits to no such thing");
        MZ_TRY(auto value, bytes_in(from, "value"));
        if (record::commit(salt, field, value) != leaf_.hash(field))
            return unproved("what it opens as \"" + std::string(field) +
                            "\" is not what the record commits to");
        out_.opened.push_back({std::string(field), std::move(value)});
        return {};
    }
    Result<void> check_post(object from, const record::Salt& salt) {
        if (!out_.slot) return unproved("it opens a post, and does not say which of a batch");
        OpenedPost post;
        MZ_TRY(post.input, bytes_in(from, "input"));
        MZ_TRY(const auto tail, bytes_in(from, "tail"));
        const auto value = record::post_value(sha256(post.input), sha256(tail));
        if (record::commit(salt, record::kPostField, value) != out_.slot->commitment)
            return unproved("the post and the decision that it opens are not those of the batch");
        post.decision = decision_of(post.input, tail);
        out_.post = std::move(post);
        return {};
    }

    const record::Leaf& leaf_;
    CheckedRecord out_;
};

}  // namespace

Result<CheckedRecord> check_record(std::string_view entry, std::uint64_t index,
                                   const std::optional<std::string>& extra) {
    simdjson::dom::parser parser;
    object brought;
    const bool readable =
        extra && parser.parse(*extra).get_object().get(brought) == simdjson::SUCCESS;
    record::Leaf leaf;
    if (const auto read = record::read_leaf(entry, leaf); !read) {
        simdjson::dom::element any;
        if (readable && (brought["open"].get(any) == simdjson::SUCCESS ||
                         brought["slot"].get(any) == simdjson::SUCCESS))
            return unproved("it opens what is no record of ours (" + read.error().message + ")");
        CheckedRecord none;
        none.no_record = read.error().message;
        return none;
    }
    if (leaf.seq != index)
        return fail({Code::kLogCorrupt,
                     "the entry stands at place " + std::to_string(index) +
                         " of the log, and says that it stands at " + std::to_string(leaf.seq),
                     {}});
    if (!extra) return RecordCheck(leaf).finish();
    if (!readable) return bad_extra("it is no JSON object");
    return RecordCheck(leaf).run(brought);
}

}  // namespace mizan::audit
