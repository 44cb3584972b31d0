#include "service/decided.h"

#include <simdjson.h>

namespace mizan::service {

namespace {

namespace dom = simdjson::dom;

std::string member_text(const dom::element& of, std::string_view name) {
    std::string_view text;
    return of[name].get_string().get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

}  // namespace

Result<Decided> read_decided(std::string_view decision_json) {
    dom::parser parser;
    dom::element decision;
    if (parser.parse(decision_json.data(), decision_json.size()).get(decision) != simdjson::SUCCESS)
        return fail({Code::kStoreCorrupt, "a recorded decision is no JSON", "vault"});
    Decided out;
    out.post = member_text(decision, "id");
    out.outcome = member_text(decision, "outcome");
    out.clause = member_text(decision, "clause");
    const auto route = member_text(decision, "route");
    out.acts = route == "act";
    out.to_person = route == "person";
    dom::array actions;
    if (decision["actions"].get_array().get(actions) != simdjson::SUCCESS) return out;
    for (const auto action : actions) {
        std::int64_t argument = 0;
        if (action["argument"].get_int64().get(argument) != simdjson::SUCCESS) argument = 0;
        out.actions.push_back({member_text(action, "name"), argument});
    }
    return out;
}

std::string author_of(std::string_view post_json) {
    dom::parser parser;
    dom::element post;
    if (parser.parse(post_json.data(), post_json.size()).get(post) != simdjson::SUCCESS) return {};
    return member_text(post, "author");
}

}  // namespace mizan::service
