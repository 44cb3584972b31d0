#include "service/brake_record.h"

#include <simdjson.h>

#include "base/json.h"
#include "record/commitment.h"
#include "record/leaf.h"

namespace mizan::service {

namespace {

using sanction::BrakeStanding;
using sanction::BrakeState;

std::unexpected<Error> no_brake(const store::Entry& entry) {
    return fail({Code::kStoreCorrupt, "the record of a brake cannot be read",
                 "record " + std::to_string(entry.id)});
}

// What the leaf does not say.
bool read_vault(const std::string& json, BrakeStanding& out) {
    simdjson::dom::parser parser;
    simdjson::dom::element body;
    std::string_view why;
    std::string_view by;
    std::string_view reason;
    if (parser.parse(json).get(body) != simdjson::SUCCESS ||
        body["why"].get(why) != simdjson::SUCCESS || body["by"].get(by) != simdjson::SUCCESS ||
        body["reason"].get(reason) != simdjson::SUCCESS ||
        body["hours"].get(out.hours) != simdjson::SUCCESS ||
        body["put_on_by_person"].get(out.put_on_by_person) != simdjson::SUCCESS)
        return false;
    const auto known = sanction::parse_brake_why(why);
    if (known) out.why = *known;
    out.by = by;
    out.reason = reason;
    return known.has_value();
}

}  // namespace

std::string brake_json(std::string_view platform, std::string_view clause,
                       const BrakeStanding& standing) {
    std::string out;
    json::Object(out)
        .text("platform", platform)
        .text("clause", clause)
        .text("state", name(standing.state))
        .text("why", name(standing.why))
        .number("since", standing.since)
        .number("count", standing.count)
        .number("hours", standing.hours)
        .number("until", standing.until)
        .flag("put_on_by_person", standing.put_on_by_person)
        .text("by", standing.by)
        .text("reason", standing.reason);
    return out;
}

record::Draft brake_draft(std::string_view platform, std::string_view clause,
                          const BrakeStanding& standing, std::uint64_t at) {
    record::Draft draft;
    draft.kind = record::Kind::kBrake;
    draft.at = at;
    draft.outcome = name(standing.state);
    draft.clause = clause;
    draft.vault.decision = brake_json(platform, clause, standing);
    draft.vault.salts = {record::random_salt(), record::random_salt()};
    draft.leaf = record::leaf_rest(
        record::LeafType::kBrake, at,
        {clause, name(standing.state), standing.count, standing.until,
         record::commit(draft.vault.salts[0], "by_commit", standing.by),
         record::commit(draft.vault.salts[1], "reasons_commit", standing.reason)});
    return draft;
}

Result<std::optional<RecordedBrake>> read_brake(const store::Entry& entry,
                                                const record::Vault* vault) {
    if (entry.kind != record::Kind::kBrake) return std::optional<RecordedBrake>();
    record::Leaf leaf;
    const auto text = record::leaf_text(0, entry.leaf);
    if (!record::read_leaf(text, leaf) || leaf.type != record::LeafType::kBrake)
        return no_brake(entry);
    const auto state = sanction::parse_brake_state(leaf.word("state"));
    if (!state) return no_brake(entry);
    RecordedBrake out;
    out.clause = leaf.word("clause");
    auto& standing = out.standing;
    standing.state = *state;
    standing.since = leaf.t;
    standing.count = leaf.number("count");
    standing.until = leaf.number("until");
    if (vault == nullptr) {
        if (standing.state == BrakeState::kAsked) standing.state = BrakeState::kOn;
        return std::optional(std::move(out));
    }
    if (!read_vault(vault->decision, standing)) return no_brake(entry);
    return std::optional(std::move(out));
}

}  // namespace mizan::service
