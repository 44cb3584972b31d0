// From a record to what it means for others, and to the message that tells of it.

#include "base/json.h"
#include "record/frame.h"
#include "record/seal.h"
#include "service/decided.h"
#include "service/events.h"
#include "service/holds.h"
#include "service/notices.h"

namespace mizan::service {

namespace {

std::string topic_of(const store::Entry& entry) {
    using enum record::Kind;
    switch (entry.kind) {
        case kDecision: return "decision.made";
        case kActivation: return "policy.activated";
        case kEvent: return "event.told";
        case kSuggestion: return "suggestion.made";
        case kAction: return "action." + entry.outcome;
        case kBrake: return "brake." + entry.outcome;
        case kErasure: return entry.outcome == record::kDone ? "record.erased" : "";
        case kHold: return "record.held";
        case kBatch:
        case kRelease:
        case kKey:
        case kAdoption:
        case kAccess:
        case kFlag: return {};
        case kCase: return entry.outcome == "hold-begun" ? "record.held" : "case." + entry.outcome;
    }
    return {};
}

// Nothing of a record whose contents are gone.
Result<std::optional<record::Vault>> vault_if_there(store::Store& store,
                                                    const store::Entry& entry) {
    auto vault = store.vault(entry.id);
    if (vault) return std::optional(*std::move(vault));
    if (vault.error().code == Code::kRecordErased) return std::optional<record::Vault>();
    return fail(vault.error());
}

Result<void> fill_decision(const record::Vault& vault, const record::TagKey& tags,
                           const store::Entry& entry, notify::Happened& out) {
    MZ_TRY(const auto decided, read_decided(vault.decision));
    const auto author = author_of(vault.input);
    if (!author.empty()) out.author = author_tag(tags, entry.platform, author).view();
    if (!decided.acts) return {};  // proposals to a person
    for (const auto& action : decided.actions) out.asked.push_back({action.name, action.argument});
    return {};
}

Result<void> fill_told(const record::Vault& vault, const store::Entry& entry,
                       notify::Happened& out) {
    MZ_TRY(const auto event, read_recorded_event(vault, entry.id));
    out.as_of = event.as_of.view();
    out.post_gone = event.type == EventType::kDeleted;
    out.author_gone = event.type == EventType::kAuthorDeleted;
    if (out.author_gone) out.author = entry.tag.view();
    if (entry.kind != record::Kind::kAction) return {};
    out.about = entry.about;
    out.action = entry.clause;
    out.confirmed = entry.outcome == kConfirmed;
    return {};
}

Result<void> fill_cleared(store::Store& store, record::RecordId batch, notify::Happened& out) {
    MZ_TRY(const auto stored, store.frame(batch));
    MZ_TRY(const auto frame, record::FrameView::read(stored.bytes));
    for (std::size_t i = 0; i < frame.size(); ++i) {
        const auto slot = frame.slot(i);
        out.cleared.push_back({std::string(slot.tag.view()), slot.revision});
    }
    return {};
}

std::string data_of(const notify::Delivery& d, const store::Entry& entry,
                    const std::optional<record::Vault>& vault) {
    std::string out;
    {
        json::Object object(out);
        if (entry.index) object.number("index", *entry.index);
        if (!d.action.empty()) object.text("action", d.action).number("ask", d.number);
        object.optional("outcome", entry.outcome).optional("clause", entry.clause);
        if (entry.about != 0 && entry.kind != record::Kind::kDecision)
            object.number("about", entry.about);
        object.flag("erased", !vault.has_value());
        if (vault && entry.kind == record::Kind::kCase && !vault->decision.empty())
            object.json_value("body", vault->decision);
        if (vault && !record::is_laid_out(entry.kind)) {  // nobody is told who flagged
            object.optional("source", vault->source).optional("post", vault->post);
            if (entry.kind == record::Kind::kDecision)
                object.json_value("decision", vault->decision);
            else if (record::is_told(entry.kind)) object.json_value("told", vault->input);
            else if (!vault->decision.empty()) object.json_value("body", vault->decision);
        }
    }
    return out;
}

}  // namespace

Result<notify::Happened> happened(store::Store& store, const record::TagKey& tags,
                                  const store::Entry& entry, bool look_for_cleared) {
    notify::Happened out;
    out.record = entry.id;
    out.at = entry.at;
    if (entry.lost) return out;
    out.topic = topic_of(entry);
    out.post = entry.tag.view();
    out.revision = entry.revision;
    const bool is_decision = entry.kind == record::Kind::kDecision;
    if (entry.kind == record::Kind::kHold) {  // of a case's the case tells
        MZ_TRY(const auto hold, vault_if_there(store, entry));
        if (hold && is_of_case(*hold)) out.topic.clear();
    }
    if (entry.kind == record::Kind::kErasure && entry.outcome == record::kDone)
        out.erased = entry.about;
    if (entry.kind == record::Kind::kBatch && look_for_cleared)
        MZ_CHECK(fill_cleared(store, entry.id, out));
    if (!is_decision && !record::is_told(entry.kind)) return out;
    MZ_TRY(const auto vault, vault_if_there(store, entry));
    if (!vault || entry.kind == record::Kind::kSuggestion) return out;
    out.is_decision =
        is_decision;  // what one said that was erased is not known: it changes nothing
    MZ_CHECK(is_decision ? fill_decision(*vault, tags, entry, out) : fill_told(*vault, entry, out));
    return out;
}

Result<std::string> message_body(store::Store& store, const notify::Delivery& d) {
    MZ_TRY(const auto entry, store.entry(d.record));
    MZ_TRY(const auto vault, vault_if_there(store, entry));
    std::string out;
    json::Object(out)
        .text("id", notify::message_id(d))
        .text("type", d.topic)
        .text("platform", d.platform)
        .number("record", d.record)
        .number("at", entry.at)
        .json_value("data", data_of(d, entry, vault));
    return out;
}

}  // namespace mizan::service
