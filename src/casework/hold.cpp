#include "casework/hold.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/json.h"
#include "casework/forget.h"
#include "casework/record.h"
#include "service/holds.h"

namespace mizan::casework {

namespace {

constexpr std::size_t kHeldMost = 10'000;  // cases that are looked at
constexpr int kTries = 100;

// What hangs together with a case: that in which it goes on or that it is about, and all that goes with this.
Result<std::vector<cases::Case>> kin_of(Tables& tables, PlatformId p, std::uint64_t case_no) {
    std::set<std::uint64_t> seen;
    auto id = case_no;
    while (seen.insert(id).second) {
        MZ_TRY(const auto c, tables.find_case(p, id));
        if (!c) return no_such_case(id);
        if (c->merged_into != 0) id = c->merged_into;
        else if (c->of != 0) id = c->of;
    }
    return family_in(tables, p, id);
}

// Records of casework, and the posts that they are about.
struct Kept {
    std::vector<service::Holdable> things;
    std::vector<cases::Subject> posts;
};
void add_post(const cases::Subject& subject, std::vector<cases::Subject>& posts) {
    if (subject.kind != cases::SubjectKind::kPost || subject.id.empty()) return;
    if (std::ranges::find(posts, subject) == posts.end()) posts.push_back(subject);
}
// What a pattern is made of is said by flags.
Result<void> add_exhibits(store::Store& store, record::RecordId record,
                          std::vector<cases::Subject>& posts) {
    MZ_TRY(const auto what, recorded(store, record));
    for (const auto& event : what.events)
        if (const auto* flagged = std::get_if<cases::Flagged>(&event.what))
            for (const auto& exhibit : flagged->order.exhibits) add_post(exhibit, posts);
    return {};
}
Result<Kept> kept_with(Tables& tables, PlatformId p, store::Store& store, std::uint64_t case_no) {
    Kept kept;
    MZ_TRY(const auto kin, kin_of(tables, p, case_no));
    std::set<std::uint64_t> records;
    for (const auto& c : kin) {
        add_post(c.subject, kept.posts);
        MZ_TRY(const auto history, tables.history(p, c.id));
        records.insert(history.begin(), history.end());
        if (c.subject.kind != cases::SubjectKind::kPattern) continue;
        for (const auto record : history) MZ_CHECK(add_exhibits(store, record, kept.posts));
    }
    for (const auto record : records) kept.things.push_back({record});
    return kept;
}

// What is on record of these posts. Reading every batch takes a while: not on the thread that all commands go through.
Result<std::vector<service::Holdable>> records_about(service::RecordFolder& folder,
                                                     std::string_view platform,
                                                     const std::vector<cases::Subject>& posts,
                                                     bool search_batches) {
    std::vector<service::Holdable> all;
    for (const auto& post : posts) {
        MZ_TRY(const auto some,
               service::holdable_about(folder, platform, post.source, post.id, search_batches));
        all.insert(all.end(), some.begin(), some.end());
    }
    return all;
}

// What others are told of a hold: once, whatever comes to the case later.
std::string told_of_hold(std::uint64_t case_no, std::size_t records) {
    std::string out;
    json::Object(out).number("case", case_no).number("records", records);
    return out;
}

using Drafts = Result<std::vector<record::Draft>>;

// An event of a hold, with what it means for records. What is not durable yet is not found: an end waits until all that is in the case is. `think(case, by)` gives it, `draft(things, now, case after it)` the rest.
template <class Think, class Draft>
Result<void> change_hold(Casework& casework, const std::string& platform, std::uint64_t case_no,
                         const HoldOrder& order, Think think, Draft draft) {
    auto& folder = casework.folder();
    MZ_TRY(const auto seen, casework.read(platform, [&](Tables& tables, PlatformId p) {
        return kept_with(tables, p, folder.store(), case_no);
    }));
    MZ_TRY(const auto posts, records_about(folder, platform, seen.posts, true));
    bool is_too_soon = false;
    const auto change = [&](Session& s) -> Result<void> {
        is_too_soon = s.is_touched(case_no);
        if (is_too_soon) return {};
        MZ_TRY(const auto c, s.get_case(case_no));
        if (c.sensitive && !order.sensitive) return no_such_case(case_no);
        auto by = order.by;
        by.at = s.now;
        MZ_TRY(auto events, think(c, by));
        MZ_TRY(auto kept, kept_with(s.tables, s.platform, folder.store(), case_no));
        kept.things.insert(kept.things.end(), posts.begin(), posts.end());
        MZ_TRY(auto drafts, draft(c, kept.things, s.now));
        const bool begins = std::holds_alternative<cases::HoldBegun>(events.front().what);
        auto deed = deed_about("case", case_no, std::move(events), by.who);
        if (begins) deed.told = told_of_hold(case_no, drafts.size());
        s.put(std::move(drafts));
        return s.act(std::move(deed));
    };
    for (int i = 0; i < kTries; ++i) {
        MZ_CHECK(casework.perform_now(platform, change));
        if (!is_too_soon) return {};
    }
    return fail({Code::kOverload, "too much happens in this case just now; try again later",
                 "case " + std::to_string(case_no)});
}

}  // namespace

Result<void> begin_hold(Casework& casework, const std::string& platform, std::uint64_t case_no,
                        const HoldOrder& order) {
    const auto think = [&](const cases::Case& c, const cases::By& by) {
        return cases::begin_hold(c, by, order.ground, order.reason);
    };
    const auto draft = [&](const cases::Case& c, const auto& things, std::uint64_t now) {
        return service::hold_drafts(casework.folder(), things, service::order_of_case(c.id), now);
    };
    return change_hold(casework, platform, case_no, order, think, draft);
}

Result<void> end_hold(Casework& casework, const std::string& platform, std::uint64_t case_no,
                      const HoldOrder& order) {
    const auto think = [&](const cases::Case& c, const cases::By& by) {
        return cases::end_hold(c, by, order.hold, order.reason);
    };
    bool has_erased = false;
    const auto draft = [&](const cases::Case& c, const auto& things, std::uint64_t now) -> Drafts {
        if (c.holds.size() > 1) return std::vector<record::Draft>();  // others are left
        MZ_TRY(auto drafts, service::release_drafts(casework.folder(), platform, things,
                                                    service::order_of_case(c.id), now));
        has_erased = std::ranges::any_of(
            drafts, [](const auto& one) { return one.kind == record::Kind::kErasure; });
        return drafts;
    };
    MZ_CHECK(change_hold(casework, platform, case_no, order, think, draft));
    if (!has_erased) return {};
    // Somebody who reads just now keeps old bytes in the log: they go with the next that is forgotten, or when the store is closed.
    const auto emptied = casework.folder().store().empty_log();
    if (!emptied && emptied.error().code != Code::kStoreBusy) return fail(emptied.error());
    return {};
}

// What came to held cases since the last time; `all`: whether anything did or not. On the worker's thread, so that none is held that is just let go.
Result<std::size_t> Casework::keep_holds(bool all) {
    std::vector<std::pair<std::string, std::uint64_t>> held;
    std::map<std::string, std::uint64_t> taken;
    {
        const std::lock_guard lock(reading_);
        MZ_TRY(const auto some, reader_->held(kHeldMost));
        for (const auto& one : some) {
            MZ_TRY(auto name, reader_->name_of(one.platform));
            MZ_TRY(const auto counts, reader_->counts(one.platform));
            taken[name] = counts.taken;
            held.emplace_back(std::move(name), one.id);
        }
    }
    std::size_t count = 0;
    for (const auto& [platform, id] : held) {
        const auto before = held_upto_.find(platform);
        if (!all && before != held_upto_.end() && before->second == taken[platform]) continue;
        MZ_CHECK(perform_now(platform, [&](Session& s) -> Result<void> {
            MZ_TRY(const auto c, s.get_case(id));
            if (c.holds.empty()) return {};
            MZ_TRY(auto kept, kept_with(s.tables, s.platform, folder_.store(), id));
            MZ_TRY(const auto posts, records_about(folder_, platform, kept.posts, false));
            kept.things.insert(kept.things.end(), posts.begin(), posts.end());
            record::Outcome outcome;
            outcome.platform = platform;
            MZ_TRY(outcome.records,
                   service::hold_drafts(folder_, kept.things, service::order_of_case(id), s.now));
            count += outcome.records.size();
            if (outcome.records.empty()) return {};
            MZ_CHECK(folder_.store().commit(std::move(outcome)));
            return {};
        }));
    }
    held_upto_ = std::move(taken);
    if (!all || has_ended_strays_) return count;
    MZ_CHECK(end_stray_holds());
    has_ended_strays_ = true;
    return count;
}

// What a hold of no case in force keeps, however that came to be. Once, for every hold that there ever was is looked at.
Result<void> Casework::end_stray_holds() {
    MZ_TRY(const auto platforms, folder_.store().platforms());
    for (const auto& platform : platforms) {
        MZ_TRY(const auto held, service::held_by_cases(folder_, platform));
        for (const auto& [id, things] : held) {
            MZ_CHECK(perform_now(platform, [&](Session& s) -> Result<void> {
                MZ_TRY(const auto c, s.tables.find_case(s.platform, id));
                if (s.is_touched(id) || (c && !c->holds.empty())) return {};
                MZ_TRY(auto drafts, service::release_drafts(folder_, platform, things,
                                                            service::order_of_case(id), s.now));
                s.put(std::move(drafts));
                return {};
            }));
        }
    }
    return {};
}

}  // namespace mizan::casework
