// The part of the outbox that follows actions: what was decided, what was done, and what a later decision makes of that.

#include <algorithm>

#include "notify/outbox_tables.h"

namespace mizan::notify {

namespace {

constexpr std::size_t kAskedAtOnce = 500;
constexpr std::uint64_t kDoublings = 6;

constexpr std::uint64_t stored(ActionState state) { return static_cast<std::uint64_t>(state); }

bool is_open(ActionState state) {
    return state == ActionState::kAsked || state == ActionState::kFailed ||
           state == ActionState::kOverdue;
}

}  // namespace

// An action against the same post under an earlier decision.
struct Actions::Prior {
    std::uint64_t id = 0;
    std::uint64_t record = 0;
    std::string name;
    std::int64_t argument = 0;
    ActionState state = ActionState::kAsked;
    std::uint64_t revision = 0;
    std::string told_at;
};

Result<void> Actions::take(std::string_view platform, const Happened& h) {
    if (h.post_gone) return gone(platform, h.post, false);
    if (h.author_gone) return gone(platform, h.author, true);
    if (h.erased != 0) return erased(platform, h.erased);
    if (!h.action.empty()) return told(platform, h);
    for (const auto& cleared : h.cleared) {
        Happened one;
        one.record = h.record;
        one.at = h.at;
        one.post = cleared.post;
        one.revision = cleared.revision;
        MZ_CHECK(decided(platform, one));
    }
    return h.is_decision ? decided(platform, h) : Result<void>();
}

Result<std::vector<Actions::Prior>> Actions::prior(std::string_view platform, const Happened& h) {
    MZ_TRY(auto rows,
           t_.db.prepare("SELECT id, record, name, argument, state, revision, told_at FROM "
                         "actions WHERE platform = ? AND post = ? AND record < ? AND "
                         "state IN (0, 1, 2, 3) ORDER BY id"));
    rows.start().text(platform).blob(h.post).number(h.record);
    std::vector<Prior> out;
    while (true) {
        MZ_TRY(const bool more, rows.row());
        if (!more) return out;
        out.push_back({rows.number_at(0), rows.number_at(1), std::string(rows.bytes_at(2)),
                       static_cast<std::int64_t>(rows.number_at(3)),
                       static_cast<ActionState>(rows.number_at(4)), rows.number_at(5),
                       std::string(rows.bytes_at(6))});
    }
}

// What is not wanted any more is withdrawn, or, where it was done, asked to be undone; what was done and is wanted still counts as done.
Result<void> Actions::decided(std::string_view platform, const Happened& h) {
    MZ_TRY(const auto earlier, prior(platform, h));
    if (earlier.empty() && h.asked.empty()) return {};
    const bool overtaken =
        std::ranges::any_of(earlier, [&](const auto& p) { return p.revision > h.revision; });
    MZ_TRY(const bool gone_already, is_gone(platform, h));
    for (const auto& asked : h.asked) {
        const auto done = std::ranges::find_if(earlier, [&](const auto& p) {
            return p.state == ActionState::kConfirmed && p.name == asked.name &&
                   p.argument == asked.argument;
        });
        const auto state = overtaken               ? ActionState::kWithdrawn
                           : done != earlier.end() ? ActionState::kConfirmed
                           : gone_already          ? ActionState::kMoot
                                                   : ActionState::kAsked;
        MZ_CHECK(add(platform, h, asked.name, asked.argument, state,
                     done != earlier.end() ? std::string_view(done->told_at) : std::string_view()));
    }
    if (overtaken) return {};
    for (const auto& p : earlier) MZ_CHECK(overtake(platform, h, p, gone_already));
    return {};
}

// What a decision makes of an action under an earlier one. An undo stays asked for, unless what it undoes is wanted again.
Result<void> Actions::overtake(std::string_view platform, const Happened& h, const Prior& p,
                               bool gone_already) {
    const bool undo = p.name.starts_with(kUndo);
    const auto name = undo ? std::string_view(p.name).substr(kUndo.size()) : p.name;
    const bool wanted = std::ranges::any_of(
        h.asked, [&](const auto& a) { return a.name == name && a.argument == p.argument; });
    if (is_open(p.state))
        return undo && !wanted ? Result<void>() : settle(p, ActionState::kWithdrawn);
    MZ_CHECK(settle(p, ActionState::kSuperseded));
    if (undo || wanted || gone_already) return {};
    // Under the decision that asked for what is undone: that names it, and is sealed if it has to be.
    auto undone = h;
    undone.record = p.record;
    return add(platform, undone, std::string(kUndo).append(p.name), p.argument, ActionState::kAsked,
               {});
}

Result<void> Actions::add(std::string_view platform, const Happened& h, std::string_view name,
                          std::int64_t argument, ActionState state, std::string_view told_at) {
    const bool asks = state == ActionState::kAsked;
    MZ_TRY(auto put,
           t_.db.prepare(
               "INSERT OR IGNORE INTO actions(platform, record, name, argument, post, author, "
               "revision, state, asks, decided_at, next_at, told_at) "
               "VALUES(?,?,?,?,?,?,?,?,?,?,?,?)"));
    MZ_CHECK(put.start()
                 .text(platform)
                 .number(h.record)
                 .text(name)
                 .number(static_cast<std::uint64_t>(argument))
                 .blob(h.post)
                 .blob(h.author)
                 .number(h.revision)
                 .number(stored(state))
                 .number(asks ? 1 : 0)
                 .number(h.at)
                 .number(asks ? h.at + kAskAgain : 0)
                 .text(told_at)
                 .run());
    return asks ? t_.tell({platform, h.record, "action.asked", name, 1, h.at}) : Result<void>();
}

Result<void> Actions::settle(const Prior& prior, ActionState state) {
    MZ_TRY(auto put, t_.db.prepare("UPDATE actions SET state = ?, next_at = 0 WHERE id = ?"));
    return put.start().number(stored(state)).number(prior.id).run();
}

// Of two things that are told of an action the later counts, in whatever order they come. One that was withdrawn and was done
// nevertheless has to be undone.
Result<void> Actions::told(std::string_view platform, const Happened& h) {
    MZ_TRY(auto row,
           t_.db.prepare("SELECT id, argument, state, told_at, post, author, revision FROM "
                         "actions WHERE platform = ? AND record = ? AND name = ?"));
    MZ_TRY(const bool there, row.start().text(platform).number(h.about).text(h.action).row());
    if (!there || row.bytes_at(3) > h.as_of) return {};
    const auto id = row.number_at(0);
    const auto argument = static_cast<std::int64_t>(row.number_at(1));
    const auto before = static_cast<ActionState>(row.number_at(2));
    Happened undone = h;
    undone.record = h.about;
    undone.post = row.bytes_at(4);
    undone.author = row.bytes_at(5);
    undone.revision = static_cast<std::uint32_t>(row.number_at(6));
    row.end();
    const bool unwanted = before == ActionState::kWithdrawn;
    const auto after = h.confirmed ? ActionState::kConfirmed : ActionState::kFailed;
    MZ_TRY(auto put,
           t_.db.prepare("UPDATE actions SET state = ?, told_at = ?, next_at = ? WHERE id = ?"));
    const bool settled =
        unwanted || before == ActionState::kMoot || before == ActionState::kSuperseded;
    const bool again = !settled && !h.confirmed;
    MZ_CHECK(put.start()
                 .number(stored(settled ? before : after))
                 .text(h.as_of)
                 .number(again ? h.at + kAskAgain : 0)
                 .number(id)
                 .run());
    if (!unwanted || !h.confirmed || h.action.starts_with(kUndo)) return {};
    MZ_TRY(const bool carried, carry_on(platform, undone, argument));
    if (carried) return {};
    return add(platform, undone, std::string(kUndo).append(h.action), argument, ActionState::kAsked,
               {});
}

// What was done under a decision that no longer stands counts for a later one that asks for the same.
Result<bool> Actions::carry_on(std::string_view platform, const Happened& h,
                               std::int64_t argument) {
    MZ_TRY(auto put, t_.db.prepare("UPDATE actions SET state = 1, told_at = ?, next_at = 0 WHERE "
                                   "platform = ? AND post = ? AND record > ? AND name = ? AND "
                                   "argument = ? AND state IN (0, 1, 2, 3)"));
    MZ_TRY(const auto changed, put.start()
                                   .text(h.as_of)
                                   .text(platform)
                                   .blob(h.post)
                                   .number(h.record)
                                   .text(h.action)
                                   .number(static_cast<std::uint64_t>(argument))
                                   .count_run());
    return changed > 0;
}

Result<void> Actions::erased(std::string_view platform, std::uint64_t record) {
    MZ_TRY(auto put,
           t_.db.prepare("UPDATE actions SET state = 5, next_at = 0 WHERE platform = ? AND "
                         "record = ? AND state IN (0, 2, 3)"));
    return put.start().text(platform).number(record).run();
}

Result<void> Actions::gone(std::string_view platform, std::string_view key, bool author) {
    MZ_TRY(auto note, t_.db.prepare("INSERT OR IGNORE INTO gone VALUES(?,?)"));
    MZ_CHECK(note.start().text(platform).blob(key).run());
    MZ_TRY(auto put, t_.db.prepare(std::string("UPDATE actions SET state = 5, next_at = 0 WHERE "
                                               "platform = ? AND state IN (0, 2, 3) AND ") +
                                   (author ? "author = ?" : "post = ?")));
    return put.start().text(platform).blob(key).run();
}

Result<bool> Actions::is_gone(std::string_view platform, const Happened& h) {
    MZ_TRY(auto row, t_.db.prepare("SELECT 1 FROM gone WHERE platform = ? AND key IN (?, ?)"));
    row.start().text(platform).blob(h.post).blob(h.author.empty() ? h.post : h.author);
    return row.row();
}

Result<void> Actions::ask_again(std::uint64_t now) {
    struct Due {
        std::uint64_t id, record, asks;
        std::string platform, name;
    };
    std::vector<Due> due;
    MZ_TRY(auto rows,
           t_.db.prepare("SELECT id, record, asks, platform, name FROM actions WHERE state "
                         "IN (0, 2) AND next_at <= ? ORDER BY next_at LIMIT ?"));
    rows.start().number(now).number(kAskedAtOnce);
    while (true) {
        MZ_TRY(const bool more, rows.row());
        if (!more) break;
        due.push_back({rows.number_at(0), rows.number_at(1), rows.number_at(2),
                       std::string(rows.bytes_at(3)), std::string(rows.bytes_at(4))});
    }
    MZ_TRY(auto put,
           t_.db.prepare("UPDATE actions SET state = ?, asks = ?, next_at = ? WHERE id = ?"));
    for (const auto& d : due) {
        const bool enough = d.asks >= kAskAtMost;
        const auto wait = kAskAgain << std::min(d.asks, kDoublings);
        MZ_CHECK(put.start()
                     .number(stored(enough ? ActionState::kOverdue : ActionState::kAsked))
                     .number(d.asks + (enough ? 0 : 1))
                     .number(enough ? 0 : now + wait)
                     .number(d.id)
                     .run());
        if (!enough)
            MZ_CHECK(t_.tell({d.platform, d.record, "action.asked", d.name, d.asks + 1, now}));
    }
    return {};
}

}  // namespace mizan::notify
