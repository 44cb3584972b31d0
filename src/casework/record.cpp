#include "casework/record.h"

#include <algorithm>
#include <span>
#include <utility>

#include "base/json.h"
#include "record/seal.h"

namespace mizan::casework {

namespace {

using cases::Flagged;

constexpr std::size_t kRecordsLookedAt = 500;  // of a case's history, the last ones

// By which event of several people call what happened: others are told of it by this name (notify/webhook.h).
constexpr std::string_view kGravest[] = {
    "danger-raised",  "breached",      "ruled",    "undone",     "duty-decided",
    "target-offered", "notice-sent",   "proposed", "handed-off", "appealed",
    "reopened",       "flagger-asked", "warned"};
std::string_view name_of(const cases::Events& events) {
    for (const auto& wanted : kGravest)
        for (const auto& event : events)
            if (cases::name(event) == wanted) return wanted;
    return events.empty() ? std::string_view() : cases::name(events.front());
}

// What was flagged and when.
struct FlagSaid {
    std::uint64_t flag = 0;
    std::uint64_t partner = 0;
    std::uint64_t number = 0;
    cases::FlaggerKind kind = cases::FlaggerKind::kUser;
    std::uint64_t received_at = 0;
    std::uint64_t due = 0;
    cases::FlagOrder order;
    static void fields(auto& self, auto&& visit) {
        visit("flag", self.flag);
        visit("partner", self.partner);
        visit("number", self.number);
        visit("kind", self.kind);
        visit("received_at", self.received_at);
        visit("due", self.due);
        visit("order", self.order);
    }
    bool operator==(const FlagSaid&) const = default;
};

// Who flagged: an account or key, and the user of the platform whose flag it passes on. Neither of the first has a space in it.
std::string actor_of(const std::string& by, const std::string& user) {
    return user.empty() ? by : by + " " + user;
}

// What is written in one part is not in the other: it is taken out of the events meanwhile, since to copy a flag costs as much as to write it.
void lay_out_flag(record::Vault& vault, Deed& deed) {
    auto& first = deed.events.front();
    auto& flagged = std::get<Flagged>(first.what);
    FlagSaid said;
    said.flag = flagged.flag.id;
    said.partner = flagged.flag.partner;
    said.number = flagged.flag.number;
    said.kind = flagged.flag.kind;
    said.received_at = flagged.flag.received_at;
    said.due = flagged.flag.due;
    said.order = std::exchange(flagged.order, {});
    auto user = std::exchange(said.order.user, {});
    auto by = std::exchange(first.by, {});
    auto flagger = std::exchange(flagged.flag.flagger, {});
    vault.source = actor_of(by, user);
    vault.input = fields::to_json(said);
    json::Object(vault.decision)
        .text("key", deed.flag_key)
        .json_value("events", cases::to_json(deed.events));
    flagged.order = std::move(said.order);
    flagged.order.user = std::move(user);
    flagged.flag.flagger = std::move(flagger);
    first.by = std::move(by);
}

Result<Recorded> read_flag(const record::Vault& vault) {
    MZ_TRY(auto said, fields::from_json<FlagSaid>(vault.input, fields::Unknown::kPassedOver));
    MZ_TRY(const auto document, fields::JsonDocument::read(vault.decision));
    const auto key = document.root().member("key");
    const auto list = document.root().member("events");
    if (!key || !key->text() || !list)
        return fail({Code::kStoreCorrupt, "a flag is not whole", {}});
    Recorded out;
    out.flag_key = *key->text();
    MZ_TRY(out.events, cases::read_events(list->json()));
    auto* const flagged =
        out.events.empty() ? nullptr : std::get_if<Flagged>(&out.events.front().what);
    if (flagged == nullptr) return fail({Code::kStoreCorrupt, "a flag is not whole", {}});
    const auto space = std::min(vault.source.find(' '), vault.source.size());
    out.events.front().by = vault.source.substr(0, space);
    if (space < vault.source.size()) said.order.user = vault.source.substr(space + 1);
    flagged->flag.flagger = cases::flagger_of(said.order, out.events.front().by);
    flagged->order = std::move(said.order);
    return out;
}

}  // namespace

bool is_for_others(const cases::Events& events) {
    return std::ranges::find(kGravest, name_of(events)) != std::end(kGravest);
}

record::Draft draft_of(Deed& deed, std::uint64_t at) {
    record::Draft draft;
    draft.kind = deed.kind;
    draft.at = at;
    draft.outcome = deed.told_as.empty() ? name_of(deed.events) : deed.told_as;
    draft.vault.post = deed.subject;
    if (!deed.events.empty()) draft.slot = static_cast<std::uint32_t>(deed.events.front().case_no);
    if (deed.kind == record::Kind::kFlag) {
        draft.revision = static_cast<std::uint32_t>(deed.events.front().flag);
        lay_out_flag(draft.vault, deed);
    } else {
        draft.vault.source = deed.actor;
        draft.vault.input = cases::to_json(deed.events);
        draft.vault.decision = deed.told;
    }
    record::seal(draft);
    return draft;
}

Result<Recorded> recorded(const record::Vault& vault, record::RecordId id) {
    const bool is_flag = vault.input.starts_with('{');
    auto out = [&]() -> Result<Recorded> {
        if (is_flag) return read_flag(vault);
        Recorded plain;
        MZ_TRY(plain.events, cases::read_events(vault.input));
        return plain;
    }();
    if (out) return out;
    return fail({Code::kStoreCorrupt, "recorded casework cannot be read: " + out.error().message,
                 "record " + std::to_string(id)});
}

Result<Recorded> recorded(store::Store& store, record::RecordId id) {
    const auto vault = store.vault(id);
    if (!vault && vault.error().code == Code::kRecordErased) return Recorded();
    if (!vault) return fail(vault.error());
    return recorded(*vault, id);
}

void add_said(SaidOfPost& said, const cases::Event& event) {
    if (const auto* given = std::get_if<cases::ContentGiven>(&event.what);
        given != nullptr && !given->text.empty())
        said = {given->text, given->author, given->lang, true};
    const auto* flagged = std::get_if<cases::Flagged>(&event.what);
    if (flagged != nullptr && said.text.empty())
        said = {flagged->order.text, flagged->order.author, flagged->order.lang, false};
}

Result<SaidOfPost> said_of_post(store::Store& store, const std::vector<record::RecordId>& history) {
    SaidOfPost said;
    auto last = std::span(history);
    if (last.size() > kRecordsLookedAt) last = last.last(kRecordsLookedAt);
    for (const auto record : last) {
        MZ_TRY(const auto what, recorded(store, record));
        for (const auto& event : what.events) add_said(said, event);
    }
    return said;
}

cases::Event erased_flag(const store::Entry& entry, bool opens) {
    cases::Event event;
    event.at = entry.at;
    event.case_no = entry.slot;
    event.flag = entry.revision;
    Flagged flagged;
    flagged.flag.id = entry.revision;
    flagged.flag.case_no = entry.slot;
    flagged.flag.received_at = entry.at;
    flagged.flag.due = entry.at;
    flagged.opens = opens;
    event.what = std::move(flagged);
    return event;
}

cases::Event erased_find(const store::Entry& entry) {
    cases::Event event;
    event.at = entry.at;
    event.case_no = entry.slot;
    cases::EngineFound found;
    found.opens = true;
    event.what = std::move(found);
    return event;
}

}  // namespace mizan::casework
