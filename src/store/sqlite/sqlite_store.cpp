#include "store/sqlite/sqlite_store.h"

#include <atomic>
#include <mutex>
#include <optional>
#include <utility>

#include "store/sqlite/check.h"
#include "store/sqlite/checkpointer.h"
#include "store/sqlite/copy.h"
#include "store/sqlite/file_lock.h"
#include "store/sqlite/group_commit.h"
#include "store/sqlite/questions.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/writer.h"

namespace mizan::store {

namespace {

constexpr std::size_t kEntriesAtOnce =
    256;  // who follows the record takes no more at a time, and would have the rest read again

// All questions, over two connections that threads take in turn: one for what is answered at once, one for what reads a good part of
// the store, so that nobody waits behind that who asks for little.
class Reading : public SqliteStore {
public:
    Reading(std::string path, Questions questions, Questions long_ones)
        : path_(std::move(path)),
          questions_(std::move(questions)),
          long_ones_(std::move(long_ones)) {}

    Result<void> at_once(const std::function<Result<void>()>& ask) override {
        MZ_CHECK(get_ready());
        const std::lock_guard lock(mutex_);
        return questions_.at_once(ask);
    }
    Result<std::vector<std::string>> platforms() override {
        const std::lock_guard lock(mutex_);
        return questions_.platforms();
    }
    Result<Status> status(std::string_view platform) override {
        MZ_CHECK(get_ready());
        const std::lock_guard lock(long_mutex_);
        return long_ones_.status(platform);
    }
    Result<Entry> entry(RecordId id) override {
        const std::lock_guard lock(mutex_);
        return questions_.entry(id);
    }
    Result<Entry> entry_at(std::string_view platform, std::uint64_t index) override {
        const std::lock_guard lock(mutex_);
        return questions_.entry_at(platform, index);
    }
    Result<record::Vault> vault(RecordId id) override {
        const std::lock_guard lock(mutex_);
        return questions_.vault(id);
    }
    Result<StoredFrame> frame(RecordId id) override {
        const std::lock_guard lock(mutex_);
        return questions_.frame(id);
    }
    Result<std::vector<Found>> find(std::string_view platform, const record::Tag& tag,
                                    bool search_batches) override {
        MZ_CHECK(get_ready());
        if (search_batches) {
            const std::lock_guard lock(long_mutex_);
            return long_ones_.find(platform, tag, search_batches);
        }
        const std::lock_guard lock(mutex_);
        return questions_.find(platform, tag, search_batches);
    }
    Result<std::vector<Entry>> told_about(std::string_view platform,
                                          const record::Tag& tag) override {
        const std::lock_guard lock(mutex_);
        return questions_.told_about(platform, tag);
    }
    Result<std::vector<RecordId>> holds_on(RecordId id,
                                           std::optional<std::uint32_t> slot) override {
        const std::lock_guard lock(mutex_);
        return questions_.holds_on(id, slot);
    }
    Result<bool> is_held(RecordId id, std::optional<std::uint32_t> slot) override {
        const std::lock_guard lock(mutex_);
        return questions_.is_held(id, slot);
    }
    Result<std::optional<Entry>> activation(std::string_view platform) override {
        const std::lock_guard lock(mutex_);
        return questions_.activation(platform);
    }
    Result<std::uint64_t> last_at(std::string_view platform) override {
        MZ_CHECK(get_ready());
        const std::lock_guard lock(mutex_);
        return questions_.last_at(platform);
    }
    Result<std::vector<std::string>> leaves(std::string_view platform, std::uint64_t first,
                                            std::size_t count) override {
        MZ_CHECK(get_ready());
        const std::lock_guard lock(mutex_);
        return questions_.leaves(platform, first, count);
    }
    Result<record::LogState> log_state(std::string_view platform) override {
        const std::lock_guard lock(mutex_);
        return questions_.log_state(platform);
    }
    Result<void> each(std::string_view platform, RecordId after,
                      const std::function<bool(const Entry&)>& visit) override {
        return visit_pages(after, visit, [&](RecordId last) {
            return questions_.entries(platform, last, kEntriesAtOnce);
        });
    }
    Result<void> each_of(std::string_view platform, record::Kind kind, RecordId after,
                         const std::function<bool(const Entry&)>& visit) override {
        return visit_pages(after, visit, [&](RecordId last) {
            return questions_.entries_of(platform, kind, last, kEntriesAtOnce);
        });
    }
    Result<std::vector<Fault>> check(std::size_t limit) override {
        MZ_CHECK(get_ready());
        const std::lock_guard lock(long_mutex_);
        return check_store(long_ones_.database(), path_, limit);
    }
    Result<void> backup(const std::string& path) override {
        MZ_CHECK(get_ready());
        const std::lock_guard lock(long_mutex_);
        return back_up(long_ones_.database(), path_, path);
    }
    std::vector<Result<record::Committed>> commit_each(std::vector<record::Outcome> outcomes,
                                                       Frames /*frames*/) override {
        return {outcomes.size(), read_only()};
    }
    Result<void> rebuild_views() override { return read_only(); }
    Result<void> restore_vault(const std::string&) override { return read_only(); }
    Result<void> empty_log() override { return read_only(); }

private:
    // Before a question about all that there is.
    [[nodiscard]] virtual Result<void> get_ready() { return {}; }
    [[nodiscard]] static std::unexpected<Error> read_only() {
        return fail({Code::kInternal, "the store was opened to read", {}});
    }
    // `page_after` gives the entries after one, kEntriesAtOnce if there are as many.
    template <class Page>
    [[nodiscard]] Result<void> visit_pages(RecordId after,
                                           const std::function<bool(const Entry&)>& visit,
                                           Page page_after) {
        MZ_CHECK(get_ready());
        while (true) {
            Result<std::vector<Entry>> some;
            {
                const std::lock_guard lock(mutex_);
                some = page_after(after);
            }
            MZ_CHECK(some);
            for (const auto& entry : *some)
                if (!visit(entry)) return {};
            if (some->size() < kEntriesAtOnce) return {};
            after = some->back().id;
        }
    }

    const std::string path_;
    std::recursive_mutex mutex_;  // guards questions_; who asks at_once() has it already
    Questions questions_;
    std::mutex long_mutex_;  // guards long_ones_
    Questions long_ones_;
};

class Writing final : public Reading {
public:
    Writing(FileLock lock, Questions questions, Questions long_ones,
            std::unique_ptr<sqlite::Database> db, std::size_t window_posts, const std::string& path)
        : Reading(path, std::move(questions), std::move(long_ones)),
          lock_(std::move(lock)),
          db_(std::move(db)),
          writer_(*db_, window_posts, path) {}
    ~Writing() override {
        group_.reset();
        (void)frame_waiting();  // else whoever opens it next
        checkpointer_.reset();
        (void)empty_log_now();
    }

    [[nodiscard]] Result<void> start(const std::string& path) {
        MZ_CHECK(writer_.load());
        MZ_CHECK(frame_waiting());
        MZ_TRY(auto beside, sqlite::Database::open(path, sqlite::Database::Mode::kWrite));
        checkpointer_.emplace(*db_, std::move(beside));
        group_.emplace([this](const GroupCommit::Next& next) { carry_out(next); },
                       [this] { between_groups(); });
        return {};
    }
    std::vector<Result<record::Committed>> commit_each(std::vector<record::Outcome> outcomes,
                                                       Frames when) override {
        std::vector<GroupCommit::Job> jobs(outcomes.size());
        for (std::size_t i = 0; i < jobs.size(); ++i) {
            jobs[i].later = when == Frames::kLater && is_small_batch(outcomes[i]);
            if (!jobs[i].later) jobs[i].frames = record::build_frames(outcomes[i]);
            jobs[i].outcome = std::move(outcomes[i]);
        }
        group_->commit(jobs);
        std::vector<Result<record::Committed>> answers;
        answers.reserve(jobs.size());
        for (auto& job : jobs) {
            if (job.answer) job.answer->drafts = std::move(job.outcome.records);
            answers.push_back(std::move(job.answer));
        }
        return answers;
    }
    Result<void> rebuild_views() override {
        return group_->run([this]() -> Result<void> {
            MZ_CHECK(db_->run("BEGIN IMMEDIATE"));
            auto made = writer_.rebuild_views();
            if (made) made = db_->run("COMMIT");
            if (made) return {};
            roll_back();
            return made;
        });
    }
    Result<void> restore_vault(const std::string& path) override {
        return group_->run([this, &path]() -> Result<void> {
            MZ_CHECK(attach(*db_, path));
            auto done = db_->run("BEGIN IMMEDIATE");
            if (done) done = writer_.restore_vault();
            if (done) done = db_->run("COMMIT");
            if (!done) roll_back();
            auto detached = db_->run("DETACH beside");
            return done ? detached : done;
        });
    }
    Result<void> empty_log() override {
        return group_->run([this] { return empty_log_now(); });
    }

private:
    [[nodiscard]] static bool is_small_batch(const record::Outcome& outcome) {
        return outcome.batches.size() == 1 && outcome.records.empty() && outcome.lost.empty() &&
               !outcome.log && !outcome.sequence_sealed &&
               outcome.batches.front().posts.size() <= Waiting::kFew;
    }
    [[nodiscard]] Result<void> get_ready() override {
        if (waiting_ == 0) return {};
        return group_->run([this] { return frame_waiting(); });
    }
    // In a transaction of its own.
    [[nodiscard]] Result<void> frame_waiting() {
        if (!broken_) broken_ = writer_.load();
        MZ_CHECK(broken_);
        if (writer_.waiting() == 0) return {};
        auto made = writer_.begin();
        if (made) made = writer_.frame_waiting();
        if (made) made = writer_.commit();
        if (!made) roll_back();
        waiting_ = writer_.waiting();
        return made;
    }
    // Those whose group has just ended have their answers.
    void between_groups() {
        if (writer_.is_frame_due()) (void)frame_waiting();  // else with the next group
        checkpointer_->between_groups();
    }
    // Together, in one transaction or as one group of the file of what waits; if one of several jobs fails, each by itself.
    void carry_out(const GroupCommit::Next& next) {
        std::vector<GroupCommit::Job*> tried;
        if (try_all(next, tried) || tried.size() == 1) return;
        for (auto* job : tried) {
            std::vector<GroupCommit::Job*> again;
            (void)try_all([&] { return std::exchange(job, nullptr); }, again);
        }
    }
    // What cannot be is turned away before anything of it is written: after a rollback all that is kept in memory must be read anew.
    bool try_all(const GroupCommit::Next& next, std::vector<GroupCommit::Job*>& tried) {
        if (!broken_) broken_ = writer_.load();
        auto result = broken_;
        while (auto* const job = next()) {
            tried.push_back(job);
            if (result) result = apply(*job);
            if (!result) break;
        }
        if (result) result = writer_.commit();
        if (!result) roll_back();
        waiting_ = writer_.waiting();
        if (result) return true;
        for (auto* job : tried) job->answer = fail(result.error());
        return false;
    }
    // A refusal is the job's answer; an error is one of the database, or after something was written.
    [[nodiscard]] Result<void> apply(GroupCommit::Job& job) {
        const auto can_be = writer_.check(job.outcome);
        if (can_be) {
            job.answer = job.later ? writer_.apply_later(job.outcome)
                                   : writer_.apply(job.outcome, job.frames);
            return job.answer ? Result<void>() : fail(job.answer.error());
        }
        const auto code = can_be.error().code;
        if (code != Code::kRecordMissing && code != Code::kRecordConflict &&
            code != Code::kRecordErased)
            return fail(can_be.error());
        job.answer = fail(can_be.error());
        return {};
    }
    void roll_back() {
        (void)db_->run("ROLLBACK");
        // What is kept in memory is as it was only if it is read anew; until that has worked nothing is recorded.
        broken_ = writer_.load();
    }
    [[nodiscard]] Result<void> empty_log_now() {
        MZ_CHECK(writer_.wipe_waiting());
        // Whether somebody was in the way stands in its row and is no error.
        MZ_TRY(const auto blocked, db_->number("PRAGMA wal_checkpoint(TRUNCATE)"));
        if (blocked == 0) return {};
        return fail({Code::kStoreBusy, "another process is reading", {}});
    }

    FileLock lock_;
    std::unique_ptr<sqlite::Database> db_;
    Writer writer_;
    Result<void> broken_;
    std::atomic<std::size_t> waiting_ = 0;  // posts without a frame, as of the last transaction
    std::optional<Checkpointer> checkpointer_;
    std::optional<GroupCommit> group_;
};

// A connection that reads.
Result<Questions> asking(const std::string& path) {
    MZ_TRY(auto db, sqlite::Database::open(path, sqlite::Database::Mode::kRead));
    MZ_CHECK(prepare_to_read(db, path));
    return Questions(std::move(db));
}

}  // namespace

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const SqliteOptions& options) {
    MZ_TRY(auto lock, FileLock::take(options.path + ".lock"));
    MZ_TRY(auto db, sqlite::Database::open(options.path, sqlite::Database::Mode::kCreate));
    MZ_CHECK(prepare_to_write(db, options.path));
    MZ_TRY(auto questions, asking(options.path));
    MZ_TRY(auto long_ones, asking(options.path));
    auto store = std::make_unique<Writing>(
        std::move(lock), std::move(questions), std::move(long_ones),
        std::make_unique<sqlite::Database>(std::move(db)), options.window_posts, options.path);
    MZ_CHECK(store->start(options.path));
    return store;
}

Result<std::unique_ptr<SqliteStore>> SqliteStore::open_to_read(const std::string& path) {
    MZ_TRY(auto questions, asking(path));
    MZ_TRY(auto long_ones, asking(path));
    return std::make_unique<Reading>(path, std::move(questions), std::move(long_ones));
}

}  // namespace mizan::store
