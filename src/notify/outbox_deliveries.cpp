// The part of the outbox about messages and actions that are listed, sent and sent again.

#include <algorithm>

#include "notify/outbox_tables.h"

namespace mizan::notify {

namespace {

constexpr std::string_view kDeliveryColumns =
    "SELECT id, webhook, platform, record, topic, action, number, state, attempts, made_at, "
    "next_at, "
    "done_at, status, trouble FROM deliveries ";

Delivery read_delivery(const sqlite::Statement& row) {
    Delivery d;
    d.id = row.number_at(0);
    d.webhook = row.bytes_at(1);
    d.platform = row.bytes_at(2);
    d.record = row.number_at(3);
    d.topic = row.bytes_at(4);
    d.action = row.bytes_at(5);
    d.number = row.number_at(6);
    d.state = static_cast<DeliveryState>(row.number_at(7));
    d.attempts = row.number_at(8);
    d.made_at = row.number_at(9);
    d.next_at = row.number_at(10);
    d.done_at = row.number_at(11);
    d.status = static_cast<int>(row.number_at(12));
    d.trouble = row.bytes_at(13);
    return d;
}

constexpr std::array<std::string_view, kActionStates> kActionStateNames{
    "asked", "confirmed", "failed", "overdue", "withdrawn", "moot", "superseded"};
constexpr std::array<std::string_view, 3> kDeliveryStateNames{"waiting", "delivered", "dead"};

template <class State, class Names>
std::optional<State> parse_state(const Names& names, std::string_view name) {
    const auto at = std::ranges::find(names, name);
    if (at == names.end()) return std::nullopt;
    return static_cast<State>(at - names.begin());
}

// A message's id goes into a field of a request: what a platform is called need not fit there.
std::string escaped(std::string_view name) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string out;
    for (const char c : name) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '_';
        const auto byte = static_cast<unsigned char>(c);
        if (plain) out.push_back(c);
        else out.append({'%', kDigits[byte >> 4], kDigits[byte & 15]});
    }
    return out;
}

}  // namespace

std::string_view name(ActionState state) {
    return kActionStateNames[static_cast<std::size_t>(state)];
}
std::optional<ActionState> parse_action_state(std::string_view name) {
    return parse_state<ActionState>(kActionStateNames, name);
}
std::string_view name(DeliveryState state) {
    return kDeliveryStateNames[static_cast<std::size_t>(state)];
}
std::optional<DeliveryState> parse_delivery_state(std::string_view name) {
    return parse_state<DeliveryState>(kDeliveryStateNames, name);
}

std::string message_id(const Delivery& d) {
    auto out = escaped(d.platform) + "." + std::to_string(d.record) + "." + d.topic;
    if (!d.action.empty()) out.append(".").append(escaped(d.action));
    if (d.number != 0) out.append(".").append(std::to_string(d.number));
    return out;
}

Result<std::optional<Delivery>> Outbox::due(std::uint64_t now, std::span<const std::string> busy) {
    const std::lock_guard lock(mutex_);
    auto& t = *tables_;
    MZ_TRY(auto row, t.db.prepare(std::string(kDeliveryColumns) +
                                  "WHERE webhook = ? AND state = 0 AND next_at <= ? ORDER BY "
                                  "next_at, id LIMIT 1"));
    // In turn, or a few that are slow and far behind would be served for ever.
    for (std::size_t i = 0; i < t.webhooks.size(); ++i) {
        t.last_served = (t.last_served + 1) % t.webhooks.size();
        const auto& webhook = t.webhooks[t.last_served];
        if (webhook.paused || std::ranges::find(busy, webhook.id) != busy.end()) continue;
        MZ_TRY(const bool there, row.start().text(webhook.id).number(now).row());
        if (there) return read_delivery(row);
    }
    return std::optional<Delivery>();
}

Result<void> Outbox::attempted(std::uint64_t id, std::uint64_t now, int status,
                               std::string_view trouble, std::uint64_t random) {
    const std::lock_guard lock(mutex_);
    auto& db = tables_->db;
    return db.write([&]() -> Result<void> {
        MZ_TRY(auto row, db.prepare("SELECT attempts FROM deliveries WHERE id = ? AND state = 0"));
        MZ_TRY(const bool there, row.start().number(id).row());
        if (!there) return {};  // its webhook was removed meanwhile
        const auto attempts = row.number_at(0) + 1;
        row.end();
        const bool delivered = status >= 200 && status < 300;
        const auto wait = wait_after(static_cast<unsigned>(attempts), random);
        const auto state = delivered ? DeliveryState::kDelivered
                           : wait    ? DeliveryState::kWaiting
                                     : DeliveryState::kDead;
        MZ_TRY(auto put, db.prepare("UPDATE deliveries SET state = ?, attempts = ?, next_at = ?, "
                                    "done_at = ?, status = ?, trouble = ? WHERE id = ?"));
        return put.start()
            .number(static_cast<std::uint64_t>(state))
            .number(attempts)
            .number(now + wait.value_or(0))
            .number(state == DeliveryState::kWaiting ? 0 : now)
            .number(static_cast<std::uint64_t>(std::max(status, 0)))
            .text(delivered ? std::string_view() : trouble)
            .number(id)
            .run();
    });
}

Result<std::vector<Delivery>> Outbox::deliveries(std::string_view webhook,
                                                 std::optional<DeliveryState> state,
                                                 std::uint64_t before, std::size_t limit) {
    const std::lock_guard lock(mutex_);
    if (tables_->find(webhook) == nullptr) return no_webhook(webhook);
    MZ_TRY(auto rows,
           tables_->db.prepare(std::string(kDeliveryColumns) +
                               "WHERE webhook = ? AND (? OR state = ?) AND (? = 0 OR id < "
                               "?) ORDER BY id DESC LIMIT ?"));
    rows.start()
        .text(webhook)
        .number(state ? 0 : 1)
        .number(static_cast<std::uint64_t>(state.value_or(DeliveryState::kWaiting)))
        .number(before)
        .number(before)
        .number(limit);
    std::vector<Delivery> out;
    while (true) {
        MZ_TRY(const bool more, rows.row());
        if (!more) return out;
        out.push_back(read_delivery(rows));
    }
}

Result<Delivery> Outbox::delivery(std::uint64_t id) {
    const std::lock_guard lock(mutex_);
    MZ_TRY(auto row, tables_->db.prepare(std::string(kDeliveryColumns) + "WHERE id = ?"));
    MZ_TRY(const bool there, row.start().number(id).row());
    if (there) return read_delivery(row);
    return fail({Code::kWebhookMissing, "there is no such message", std::to_string(id)});
}

Result<void> Outbox::resend(std::uint64_t id, std::uint64_t now) {
    const std::lock_guard lock(mutex_);
    MZ_TRY(const auto changed, tables_->ordered([&]() -> Result<std::uint64_t> {
        MZ_TRY(auto put,
               tables_->db.prepare("UPDATE deliveries SET state = 0, attempts = 0, next_at "
                                   "= ?, done_at = 0 WHERE id = ?"));
        return put.start().number(now).number(id).count_run();
    }));
    if (changed != 0) return {};
    return fail({Code::kWebhookMissing, "there is no such message", std::to_string(id)});
}

Result<std::uint64_t> Outbox::resend_dead(std::string_view webhook, std::uint64_t now) {
    const std::lock_guard lock(mutex_);
    if (tables_->find(webhook) == nullptr) return no_webhook(webhook);
    return tables_->ordered([&]() -> Result<std::uint64_t> {
        MZ_TRY(auto put,
               tables_->db.prepare("UPDATE deliveries SET state = 0, attempts = 0, next_at "
                                   "= ?, done_at = 0 WHERE webhook = ? AND state = 2"));
        return put.start().number(now).text(webhook).count_run();
    });
}

Result<std::vector<ActionRow>> Outbox::actions(std::string_view platform,
                                               std::optional<ActionState> state,
                                               std::uint64_t after, std::size_t limit) {
    const std::lock_guard lock(mutex_);
    MZ_TRY(auto rows, tables_->db.prepare(
                          "SELECT id, platform, record, name, argument, state, asks, decided_at, "
                          "next_at, told_at FROM actions WHERE platform = ? AND (? OR state = ?) "
                          "AND id > ? ORDER BY id LIMIT ?"));
    rows.start()
        .text(platform)
        .number(state ? 0 : 1)
        .number(static_cast<std::uint64_t>(state.value_or(ActionState::kAsked)))
        .number(after)
        .number(limit);
    std::vector<ActionRow> out;
    while (true) {
        MZ_TRY(const bool more, rows.row());
        if (!more) return out;
        out.push_back({rows.number_at(0), std::string(rows.bytes_at(1)), rows.number_at(2),
                       std::string(rows.bytes_at(3)), static_cast<std::int64_t>(rows.number_at(4)),
                       static_cast<ActionState>(rows.number_at(5)), rows.number_at(6),
                       rows.number_at(7), rows.number_at(8), std::string(rows.bytes_at(9))});
    }
}

}  // namespace mizan::notify
