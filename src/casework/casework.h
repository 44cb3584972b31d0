// Casework: the one place where casework happens. Commands of many callers are thought through one after the other on one thread, recorded in
// groups, and told once they are durable; time is a caller like others.
//
//     FETCH  what is, from the tables          tables.h
//     THINK  what follows, or why not          cases/commands.h
//     WRITE  the events, into the store        record.h
//
// The tables change in a transaction that ends after the store has the events: what they show is on record, and what a crash leaves out of them is
// taken from the record at the next start.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/result.h"
#include "cases/commands.h"
#include "casework/agreements.h"
#include "casework/attachments.h"
#include "casework/desks.h"
#include "casework/rests.h"
#include "casework/tables.h"
#include "ledger/note.h"
#include "record/outcome.h"
#include "service/live_logs.h"
#include "service/record_folder.h"
#include "store/store.h"

namespace mizan::casework {

// Events that stand in one record together.
struct Deed {
    record::Kind kind = record::Kind::kCase;
    cases::Events events{};
    std::string subject{};   // what the record is about, for its commitment and for erasing
    std::string actor{};     // who did it, for its commitment
    std::string told{};      // what others are told of it, as JSON; empty: nothing but its name
    std::string told_as{};   // by another name than its events'; nobody is told of "golden"
    std::string flag_key{};  // of a flag: by what it is known again; empty: by nothing
};

// Events about something, for which somebody asked; of a case ("case", 7), a flag or a partner by its number.
[[nodiscard]] Deed deed_about(std::string subject, cases::Events events, std::string actor);
[[nodiscard]] Deed deed_about(std::string_view what, std::uint64_t number, cases::Events events,
                              std::string actor);

// The case as somebody saw it who wants to change it.
struct SeenVersion {
    std::uint64_t version = 0;              // 0: they do not say
    Code otherwise = Code::kStateConflict;  // what another version is
};
// Errors: `otherwise`.
[[nodiscard]] Result<void> check_version(const cases::Case& c, const SeenVersion& seen);

// What is said of a case that is not there, and of one of which somebody is not to know.
[[nodiscard]] std::unexpected<Error> no_such_case(std::uint64_t id);

// What became of deeds: as they were, with their records.
struct Done {
    struct One {
        record::RecordId record = 0;
        record::Draft draft;  // with its leaf and salts
        cases::Events events;
    };
    std::vector<One> deeds;
};

// What a command sees, and what it does.
class Session {
public:
    Session(Tables& of, PlatformId id, std::string_view called, std::uint64_t time)
        : tables(of), platform(id), name(called), now(time) {}
    Tables& tables;
    const PlatformId platform;
    const std::string_view name;  // of the platform
    const std::uint64_t now;

    // It shows in the tables from then on. Errors: cases::apply()'s, of the tables.
    [[nodiscard]] Result<void> act(Deed deed);
    // Records that are no deeds: decisions by people, holds, erasures. All stand before the deeds of the command.
    void put(std::vector<record::Draft> drafts) {
        std::ranges::move(drafts, std::back_inserter(drafts_));
    }
    // How often act() was called: who fails after that has done half of something.
    [[nodiscard]] std::size_t acts() const { return acts_; }
    // All that `some` does, or nothing. Errors: its own; of the tables, and then of all that the command did nothing stays.
    [[nodiscard]] Result<void> whole(const std::function<Result<void>()>& some);
    // The same for the only command of a transaction, which is undone as a whole: a savepoint would copy each page before it is changed.
    [[nodiscard]] Result<void> alone(const std::function<Result<void>()>& some);
    // kRecordMissing if there is none.
    [[nodiscard]] Result<cases::Case> get_case(std::uint64_t id);
    [[nodiscard]] Result<cases::Flag> get_flag(std::uint64_t id);
    [[nodiscard]] Result<cases::Partner> get_partner(std::uint64_t id);
    // What was sent as a flag that this command has received; null: it has not.
    [[nodiscard]] const cases::FlagOrder* just_received(std::uint64_t flag) const;
    // The working time of a partner's agreement, and of the one that a case's clock goes by; null: none of its own.
    [[nodiscard]] Result<const cases::Calendar*> calendar_of(const cases::Partner& partner);
    [[nodiscard]] Result<const cases::Calendar*> calendar_of(const cases::Clock& clock);
    // Whether something happened in a case that is not durable yet.
    [[nodiscard]] bool is_touched(std::uint64_t case_no) const {
        return touched_ != nullptr && touched_->contains(case_no);
    }

private:
    friend class Casework;
    std::vector<Deed> deeds_;
    std::vector<record::Draft> drafts_;
    std::size_t acts_ = 0;
    AgreementCalendars* calendars_ = nullptr;     // the Casework's
    std::set<std::uint64_t>* touched_ = nullptr;  // of all commands that become durable together
};

class Casework;
struct Gone;  // casework/forget.h
struct CaseworkOptions {
    std::string path;      // of the tables; the desks are in the same folder, as "desks.db"
    std::string platform;  // of commands that name none
    std::function<void(std::string_view event, const Error&)> trouble;  // may be empty
    // Looked at every second: new decisions of the engine, say. Its commands go the way of all others. May be empty.
    std::function<void(Casework&)> every_second;
    bool keeps_time = true;  // false: pass_time() is somebody else's
};

// Thread-safe.
class Casework {
public:
    using Think = std::move_only_function<Result<void>(Session&)>;
    using Told = std::move_only_function<void(Result<Done>)>;

    // Takes what the record holds. Folder and logs must outlive it. Errors: of the rules, the tables and the store.
    [[nodiscard]] static Result<std::unique_ptr<Casework>> open(service::RecordFolder& folder,
                                                                service::LiveLogs& logs,
                                                                cases::Rules rules,
                                                                CaseworkOptions options);
    // Finishes what it has taken.
    ~Casework();
    Casework(const Casework&) = delete;
    Casework& operator=(const Casework&) = delete;

    // `told` is called once, by any thread, when what `think` did is durable, or with why not: then nothing of it happened.
    // Errors told: think's; kOverload if kWaiting commands wait; of the store.
    void perform(std::string_view platform, Think think, Told told);
    [[nodiscard]] Result<Done> perform_now(std::string_view platform, Think think);

    // Questions: what is durable, and no half of a command. `ask(Tables&, PlatformId)` gives a Result.
    template <class Ask> [[nodiscard]] auto read(std::string_view platform, Ask ask) {
        const std::lock_guard lock(reading_);
        return ask_of(*reader_, platform, std::move(ask));
    }
    // Likewise those that take long, as figures do: they keep only each other waiting.
    template <class Ask> [[nodiscard]] auto read_long(std::string_view platform, Ask ask) {
        const std::lock_guard lock(reading_long_);
        return ask_of(*long_reader_, platform, std::move(ask));
    }

    // Of an author, in force; what the engine is told. 0 also where they cannot be read.
    [[nodiscard]] std::uint32_t strikes_of(std::string_view platform, std::string_view author);
    // A number from 0 to 2^24 - 1 that nobody can foresee who does not have the key: of `what`, the same for the same `of`.
    [[nodiscard]] std::uint64_t draw(std::string_view platform, std::string_view what,
                                     std::string_view of);
    // Has time pass in every case where it matters. Errors: of tables and store.
    [[nodiscard]] Result<std::size_t> pass_time(std::uint64_t now);
    // Has what is past its time be forgotten, with the files that nothing else names; how many cases and decisions; and strikes that have
    // outlasted their cases. Errors: likewise.
    [[nodiscard]] Result<std::size_t> forget_old(std::uint64_t now);
    // Has what came to cases under a legal hold be held too; how many records. `all`: also where nothing came to casework; the first time
    // what is held for a case that is under no hold is let go. Errors: likewise.
    [[nodiscard]] Result<std::size_t> keep_holds(bool all);
    [[nodiscard]] const cases::Terms& terms() const { return terms_; }
    [[nodiscard]] const cases::Rules& rules() const { return terms_.rules(); }
    [[nodiscard]] service::RecordFolder& folder() { return folder_; }
    [[nodiscard]] std::uint64_t now() { return logs_.now(); }
    [[nodiscard]] Desks& desks() { return *desks_; }
    // Of a platform's log, read once. Errors: of RecordFolder::log_key().
    [[nodiscard]] Result<std::shared_ptr<const ledger::Signer>> log_key(
        const std::string& platform);
    // The folder of attachments.
    [[nodiscard]] std::string attachments() const { return folder_.path() + "/attachments"; }
    [[nodiscard]] DailyUploads& uploads() { return uploads_; }

    static constexpr std::size_t kWaiting = 16'384;
    static constexpr std::size_t kGroup = 256;  // commands that become durable together

private:
    struct Order {
        std::string platform;
        Think think;
        Told told;
    };

    Casework(service::RecordFolder& folder, service::LiveLogs& logs, cases::Terms terms,
             CaseworkOptions options);
    [[nodiscard]] Result<void> catch_up();
    [[nodiscard]] Result<void> catch_up(const std::string& platform);
    [[nodiscard]] Result<void> take(PlatformId platform, const store::Entry& entry, Rests& rests);
    [[nodiscard]] Result<void> catch_up_first();
    [[nodiscard]] Result<bool> note_erasures(
        const std::vector<std::pair<std::string, record::RecordId>>& looked);
    [[nodiscard]] Result<bool> concerns_gap(PlatformId platform, const cases::Event& event);
    [[nodiscard]] Result<void> drop_orphans();
    using Past = std::pair<std::string, std::uint64_t>;  // a platform's case
    using ForgetOne = Result<void> (*)(Casework&, Session&, std::uint64_t, Gone&);
    [[nodiscard]] std::size_t forget_some(std::span<const Past> some, ForgetOne forget);
    [[nodiscard]] Result<std::string> platform_of_past(const Tables::Kept& one, std::uint64_t now);
    void drop_files(const std::set<std::string>& files);
    // Of cases that were handed off as suspected child sexual material; of how many.
    [[nodiscard]] Result<std::size_t> remove_material();
    [[nodiscard]] Result<std::size_t> forget_decisions(std::uint64_t now);
    [[nodiscard]] Result<std::size_t> lapse_strikes(std::uint64_t now);
    void empty_logs();
    [[nodiscard]] std::string some_platform();
    [[nodiscard]] Result<PlatformId> platform_in(Tables& tables, std::string_view name);
    void work(const std::stop_token& stop);
    [[nodiscard]] std::vector<Order> next(const std::stop_token& stop);
    void carry_out(std::vector<Order> orders);
    [[nodiscard]] Result<void> think_through(std::vector<Order>& orders, PlatformId platform,
                                             record::Outcome& outcome,
                                             std::vector<Result<Done>>& thoughts);
    // `is_on_record`: whether the store has it, even if something failed afterwards.
    [[nodiscard]] Result<void> record(std::vector<Result<Done>>& thoughts, PlatformId platform,
                                      record::Outcome outcome, bool& is_on_record);
    [[nodiscard]] Result<void> end_stray_holds();
    void keep_time(const std::stop_token& stop);
    void keep_holds_in_time(bool all);
    void tell_trouble(std::string_view event, const Error& error);
    template <class Ask>
    [[nodiscard]] auto ask_of(Tables& tables, std::string_view platform, Ask ask) {
        using Answer = decltype(ask(tables, PlatformId{}));
        auto id = platform_in(tables, platform);
        return id ? ask(tables, *id) : Answer(fail(id.error()));
    }

    service::RecordFolder& folder_;
    service::LiveLogs& logs_;
    const cases::Terms terms_;
    CaseworkOptions options_;
    std::unique_ptr<Desks> desks_;
    std::unique_ptr<Tables> tables_;  // the worker's alone, as are
    AgreementCalendars calendars_;
    // Of the timekeeper alone: behind which cases it looks next for what is past its time, and whether what was erased may stand in a log still.
    std::map<std::uint32_t, Tables::Kept> forget_after_;
    std::map<std::string, record::RecordId> kept_after_;  // of a platform's decisions
    bool logs_to_empty_ = true;
    std::map<std::string, std::uint64_t> held_upto_;  // record of casework, by platform: likewise
    bool has_ended_strays_ = false;
    bool behind_ = false;  // whether something failed, and the record has to be looked at again

    std::mutex reading_;  // guards reader_
    std::unique_ptr<Tables> reader_;
    std::mutex reading_long_;  // guards long_reader_
    std::unique_ptr<Tables> long_reader_;

    std::mutex asking_;  // guards standings_: who decides posts waits for no other question
    std::unique_ptr<Tables> standings_;

    std::mutex keys_mutex_;  // guards keys_
    std::map<std::string, std::shared_ptr<const ledger::Signer>> keys_;

    DailyUploads uploads_;

    std::mutex mutex_;  // guards orders_
    std::condition_variable_any changed_;
    std::deque<Order> orders_;
    std::jthread worker_;
    std::jthread timekeeper_;  // the last: it uses the worker
};

}  // namespace mizan::casework
