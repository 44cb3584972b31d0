// What waits for a person: decisions that are left to one, and suggestions that differ from our scores.
#include <functional>

#include "base/json.h"
#include "server/answer_later.h"
#include "server/answers.h"
#include "server/page.h"
#include "service/decided.h"
#include "service/suggestions.h"

namespace mizan::server {

namespace {

// So many records are looked at for one page: where few fit, a page may be short and still have a next one.
constexpr std::uint64_t kLookedAt = 10'000;

// Writes an entry as JSON; nothing if it is not for this list.
using Shown = std::function<Result<std::string>(const store::Entry&)>;

Result<std::string> list_of(Site& site, const std::string& platform, const Page& page,
                            std::string_view name, const Shown& shown) {
    std::string list;
    std::uint64_t count = 0, looked = 0, last = page.after;
    bool more = false;
    Result<void> failed;
    MZ_CHECK(site.live.folder().store().each(platform, page.after, [&](const store::Entry& entry) {
        if (count == page.limit || looked == kLookedAt) {
            more = true;
            return false;
        }
        ++looked;
        last = entry.id;
        const auto one = shown(entry);
        if (!one) {
            failed = fail(one.error());
            return false;
        }
        if (one->empty()) return true;
        list.append(list.empty() ? "" : ",").append(*one);
        ++count;
        return true;
    }));
    MZ_CHECK(failed);
    std::string out;
    {
        json::Object object(out);
        object.json_value(name, "[" + list + "]");
        if (more) object.text("next", std::to_string(last));
    }
    return out;
}

Result<std::string> shown_suggestion(store::Store& store, const store::Entry& entry) {
    const auto vault = store.vault(entry.id);
    if (!vault && vault.error().code != Code::kRecordErased) return fail(vault.error());
    std::string out;
    {
        json::Object object(out);
        object.text("kind", "suggestion").number("record", entry.id).number("at", entry.at);
        object.text("state", entry.outcome).flag("erased", !vault);
        if (vault) object.json_value("suggested", vault->input).json_value("ours", vault->decision);
    }
    return out;
}

// A decision that leaves the post to a person, unless another about the post is in force since.
Result<std::string> shown_waiting(store::Store& store, const store::Entry& entry) {
    const auto vault = store.vault(entry.id);
    if (!vault && vault.error().code == Code::kRecordErased) return std::string();
    if (!vault) return fail(vault.error());
    MZ_TRY(const auto decided, service::read_decided(vault->decision));
    if (!decided.to_person) return std::string();
    MZ_TRY(const auto found, store.find(entry.platform, entry.tag, false));
    for (const auto& one : found)
        if (one.in_force && one.record != entry.id) return std::string();
    std::string out;
    json::Object(out)
        .text("kind", "decision")
        .number("record", entry.id)
        .number("at", entry.at)
        .json_value("post", vault->input)
        .json_value("decision", vault->decision);
    return out;
}

template <class F>
void answer_list(Site& site, Asked& asked, http::Reply reply, std::string_view name, F shown) {
    answer_later(site, std::move(asked), std::move(reply),
                 [name, shown](Site& s, Asked& a) -> Result<http::Response> {
                     MZ_TRY(const auto query, query_of(a));
                     MZ_TRY(const auto platform, platform_asked(s, a, query));
                     MZ_TRY(const auto page, page_asked(query));
                     const auto state = query.get("state");
                     auto& store = s.live.folder().store();
                     MZ_TRY(auto body, list_of(s, platform, page, name, [&](const auto& entry) {
                                return shown(store, entry, state);
                            }));
                     return json_response(std::move(body));
                 });
}

}  // namespace

void answer_suggestions(Site& site, Asked& asked, http::Reply reply) {
    answer_list(site, asked, std::move(reply), "suggestions",
                [](store::Store& store, const store::Entry& entry,
                   const std::optional<std::string>& state) -> Result<std::string> {
                    if (entry.kind != record::Kind::kSuggestion) return std::string();
                    if (state && *state != entry.outcome) return std::string();
                    return shown_suggestion(store, entry);
                });
}

void answer_review(Site& site, Asked& asked, http::Reply reply) {
    answer_list(site, asked, std::move(reply), "items",
                [](store::Store& store, const store::Entry& entry,
                   const std::optional<std::string>&) -> Result<std::string> {
                    const bool differs = entry.kind == record::Kind::kSuggestion &&
                                         entry.outcome == service::kDiffers;
                    if (differs) return shown_suggestion(store, entry);
                    if (entry.kind != record::Kind::kDecision) return std::string();
                    return shown_waiting(store, entry);
                });
}

}  // namespace mizan::server
