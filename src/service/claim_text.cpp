// Claims in words, without colour, so that the same lines serve a terminal, a log and a test's failure.
#include "service/claim_text.h"

#include <algorithm>

#include "base/utf8.h"
#include "policy/restricted.h"

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

void append_frame(const policy::Policy& policy, const Post& post, const Claim& claim,
                  const FrameUse& use, std::string& out) {
    out.append(use.frame);
    for (const auto& f : policy.frames) {
        if (f.id == use.frame && !f.title.empty()) out.append(", ").append(shown(f.title));
    }
    out.append(" (").append(use.axis).append("=").append(use.value).append(", ");
    const auto cue = words_of(post, use.cue);
    if (cue.empty()) out.append("by what the post is");
    else if (holds(use.cue, claim)) out.append("by the ").append(use.scope).append(" it stands in");
    else
        out.append("by “")
            .append(shown(cue))
            .append("”, which reaches over the ")
            .append(use.scope);
    out.append("): ").append(effect_text(use.effect));
}

bool drives_terminal(char32_t c) {
    const bool control = (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0);
    return control || (c >= 0x200E && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

// Nothing but blanks stands between two neighbouring spans.
bool only_blanks(const Post& post, const Span& a, const Span& b) {
    if (a.part != b.part || a.bytes.end > b.bytes.begin) return false;
    const auto between = words_of(post, Span{a.part, {a.bytes.end, b.bytes.begin}, {}, {}});
    return between.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

std::string shown(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const auto d = utf8::decode(text, i);
        utf8::append(out, drives_terminal(d.code_point) ? U'\uFFFD' : d.code_point);
        i += d.size;
    }
    return out;
}

std::string indented(std::string_view text, std::string_view indent) {
    std::string out;
    while (!text.empty()) {
        const auto end = text.find('\n');
        out.append(indent).append(text.substr(0, end)).push_back('\n');
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return out;
}

std::string_view words_of(const Post& post, const Span& span) {
    if (span.part >= post.parts.size()) return {};
    const auto bytes = post.parts[span.part].bytes;
    const auto begin = std::min<std::size_t>(span.bytes.begin, bytes.size());
    const auto end = std::clamp<std::size_t>(span.bytes.end, begin, bytes.size());
    return bytes.substr(begin, end - begin);
}

std::string words_of(const Post& post, const Claim& claim) {
    std::string out;
    for (std::size_t i = 0; i < claim.spans.size(); ++i) {
        if (i > 0) out.append(only_blanks(post, claim.spans[i - 1], claim.spans[i]) ? " " : " … ");
        out.append(words_of(post, claim.spans[i]));
    }
    return out;
}

bool holds(const Span& cue, const Claim& claim) {
    return !claim.spans.empty() &&
           std::all_of(claim.spans.begin(), claim.spans.end(), [&](const Span& s) {
               return s.part == cue.part && cue.bytes.begin <= s.bytes.begin &&
                      s.bytes.end <= cue.bytes.end;
           });
}

std::string group_text(const policy::Policy& policy, const Claim& claim) {
    if (claim.group.empty()) return {};
    std::string out(claim.group.substr(claim.group.rfind('.') + 1));
    const auto* group = policy::find_concept(policy, claim.group);
    if (group != nullptr && !group->title.empty()) out = group->title;
    for (const auto& a : policy.attributes) {
        if (a.id == claim.attribute)
            out.append(" (").append(a.title.empty() ? a.id : a.title).append(")");
    }
    return out;
}

std::string_view effect_text(std::string_view effect) {
    if (effect == "excuses") return "this excuses it";
    if (effect == "to-review") return "because of this a person decides";
    if (effect == "no-excuse") return "the clause says that this is no excuse";
    if (effect == "not-asked")
        return "the clause would weigh it, but an exception that comes first excuses the statement";
    if (effect == "no-bearing") return "the clause makes nothing of it";
    if (effect == "outweighed") return "a frame that stands closer outweighs it";
    if (effect == "cancelled") return "taken back by the words that follow";
    return effect;
}

std::string claim_text(const policy::Policy& policy, const Post& post, const Claim& claim,
                       std::string_view indent) {
    std::string out(indent);
    const auto* construct = find_construct(policy, claim.construct);
    out.append(claim.construct);
    if (construct != nullptr && !construct->title.empty())
        out.append(", ").append(shown(construct->title));
    if (const auto group = group_text(policy, claim); !group.empty())
        out.append(", about ").append(shown(group));
    out.append(": “").append(shown(words_of(post, claim))).append("”");
    append_axes(claim, out);
    if (claim.reading != "plain" && claim.reading != policy::kWithheld)
        out.append(", read through a disguise (").append(claim.reading).append(")");
    out.push_back('\n');
    for (const auto& use : claim.frames) {
        out.append(indent).append("  - ");
        append_frame(policy, post, claim, use, out);
        out.push_back('\n');
    }
    return out;
}

}  // namespace mizan::service
