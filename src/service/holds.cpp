#include "service/holds.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "store/each_entry.h"

namespace mizan::service {

namespace {

using Place = std::pair<record::RecordId, std::uint32_t>;  // a record, and a slot in a batch or 0

// The hold of this order on just that; 0: there is none.
Result<record::RecordId> hold_of(store::Store& store, const Holdable& thing,
                                 const std::string& order) {
    MZ_TRY(const auto holds, store.holds_on(thing.record, thing.slot));
    const auto wanted = thing.slot ? record::held_slot(*thing.slot) : record::kWhole;
    for (const auto id : holds) {
        MZ_TRY(const auto entry, store.entry(id));
        if (entry.slot != wanted) continue;
        MZ_TRY(const auto vault, store.vault(id));
        if (vault.decision == order) return id;
    }
    return record::RecordId{0};
}

Result<bool> has_contents(store::Store& store, const Holdable& thing) {
    if (thing.slot) return true;  // whoever found it looked
    const auto vault = store.vault(thing.record);
    if (vault) return true;
    if (vault.error().code != Code::kRecordErased) return fail(vault.error());
    return false;
}

// Erasures that were put off and not carried out since.
Result<std::map<Place, record::RecordId>> deferred_in(store::Store& store,
                                                      std::string_view platform) {
    std::map<Place, record::RecordId> waiting;
    const auto look = [&](const store::Entry& entry) -> Result<bool> {
        if (entry.lost) return true;
        const Place place{entry.about, entry.slot};
        if (entry.outcome == record::kDeferred) waiting[place] = entry.id;
        else waiting.erase(place);
        return true;
    };
    MZ_CHECK(store::each_entry(store, platform, record::Kind::kErasure, 0, look));
    return waiting;
}

// By its order; nothing: it is no case's.
std::optional<std::uint64_t> case_in(const record::Vault& hold) {
    const auto any = order_json(order_of_case(0));
    const std::string_view text = hold.decision;
    const auto digits = any.rfind('0');
    std::uint64_t number = 0;
    if (!text.starts_with(any.substr(0, digits))) return std::nullopt;
    const auto read = std::from_chars(text.data() + digits, text.data() + text.size(), number);
    const std::string_view rest(read.ptr, text.data() + text.size());
    return read.ec == std::errc() && rest == any.substr(digits + 1) ? std::optional(number)
                                                                    : std::nullopt;
}

}  // namespace

bool is_of_case(const record::Vault& hold) { return case_in(hold).has_value(); }

Order order_of_case(std::uint64_t case_no) {
    Order order;
    order.ground = kCaseHold;
    order.reason = "case " + std::to_string(case_no);
    return order;
}

Result<std::map<std::uint64_t, std::vector<Holdable>>> held_by_cases(RecordFolder& folder,
                                                                     std::string_view platform) {
    auto& store = folder.store();
    std::map<std::uint64_t, std::vector<Holdable>> held;
    const auto look = [&](const store::Entry& entry) -> Result<bool> {
        const auto vault = store.vault(entry.id);
        if (!vault) return true;
        const auto case_no = case_in(*vault);
        if (!case_no) return true;
        const auto slot = entry.slot == record::kWhole
                              ? std::nullopt
                              : std::optional(entry.slot - record::held_slot(0));
        MZ_TRY(const auto in_force, store.holds_on(entry.about, slot));
        if (std::ranges::find(in_force, entry.id) != in_force.end())
            held[*case_no].push_back({entry.about, slot});
        return true;
    };
    MZ_CHECK(store::each_entry(store, platform, record::Kind::kHold, 0, look));
    return held;
}

Result<std::vector<Holdable>> holdable_about(RecordFolder& folder, std::string_view platform,
                                             std::string_view source, std::string_view post,
                                             bool search_batches) {
    const auto tag = folder.tags().tag(platform, source, post);
    std::vector<Holdable> out;
    MZ_TRY(const auto found, folder.store().find(platform, tag, search_batches));
    for (const auto& one : found) {
        if (one.erased) continue;
        out.push_back({one.record, one.in_batch ? std::optional(one.slot) : std::nullopt});
    }
    MZ_TRY(const auto told, folder.store().told_about(platform, tag));
    for (const auto& entry : told) out.push_back({entry.id, {}});
    return out;
}

Result<std::vector<record::Draft>> hold_drafts(RecordFolder& folder,
                                               const std::vector<Holdable>& things,
                                               const Order& order, std::uint64_t at) {
    auto& store = folder.store();
    const auto text = order_json(order);
    std::vector<record::Draft> drafts;
    for (const auto& thing : things) {
        MZ_TRY(const bool is_there, has_contents(store, thing));
        if (!is_there) continue;
        MZ_TRY(const auto hold, hold_of(store, thing, text));
        if (hold != 0) continue;
        drafts.push_back(sealed_draft(record::Kind::kHold, thing.record, thing.slot, order, at));
    }
    return drafts;
}

Result<std::vector<record::Draft>> release_drafts(RecordFolder& folder, std::string_view platform,
                                                  const std::vector<Holdable>& things,
                                                  const Order& order, std::uint64_t at) {
    auto& store = folder.store();
    const auto text = order_json(order);
    std::vector<record::Draft> drafts;
    MZ_TRY(const auto waiting, deferred_in(store, platform));
    for (const auto& thing : things) {
        MZ_TRY(const auto hold, hold_of(store, thing, text));
        if (hold == 0) continue;
        auto release = sealed_draft(record::Kind::kRelease, thing.record, thing.slot, order, at);
        release.ends = hold;
        drafts.push_back(std::move(release));
        const auto slot = thing.slot.value_or(0);
        const auto deferred = waiting.find({thing.record, slot});
        if (deferred == waiting.end()) continue;
        MZ_TRY(auto others, store.holds_on(thing.record, slot));
        std::erase(others, hold);
        if (!others.empty()) continue;
        Order why;
        why.ground = kDeferredErasure;
        why.reason = "record " + std::to_string(deferred->second);
        MZ_TRY(const auto entry, store.entry(thing.record));
        drafts.push_back(
            erasure_draft(entry, slot, thing.slot.has_value(), record::kDone, why, at, true));
    }
    return drafts;
}

}  // namespace mizan::service
