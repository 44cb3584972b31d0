#include "casework/forget.h"

#include <algorithm>
#include <future>
#include <utility>

#include "cases/retention.h"
#include "casework/attachments.h"
#include "casework/record.h"
#include "service/orders.h"

namespace mizan::casework {

namespace {

constexpr std::size_t kForgetAtOnce = 256;  // cases
constexpr std::size_t kRestsAtOnce = 100;   // in one record
constexpr std::size_t kLapseAtOnce = 256;   // actors, in one command
constexpr std::size_t kLapseRounds = 16;    // of as many, before it is looked again

// What goes with a case.
class Going {
public:
    Going(Casework& casework, Session& s, std::set<std::string>& files)
        : store_(casework.folder().store()), s_(s), files_(files) {}

    // False: it cannot go now.
    Result<bool> collect(const std::vector<cases::Case>& family) {
        std::set<std::uint64_t> records;
        for (const auto& c : family) {
            if (s_.is_touched(c.id)) return false;
            MZ_TRY(const auto history, s_.tables.history(s_.platform, c.id));
            records.insert(history.begin(), history.end());
        }
        for (const auto record : records) {
            MZ_TRY(const bool is_held, store_.is_held(record));
            if (is_held) return false;
        }
        for (const auto record : records) MZ_CHECK(look(record));
        return true;
    }
    // One deed after the other, so that no record is too long.
    Result<void> act(std::uint64_t case_no, cases::Events events) {
        std::size_t at = 0;
        do {
            const auto some = std::min(kRestsAtOnce, rests_.size() - at);
            auto& forgotten = std::get<cases::Forgotten>(events.front().what);
            forgotten.rests.assign(rests_.begin() + static_cast<std::ptrdiff_t>(at),
                                   rests_.begin() + static_cast<std::ptrdiff_t>(at + some));
            MZ_CHECK(s_.act(deed_about("case", case_no, events, {})));
            events.resize(1);
            at += some;
        } while (at < rests_.size());
        s_.put(std::move(erasures_));
        return {};
    }

private:
    Result<void> look(record::RecordId record) {
        const auto vault = store_.vault(record);
        if (!vault && vault.error().code == Code::kRecordErased) return {};
        if (!vault) return fail(vault.error());
        MZ_TRY(const auto what, recorded(*vault, record));
        MZ_TRY(const auto entry, store_.entry(record));
        const bool tells = entry.kind == record::Kind::kCase && !vault->decision.empty();
        const bool goes =
            cases::is_to_go(what.events) || (tells && !cases::has_decision(what.events));
        if (what.events.empty() || !goes) return {};
        service::Order order;
        order.ground = "retention";
        erasures_.push_back(
            service::erasure_draft(entry, 0, false, record::kDone, order, s_.now, true));
        cases::Events bare;
        for (const auto& event : what.events) {
            for (const auto& file : attachments_of(event)) files_.insert(file.sha256);
            bare.push_back(cases::without_contents(event));
        }
        rests_.push_back({record, cases::to_json(bare)});
        return {};
    }

    store::Store& store_;
    Session& s_;
    std::set<std::string>& files_;
    std::vector<record::Draft> erasures_;
    std::vector<cases::Rest> rests_;  // as these
};

}  // namespace

Result<std::vector<cases::Case>> family_in(Tables& tables, PlatformId p, std::uint64_t case_no) {
    std::vector<cases::Case> out;
    std::vector<std::uint64_t> wanted = {case_no};
    std::set<std::uint64_t> seen;
    while (!wanted.empty()) {
        const auto id = wanted.back();
        wanted.pop_back();
        if (!seen.insert(id).second) continue;
        MZ_TRY(auto c, tables.find_case(p, id));
        if (!c) return no_such_case(id);
        wanted.insert(wanted.end(), c->with_it.begin(), c->with_it.end());
        out.push_back(*std::move(c));
    }
    return out;
}

Result<void> forget_case(Casework& casework, Session& s, std::uint64_t case_no, Gone& gone) {
    Going going(casework, s, gone.files);
    MZ_TRY(const auto family, family_in(s.tables, s.platform, case_no));
    auto events = cases::forget(casework.rules(), family, s.now);
    if (events.empty()) return {};
    MZ_TRY(gone.is_gone, going.collect(family));
    return gone.is_gone ? going.act(case_no, std::move(events)) : Result<void>();
}

// Files go on the worker's thread, between commands: none that a flag comes to name meanwhile.
void Casework::drop_files(const std::set<std::string>& files) {
    for (const auto& sha256 : files) {
        const auto named = tables_->is_named(sha256);
        if (!named) tell_trouble("casework-attachments", named.error());
        if (named && !*named) remove_attachment(attachments(), sha256);
    }
}

// Empty: it is not its time, or a golden case in use shows what stands in it.
Result<std::string> Casework::platform_of_past(const Tables::Kept& one, std::uint64_t now) {
    const std::lock_guard lock(reading_);
    MZ_TRY(const auto c, reader_->find_case(one.platform, one.id));
    if (!c || !cases::is_past(rules().retention, *c, now)) return std::string();
    MZ_TRY(const bool is_shown, reader_->shows_golden(one.platform, one.id));
    return is_shown ? Result<std::string>(std::string()) : reader_->name_of(one.platform);
}

// How many went. One that cannot go stops no other.
std::size_t Casework::forget_some(std::span<const Tables::Kept> some, std::uint64_t now) {
    std::vector<std::future<Result<void>>> all;
    std::vector<std::shared_ptr<Gone>> gone;
    const auto tell = [this](const Error& error) { tell_trouble("casework-forget", error); };
    for (const auto& one : some) {
        const auto platform = platform_of_past(one, now);
        if (!platform) tell(platform.error());
        if (!platform || platform->empty()) continue;
        auto promise = std::make_shared<std::promise<Result<void>>>();
        gone.push_back(std::make_shared<Gone>());
        all.push_back(promise->get_future());
        auto think = [this, id = one.id, it = gone.back()](Session& s) {
            return forget_case(*this, s, id, *it);
        };
        perform(*platform, std::move(think), [this, promise, it = gone.back()](Result<Done> done) {
            if (done && it->is_gone) drop_files(it->files);
            promise->set_value(done ? Result<void>() : Result<void>(fail(done.error())));
        });
    }
    std::size_t forgotten = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto done = all[i].get();
        if (!done) tell(done.error());
        if (done && gone[i]->is_gone) ++forgotten;
    }
    return forgotten;
}

// Of how many actors. What has expired counts for nothing, so no event says it: tables that are made anew have it go likewise.
Result<std::size_t> Casework::lapse_strikes(std::uint64_t now) {
    std::size_t all = 0;
    for (std::size_t round = 0; round < kLapseRounds; ++round) {
        std::size_t some = 0;
        MZ_TRY(const bool are_any,
               read({}, [&](Tables& tables, PlatformId) { return tables.do_strikes_lapse(now); }));
        if (!are_any) break;
        MZ_CHECK(perform_now(some_platform(), [&](Session& s) -> Result<void> {
            MZ_TRY(some, s.tables.lapse_strikes(now, kLapseAtOnce));
            return {};
        }));
        all += some;
    }
    return all;
}

// For commands about all of them.
std::string Casework::some_platform() {
    const auto all = folder_.store().platforms();
    return options_.platform.empty() && all && !all->empty() ? all->front() : options_.platform;
}

// What was erased is overwritten where it stood; what the logs still hold of it goes when nobody reads just then.
void Casework::empty_logs() {
    if (!logs_to_empty_) return;
    std::promise<bool> emptied;
    perform(
        some_platform(), [](Session&) -> Result<void> { return {}; },
        [&](const Result<Done>&) {
            const auto blocked = tables_->database().number("PRAGMA wal_checkpoint(TRUNCATE)");
            emptied.set_value(blocked && *blocked == 0);
        });
    const bool tables_are = emptied.get_future().get();
    const bool store_is = folder_.store().empty_log().has_value();
    logs_to_empty_ = !tables_are || !store_is;
}

// Some at a time: others wait for the same thread, and what is held stays in the way of none.
Result<std::size_t> Casework::forget_old(std::uint64_t now) {
    std::size_t forgotten = 0;
    for (std::uint32_t kept_for = 1; kept_for <= cases::kKeptForAll; ++kept_for) {
        const auto time = cases::keep_days(rules().retention, kept_for) * cases::kDay;
        if (time == 0 || now < time) continue;
        auto& after = forget_after_[kept_for];
        std::vector<Tables::Kept> some;
        {
            const std::lock_guard lock(reading_);
            MZ_TRY(some, reader_->kept(kept_for, now - time, after, kForgetAtOnce));
        }
        after = some.size() == kForgetAtOnce ? some.back() : Tables::Kept{};
        forgotten += forget_some(some, now);
    }
    MZ_TRY(const auto decisions, forget_decisions(now));
    forgotten += decisions;
    MZ_TRY(const auto lapsed, lapse_strikes(now));
    logs_to_empty_ |= forgotten + lapsed > 0;
    empty_logs();
    return forgotten;
}

}  // namespace mizan::casework
