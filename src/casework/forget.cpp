#include "casework/forget.h"

#include <algorithm>
#include <future>
#include <iterator>
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

// What goes of a case, and what is left of its events.
enum class Goes : std::uint8_t { kAll, kMaterial };

class Going {
public:
    Going(Casework& casework, Session& s, Goes goes, std::set<std::string>& files)
        : folder_(casework.folder()), store_(folder_.store()), s_(s), goes_(goes), files_(files) {}

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
            cases::rests_in(events.front())
                ->assign(rests_.begin() + static_cast<std::ptrdiff_t>(at),
                         rests_.begin() + static_cast<std::ptrdiff_t>(at + some));
            MZ_CHECK(s_.act(deed_about("case", case_no, events, {})));
            events.resize(1);
            at += some;
        } while (at < rests_.size());
        s_.put(std::move(erasures_));
        return {};
    }

    // What is on record of posts that the case was about or showed.
    Result<void> put_posts_erasures(const cases::Case& c) {
        std::vector<record::Draft> drafts;
        std::set<record::RecordId> seen;  // several flags may show the same
        posts_.push_back(c.subject);
        for (const auto& post : posts_) {
            if (post.kind != cases::SubjectKind::kPost || post.id.empty()) continue;
            const auto tag = folder_.tags().tag(s_.name, post.source, post.id);
            MZ_TRY(const auto found, store_.find(s_.name, tag, false));
            for (const auto& one : found) {
                MZ_TRY(const bool is_held, store_.is_held(one.record));
                if (one.erased || one.in_batch || is_held) continue;
                if (!seen.insert(one.record).second) continue;
                MZ_TRY(const auto entry, store_.entry(one.record));
                drafts.push_back(erasure_of(entry, false));
            }
        }
        s_.put(std::move(drafts));
        return {};
    }

private:
    record::Draft erasure_of(const store::Entry& entry, bool quiet) const {
        service::Order order;
        order.ground = goes_ == Goes::kAll ? "retention" : "unlawful";
        return service::erasure_draft(entry, 0, false, record::kDone, order, s_.now, quiet);
    }
    Result<void> look(record::RecordId record) {
        const auto vault = store_.vault(record);
        if (!vault && vault.error().code == Code::kRecordErased) return {};
        if (!vault) return fail(vault.error());
        MZ_TRY(const auto what, recorded(*vault, record));
        MZ_TRY(const auto entry, store_.entry(record));
        const bool tells = entry.kind == record::Kind::kCase && !vault->decision.empty();
        const bool goes = cases::is_to_go(what.events, without_) ||
                          (goes_ == Goes::kAll && tells && !cases::has_decision(what.events));
        if (what.events.empty() || !goes) return {};
        erasures_.push_back(erasure_of(entry, true));
        cases::Events bare;
        for (const auto& event : what.events) {
            for (const auto& file : attachments_of(event)) files_.insert(file.sha256);
            if (const auto* flagged = std::get_if<cases::Flagged>(&event.what))
                std::ranges::copy(flagged->order.exhibits, std::back_inserter(posts_));
            bare.push_back(without_(event));
        }
        rests_.push_back({record, cases::to_json(bare)});
        return {};
    }

    service::RecordFolder& folder_;
    store::Store& store_;
    Session& s_;
    Goes goes_;
    std::set<std::string>& files_;
    cases::Event (*without_)(cases::Event) = goes_ == Goes::kAll ? cases::without_contents
                                                                 : cases::without_material;
    std::vector<cases::Subject> posts_;
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
    Going going(casework, s, Goes::kAll, gone.files);
    MZ_TRY(const auto family, family_in(s.tables, s.platform, case_no));
    auto events = cases::forget(casework.rules(), family, s.now);
    if (events.empty()) return {};
    MZ_TRY(gone.is_gone, going.collect(family));
    return gone.is_gone ? going.act(case_no, std::move(events)) : Result<void>();
}

Result<void> remove_material(Casework& casework, Session& s, std::uint64_t case_no, Gone& gone) {
    Going going(casework, s, Goes::kMaterial, gone.files);
    MZ_TRY(const auto family, family_in(s.tables, s.platform, case_no));
    auto events = cases::remove_material(family, s.now);
    if (events.empty()) return {};
    MZ_TRY(gone.is_gone, going.collect(family));
    if (!gone.is_gone) return {};
    MZ_CHECK(going.put_posts_erasures(family.front()));
    return going.act(case_no, std::move(events));
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
std::size_t Casework::forget_some(std::span<const Past> some, ForgetOne forget) {
    std::vector<std::future<Result<void>>> all;
    std::vector<std::shared_ptr<Gone>> gone;
    const auto tell = [this](const Error& error) { tell_trouble("casework-forget", error); };
    for (const auto& [platform, case_no] : some) {
        auto promise = std::make_shared<std::promise<Result<void>>>();
        gone.push_back(std::make_shared<Gone>());
        all.push_back(promise->get_future());
        auto think = [this, forget, id = case_no, it = gone.back()](Session& s) {
            return forget(*this, s, id, *it);
        };
        perform(platform, std::move(think), [this, promise, it = gone.back()](Result<Done> done) {
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

Result<std::size_t> Casework::remove_material() {
    std::vector<Past> some;
    {
        const std::lock_guard lock(reading_);
        MZ_TRY(const auto found, reader_->kept_never(kForgetAtOnce));
        for (const auto& one : found) {
            MZ_TRY(auto platform, reader_->name_of(one.platform));
            some.emplace_back(std::move(platform), one.id);
        }
    }
    const auto removed = forget_some(some, &casework::remove_material);
    logs_to_empty_ |= removed > 0;
    if (removed > 0) empty_logs();
    return removed;
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
        std::vector<Past> past;
        for (const auto& one : some) {
            auto platform = platform_of_past(one, now);
            if (!platform) tell_trouble("casework-forget", platform.error());
            else if (!platform->empty()) past.emplace_back(*std::move(platform), one.id);
        }
        forgotten += forget_some(past, &forget_case);
    }
    MZ_TRY(const auto decisions, forget_decisions(now));
    forgotten += decisions;
    MZ_TRY(const auto lapsed, lapse_strikes(now));
    logs_to_empty_ |= forgotten + lapsed > 0;
    empty_logs();
    return forgotten;
}

}  // namespace mizan::casework
