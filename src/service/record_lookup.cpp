#include "service/record_lookup.h"

#include <algorithm>

#include "record/frame.h"

namespace mizan::service {

std::unexpected<Error> no_decisions(const RecordQuery& query) {
    std::string what = "no decision about this post is on record";
    if (query.source.empty()) what.append("; if it came from a named feed, give its --source");
    return fail({Code::kRecordMissing, std::move(what), query.post.value_or("")});
}

namespace {

Result<store::Entry> named_entry(RecordFolder& folder, const RecordQuery& query) {
    if (query.index) {
        MZ_TRY(const auto platform, platform_of(folder.store(), query.platform));
        return folder.store().entry_at(platform, *query.index);
    }
    if (query.record) return folder.store().entry(*query.record);
    return fail({Code::kUsage, "name a record with --post ID, --index N or --record N", {}});
}

struct NamedSlot {
    record::Tag tag;
    bool erased = false;
};
Result<NamedSlot> named_slot(RecordFolder& folder, const store::Entry& entry, std::uint32_t slot) {
    if (entry.kind != record::Kind::kBatch)
        return fail({Code::kUsage, "this record is no batch: it has no slots", "--slot"});
    MZ_TRY(const auto stored, folder.store().frame(entry.id));
    MZ_TRY(const auto frame, record::FrameView::read(stored.bytes));
    if (slot >= frame.size())
        return fail({Code::kRecordMissing,
                     "the batch has " + std::to_string(frame.size()) + " slots", "--slot"});
    return NamedSlot{frame.slot(slot).tag, !stored.salts.salt(slot)};
}

// The tag of the one post that a record is about.
Result<record::Tag> tag_of(RecordFolder& folder, const store::Entry& entry,
                           const RecordQuery& query) {
    if (query.slot) {
        MZ_TRY(const auto slot, named_slot(folder, entry, *query.slot));
        return slot.tag;
    }
    if (entry.kind == record::Kind::kDecision && !entry.lost) return entry.tag;
    return fail({Code::kUsage,
                 "this is no decision about one post; name the post with --post ID, or its --slot",
                 "record " + std::to_string(entry.id)});
}

}  // namespace

Result<std::string> platform_of(store::Store& store, const std::string& named) {
    MZ_TRY(const auto known, store.platforms());
    if (!named.empty()) {
        if (std::find(known.begin(), known.end(), named) != known.end()) return named;
        return fail({Code::kRecordMissing, "the store has nothing of this platform", named});
    }
    if (known.size() == 1) return known.front();
    if (known.empty()) return fail({Code::kRecordMissing, "the store is empty", {}});
    std::string names;
    for (const auto& name : known) names.append(names.empty() ? "" : ", ").append(name);
    return fail(
        {Code::kUsage, "the store has several platforms; name one with --platform: " + names, {}});
}

Result<NamedPost> named_post(RecordFolder& folder, const RecordQuery& query) {
    if (query.post) {
        MZ_TRY(auto platform, platform_of(folder.store(), query.platform));
        const auto tag = folder.tags().tag(platform, query.source, *query.post);
        return NamedPost{std::move(platform), tag};
    }
    MZ_TRY(const auto entry, named_entry(folder, query));
    MZ_TRY(const auto tag, tag_of(folder, entry, query));
    return NamedPost{entry.platform, tag};
}

Result<std::vector<store::Found>> find_decisions(RecordFolder& folder, const RecordQuery& query) {
    MZ_TRY(const auto post, named_post(folder, query));
    MZ_TRY(auto found, folder.store().find(post.platform, post.tag, true));
    if (query.revision)
        std::erase_if(found, [&](const auto& f) { return f.revision != *query.revision; });
    if (found.empty()) return no_decisions(query);
    return found;
}

Result<store::Found> find_record(RecordFolder& folder, const RecordQuery& query) {
    if (query.post) {
        MZ_TRY(const auto found, find_decisions(folder, query));
        const auto in_force =
            std::find_if(found.begin(), found.end(), [](const auto& f) { return f.in_force; });
        return in_force == found.end() ? found.back() : *in_force;
    }
    MZ_TRY(const auto entry, named_entry(folder, query));
    store::Found found;
    found.record = entry.id;
    if (query.slot) {
        MZ_TRY(const auto slot, named_slot(folder, entry, *query.slot));
        found.in_batch = true;
        found.slot = *query.slot;
        found.erased = slot.erased;
    }
    found.revision = entry.revision;
    found.purpose = entry.purpose;
    return found;
}

}  // namespace mizan::service
