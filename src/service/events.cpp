#include "service/events.h"

#include <algorithm>
#include <utility>

#include "feeds/event_record.h"
#include "notify/outbox.h"
#include "record/leaf.h"
#include "record/seal.h"
#include "service/decided.h"
#include "service/orders.h"
#include "service/told_key.h"

namespace mizan::service {

namespace {

constexpr std::string_view kAuthors =
    "\x01"
    "authors";  // a source that no feed can be called

std::string event_json(const Event& event) {
    std::string out;
    append_event_json(out, event);
    return out;
}

record::Draft event_draft(const Event& event, const record::Tag& tag, std::uint64_t at) {
    record::Draft draft;
    draft.kind = record::Kind::kEvent;
    draft.at = at;
    draft.tag = tag;
    draft.revision = event.revision.value_or(0);
    draft.outcome = name(event.type);
    draft.vault.source = event.source;
    draft.vault.post = event.post;
    draft.vault.input = event_json(event);
    draft.vault.salts = {record::random_salt(), record::random_salt()};
    const auto& subject = is_of_author(event.type) ? event.author : event.post;
    draft.leaf = record::leaf_rest(
        record::LeafType::kEvent, at,
        {name(event.type), record::commit(draft.vault.salts[0], "subject_commit", subject),
         record::commit(draft.vault.salts[1], "body_commit", draft.vault.input)});
    return draft;
}

// A decision, and what it holds.
struct Meant {
    store::Entry entry;
    record::Vault vault;
};

bool names(const record::Vault& vault, std::string_view action) {
    if (action.starts_with(notify::kUndo)) action.remove_prefix(notify::kUndo.size());
    const auto decided = read_decided(vault.decision);
    return decided &&
           std::ranges::any_of(decided->actions, [&](const auto& a) { return a.name == action; });
}

Result<Meant> decision_named(RecordFolder& folder, std::string_view platform, const Event& event,
                             const record::Tag& tag) {
    auto& store = folder.store();
    auto entry = store.entry(*event.record);
    if (!entry && entry.error().code != Code::kRecordMissing) return fail(entry.error());
    const bool fits = entry && entry->kind == record::Kind::kDecision && !entry->lost &&
                      entry->platform == platform && (event.post.empty() || entry->tag == tag);
    if (!fits)
        return fail({Code::kRecordMissing, "there is no such decision about this post", "record"});
    MZ_TRY(auto vault, store.vault(entry->id));
    if (!names(vault, event.action))
        return fail({Code::kActionMissing, "the decision names no such action", "action"});
    return Meant{*std::move(entry), std::move(vault)};
}

// The decision that an event about an action means: the one that it names, else the last about the post that asks for the action, for what
// was asked for may be done when another decision is in force already. Errors: kRecordMissing, kActionMissing, kRecordErased.
Result<Meant> decision_meant(RecordFolder& folder, std::string_view platform, const Event& event,
                             const record::Tag& tag) {
    if (event.record) return decision_named(folder, platform, event, tag);
    auto& store = folder.store();
    MZ_TRY(auto found, store.find(platform, tag, false));
    if (found.empty())
        return fail(
            {Code::kRecordMissing, "there is no decision about this post on record", "post"});
    std::ranges::reverse(found);
    for (const auto& one : found) {
        auto vault = store.vault(one.record);
        if (!vault && vault.error().code != Code::kRecordErased) return fail(vault.error());
        if (!vault || !names(*vault, event.action)) continue;
        MZ_TRY(auto entry, store.entry(one.record));
        return Meant{std::move(entry), *std::move(vault)};
    }
    return fail(
        {Code::kActionMissing, "no decision about this post names such an action", "action"});
}

Result<record::Draft> action_draft(RecordFolder& folder, std::string_view platform,
                                   const Event& event, const record::Tag& tag, std::uint64_t at) {
    MZ_TRY(const auto meant, decision_meant(folder, platform, event, tag));
    const auto& [entry, vault] = meant;
    record::Draft draft;
    draft.kind = record::Kind::kAction;
    draft.at = at;
    draft.tag = entry.tag;
    draft.revision = entry.revision;
    draft.about = entry.id;
    draft.outcome = event.type == EventType::kActionConfirmed ? kConfirmed : kFailed;
    draft.clause = event.action;
    draft.vault.source = vault.source;
    draft.vault.post = vault.post;
    draft.vault.input = event_json(event);
    if (is_sealed(entry) || !entry.index) {
        record::seal(
            draft, {name(draft.kind), vault.post, {}, draft.vault.input, std::to_string(entry.id)});
        return draft;
    }
    draft.vault.salts = {record::random_salt()};
    draft.leaf = record::leaf_rest(
        record::LeafType::kAction, at,
        {*entry.index, std::string_view(draft.clause), std::string_view(draft.outcome),
         record::commit(draft.vault.salts[0], "body_commit", draft.vault.input)});
    return draft;
}

Result<record::Draft> draft_of(RecordFolder& folder, std::string_view platform, const Event& event,
                               std::uint64_t at) {
    const auto tag = is_of_author(event.type)
                         ? author_tag(folder.tags(), platform, event.author)
                         : folder.tags().tag(platform, event.source, event.post);
    Result<record::Draft> draft = record::Draft();
    if (is_of_action(event.type)) draft = action_draft(folder, platform, event, tag, at);
    else draft = event_draft(event, tag, at);
    if (!draft) return draft;
    draft->purpose = told_key(folder.tags(), platform, "event", event.source,
                              event.id.empty() ? draft->vault.input : event.id, event.id.empty());
    return draft;
}

Result<TakenEvent> taken(const Result<record::Committed>& done) {
    if (!done) return fail(done.error());
    const auto& answer = done->records.front();
    switch (answer.state) {
        case record::AnswerState::kNew: return TakenEvent{answer.record, false};
        case record::AnswerState::kKnown: return TakenEvent{answer.record, true};
        case record::AnswerState::kConflict:
            return fail({Code::kRecordConflict, "another event was told under this id", "id"});
        case record::AnswerState::kErased: break;
    }
    return fail({Code::kRecordErased, "this event was told before and erased", "id"});
}

}  // namespace

std::vector<Result<TakenEvent>> take_events(RecordFolder& folder, Recorder& recorder,
                                            LiveLogs& logs, std::string_view platform,
                                            std::span<const Event> events) {
    std::vector<Result<TakenEvent>> answers(events.size(), TakenEvent{});
    std::vector<record::Outcome> outcomes;
    std::vector<std::size_t> places;  // of the outcomes among the events
    for (std::size_t i = 0; i < events.size(); ++i) {
        const auto& of =
            events[i].platform.empty() ? platform : std::string_view(events[i].platform);
        const auto live = recorder.go_live(of);
        auto draft = live ? draft_of(folder, of, events[i], logs.now())
                          : Result<record::Draft>(fail(live.error()));
        if (!draft) {
            answers[i] = fail(draft.error());
            continue;
        }
        auto& outcome = outcomes.emplace_back();
        outcome.platform = of;
        outcome.records.push_back(*std::move(draft));
        places.push_back(i);
    }
    const auto done = folder.store().commit_each(std::move(outcomes));
    for (std::size_t i = 0; i < done.size(); ++i) answers[places[i]] = taken(done[i]);
    return answers;
}

record::Tag author_tag(const record::TagKey& tags, std::string_view platform,
                       std::string_view author) {
    return tags.tag(platform, kAuthors, author);
}

Result<Event> read_recorded_event(const record::Vault& vault, record::RecordId id) {
    auto events = feeds::read_events(vault.input);
    if (events && events->size() == 1 && events->front()) return *std::move(events->front());
    return fail(
        {Code::kStoreCorrupt, "a recorded event cannot be read", "record " + std::to_string(id)});
}

void fold_event(PostState& state, const Event& event) {
    switch (event.type) {
        case EventType::kReach: {
            const std::pair now(state.views_as_of, state.views.value_or(0));
            const std::pair then(std::string(event.as_of.view()), event.views.value_or(0));
            if (state.views && then <= now) return;
            state.views = event.views;
            state.views_as_of = event.as_of.view();
            return;
        }
        case EventType::kEdited:
            state.edited_to = std::max(state.edited_to, event.revision.value_or(0));
            return;
        case EventType::kDeleted: state.deleted = true; return;
        case EventType::kAuthorDeleted:
        case EventType::kAuthorRenamed:
        case EventType::kActionConfirmed:
        case EventType::kActionFailed: return;
    }
}

// What is erased of it names the author no more; that the author is gone stays true.
Result<bool> is_author_deleted(RecordFolder& folder, std::string_view platform,
                               std::string_view author) {
    if (author.empty()) return false;
    const auto tag = author_tag(folder.tags(), platform, author);
    MZ_TRY(const auto entries, folder.store().told_about(platform, tag));
    return std::ranges::any_of(entries, [](const store::Entry& entry) {
        return entry.kind == record::Kind::kEvent && !entry.lost &&
               entry.outcome == name(EventType::kAuthorDeleted);
    });
}

Result<PostState> post_state(RecordFolder& folder, std::string_view platform,
                             std::string_view source, std::string_view post) {
    const auto tag = folder.tags().tag(platform, source, post);
    MZ_TRY(const auto entries, folder.store().told_about(platform, tag));
    PostState state;
    for (const auto& entry : entries) {
        if (entry.kind != record::Kind::kEvent) continue;
        const auto vault = folder.store().vault(entry.id);
        if (!vault && vault.error().code == Code::kRecordErased) continue;
        if (!vault) return fail(vault.error());
        MZ_TRY(const auto event, read_recorded_event(*vault, entry.id));
        fold_event(state, event);
    }
    return state;
}

}  // namespace mizan::service
