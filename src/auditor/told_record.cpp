#include "auditor/told_record.h"

#include "auditor/command.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/sha256.h"
#include "console/terminal.h"
#include "ledger/base64.h"
#include "record/leaf.h"

namespace mizan::auditor {

namespace {

bool is_text(std::string_view bytes) { return console::printable(bytes) == bytes; }

std::string shown(std::string_view bytes) {
    if (bytes.empty()) return "(empty)";
    // A line end in a value could feign a line of ours.
    const bool plain = is_text(bytes) && bytes.find_first_of("\n\t") == bytes.npos;
    return plain ? std::string(bytes) : "base64:" + ledger::to_base64(bytes);
}

void append_value(json::Object& object, std::string_view key, std::string_view bytes) {
    if (is_text(bytes)) object.text(key, bytes);
    else object.text(std::string(key) + "_base64", ledger::to_base64(bytes));
}

std::string what_it_is(const record::Leaf& leaf) {
    using enum record::LeafType;
    const auto policy = std::string(leaf.word("policy"));
    switch (leaf.type) {
        case kDecision: return "a decision by " + policy + ": " + std::string(leaf.word("outcome"));
        case kBatch:
            return "a batch of " + console::counted(leaf.number("count"), "post", "posts") +
                   " in which " + policy + " found nothing";
        case kPolicy: return policy + " goes live";
        case kErasure:
            return "the contents of entry " + std::to_string(leaf.number("of")) +
                   " are erased: " + std::string(leaf.word("state"));
        case kConfig: return "a change of the log: " + std::string(leaf.word("what"));
        case kSealed: return "sealed: what it is about is not public";
        case kEvent: return "the platform told: " + std::string(leaf.word("what"));
        case kAction:
            return "the action " + std::string(leaf.word("action")) + " of entry " +
                   std::to_string(leaf.number("of")) + " is " + std::string(leaf.word("state"));
        case kBrake:
            return "a brake on " + std::string(leaf.word("clause")) + ": " +
                   std::string(leaf.word("state"));
        case kAccess: return "who may come in: " + std::string(leaf.word("what"));
    }
    return {};
}

std::string told_slot(const audit::CheckedRecord& r) {
    const auto& slot = *r.slot;
    auto out =
        told("post", "the one at place " + std::to_string(slot.index) + " of the batch's " +
                         std::to_string(slot.count) + " (the first is 0), with " +
                         console::counted(slot.views, "view", "views") + "; it is in the batch");
    if (!r.post) return out + told("not opened", "the post and its decision");
    return out + told("opened", "post") + told("  post", shown(r.post->input)) +
           told("  decision", shown(r.post->decision));
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const auto& word : words) out.append(out.empty() ? "" : ", ").append(word);
    return out;
}

}  // namespace

std::string told_record(const audit::CheckedRecord& r, std::string_view entry) {
    record::Leaf leaf;
    if (!r.no_record.empty() || !record::read_leaf(entry, leaf))
        return told("record", "none in our format, so nothing that it says was checked (" +
                                  r.no_record + ")");
    auto out = told("record", what_it_is(leaf)) + told("time", moment(leaf.t));
    for (const auto& opened : r.opened)
        out += told("opened", opened.field) + told("", shown(opened.value));
    if (!r.closed.empty()) out += told("not opened", joined(r.closed));
    if (r.slot) out += told_slot(r);
    else if (leaf.type == record::LeafType::kBatch)
        out += told("post", "none: the proof does not say which of the batch is meant");
    return out;
}

std::string record_json(const audit::CheckedRecord& r, std::string_view entry) {
    record::Leaf leaf;
    const bool is_record = r.no_record.empty() && record::read_leaf(entry, leaf).has_value();
    std::string out;
    {
        json::Object object(out);
        object.flag("is_record", is_record);
        if (!is_record) {
            object.text("reason", r.no_record);
        } else {
            object.text("type", record::name(leaf.type))
                .list("open", r.opened,
                      [&out](const audit::Opened& opened) {
                          json::Object one(out);
                          one.text("field", opened.field);
                          append_value(one, "value", opened.value);
                      })
                .list("closed", r.closed,
                      [&out](const std::string& field) { json::append_string(out, field); });
        }
        if (r.slot) {
            std::string slot;
            json::Object(slot)
                .number("index", r.slot->index)
                .number("count", r.slot->count)
                .number("views", r.slot->views)
                .text("commitment", to_hex(r.slot->commitment));
            object.json_value("slot", slot);
        }
        if (r.post) {
            std::string post;
            {
                json::Object one(post);
                append_value(one, "input", r.post->input);
                append_value(one, "decision", r.post->decision);
            }
            object.json_value("post", post);
        }
    }
    return out;
}

}  // namespace mizan::auditor
