#include "service/log_status.h"

#include "base/json.h"
#include "record/frame.h"
#include "record/leaf.h"
#include "record/seal.h"

namespace mizan::service {

namespace {

struct Reached {
    std::uint64_t integrated = 0;
    std::uint64_t published = 0;
};

LogStage stage_of(const store::Entry& entry, const Reached& status) {
    if (!entry.index) return LogStage::kSealed;
    if (*entry.index < status.published) return LogStage::kPublished;
    return *entry.index < status.integrated ? LogStage::kIntegrated : LogStage::kSequenced;
}

Result<void> append_vault(json::Object& out, RecordFolder& folder, const store::Found& found,
                          record::Kind kind) {
    if (found.in_batch) {
        MZ_TRY(const auto stored, folder.store().frame(found.record));
        MZ_TRY(const auto frame, record::FrameView::read(stored.bytes));
        MZ_TRY(const auto tails, frame.tails());
        const auto slot = frame.slot(found.slot);
        out.number("slot", found.slot).number("of", frame.size()).number("views", slot.views);
        out.text("commitment", to_hex(slot.commitment));
        if (slot.tail < tails.size()) out.text("decision_after_id", tails[slot.tail].text);
        out.flag("erased", !stored.salts.salt(found.slot));
        return {};
    }
    if (kind == record::Kind::kBatch) return {};  // its posts are erased one by one
    const auto vault = folder.store().vault(found.record);
    if (!vault && vault.error().code == Code::kRecordErased) {
        out.flag("erased", true);
        return {};
    }
    if (!vault) {
        return vault.error().code == Code::kRecordMissing ? Result<void>() : fail(vault.error());
    }
    out.flag("erased", false);
    if (record::is_laid_out(kind)) {
        out.text("post", vault->post).text("actor", vault->source).text("input", vault->input);
        out.optional("link", vault->decision);
        return {};
    }
    out.optional("source", vault->source).optional("post", vault->post);
    if (!vault->input.empty()) out.text("input", vault->input);
    if (!vault->decision.empty()) out.json_value("contents", vault->decision);
    return {};
}

// What a record is about: of a decision or batch the activation of the policy that it was decided by.
Result<void> append_about(json::Object& out, RecordFolder& folder, const store::Entry& entry) {
    using enum record::Kind;
    if (entry.about == 0) return {};
    if (entry.kind == kDecision || entry.kind == kBatch) {
        out.number("activation", entry.about);
        return {};
    }
    out.number("about", entry.about);
    MZ_TRY(const auto about, folder.store().entry(entry.about));
    if (about.kind != kBatch) return {};
    if (entry.kind == kErasure) out.number("about_slot", entry.slot);
    else if (entry.slot != record::kWhole)
        out.number("about_slot", entry.slot - record::held_slot(0));
    return {};
}

}  // namespace

std::string_view name(LogStage stage) {
    switch (stage) {
        case LogStage::kSealed: return "sealed";
        case LogStage::kSequenced: return "sequenced";
        case LogStage::kIntegrated: return "integrated";
        case LogStage::kPublished: return "published";
    }
    return {};
}

Result<LogStatus> log_status(RecordFolder& folder, const std::string& platform) {
    LogStatus status;
    status.platform = platform;
    status.folder = folder.log_path(platform);
    if (const auto key = folder.log_key(platform)) status.vkey = ledger::to_vkey(key->key());
    MZ_TRY(status.store, folder.store().status(platform));
    MZ_TRY(const auto log, folder.store().log_state(platform));
    status.integrated = log.integrated;
    MZ_TRY(const auto published, folder.published(platform));
    status.published = published.checkpoint.size;
    status.forked = status.published > log.signed_size;
    return status;
}

Result<std::string> show_record(RecordFolder& folder, const RecordQuery& query,
                                const RecordSight& sight) {
    MZ_TRY(const auto found, find_record(folder, query));
    MZ_TRY(const auto entry, folder.store().entry(found.record));
    MZ_TRY(const auto log, folder.store().log_state(entry.platform));
    MZ_TRY(const auto published, folder.published(entry.platform));
    const Reached status{log.integrated, published.checkpoint.size};
    MZ_TRY(const bool held,
           folder.store().is_held(entry.id,
                                  found.in_batch ? std::optional(found.slot) : std::nullopt));
    std::string out;
    {
        json::Object object(out);
        object.number("record", entry.id).text("kind", record::name(entry.kind));
        object.text("platform", entry.platform).number("at", entry.at);
        object.text("stage", name(stage_of(entry, status)));
        if (entry.index) object.number("index", *entry.index);
        if (query.post) object.number("revision", found.revision).flag("in_force", found.in_force);
        object.optional("purpose", entry.purpose);
        if (entry.supersedes != 0 && sight.supersedes)
            object.number("supersedes", entry.supersedes);
        MZ_CHECK(append_about(object, folder, entry));
        if (sight.held) object.flag("held", held);
        if (entry.lost) object.flag("known_from_log_only", true);
        if (entry.index) object.json_value("leaf", record::leaf_text(*entry.index, entry.leaf));
        MZ_CHECK(append_vault(object, folder, found, entry.kind));
    }
    return out;
}

}  // namespace mizan::service
