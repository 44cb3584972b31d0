#include "access/access.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "access/access_impl.h"
#include "access/schema.h"

namespace mizan::access {

namespace {

constexpr std::size_t kEventTextBytes = 1000;  // of what strangers can choose

std::string_view cut_event(std::string_view text) { return text.substr(0, kEventTextBytes); }

// SQLite makes the files beside it with the same mode.
Result<void> make_for_owner(const std::string& path, bool create) {
    const int fd = ::open(path.c_str(), O_RDWR | O_CLOEXEC | (create ? O_CREAT : 0), 0600);
    if (fd < 0 && errno == ENOENT)
        return fail({Code::kStoreMissing, "there are no accounts here, or no such folder", path});
    if (fd < 0)
        return fail({Code::kStoreFull, std::string("cannot open: ") + std::strerror(errno), path});
    struct stat st{};
    const bool looked = ::fstat(fd, &st) == 0;
    ::close(fd);
    if (!looked || !S_ISREG(st.st_mode))
        return fail({Code::kStoreCorrupt, "not a plain file", path});
    if ((st.st_mode & 077) != 0)
        return fail({Code::kKeyInvalid,
                     "others may read the secrets of accounts; run: chmod 600 " + path, path});
    return {};
}

}  // namespace

Access::Access(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Access::Access(Access&& other) noexcept = default;
Access& Access::operator=(Access&& other) noexcept = default;
Access::~Access() = default;

Result<Access> Access::open(const Options& options) {
    if (sodium_init() < 0) return fail({Code::kInternal, "libsodium can not be started", {}});
    auto impl = std::make_unique<Impl>(options.cost);
    MZ_CHECK(make_for_owner(options.path, options.create));
    MZ_TRY(impl->db, sqlite::Database::open(options.path, sqlite::Database::Mode::kWrite));
    MZ_CHECK(prepare_tables(impl->db, options.path));
    Access out(std::move(impl));
    MZ_CHECK(out.reload());
    return out;
}

Result<void> Access::reload() {
    const std::lock_guard hold(impl_->lock);
    MZ_TRY(const auto version, impl_->db.number("PRAGMA data_version"));
    if (version == impl_->seen_version) return {};
    MZ_TRY(auto keys, impl_->load_keys());
    impl_->ring.replace(std::move(keys));
    impl_->seen_version = version;
    return {};
}

Result<std::vector<AccessEvent>> Access::events(std::uint64_t after, std::size_t most) {
    const std::lock_guard hold(impl_->lock);
    MZ_TRY(auto query,
           impl_->db.prepare("SELECT id, at, kind, who, whom, detail, address FROM events "
                             "WHERE id > ? ORDER BY id LIMIT ?"));
    query.number(after).number(std::min(most, kEventsAtOnce));
    std::vector<AccessEvent> out;
    while (true) {
        MZ_TRY(const bool row, query.row());
        if (!row) return out;
        const auto kind = parse_event_kind(query.bytes_at(2));
        if (!kind)
            return fail({Code::kStoreCorrupt, "an event of a kind that is not known",
                         "event " + std::to_string(query.number_at(0))});
        out.push_back({query.number_at(0), query.number_at(1), *kind,
                       std::string(query.bytes_at(3)), std::string(query.bytes_at(4)),
                       std::string(query.bytes_at(5)), std::string(query.bytes_at(6))});
    }
}

Result<AuditMark> Access::audit_mark() {
    const std::lock_guard hold(impl_->lock);
    MZ_TRY(auto query, impl_->db.prepare("SELECT event, record FROM audited"));
    MZ_TRY(const bool row, query.row());
    return row ? AuditMark{query.number_at(0), query.number_at(1)} : AuditMark{};
}

Result<void> Access::set_audit_mark(const AuditMark& mark) {
    return impl_->write([&]() -> Result<void> {
        MZ_TRY(auto query, impl_->db.prepare("UPDATE audited SET event = ?, record = ?"));
        return query.number(mark.event).number(mark.record).run();
    });
}

Result<void> Access::Impl::note(const AccessEvent& event) {
    MZ_TRY(auto query, db.prepare("INSERT INTO events(at, kind, who, whom, detail, address) "
                                  "VALUES(?,?,?,?,?,?)"));
    query.number(event.at).text(name(event.kind)).text(event.who).text(event.whom);
    query.text(cut_event(event.detail)).text(cut_event(event.address));
    MZ_CHECK(query.run());
    return {};
}

Result<void> check_may(const Actor& by, Permission permission) {
    if (by.permissions.has(permission)) return {};
    return fail({Code::kAccessForbidden,
                 by.who + " may not do this: it needs " + std::string(name(permission)),
                 {}});
}

AccessEvent event_of(const Actor& by, EventKind kind, std::string_view whom, std::uint64_t now) {
    return {0, now, kind, by.who, std::string(whom), {}, by.address};
}

}  // namespace mizan::access
