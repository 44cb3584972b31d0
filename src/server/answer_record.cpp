// The record: decisions, proofs of them, and the public log's files.
#include <algorithm>
#include <charconv>
#include <limits>

#include "base/files.h"
#include "base/json.h"
#include "casework/sight.h"
#include "ledger/note.h"
#include "ledger/tiles.h"
#include "server/answer_later.h"
#include "server/answers.h"
#include "server/casework_access.h"
#include "server/hidden_decisions.h"
#include "server/page.h"
#include "server/told_decision.h"
#include "service/events.h"
#include "service/log_status.h"
#include "service/orders.h"
#include "service/prove.h"
#include "service/record_lookup.h"

namespace mizan::server {

namespace {

constexpr std::uint64_t kPageLooksAt = 50'000;  // records, for one page
constexpr std::size_t kLogFileBytes = 64u << 20;

// The outcome that is asked for; empty: any.
Result<std::string> outcome_of(const Query& query) {
    const auto outcome = query.get("outcome");
    if (!outcome) return std::string();
    for (const auto* known : {"violation", "review", "allowed", "undecided"})
        if (*outcome == known) return *outcome;
    return misused("an outcome is violation, review, allowed or undecided", "outcome");
}

// The size that the public checkpoint tells; 0 if there is none.
std::uint64_t published_in(const std::string& folder) {
    const auto note = read_file(folder + "checkpoint", ledger::kNoteBytes);
    if (!note) return 0;
    const auto begin = note->find('\n') + 1;
    std::uint64_t size = 0;
    (void)std::from_chars(note->data() + begin, note->data() + note->size(), size);
    return size;
}

// Behind those before it; nothing, if it is not for whoever asks.
Result<void> append_shown(std::string& list, store::Store& store, const store::Entry& entry,
                          HiddenDecisions& hidden) {
    MZ_TRY(const bool is_hidden, hidden.hides(entry));
    if (is_hidden) return {};
    MZ_TRY(const auto shown, hidden.shown(entry));
    const auto vault = store.vault(entry.id);
    if (!vault && vault.error().code != Code::kRecordErased) return fail(vault.error());
    if (!list.empty()) list.push_back(',');
    append_decision(list, shown, vault);
    return {};
}

// Records of decisions after a cursor, of one outcome or (empty) all. Where few are of that outcome a page may have fewer than asked for, or
// none, and go on.
Result<std::string> page_of(Site& site, const Asked& asked, const std::string& platform,
                            const Page& page, const std::string& outcome) {
    HiddenDecisions hidden(site, asked);
    auto& store = site.live.folder().store();
    std::string list;
    std::uint64_t count = 0;
    std::uint64_t looked_at = 0;
    std::uint64_t last = page.after;
    bool more = false;
    Result<void> failed;
    MZ_CHECK(store.each(platform, page.after, [&](const store::Entry& entry) {
        const bool wanted =
            entry.kind == record::Kind::kDecision && (outcome.empty() || entry.outcome == outcome);
        if ((wanted && count == page.limit) || looked_at == kPageLooksAt) {
            more = true;
            return false;
        }
        ++looked_at;
        last = entry.id;
        if (!wanted) return true;
        const auto size = list.size();
        failed = append_shown(list, store, entry, hidden);
        if (list.size() > size) ++count;
        return failed.has_value();
    }));
    MZ_CHECK(failed);
    std::string out;
    {
        json::Object object(out);
        object.json_value("decisions", "[" + list + "]");
        if (more) object.text("next", std::to_string(last));
    }
    return out;
}

std::string told_of(const service::PostState& state) {
    std::string out;
    {
        json::Object object(out);
        if (state.views)
            object.number("views", *state.views).text("views_as_of", state.views_as_of);
        if (state.edited_to != 0) object.number("edited_to", state.edited_to);
        object.flag("deleted", state.deleted);
    }
    return out;
}

// Of those that are for whoever asks the last is in force.
Result<void> leave_out_hidden(Site& site, const Asked& asked, std::vector<store::Found>& found) {
    HiddenDecisions hidden(site, asked);
    bool is_last_hidden = false;
    std::vector<store::Found> shown;
    for (auto& one : found) {
        MZ_TRY(const auto entry, site.live.folder().store().entry(one.record));
        MZ_TRY(const bool is_hidden, hidden.hides(entry));
        is_last_hidden |= is_hidden && one.in_force;
        if (!is_hidden) shown.push_back(std::move(one));
    }
    const auto last = std::ranges::max_element(
        shown, {}, [](const auto& f) { return std::pair(f.revision, f.record); });
    if (is_last_hidden && last != shown.end()) last->in_force = true;
    found = std::move(shown);
    return {};
}

// Every decision about a post, those in batches too if asked for.
Result<std::string> about_post(Site& site, const Asked& asked, const std::string& platform,
                               const std::string& post, const Query& query) {
    service::RecordQuery wanted;
    wanted.platform = platform;
    wanted.post = post;
    wanted.source = query.get("source").value_or("");
    MZ_TRY(auto found, service::find_decisions(site.live.folder(), wanted));
    MZ_CHECK(leave_out_hidden(site, asked, found));
    if (found.empty()) return service::no_decisions(wanted);
    MZ_TRY(const auto state,
           service::post_state(site.live.folder(), platform, wanted.source, post));
    std::string out;
    {
        json::Object whole(out);
        whole.list("decisions", found, [&](const store::Found& one) {
            json::Object object(out);
            object.number("record", one.record)
                .number("revision", one.revision)
                .text("purpose", one.purpose);
            object.flag("in_force", one.in_force).flag("erased", one.erased);
            if (one.in_batch) object.number("slot", one.slot);
        });
        whole.json_value("told", told_of(state));
    }
    return out;
}

std::unexpected<Error> no_such_record(const Asked& asked) {
    return fail({Code::kRecordMissing, "there is no such record", asked.params.front()});
}

// Of a legal hold nobody is told but who may begin one.
Result<service::RecordQuery> record_asked(Site& site, const Asked& asked) {
    service::RecordQuery wanted;
    MZ_TRY(wanted.record, number_of(asked.params.front(), "record"));
    MZ_TRY(const auto query, query_of(asked));
    if (const auto slot = query.get("slot")) {
        MZ_TRY(const auto n, number_of(*slot, "slot"));
        if (n > std::numeric_limits<std::uint32_t>::max())
            return misused("no batch has so many", "slot");
        wanted.slot = static_cast<std::uint32_t>(n);
    }
    auto& store = site.live.folder().store();
    MZ_TRY(const auto entry, store.entry(*wanted.record));
    MZ_TRY(bool is_hidden, HiddenDecisions(site, asked).hides(entry));
    if (!asked.who.may(access::Permission::kHoldRecords)) {
        MZ_TRY(const bool of_hold, service::tells_of_hold(store, entry));
        is_hidden |= of_hold;
    }
    if (is_hidden || !asked.who.is_for(entry.platform)) return no_such_record(asked);
    return wanted;
}

// Who logged in from where is not for all who read decisions, nor who flagged what and what was said of it.
Result<void> check_may_see(Site& site, const Asked& asked, const store::Entry& entry) {
    const bool of_casework = entry.kind == record::Kind::kFlag || entry.kind == record::Kind::kCase;
    const auto needs = entry.kind == record::Kind::kAccess ? access::Permission::kReadAccess
                       : of_casework                       ? access::Permission::kSeeSensitive
                                                           : access::Permission::kReadDecisions;
    if (!asked.who.may(needs))
        return fail({Code::kAccessForbidden,
                     "this needs the permission " + std::string(access::name(needs)), "record"});
    if (!of_casework || site.casework == nullptr) return {};
    MZ_TRY(const bool is_hidden, casework::is_deed_hidden(*site.casework, entry, viewer_of(asked)));
    return is_hidden ? Result<void>(no_such_record(asked)) : Result<void>();
}

Result<service::RecordSight> sight_of(Site& site, const Asked& asked, const store::Entry& entry) {
    service::RecordSight sight;
    sight.held = asked.who.may(access::Permission::kHoldRecords);
    MZ_TRY(const auto shown, HiddenDecisions(site, asked).shown(entry));
    sight.supersedes = shown.supersedes == entry.supersedes;
    return sight;
}

}  // namespace

void answer_decisions(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply),
                 [](Site& s, Asked& a) -> Result<http::Response> {
                     MZ_TRY(const auto query, query_of(a));
                     MZ_TRY(const auto platform, platform_asked(s, a, query));
                     if (const auto post = query.get("post")) {
                         MZ_TRY(auto body, about_post(s, a, platform, *post, query));
                         return json_response(std::move(body));
                     }
                     MZ_TRY(const auto page, page_asked(query));
                     MZ_TRY(const auto outcome, outcome_of(query));
                     MZ_TRY(auto body, page_of(s, a, platform, page, outcome));
                     return json_response(std::move(body));
                 });
}

void answer_record(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply),
                 [](Site& s, Asked& a) -> Result<http::Response> {
                     MZ_TRY(const auto wanted, record_asked(s, a));
                     MZ_TRY(const auto entry, s.live.folder().store().entry(*wanted.record));
                     MZ_CHECK(check_may_see(s, a, entry));
                     MZ_TRY(const auto sight, sight_of(s, a, entry));
                     MZ_TRY(auto body, service::show_record(s.live.folder(), wanted, sight));
                     return json_response(std::move(body));
                 });
}

void answer_proof(Site& site, Asked& asked, http::Reply reply) {
    answer_later(
        site, std::move(asked), std::move(reply), [](Site& s, Asked& a) -> Result<http::Response> {
            MZ_TRY(const auto wanted, record_asked(s, a));
            MZ_TRY(auto proof, service::prove(s.live.folder(), wanted, {}, s.options.clock()));
            http::Response out;
            out.content_type = "text/plain; charset=utf-8";
            out.body = std::move(proof.file);
            if (proof.due != 0)
                out.fields.emplace_back("Mizan-Promise-Due", std::to_string(proof.due));
            return out;
        });
}

void answer_logs(Site& site, Asked& asked, http::Reply reply) {
    answer_later(
        site, std::move(asked), std::move(reply), [](Site& s, Asked& a) -> Result<http::Response> {
            MZ_TRY(auto platforms, s.live.folder().store().platforms());
            std::erase_if(platforms, [&](const auto& platform) { return !a.who.is_for(platform); });
            std::vector<service::LogStatus> all;
            for (const auto& platform : platforms) {
                MZ_TRY(auto status, service::log_status(s.live.folder(), platform));
                all.push_back(std::move(status));
            }
            std::string out;
            json::Object(out).list("logs", all, [&](const service::LogStatus& status) {
                json::Object(out)
                    .text("platform", status.platform)
                    .text("key", status.vkey)
                    .text("path", "/log/" + service::file_name_of(status.platform))
                    .number("sequenced", status.store.leaves)
                    .number("sealed", status.store.sealed)
                    .number("integrated", status.integrated)
                    .number("published", status.published);
            });
            return json_response(std::move(out));
        });
}

// Static files, and only those that a log has: nothing else of the disk can be named.
void answer_log_file(Site& site, Asked& asked, http::Reply reply) {
    answer_later(
        site, std::move(asked), std::move(reply), [](Site& s, Asked& a) -> Result<http::Response> {
            const auto& file = a.params[1];
            const auto missing = fail({Code::kLogMissing, "the log has no such file", {}});
            const bool checkpoint = file == "checkpoint";
            const auto tile = ledger::parse_tile_path(file);
            if (!checkpoint && !tile) return missing;
            // The name as the log's folder has it, whether it came that way or decoded.
            const auto platform = service::file_name_of(a.params[0]);
            const auto folder = s.live.folder().path() + "/log/" + platform + "/";
            // What no checkpoint speaks of yet may be half written, and caches would keep it so.
            if (tile &&
                tile->width > ledger::width_at(tile->level, tile->index, published_in(folder)))
                return missing;
            const auto path = folder + file;
            auto bytes = read_file(path, kLogFileBytes);
            if (!bytes) return missing;
            http::Response out;
            out.content_type =
                checkpoint ? "text/plain; charset=utf-8" : "application/octet-stream";
            out.fields.emplace_back(
                "Cache-Control", checkpoint ? "no-cache" : "public, max-age=31536000, immutable");
            out.body = *std::move(bytes);
            return out;
        });
}

}  // namespace mizan::server
