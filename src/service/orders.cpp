#include "service/orders.h"

#include "base/json.h"
#include "record/leaf.h"
#include "record/seal.h"

namespace mizan::service {

std::string order_json(const Order& order) {
    std::string out;
    json::Object(out)
        .text("ground", order.ground)
        .optional("reason", order.reason)
        .optional("by", order.by);
    return out;
}

namespace {

// Of order_json() of such an erasure.
constexpr std::string_view kDeferredBegins = R"({"ground":"deferred-erasure")";

record::Draft order_draft(record::Kind kind, record::RecordId about, const Order& order,
                          std::uint64_t at) {
    record::Draft draft;
    draft.kind = kind;
    draft.at = at;
    draft.about = about;
    draft.vault.decision = order_json(order);
    return draft;
}

}  // namespace

bool is_sealed(const store::Entry& entry) {
    record::Leaf leaf;
    const auto text = record::leaf_text(0, entry.leaf);
    return record::read_leaf(text, leaf) && leaf.type == record::LeafType::kSealed;
}

Result<bool> tells_of_hold(store::Store& store, const store::Entry& entry) {
    using enum record::Kind;
    if (entry.kind == kHold || entry.kind == kRelease) return true;
    if (entry.kind != kErasure) return false;
    if (entry.outcome == record::kDeferred) return true;
    if (!is_sealed(entry)) return false;
    const auto vault = store.vault(entry.id);
    if (!vault && vault.error().code == Code::kRecordMissing) return false;
    if (!vault) return fail(vault.error());
    return vault->decision.starts_with(kDeferredBegins);
}

record::Draft sealed_draft(record::Kind kind, record::RecordId about,
                           std::optional<std::uint32_t> slot, const Order& order,
                           std::uint64_t at) {
    auto draft = order_draft(kind, about, order, at);
    auto subject = std::to_string(about);
    if (slot) {
        draft.slot = kind == record::Kind::kErasure ? *slot : record::held_slot(*slot);
        subject.append("/").append(std::to_string(*slot));
    }
    record::seal(draft, {name(kind), subject, order.by, draft.vault.decision, {}});
    return draft;
}

record::Draft erasure_draft(const store::Entry& entry, std::uint32_t slot, bool in_batch,
                            std::string_view state, const Order& order, std::uint64_t at,
                            bool quiet) {
    const bool hidden = quiet || !entry.index || is_sealed(entry);
    const auto of_batch = in_batch ? std::optional(slot) : std::nullopt;
    auto draft = hidden ? sealed_draft(record::Kind::kErasure, entry.id, of_batch, order, at)
                        : order_draft(record::Kind::kErasure, entry.id, order, at);
    draft.slot = slot;
    draft.outcome = state;
    if (hidden) return draft;
    draft.vault.salts = {record::random_salt(), record::random_salt()};
    const auto which = in_batch ? std::to_string(slot) : std::string();
    draft.leaf =
        record::leaf_rest(record::LeafType::kErasure, at,
                          {*entry.index, record::commit(draft.vault.salts[0], "slot_commit", which),
                           std::string_view("content"), std::string_view(order.ground), state,
                           record::commit(draft.vault.salts[1], "by_commit", order.by)});
    return draft;
}

}  // namespace mizan::service
