#include "service/decided.h"

#include <simdjson.h>

namespace mizan::service {

namespace {

namespace dom = simdjson::dom;

// What it gives is gone with the next call of the same thread.
bool parse(std::string_view json, dom::element& out) {
    thread_local dom::parser parser;  // whose buffers cost more than the reading
    return parser.parse(json.data(), json.size()).get(out) == simdjson::SUCCESS;
}

std::string member_text(const dom::element& of, std::string_view name) {
    std::string_view text;
    return of[name].get_string().get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

}  // namespace

Result<Decided> read_decided(std::string_view decision_json) {
    dom::element decision;
    if (!parse(decision_json, decision))
        return fail({Code::kStoreCorrupt, "a recorded decision is no JSON", "vault"});
    Decided out;
    out.post = member_text(decision, "id");
    out.outcome = member_text(decision, "outcome");
    out.clause = member_text(decision, "clause");
    out.lang = member_text(decision, "lang");
    out.by_person = member_text(decision, "decided_by") == "person";
    if (decision["severity"].get_uint64().get(out.severity) != simdjson::SUCCESS) out.severity = 0;
    if (decision["post_views"].get_uint64().get(out.post_views) != simdjson::SUCCESS)
        out.post_views = 0;
    const auto route = member_text(decision, "route");
    out.acts = route == "act";
    out.to_person = route == "person";
    dom::array claims;
    if (decision["claims"].get_array().get(claims) == simdjson::SUCCESS)
        for (const auto claim : claims)
            if (out.group.empty()) out.group = member_text(claim, "group");
    dom::array actions;
    if (decision["actions"].get_array().get(actions) != simdjson::SUCCESS) return out;
    for (const auto action : actions) {
        std::int64_t argument = 0;
        if (action["argument"].get_int64().get(argument) != simdjson::SUCCESS) argument = 0;
        out.actions.push_back({member_text(action, "name"), argument});
    }
    return out;
}

bool is_flagged_as(std::string_view input, std::string_view source, std::string_view post) {
    dom::element document;
    if (!parse(input, document)) return false;
    const auto is_it = [&](const dom::element& of) {
        dom::element subject;
        if (of["subject"].get(subject) != simdjson::SUCCESS) return false;
        const auto kind = member_text(subject, "kind");
        return (kind.empty() || kind == "post") && member_text(subject, "id") == post &&
               member_text(subject, "source") == source;
    };
    dom::element order;
    if (document["order"].get(order) == simdjson::SUCCESS) return is_it(order);
    dom::array events;
    if (document.get_array().get(events) != simdjson::SUCCESS) return false;
    for (const auto event : events)
        if (is_it(event)) return true;
    return false;
}

std::string author_of(std::string_view post_json) {
    dom::element post;
    if (!parse(post_json, post)) return {};
    return member_text(post, "author");
}

}  // namespace mizan::service
