#include "notify/outbox.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "notify/outbox_tables.h"
#include "sqlite/schema.h"

namespace mizan::notify {

namespace {

// "Mizo".
constexpr sqlite::Kind kOutboxKind{0x4D697A6F, 1, "outbox"};
constexpr std::size_t kForgetAtOnce = 1000;

constexpr const char* kOutboxTables = R"(
CREATE TABLE followed(
    platform TEXT PRIMARY KEY,
    record INTEGER NOT NULL) WITHOUT ROWID;   -- the last that was taken
CREATE TABLE webhooks(
    id TEXT PRIMARY KEY,
    platform TEXT NOT NULL,
    url TEXT NOT NULL,
    topics TEXT NOT NULL,                     -- with commas
    paused INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    secret BLOB NOT NULL,
    old_secret BLOB NOT NULL,                 -- empty: none
    old_until INTEGER NOT NULL);
CREATE TABLE deliveries(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    webhook TEXT NOT NULL,
    platform TEXT NOT NULL,
    record INTEGER NOT NULL,
    topic TEXT NOT NULL,
    action TEXT NOT NULL,
    number INTEGER NOT NULL,
    state INTEGER NOT NULL,                   -- DeliveryState
    attempts INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    done_at INTEGER NOT NULL,
    status INTEGER NOT NULL,
    trouble TEXT NOT NULL,
    UNIQUE(webhook, platform, record, topic, action, number));
CREATE INDEX deliveries_due ON deliveries(webhook, next_at, id) WHERE state = 0;
CREATE INDEX deliveries_state ON deliveries(state, done_at);
CREATE TABLE actions(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    platform TEXT NOT NULL,
    record INTEGER NOT NULL,
    name TEXT NOT NULL,
    argument INTEGER NOT NULL,
    post BLOB NOT NULL,
    author BLOB NOT NULL,
    revision INTEGER NOT NULL,
    state INTEGER NOT NULL,                   -- ActionState
    asks INTEGER NOT NULL,
    decided_at INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    told_at TEXT NOT NULL,
    UNIQUE(platform, record, name));
CREATE INDEX actions_post ON actions(platform, post);
CREATE INDEX actions_author ON actions(platform, author);
CREATE INDEX actions_state ON actions(state, next_at);
CREATE TABLE gone(
    platform TEXT NOT NULL,
    key BLOB NOT NULL,                        -- of a post or an author
    PRIMARY KEY(platform, key)) WITHOUT ROWID;
PRAGMA application_id=1298758255;
PRAGMA user_version=1)";
static_assert(kOutboxKind.application == 1298758255);

}  // namespace

Outbox::Outbox(std::unique_ptr<Tables> tables) : tables_(std::move(tables)) {}
Outbox::~Outbox() = default;

Result<std::unique_ptr<Outbox>> Outbox::open(const std::string& path) {
    // It holds secrets: nobody else may read it, from the first moment on.
    const int fd = ::open(path.c_str(), O_RDWR | O_CLOEXEC | O_CREAT, 0600);
    if (fd < 0) return fail({Code::kStoreFull, "it cannot be made or written", path});
    (void)::close(fd);
    MZ_TRY(auto db, sqlite::Database::open(path, sqlite::Database::Mode::kWrite));
    MZ_TRY(const auto schema, sqlite::schema_of(db, kOutboxKind, path));
    MZ_CHECK(sqlite::use_write_ahead_log(db, path));
    MZ_CHECK(db.run("PRAGMA synchronous=NORMAL"));
    if (schema == 0) MZ_CHECK(db.write([&] { return db.run(kOutboxTables); }));
    auto tables = std::make_unique<Tables>(std::move(db));
    MZ_CHECK(tables->load_webhooks());
    return std::unique_ptr<Outbox>(new Outbox(std::move(tables)));
}

Result<Webhook> Outbox::add_webhook(Webhook webhook) {
    const std::lock_guard lock(mutex_);
    if (tables_->webhooks.size() >= kWebhooks)
        return fail({Code::kStateConflict,
                     "there are " + std::to_string(kWebhooks) + " webhooks already; remove one",
                     {}});
    MZ_CHECK(tables_->ordered([&] { return tables_->save(webhook); }));
    tables_->webhooks.push_back(webhook);
    return webhook;
}

Result<std::vector<Webhook>> Outbox::webhooks() {
    const std::lock_guard lock(mutex_);
    return tables_->webhooks;
}

Result<Webhook> Outbox::webhook(std::string_view id) {
    const std::lock_guard lock(mutex_);
    const auto* found = tables_->find(id);
    if (found == nullptr) return no_webhook(id);
    return *found;
}

Result<Webhook> Outbox::rotate(std::string_view id, const Secret& secret, std::uint64_t now) {
    const std::lock_guard lock(mutex_);
    auto* const found = tables_->find(id);
    if (found == nullptr) return no_webhook(id);
    auto changed = *found;
    changed.old_secret = changed.secret;
    changed.old_until = now + kOldSecretFor;
    changed.secret = secret;
    MZ_CHECK(tables_->ordered([&] { return tables_->save(changed); }));
    *found = changed;
    return changed;
}

Result<Webhook> Outbox::pause(std::string_view id, bool paused) {
    const std::lock_guard lock(mutex_);
    auto* const found = tables_->find(id);
    if (found == nullptr) return no_webhook(id);
    auto changed = *found;
    changed.paused = paused;
    MZ_CHECK(tables_->ordered([&] { return tables_->save(changed); }));
    *found = changed;
    return changed;
}

Result<void> Outbox::remove_webhook(std::string_view id) {
    const std::lock_guard lock(mutex_);
    if (tables_->find(id) == nullptr) return no_webhook(id);
    auto& db = tables_->db;
    MZ_CHECK(tables_->ordered([&]() -> Result<void> {
        MZ_TRY(auto webhook, db.prepare("DELETE FROM webhooks WHERE id = ?"));
        MZ_CHECK(webhook.start().text(id).run());
        MZ_TRY(auto messages, db.prepare("DELETE FROM deliveries WHERE webhook = ?"));
        return messages.start().text(id).run();
    }));
    return tables_->load_webhooks();
}

Result<std::uint64_t> Outbox::taken_up_to(std::string_view platform) {
    const std::lock_guard lock(mutex_);
    MZ_TRY(auto row, tables_->db.prepare("SELECT record FROM followed WHERE platform = ?"));
    MZ_TRY(const bool there, row.start().text(platform).row());
    return there ? row.number_at(0) : 0;
}

Result<bool> Outbox::has_actions(std::string_view platform) {
    const std::lock_guard lock(mutex_);
    MZ_TRY(auto row, tables_->db.prepare("SELECT 1 FROM actions WHERE platform = ? LIMIT 1"));
    return row.start().text(platform).row();
}

Result<void> Outbox::take(std::string_view platform, std::span<const Happened> happened) {
    if (happened.empty()) return {};
    const std::lock_guard lock(mutex_);
    auto& t = *tables_;
    MZ_CHECK(t.count_waiting());
    return t.db.write([&]() -> Result<void> {
        Actions actions(t);
        for (const auto& h : happened) {
            if (!h.topic.empty()) MZ_CHECK(t.tell({platform, h.record, h.topic, {}, 0, h.at}));
            MZ_CHECK(actions.take(platform, h));
        }
        MZ_TRY(auto put, t.db.prepare("INSERT OR REPLACE INTO followed VALUES(?,?)"));
        return put.start().text(platform).number(happened.back().record).run();
    });
}

Result<void> Outbox::tick(std::uint64_t now) {
    const std::lock_guard lock(mutex_);
    auto& t = *tables_;
    MZ_CHECK(t.count_waiting());
    return t.db.write([&]() -> Result<void> {
        MZ_CHECK(Actions(t).ask_again(now));
        MZ_TRY(auto forget,
               t.db.prepare("DELETE FROM deliveries WHERE id IN (SELECT id FROM deliveries WHERE "
                            "state = ? AND done_at < ? LIMIT ?)"));
        for (const auto& [state, kept] : {std::pair(DeliveryState::kDelivered, kKeepDelivered),
                                          std::pair(DeliveryState::kDead, kKeepDead)}) {
            MZ_CHECK(forget.start()
                         .number(static_cast<std::uint64_t>(state))
                         .number(now > kept ? now - kept : 0)
                         .number(kForgetAtOnce)
                         .run());
        }
        return {};
    });
}

Result<OutboxFigures> Outbox::figures() {
    const std::lock_guard lock(mutex_);
    OutboxFigures out;
    auto& db = tables_->db;
    MZ_TRY(out.waiting, db.number("SELECT count(*) FROM deliveries WHERE state = 0"));
    MZ_TRY(out.dead, db.number("SELECT count(*) FROM deliveries WHERE state = 2"));
    MZ_TRY(auto rows, db.prepare("SELECT state, count(*) FROM actions GROUP BY state"));
    while (true) {
        MZ_TRY(const bool more, rows.row());
        if (!more) return out;
        const auto state = rows.number_at(0);
        if (state < kActionStates) out.actions[state] = rows.number_at(1);
    }
}

}  // namespace mizan::notify
