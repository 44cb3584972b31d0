// Claims in words, without colour, so that the same lines serve a terminal, a log and a test's failure.
#include "service/claim_text.h"

#include <algorithm>

namespace mizan::service {

namespace {

const policy::Construct* find_construct(const policy::Policy& policy, std::string_view id) {
    const auto it = std::find_if(policy.constructs.begin(), policy.constructs.end(),
                                 [&](const policy::Construct& c) { return c.id == id; });
    return it == policy.constructs.end() ? nullptr : &*it;
}

void append_axes(const Claim& claim, std::string& out) {
    auto axis = [&](std::string_view name, std::string_view value) {
        if (!value.empty()) out.append(", ").append(name).append("=").append(value);
    };
    if (claim.polarity != "affirmed") axis("polarity", claim.polarity);
    axis("stance", claim.stance);
    axis("holder", claim.holder);
    axis("mood", claim.mood);
    axis("speaker", claim.speaker);
    axis("referent", claim.referent);
    axis("genre", claim.genre);
}

void append_frame(const Post& post, const FrameUse& use, std::string& out) {
    out.append(use.frame).append(" (").append(use.axis).append("=").append(use.value).append(", by ");
    const auto cue = words_of(post, use.cue);
    if (cue.empty()) out.append("what the post is");
    else out.append("“").append(cue).append("”");
    out.append(", reaching over the ").append(use.scope).append("): ").append(effect_text(use.effect));
}

}  // namespace

std::string_view words_of(const Post& post, const Span& span) {
    if (span.part >= post.parts.size()) return {};
    const auto bytes = post.parts[span.part].bytes;
    const auto begin = std::min<std::size_t>(span.bytes.begin, bytes.size());
    const auto end = std::clamp<std::size_t>(span.bytes.end, begin, bytes.size());
    return bytes.substr(begin, end - begin);
}

std::string words_of(const Post& post, const Claim& claim) {
    std::string out;
    for (const auto& span : claim.spans) {
        if (!out.empty()) out.append(" … ");
        out.append(words_of(post, span));
    }
    return out;
}

std::string group_text(const policy::Policy& policy, const Claim& claim) {
    if (claim.group.empty()) return {};
    std::string out(claim.group.substr(claim.group.rfind('.') + 1));
    for (const auto& c : policy.concepts) {
        if (c.path == claim.group && !c.title.empty()) out = c.title;
    }
    for (const auto& a : policy.attributes) {
        if (a.id == claim.attribute) out.append(" (").append(a.title.empty() ? a.id : a.title).append(")");
    }
    return out;
}

std::string_view effect_text(std::string_view effect) {
    if (effect == "excuses") return "this excuses it";
    if (effect == "to-review") return "because of this a person decides";
    if (effect == "no-excuse") return "the clause says that this is no excuse";
    if (effect == "no-bearing") return "the clause makes nothing of it";
    if (effect == "outweighed") return "a frame that stands closer outweighs it";
    if (effect == "cancelled") return "taken back by the words that follow";
    return effect;
}

std::string claim_text(const policy::Policy& policy, const Post& post, const Claim& claim, std::string_view indent) {
    std::string out(indent);
    const auto* construct = find_construct(policy, claim.construct);
    out.append(claim.construct);
    if (construct != nullptr && !construct->title.empty()) out.append(", ").append(construct->title);
    if (const auto group = group_text(policy, claim); !group.empty()) out.append(", about ").append(group);
    out.append(": “").append(words_of(post, claim)).append("”");
    append_axes(claim, out);
    if (claim.reading != "plain") out.append(", read through a disguise (").append(claim.reading).append(")");
    out.push_back('\n');
    for (const auto& use : claim.frames) {
        out.append(indent).append("  - ");
        append_frame(post, use, out);
        out.push_back('\n');
    }
    return out;
}

}  // namespace mizan::service
