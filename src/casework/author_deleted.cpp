#include "casework/author_deleted.h"

#include <utility>
#include <vector>

#include "cases/retention.h"
#include "service/events.h"
#include "store/each_entry.h"

namespace mizan::casework {

namespace {

constexpr std::size_t kCasesAtOnce = 256;       // of one author, in one record
constexpr std::size_t kLookedAtMost = 100'000;  // of events, most of which tell how far posts got

struct Heard {
    std::vector<Event> gone;
    record::RecordId last = 0;  // that was looked at
};

Result<void> look(store::Store& store, const store::Entry& entry, Heard& heard) {
    heard.last = entry.id;
    const bool is_gone = entry.outcome == name(EventType::kDeleted) ||
                         entry.outcome == name(EventType::kAuthorDeleted);
    if (!is_gone || entry.lost) return {};
    const auto vault = store.vault(entry.id);
    if (!vault && vault.error().code == Code::kRecordErased) return {};
    if (!vault) return fail(vault.error());
    MZ_TRY(auto event, service::read_recorded_event(*vault, entry.id));
    heard.gone.push_back(std::move(event));
    return {};
}

// Its record names the first of them and not whom they are about: it stays when they are forgotten.
Result<std::size_t> tell(Session& s, const std::vector<cases::Case>& about) {
    cases::Events events;
    for (const auto& c : about)
        for (auto& one : cases::author_deleted(c, s.now)) events.push_back(std::move(one));
    const auto count = events.size();
    if (count == 0) return count;
    MZ_CHECK(s.act(deed_about("case", events.front().case_no, events, {})));
    return count;
}

Result<std::size_t> take_up_one(Session& s, const Event& event) {
    if (event.type == EventType::kDeleted) {
        cases::Subject subject;
        subject.source = event.source;
        subject.id = event.post;
        MZ_TRY(const auto about, s.tables.about(s.platform, subject));
        return tell(s, about);
    }
    std::size_t count = 0;
    std::uint64_t after = 0;
    while (true) {
        MZ_TRY(const auto some, s.tables.by_author(s.platform, event.author, after, kCasesAtOnce));
        if (some.empty()) return count;
        after = some.back().id;
        MZ_TRY(const auto told, tell(s, some));
        count += told;
    }
}

}  // namespace

Result<std::size_t> take_up_author_deleted(Casework& casework, const std::string& platform,
                                           std::size_t most) {
    MZ_TRY(const auto counts,
           casework.read(platform, [](Tables& tables, PlatformId p) { return tables.counts(p); }));
    Heard heard;
    std::size_t looked = 0;
    auto& store = casework.folder().store();
    MZ_CHECK(store::each_entry(store, platform, record::Kind::kEvent, counts.told,
                               [&](const store::Entry& entry) -> Result<bool> {
                                   MZ_CHECK(look(store, entry, heard));
                                   return heard.gone.size() < most && ++looked < kLookedAtMost;
                               }));
    if (heard.last == 0) return 0;
    std::size_t count = 0;
    MZ_CHECK(casework.perform_now(platform, [&](Session& s) -> Result<void> {
        for (const auto& event : heard.gone) {
            MZ_TRY(const auto told, take_up_one(s, event));
            count += told;
        }
        return s.tables.set_told(s.platform, heard.last);
    }));
    return count;
}

}  // namespace mizan::casework
