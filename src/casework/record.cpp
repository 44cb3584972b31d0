#include "casework/record.h"

#include "record/seal.h"

namespace mizan::casework {

record::Draft draft_of(const Deed& deed, std::uint64_t at) {
    record::Draft draft;
    draft.kind = deed.kind;
    draft.at = at;
    draft.outcome = deed.events.empty() ? std::string_view() : cases::name(deed.events.front());
    draft.vault.source = deed.actor;
    draft.vault.post = deed.subject;
    draft.vault.input = cases::to_json(deed.events);
    draft.vault.decision = deed.flag_key;
    record::seal(draft, {record::name(deed.kind), draft.vault.post, draft.vault.source,
                         draft.vault.input, draft.vault.decision});
    return draft;
}

Result<cases::Events> events_of(store::Store& store, record::RecordId id) {
    const auto vault = store.vault(id);
    if (!vault && vault.error().code == Code::kRecordErased) return cases::Events();
    if (!vault) return fail(vault.error());
    auto events = cases::read_events(vault->input);
    if (events) return events;
    return fail({Code::kStoreCorrupt, "recorded casework cannot be read: " + events.error().message,
                 "record " + std::to_string(id)});
}

}  // namespace mizan::casework
