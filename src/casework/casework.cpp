#include "casework/casework.h"

#include <algorithm>
#include <utility>

#include "casework/decision.h"
#include "casework/record.h"
#include "casework/told.h"

namespace mizan::casework {

namespace {

constexpr std::size_t kDueAtOnce = 256;

std::unexpected<Error> missing(std::string_view what, std::uint64_t id) {
    return fail({Code::kRecordMissing, "there is none of this number",
                 std::string(what) + " " + std::to_string(id)});
}
template <class T>
Result<T> there(Result<std::optional<T>> found, std::string_view what, std::uint64_t id) {
    MZ_CHECK(found);
    if (!*found) return missing(what, id);
    return **std::move(found);
}

}  // namespace

std::unexpected<Error> no_such_case(std::uint64_t id) { return missing("case", id); }

Deed deed_about(std::string subject, cases::Events events, std::string actor) {
    Deed deed;
    deed.events = std::move(events);
    deed.subject = std::move(subject);
    deed.actor = std::move(actor);
    return deed;
}
Deed deed_about(std::string_view what, std::uint64_t number, cases::Events events,
                std::string actor) {
    return deed_about(std::string(what) + " " + std::to_string(number), std::move(events),
                      std::move(actor));
}

Result<void> check_version(const cases::Case& c, const SeenVersion& seen) {
    if (seen.version == 0 || seen.version == c.version) return {};
    return fail({seen.otherwise, "somebody else has changed it since you looked; look again",
                 "case " + std::to_string(c.id)});
}

Result<void> Session::act(Deed deed) {
    ++acts_;
    for (const auto& event : deed.events) {
        MZ_CHECK(tables.apply(platform, event, deed.flag_key));
        if (touched_ != nullptr) touched_->insert(event.case_no);
    }
    if (deed.kind == record::Kind::kCase && !deed.events.empty()) {
        MZ_TRY(const auto c, tables.find_case(platform, deed.events.front().case_no));
        const bool is_golden = c && c->kind == cases::CaseKind::kGolden;
        if (c && !is_golden && is_for_others(deed.events)) deed.told = told_json(*c, deed.events);
        deed.told_as = is_golden ? "golden" : "";
    }
    deeds_.push_back(std::move(deed));
    return {};
}
Result<void> Session::whole(const std::function<Result<void>()>& some) {
    const auto before = deeds_.size();
    const auto drafts_before = drafts_.size();
    MZ_CHECK(tables.database().run("SAVEPOINT whole"));
    auto done = some();
    if (done) done = tables.settle();
    if (!done) {
        tables.drop_unsettled();
        MZ_CHECK(tables.database().run("ROLLBACK TO whole"));
        deeds_.resize(before);
        drafts_.resize(drafts_before);
    }
    MZ_CHECK(tables.database().run("RELEASE whole"));
    return done;
}
Result<void> Session::alone(const std::function<Result<void>()>& some) {
    auto& db = tables.database();
    auto done = some();
    if (done) done = tables.settle();
    if (done) return done;
    tables.drop_unsettled();
    deeds_.clear();
    drafts_.clear();
    if (db.in_transaction()) MZ_CHECK(db.run("ROLLBACK; BEGIN IMMEDIATE"));
    return done;
}
Result<cases::Case> Session::get_case(std::uint64_t id) {
    return there(tables.find_case(platform, id), "case", id);
}
Result<cases::Flag> Session::get_flag(std::uint64_t id) {
    return there(tables.find_flag(platform, id), "flag", id);
}
Result<cases::Partner> Session::get_partner(std::uint64_t id) {
    return there(tables.find_partner(platform, id), "partner", id);
}

const cases::FlagOrder* Session::just_received(std::uint64_t flag) const {
    for (const auto& deed : deeds_)
        for (const auto& event : deed.events)
            if (const auto* e = std::get_if<cases::Flagged>(&event.what);
                e != nullptr && event.flag == flag)
                return &e->order;
    return nullptr;
}
Result<const cases::Calendar*> Session::calendar_of(const cases::Partner& partner) {
    return calendars_->of(platform, partner);
}
Result<const cases::Calendar*> Session::calendar_of(const cases::Clock& clock) {
    if (clock.hours != cases::Hours::kAgreement) return nullptr;
    MZ_TRY(const auto partner, get_partner(clock.agreement));
    return calendar_of(partner);
}

Casework::Casework(service::RecordFolder& folder, service::LiveLogs& logs, cases::Terms terms,
                   CaseworkOptions options)
    : folder_(folder), logs_(logs), terms_(std::move(terms)), options_(std::move(options)) {}

Result<std::unique_ptr<Casework>> Casework::open(service::RecordFolder& folder,
                                                 service::LiveLogs& logs, cases::Rules rules,
                                                 CaseworkOptions options) {
    MZ_TRY(auto terms, cases::Terms::make(std::move(rules)));
    std::unique_ptr<Casework> casework(
        new Casework(folder, logs, std::move(terms), std::move(options)));
    const auto& path = casework->options_.path;
    MZ_TRY(casework->desks_, Desks::open(path.substr(0, path.rfind('/') + 1) + "desks.db"));
    MZ_TRY(casework->tables_, Tables::open(path));
    MZ_CHECK(casework->catch_up_first());
    MZ_TRY(casework->reader_, Tables::open_to_read(path));
    MZ_TRY(casework->long_reader_, Tables::open_to_read(path));
    MZ_TRY(casework->standings_, Tables::open_to_read(path));
    casework->worker_ =
        std::jthread([self = casework.get()](const std::stop_token& stop) { self->work(stop); });
    if (casework->options_.keeps_time)
        casework->timekeeper_ = std::jthread(
            [self = casework.get()](const std::stop_token& stop) { self->keep_time(stop); });
    return casework;
}

Casework::~Casework() {
    timekeeper_ = {};  // stops and waits
    worker_ = {};
}

Result<std::shared_ptr<const ledger::Signer>> Casework::log_key(const std::string& platform) {
    const std::lock_guard lock(keys_mutex_);
    auto& kept = keys_[platform];
    if (kept == nullptr) {
        MZ_TRY(auto signer, folder_.log_key(platform));
        kept = std::make_shared<const ledger::Signer>(std::move(signer));
    }
    return kept;
}

void Casework::perform(std::string_view platform, Think think, Told told) {
    const auto& name = platform.empty() ? std::string_view(options_.platform) : platform;
    {
        const std::lock_guard lock(mutex_);
        if (orders_.size() < kWaiting) {
            orders_.push_back({std::string(name), std::move(think), std::move(told)});
            changed_.notify_one();
            return;
        }
    }
    told(fail({Code::kOverload, "too much waits to be recorded; try again later", {}}));
}

Result<Done> Casework::perform_now(std::string_view platform, Think think) {
    std::promise<Result<Done>> promise;
    auto future = promise.get_future();
    perform(platform, std::move(think),
            [&promise](Result<Done> done) { promise.set_value(std::move(done)); });
    return future.get();
}

std::uint64_t Casework::draw(std::string_view platform, std::string_view what,
                             std::string_view of) {
    const auto tag = folder_.tags().tag(platform, what, of);
    return tag.bytes[0] + 256U * tag.bytes[1] + 65'536U * tag.bytes[2];
}

std::uint32_t Casework::strikes_of(std::string_view platform, std::string_view author) {
    const std::lock_guard lock(asking_);
    const auto id = platform_in(*standings_, platform);
    const auto strikes = id ? standings_->strikes_of(*id, author, now()) : fail(id.error());
    if (!strikes) tell_trouble("casework-strikes", strikes.error());
    return strikes.value_or(0);
}

Result<PlatformId> Casework::platform_in(Tables& tables, std::string_view name) {
    const auto& wanted = name.empty() ? std::string_view(options_.platform) : name;
    return tables.known_platform(wanted);
}

std::vector<Casework::Order> Casework::next(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, stop, [&] { return !orders_.empty(); });
    std::vector<Order> orders;
    while (!orders_.empty() && orders.size() < kGroup &&
           (orders.empty() || orders.front().platform == orders_.front().platform)) {
        orders.push_back(std::move(orders_.front()));
        orders_.pop_front();
    }
    return orders;
}

void Casework::work(const std::stop_token& stop) {
    while (true) {
        auto orders = next(stop);
        if (orders.empty()) return;
        carry_out(std::move(orders));
    }
}

void Casework::carry_out(std::vector<Order> orders) {
    auto& db = tables_->database();
    std::vector<Result<Done>> thoughts;  // as orders
    bool is_on_record = false;
    const auto done = [&]() -> Result<void> {
        if (behind_) MZ_CHECK(catch_up());
        behind_ = false;
        MZ_CHECK(logs_.open(orders.front().platform));
        return db.write([&]() -> Result<void> {
            MZ_TRY(const auto platform, tables_->platform(orders.front().platform));
            record::Outcome outcome;
            outcome.platform = orders.front().platform;
            MZ_CHECK(think_through(orders, platform, outcome, thoughts));
            return record(thoughts, platform, std::move(outcome), is_on_record);
        });
    }();
    if (!done) {
        behind_ = true;  // the store may have what the tables have not
        tell_trouble("casework", done.error());
    }
    // What is on record has happened, whatever became of the tables.
    for (std::size_t i = 0; i < orders.size(); ++i) {
        const bool holds = done || (is_on_record && i < thoughts.size());
        orders[i].told(holds ? std::move(thoughts[i]) : Result<Done>(fail(done.error())));
    }
}

Result<void> Casework::think_through(std::vector<Order>& orders, PlatformId platform,
                                     record::Outcome& outcome,
                                     std::vector<Result<Done>>& thoughts) {
    auto& db = tables_->database();
    const auto now = logs_.now();
    std::set<std::uint64_t> touched;
    for (auto& order : orders) {
        Session session(*tables_, platform, outcome.platform, now);
        session.calendars_ = &calendars_;
        session.touched_ = &touched;
        const auto think = [&] { return order.think(session); };
        const auto thought = orders.size() == 1 ? session.alone(think) : session.whole(think);
        if (!thought && !db.in_transaction()) return thought;  // all is undone
        thoughts.push_back(thought ? Result<Done>(Done{}) : Result<Done>(fail(thought.error())));
        for (auto& draft : session.drafts_) outcome.records.push_back(std::move(draft));
        for (auto& deed : session.deeds_) {
            auto draft = draft_of(deed, now);
            thoughts.back()->deeds.push_back({0, {}, std::move(deed.events)});
            outcome.records.push_back(std::move(draft));
        }
    }
    return {};
}

Result<void> Casework::record(std::vector<Result<Done>>& thoughts, PlatformId platform,
                              record::Outcome outcome, bool& is_on_record) {
    if (outcome.records.empty()) return {};
    std::vector<bool> is_deed;
    for (const auto& draft : outcome.records)
        is_deed.push_back(draft.kind == record::Kind::kFlag || draft.kind == record::Kind::kCase);
    MZ_TRY(auto committed, folder_.store().commit(std::move(outcome)));
    is_on_record = true;
    std::size_t at = 0;
    record::RecordId last = 0;
    for (auto& thought : thoughts) {
        if (!thought) continue;
        for (auto& one : thought->deeds) {
            while (!is_deed[at]) ++at;
            one.record = committed.records[at].record;
            one.draft = std::move(committed.drafts[at++]);
            MZ_CHECK(tables_->note_record(platform, one.events, one.record));
            last = std::max(last, one.record);
        }
    }
    return tables_->set_taken(platform, last);
}

Result<std::size_t> Casework::pass_time(std::uint64_t now) {
    std::size_t passed = 0;
    while (true) {
        std::vector<std::pair<std::string, std::uint64_t>> due;
        {
            const std::lock_guard lock(reading_);
            MZ_TRY(const auto some, reader_->due(now, kDueAtOnce));
            for (const auto& one : some) {
                MZ_TRY(auto name, reader_->name_of(one.platform));
                due.emplace_back(std::move(name), one.id);
            }
        }
        if (due.empty()) return passed;
        const auto before = passed;
        std::vector<std::future<Result<Done>>> all;
        for (const auto& [platform, id] : due) {
            auto promise = std::make_shared<std::promise<Result<Done>>>();
            all.push_back(promise->get_future());
            perform(
                platform,
                [this, id, now](Session& s) -> Result<void> {
                    MZ_TRY(const auto c, s.get_case(id));
                    MZ_TRY(const auto* own, s.calendar_of(c.clock));
                    const bool has_late_notice = c.notice_at != 0 && is_over(c.state);
                    MZ_TRY(const bool is_erased,
                           has_late_notice ? is_decision_erased(folder_, s.name, c) : false);
                    auto events = cases::pass_time(terms_, c, std::max(now, s.now), own, is_erased);
                    if (events.empty()) return {};
                    return s.act(deed_about("case", id, std::move(events), {}));
                },
                [promise](Result<Done> done) { promise->set_value(std::move(done)); });
        }
        for (auto& one : all) {
            MZ_TRY(const auto done, one.get());
            passed += done.deeds.size();
        }
        if (passed == before) return passed;  // others were faster
    }
}

void Casework::keep_time(const std::stop_token& stop) {
    std::mutex mine;
    std::condition_variable_any woken;
    std::unique_lock lock(mine);
    std::uint64_t swept_at = 0;
    keep_holds_in_time(true);  // what was recorded just before the program was killed
    while (!woken.wait_for(lock, stop, std::chrono::seconds(1),
                           [&] { return stop.stop_requested(); })) {
        const auto passed = pass_time(logs_.now());
        if (!passed) tell_trouble("casework-time", passed.error());
        if (options_.every_second) options_.every_second(*this);
        const auto removed = remove_material();
        if (!removed) tell_trouble("casework-forget", removed.error());
        const bool sweeps = logs_.now() >= swept_at + cases::kMinute;
        keep_holds_in_time(sweeps);
        if (!sweeps) continue;
        swept_at = logs_.now();
        const auto forgot = forget_old(swept_at);
        if (!forgot) tell_trouble("casework-forget", forgot.error());
        const auto dropped = drop_unnamed(attachments(), swept_at);
        if (!dropped) tell_trouble("casework-attachments", dropped.error());
    }
    keep_holds_in_time(true);  // while it is stopped somebody may erase
}

void Casework::keep_holds_in_time(bool all) {
    const auto held = keep_holds(all);
    if (!held) tell_trouble("casework-holds", held.error());
}

void Casework::tell_trouble(std::string_view event, const Error& error) {
    if (options_.trouble) options_.trouble(event, error);
}

}  // namespace mizan::casework
