#include "service/access_audit.h"

#include <algorithm>

#include "base/json.h"
#include "record/commitment.h"
#include "record/leaf.h"
#include "record/outcome.h"

namespace mizan::service {

namespace {

constexpr std::string_view kAccessSource = "mizan/access";  // in whose name an event's tag is made

record::Draft access_draft(const access::AccessEvent& event, std::string json,
                           const record::Tag& tag, std::uint64_t now) {
    record::Draft draft;
    draft.kind = record::Kind::kAccess;
    draft.at = now;
    draft.tag = tag;
    draft.vault.salts = {record::random_salt(), record::random_salt()};
    draft.vault.decision = std::move(json);
    const auto& salts = draft.vault.salts;
    draft.leaf = record::leaf_rest(
        record::LeafType::kAccess, now,
        {access::name(event.kind), record::commit(salts[0], "by_commit", event.who),
         record::commit(salts[1], "body_commit", draft.vault.decision)});
    return draft;
}

}  // namespace

std::string access_event_json(const access::AccessEvent& event) {
    std::string out;
    json::Object(out)
        .number("event", event.id)
        .number("at", event.at)
        .text("what", access::name(event.kind))
        .optional("who", event.who)
        .optional("whom", event.whom)
        .optional("detail", event.detail)
        .optional("address", event.address);
    return out;
}

Result<bool> AccessAudit::is_marked_record(const access::AuditMark& mark) {
    if (mark.event == 0 || mark.record == 0) return false;
    const auto entry = folder_.store().entry(mark.record);
    if (!entry && entry.error().code != Code::kRecordMissing) return fail(entry.error());
    if (!entry || entry->kind != record::Kind::kAccess || entry->platform != platform_)
        return false;
    MZ_TRY(const auto events, access_.events(mark.event - 1, 1));
    if (events.empty() || events.front().id != mark.event) return false;
    return entry->tag ==
           folder_.tags().tag(platform_, kAccessSource, access_event_json(events.front()));
}

Result<void> AccessAudit::begin() {
    MZ_CHECK(logs_.open(platform_));
    MZ_TRY(mark_, access_.audit_mark());
    MZ_TRY(const bool fits, is_marked_record(mark_));
    if (!fits) mark_ = {};
    unmarked_.clear();
    MZ_CHECK(folder_.store().each_of(platform_, record::Kind::kAccess, mark_.record,
                                     [&](const store::Entry& entry) {
                                         if (!entry.lost) unmarked_.emplace(entry.tag, entry.id);
                                         return true;
                                     }));
    begun_ = true;
    return {};
}

// At most kPieceRecords of them, so that no decision waits for long. `last` becomes the last of them that is on record.
Result<std::size_t> AccessAudit::record(const std::vector<access::AccessEvent>& events,
                                        access::AuditMark& last) {
    record::Outcome outcome;
    outcome.platform = platform_;
    std::vector<std::uint64_t> ids;
    const auto now = logs_.now();
    for (const auto& event : events) {
        if (event.kind == access::EventKind::kLockedOut) continue;
        auto json = access_event_json(event);
        const auto tag = folder_.tags().tag(platform_, kAccessSource, json);
        if (const auto known = unmarked_.find(tag); known != unmarked_.end()) {
            last = {event.id, known->second};
            continue;
        }
        outcome.records.push_back(access_draft(event, std::move(json), tag, now));
        ids.push_back(event.id);
    }
    if (ids.empty()) return 0;
    std::vector<record::Tag> tags;
    for (const auto& draft : outcome.records) tags.push_back(draft.tag);
    MZ_TRY(const auto done, folder_.store().commit(std::move(outcome)));
    for (std::size_t i = 0; i < ids.size(); ++i) {
        unmarked_.emplace(tags[i], done.records[i].record);
        if (ids[i] > last.event) last = {ids[i], done.records[i].record};
    }
    return ids.size();
}

Result<std::size_t> AccessAudit::record_new() {
    const std::lock_guard one_at_a_time(mutex_);
    if (!begun_) MZ_CHECK(begin());
    std::size_t count = 0;
    auto last = mark_;
    auto after = std::max(mark_.event, seen_);
    while (true) {
        MZ_TRY(const auto events, access_.events(after, record::kPieceRecords));
        if (events.empty()) break;
        MZ_TRY(const auto recorded, record(events, last));
        count += recorded;
        after = events.back().id;
    }
    // Only now: a crash before leaves the mark where all that follows it will be looked at again.
    if (last.event != mark_.event) MZ_CHECK(access_.set_audit_mark(last));
    mark_ = last;
    seen_ = after;
    unmarked_.clear();
    return count;
}

}  // namespace mizan::service
