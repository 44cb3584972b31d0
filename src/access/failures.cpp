// Wrong attempts to log in, folded: one event for each account and hour, so that who guesses cannot fill a disk or the public record.
#include "access/access_impl.h"

namespace mizan::access {

namespace {

Result<void> add_counts(sqlite::Database& db, const FailureMap& counts) {
    MZ_TRY(auto add, db.prepare("INSERT INTO failed_log_ins VALUES(?,?,?,?) ON CONFLICT DO UPDATE "
                                "SET wrong = wrong + excluded.wrong, "
                                "locked = locked + excluded.locked"));
    for (const auto& [of, count] : counts)
        MZ_CHECK(
            add.text(of.first).number(of.second).number(count.wrong).number(count.locked).run());
    return {};
}

// As events, those of hours that are over.
Result<std::vector<AccessEvent>> failures_of_past_hours(sqlite::Database& db, std::uint64_t hour) {
    MZ_TRY(auto rows, db.prepare("SELECT account, hour, wrong, locked FROM failed_log_ins WHERE "
                                 "hour < ? ORDER BY hour, account"));
    rows.number(hour);
    std::vector<AccessEvent> out;
    while (true) {
        MZ_TRY(const bool row, rows.row());
        if (!row) return out;
        AccessEvent event;
        event.at = (rows.number_at(1) + 1) * kFailuresSeconds;
        event.kind = EventKind::kLogInsFailed;
        event.whom = rows.bytes_at(0);
        event.detail = "wrong " + std::to_string(rows.number_at(2)) + ", locked " +
                       std::to_string(rows.number_at(3));
        out.push_back(std::move(event));
    }
}

}  // namespace

void Access::Impl::count_failure(std::string_view account, bool locked, std::uint64_t now) {
    const std::lock_guard hold(failures_lock);
    auto& count = failures[{std::string(account), now / kFailuresSeconds}];
    ++count.wrong;
    if (locked) ++count.locked;
}

Result<void> Access::note_failures(std::uint64_t now) {
    const auto hour = now / kFailuresSeconds;
    FailureMap taken;
    {
        const std::lock_guard hold(impl_->failures_lock);
        taken.swap(impl_->failures);
    }
    if (taken.empty()) {  // the usual case: nothing is written
        const std::lock_guard hold(impl_->lock);
        MZ_TRY(const auto due, failures_of_past_hours(impl_->db, hour));
        if (due.empty()) return {};
    }
    auto noted = impl_->write([&]() -> Result<void> {
        MZ_CHECK(add_counts(impl_->db, taken));
        MZ_TRY(const auto events, failures_of_past_hours(impl_->db, hour));
        for (const auto& event : events) MZ_CHECK(impl_->note(event));
        MZ_TRY(auto done, impl_->db.prepare("DELETE FROM failed_log_ins WHERE hour < ?"));
        return done.number(hour).run();
    });
    if (noted) return {};
    const std::lock_guard hold(impl_->failures_lock);
    for (const auto& [of, count] : taken) {
        impl_->failures[of].wrong += count.wrong;
        impl_->failures[of].locked += count.locked;
    }
    return noted;
}

}  // namespace mizan::access
