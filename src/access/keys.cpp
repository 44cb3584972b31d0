// Keys of machines: made, rotated, revoked, listed; when they were used last.
#include <algorithm>

#include "access/access_impl.h"
#include "access/rate_limiter.h"
#include "access/tokens.h"

namespace mizan::access {

namespace {

constexpr std::uint64_t kLatest = 253'402'300'799;  // the end of the year 9999

bool is_plain_text(std::string_view text, std::size_t most) {
    const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    return text.size() <= most && std::ranges::none_of(text, control);
}

Result<void> check_order(const Actor& by, const KeyOrder& order, std::uint64_t now) {
    const auto wrong = [](const char* field, std::string what) {
        return fail({Code::kFieldType, std::move(what), field});
    };
    if (order.name.empty() || !is_plain_text(order.name, kKeyNameBytes))
        return wrong("name", "say what the key is for in 1 to 100 bytes, without line ends");
    if (!is_plain_text(order.platform, kNameBytes))
        return wrong("platform", "a platform's name has at most 64 bytes, without line ends");
    if (order.scopes.empty()) return wrong("scopes", "a key without scopes could do nothing");
    if (!order.scopes.within(permissions_of(order.role)))
        return wrong("scopes", "a scope is not one of the role's permissions");
    if (!(order.scopes & kPeopleOnly).empty())
        return wrong("scopes", "this is for people alone: no key has " + to_string(kPeopleOnly));
    if (order.rate_per_s > RateLimiter::kMost || order.burst > RateLimiter::kMost)
        return wrong("rate", "at most " + std::to_string(RateLimiter::kMost) + " a second");
    if (order.expires_at != 0 && order.expires_at <= now)
        return wrong("expires_at", "this time is over");
    if (order.expires_at > kLatest)
        return wrong("expires_at", "this time never comes; 0 is for a key that does not end");
    if (!order.scopes.within(by.permissions))
        return fail({Code::kAccessForbidden,
                     by.who + " may not give what they do not have: a scope is not theirs",
                     {}});
    return {};
}

constexpr std::string_view kKeyColumns =
    "k.id, k.name, k.hash, k.role, k.scopes, k.platform, k.rate, k.burst, k.expires_at, "
    "k.made_at, k.revoked_at, k.last_use_at, k.maker, a.name, a.role, a.active "
    "FROM keys k LEFT JOIN accounts a ON a.id = k.maker";

struct KeyRow {
    Key key;
    Sha256 hash{};
    PermissionSet allowed;  // by its maker, now
};

Result<KeyRow> read_key(const sqlite::Statement& query) {
    KeyRow out;
    auto& order = out.key.order;
    const auto role = parse_role(query.bytes_at(3));
    const auto scopes = parse_permissions(query.bytes_at(4));
    const bool by_console = query.number_at(12) == 0;
    const auto maker_role =
        by_console ? std::optional(Role::kAdministrator) : parse_role(query.bytes_at(14));
    const auto hash = query.bytes_at(2);
    if (!role || !scopes || !maker_role || hash.size() != out.hash.size())
        return fail({Code::kStoreCorrupt, "a key that cannot be so",
                     "key " + std::string(query.bytes_at(0))});
    std::ranges::copy(hash, reinterpret_cast<char*>(out.hash.data()));
    out.key.id = query.bytes_at(0);
    order = {std::string(query.bytes_at(1)),
             *role,
             *scopes & kForKeys,  // an older program gave more
             std::string(query.bytes_at(5)),
             static_cast<std::uint32_t>(query.number_at(6)),
             static_cast<std::uint32_t>(query.number_at(7)),
             query.number_at(8)};
    out.key.maker = by_console ? "console" : std::string(query.bytes_at(13));
    out.key.made_at = query.number_at(9);
    out.key.revoked_at = query.number_at(10);
    out.key.last_use_at = query.number_at(11);
    const bool maker_active = by_console || query.number_at(15) != 0;
    if (maker_active) out.allowed = permissions_of(*maker_role);
    return out;
}

// Live: neither revoked nor over.
Result<KeyRow> need_key(sqlite::Database& db, std::string_view id, std::uint64_t now) {
    MZ_TRY(auto query, db.prepare(std::string("SELECT ").append(kKeyColumns) +
                                  " WHERE k.id = ? AND k.revoked_at = 0 "
                                  "AND (k.expires_at = 0 OR k.expires_at > ?)"));
    MZ_TRY(const bool found, query.text(id).number(now).row());
    if (found) return read_key(query);
    // An id is shown, whatever else was typed is not: it may be a whole key.
    return fail({Code::kApiKeyUnknown, "there is no live key of this id",
                 is_key_id(id) ? std::string(id) : std::string()});
}

Result<void> check_room_for_key(sqlite::Database& db, std::uint64_t now) {
    MZ_TRY(auto query, db.prepare("SELECT count(*) FROM keys WHERE revoked_at = 0 AND "
                                  "(expires_at = 0 OR expires_at > ?)"));
    MZ_TRY(const bool found, query.number(now).row());
    if (!found || query.number_at(0) < kKeysMost) return {};
    return fail({Code::kAccountConflict,
                 "there are " + std::to_string(kKeysMost) +
                     " live keys, which is the limit; revoke what is not used",
                 {}});
}

Result<NewKey> insert_key(sqlite::Database& db, std::uint64_t maker, const KeyOrder& order,
                          std::uint64_t now) {
    MZ_CHECK(check_room_for_key(db, now));
    const auto secret = new_secret();
    NewKey out{new_key_id(), {}};
    out.text = key_text(out.id, secret);
    const auto hash = sha256(secret);
    const auto scopes = to_string(order.scopes);
    const auto burst = order.burst == 0 ? order.rate_per_s : order.burst;
    MZ_TRY(auto query, db.prepare("INSERT INTO keys(id, name, hash, role, scopes, platform, rate, "
                                  "burst, maker, made_at, expires_at, revoked_at, last_use_at) "
                                  "VALUES(?,?,?,?,?,?,?,?,?,?,?,0,0)"));
    query.text(out.id).text(order.name).blob(bytes_of(hash)).text(name(order.role)).text(scopes);
    query.text(order.platform).number(order.rate_per_s).number(burst).number(maker).number(now);
    MZ_CHECK(query.number(order.expires_at).run());
    return out;
}

}  // namespace

Result<std::shared_ptr<const KeyMap>> Access::Impl::load_keys() {
    const auto before = ring.keys();
    auto out = std::make_shared<KeyMap>();
    MZ_TRY(auto query,
           db.prepare(std::string("SELECT ").append(kKeyColumns) + " WHERE k.revoked_at = 0"));
    while (true) {
        MZ_TRY(const bool found, query.row());
        if (!found) return std::shared_ptr<const KeyMap>(std::move(out));
        MZ_TRY(const auto row, read_key(query));
        const auto& [id, order, maker, made_at, revoked_at, last_use_at] = row.key;
        KeyEntry entry{row.hash, {}, order.expires_at, {}};
        entry.principal = {{},
                           id,
                           order.role,
                           order.scopes & permissions_of(order.role) & row.allowed,
                           order.platform,
                           order.rate_per_s,
                           order.burst};
        const auto old = before->find(id);
        if (old != before->end()) {
            entry.use = old->second.use;
        } else {
            entry.use = std::make_shared<KeyUse>();
            entry.use->seen = last_use_at;
            entry.use->written = last_use_at;
        }
        out->emplace(id, std::move(entry));
    }
}

Result<std::uint64_t> Access::Impl::maker_of(const Actor& by) {
    if (by.who == Actor::console().who) return std::uint64_t{0};
    MZ_TRY(const auto row, need_account(by.who));
    return row.id;
}

Result<NewKey> Access::make_key(const Actor& by, const KeyOrder& order, std::uint64_t now) {
    MZ_CHECK(check_may(by, Permission::kManageKeys));
    MZ_CHECK(check_order(by, order, now));
    return impl_->write_keys([&]() -> Result<NewKey> {
        MZ_TRY(const auto maker, impl_->maker_of(by));
        MZ_TRY(auto made, insert_key(impl_->db, maker, order, now));
        auto event = event_of(by, EventKind::kKeyMade, "key:" + made.id, now);
        event.detail = std::string(name(order.role)) + ": " + to_string(order.scopes);
        MZ_CHECK(impl_->note(event));
        return made;
    });
}

Result<void> Access::Impl::end_key(std::string_view id, std::string_view column, std::uint64_t at) {
    const auto entries = ring.keys();
    const auto entry = entries->find(id);
    const std::uint64_t seen = entry == entries->end() ? 0 : entry->second.use->seen.load();
    MZ_TRY(auto query, db.prepare(std::string("UPDATE keys SET ").append(column) +
                                  " = ?, last_use_at = max(last_use_at, ?) WHERE id = ?"));
    MZ_CHECK(query.number(at).number(seen).text(id).run());
    return {};
}

Result<NewKey> Access::rotate_key(const Actor& by, std::string_view id, std::uint64_t grace_s,
                                  std::uint64_t now) {
    MZ_CHECK(check_may(by, Permission::kManageKeys));
    if (grace_s > kGraceMost)
        return fail({Code::kFieldType, "the old key ends after at most a week", "grace"});
    return impl_->write_keys([&]() -> Result<NewKey> {
        MZ_TRY(const auto old, need_key(impl_->db, id, now));
        const auto& order = old.key.order;
        MZ_CHECK(check_order(by, order, now));
        MZ_TRY(const auto maker, impl_->maker_of(by));
        if (grace_s == 0) MZ_CHECK(impl_->end_key(id, "revoked_at", now));
        const auto ends = now + grace_s;
        if (grace_s > 0 && (order.expires_at == 0 || ends < order.expires_at))
            MZ_CHECK(impl_->end_key(id, "expires_at", ends));
        MZ_TRY(auto made, insert_key(impl_->db, maker, order, now));
        auto event = event_of(by, EventKind::kKeyRotated, "key:" + std::string(id), now);
        event.detail = "key:" + made.id;
        MZ_CHECK(impl_->note(event));
        return made;
    });
}

Result<void> Access::revoke_key(const Actor& by, std::string_view id, std::uint64_t now) {
    MZ_CHECK(check_may(by, Permission::kManageKeys));
    return impl_->write_keys([&]() -> Result<void> {
        MZ_CHECK(need_key(impl_->db, id, now));
        MZ_CHECK(impl_->end_key(id, "revoked_at", now));
        return impl_->note(event_of(by, EventKind::kKeyRevoked, "key:" + std::string(id), now));
    });
}

Result<std::vector<Key>> Access::keys() {
    const std::lock_guard hold(impl_->lock);
    const auto entries = impl_->ring.keys();
    MZ_TRY(auto query, impl_->db.prepare(std::string("SELECT ").append(kKeyColumns) +
                                         " ORDER BY k.made_at, k.rowid"));
    std::vector<Key> out;
    while (true) {
        MZ_TRY(const bool found, query.row());
        if (!found) return out;
        MZ_TRY(auto row, read_key(query));
        if (const auto entry = entries->find(row.key.id); entry != entries->end())
            row.key.last_use_at = std::max(row.key.last_use_at, entry->second.use->seen.load());
        out.push_back(std::move(row.key));
    }
}

Result<Principal> Access::check_key(std::string_view text, std::uint64_t now) const {
    return impl_->ring.check(text, now);
}

Result<void> Access::note_uses() {
    const std::lock_guard hold(impl_->lock);
    const auto entries = impl_->ring.keys();
    std::vector<std::pair<std::string_view, std::uint64_t>> news;
    for (const auto& [id, entry] : *entries)
        if (const auto seen = entry.use->seen.load(); seen > entry.use->written)
            news.emplace_back(id, seen);
    if (news.empty()) return {};
    MZ_CHECK(impl_->db.write([&]() -> Result<void> {
        MZ_TRY(auto query,
               impl_->db.prepare("UPDATE keys SET last_use_at = max(last_use_at, ?) WHERE id = ?"));
        for (const auto& [id, seen] : news) MZ_CHECK(query.number(seen).text(id).run());
        return {};
    }));
    for (const auto& [id, seen] : news) entries->find(id)->second.use->written = seen;
    return {};
}

}  // namespace mizan::access
