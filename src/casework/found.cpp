#include "casework/found.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "cases/retention.h"
#include "service/decided.h"
#include "service/events.h"
#include "store/each_entry.h"

namespace mizan::casework {

namespace {

constexpr std::uint8_t kUnclearSeverity = 2;  // of what no clause has decided

struct Find {
    cases::EngineFound found;
    bool deleted = false;  // its author took it away meanwhile, or is gone
};
struct Seen {
    std::vector<Find> found;
    record::RecordId last = 0;  // that was looked at
};

Result<void> look(Casework& casework, const std::string& platform, const store::Entry& entry,
                  Seen& seen) {
    seen.last = entry.id;
    if (entry.lost) return {};
    const auto vault = casework.folder().store().vault(entry.id);
    if (!vault && vault.error().code == Code::kRecordErased) return {};
    if (!vault) return fail(vault.error());
    MZ_TRY(const auto decided, service::read_decided(vault->decision));
    if (decided.by_person || !decided.to_person) return {};
    if (vault->post.size() > fields::kTextMost || vault->source.size() > fields::kTextMost)
        return {};  // no case could hold it
    cases::EngineFound found;
    found.record = entry.id;
    found.subject.source = vault->source;
    found.subject.id = vault->post;
    found.author = service::author_of(vault->input);
    found.lang = decided.lang == "und" ? std::string() : decided.lang;
    found.outcome = entry.outcome;
    found.clause = entry.clause;
    found.group = decided.group;
    found.severity = std::max(
        kUnclearSeverity, static_cast<std::uint8_t>(std::min<std::uint64_t>(5, decided.severity)));
    MZ_TRY(const auto state,
           service::post_state(casework.folder(), platform, vault->source, vault->post));
    found.reach = std::max(decided.post_views, state.views.value_or(0));
    MZ_TRY(const bool is_gone,
           service::is_author_deleted(casework.folder(), platform, found.author));
    seen.found.push_back({std::move(found), state.deleted || is_gone});
    return {};
}

Result<void> take_up_one(Casework& casework, Session& s, const Find& find) {
    auto found = find.found;
    MZ_TRY(const auto counts, s.tables.counts(s.platform));
    if (found.record <= counts.looked) return {};  // by another
    MZ_TRY(const auto joins, s.tables.open_about(s.platform, found.subject));
    MZ_TRY(const auto author, s.tables.standing_of(s.platform, found.author));
    found.author_is = author.is;
    auto post = found.subject.id;
    cases::Case opened;
    opened.id = counts.cases + 1;
    const auto& c = joins ? *joins : opened;
    auto events =
        cases::take_up(casework.terms(), joins ? &*joins : nullptr, c.id, std::move(found), s.now);
    if (find.deleted)
        std::ranges::move(cases::author_deleted(c, s.now), std::back_inserter(events));
    return s.act(deed_about(std::move(post), std::move(events), {}));
}

}  // namespace

Result<std::size_t> take_up_found(Casework& casework, const std::string& platform,
                                  std::size_t most) {
    MZ_TRY(const auto counts,
           casework.read(platform, [](Tables& tables, PlatformId p) { return tables.counts(p); }));
    Seen seen;
    std::size_t looked = 0;
    MZ_CHECK(store::each_entry(casework.folder().store(), platform, record::Kind::kDecision,
                               counts.looked, [&](const store::Entry& entry) -> Result<bool> {
                                   MZ_CHECK(look(casework, platform, entry, seen));
                                   return ++looked < most;
                               }));
    if (seen.last == 0) return 0;
    MZ_CHECK(casework.perform_now(platform, [&](Session& s) -> Result<void> {
        for (const auto& find : seen.found) MZ_CHECK(take_up_one(casework, s, find));
        return s.tables.set_looked(s.platform, seen.last);
    }));
    return seen.found.size();
}

}  // namespace mizan::casework
