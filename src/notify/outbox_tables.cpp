#include "notify/outbox_tables.h"

#include <algorithm>
#include <cstring>

namespace mizan::notify {

namespace {

std::string joined(const std::vector<std::string>& topics) {
    std::string out;
    for (const auto& topic : topics) out.append(out.empty() ? "" : ",").append(topic);
    return out;
}
std::vector<std::string> split(std::string_view topics) {
    std::vector<std::string> out;
    while (!topics.empty()) {
        const auto end = std::min(topics.find(','), topics.size());
        out.emplace_back(topics.substr(0, end));
        topics.remove_prefix(std::min(end + 1, topics.size()));
    }
    return out;
}

std::string_view secret_bytes(const Secret& secret) {
    return {reinterpret_cast<const char*>(secret.data()), secret.size()};
}
std::optional<Secret> secret_from(std::string_view bytes) {
    Secret secret{};
    if (bytes.size() != secret.size()) return std::nullopt;
    std::memcpy(secret.data(), bytes.data(), secret.size());
    return secret;
}

}  // namespace

Result<void> Outbox::Tables::load_webhooks() {
    webhooks.clear();
    MZ_TRY(auto rows, db.prepare("SELECT id, platform, url, topics, paused, made_at, secret, "
                                 "old_secret, old_until FROM webhooks ORDER BY made_at, id"));
    while (true) {
        MZ_TRY(const bool more, rows.row());
        if (!more) return {};
        auto& w = webhooks.emplace_back();
        w.id = rows.bytes_at(0);
        w.platform = rows.bytes_at(1);
        w.url = rows.bytes_at(2);
        w.topics = split(rows.bytes_at(3));
        w.paused = rows.number_at(4) != 0;
        w.made_at = rows.number_at(5);
        const auto secret = secret_from(rows.bytes_at(6));
        if (!secret) return fail({Code::kStoreCorrupt, "a secret is cut off", "webhook " + w.id});
        w.secret = *secret;
        w.old_secret = secret_from(rows.bytes_at(7));
        w.old_until = rows.number_at(8);
    }
}

Webhook* Outbox::Tables::find(std::string_view id) {
    const auto at = std::ranges::find(webhooks, id, &Webhook::id);
    return at == webhooks.end() ? nullptr : &*at;
}

Result<void> Outbox::Tables::save(const Webhook& w) {
    MZ_TRY(auto put, db.prepare("INSERT OR REPLACE INTO webhooks VALUES(?,?,?,?,?,?,?,?,?)"));
    const auto topics = joined(w.topics);
    return put.start()
        .text(w.id)
        .text(w.platform)
        .text(w.url)
        .text(topics)
        .number(w.paused ? 1 : 0)
        .number(w.made_at)
        .blob(secret_bytes(w.secret))
        .blob(w.old_secret ? secret_bytes(*w.old_secret) : std::string_view())
        .number(w.old_until)
        .run();
}

Result<void> Outbox::Tables::count_waiting() {
    waiting.clear();
    MZ_TRY(auto count,
           db.prepare("SELECT count(*) FROM deliveries WHERE webhook = ? AND state = 0"));
    for (const auto& webhook : webhooks) {
        MZ_TRY(const bool there, count.start().text(webhook.id).row());
        if (there) waiting[webhook.id] = count.number_at(0);
    }
    return {};
}

Result<void> Outbox::Tables::tell(const Message& m) {
    for (const auto& webhook : webhooks) {
        if (!webhook.wants(m.platform, m.topic)) continue;
        auto& waits = waiting[webhook.id];
        const bool full = waits >= kDeliveries;
        MZ_TRY(
            auto put,
            db.prepare("INSERT OR IGNORE INTO deliveries(webhook, platform, record, topic, action, "
                       "number, state, attempts, made_at, next_at, done_at, status, trouble) "
                       "VALUES(?,?,?,?,?,?,?,0,?,?,?,0,?)"));
        MZ_CHECK(put.start()
                     .text(webhook.id)
                     .text(m.platform)
                     .number(m.record)
                     .text(m.topic)
                     .text(m.action)
                     .number(m.number)
                     .number(static_cast<std::uint64_t>(full ? DeliveryState::kDead
                                                             : DeliveryState::kWaiting))
                     .number(m.at)
                     .number(m.at)
                     .number(full ? m.at : 0)
                     .text(full ? "too many messages waited for this webhook" : "")
                     .run());
        if (!full) ++waits;
    }
    return {};
}

}  // namespace mizan::notify
