#include "store/sqlite/copy.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "store/sqlite/writer.h"

namespace mizan::store {

namespace {

std::string quoted(const std::string& text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'') out.push_back('\'');
        out.push_back(c);
    }
    return out + "'";
}

// An empty file for its owner alone, which SQLite takes for an empty database.
[[nodiscard]] Result<void> make_file(const std::string& path) {
    const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd >= 0) {
        ::close(fd);
        return {};
    }
    const auto what = errno == EEXIST ? "there is something already; name a new file"
                                      : std::string("cannot write here: ") + std::strerror(errno);
    return fail({Code::kFileWrite, what, path});
}

[[nodiscard]] Result<void> check_free(const std::string& path) {
    if (::access(path.c_str(), F_OK) != 0 && errno == ENOENT) return {};
    return fail({Code::kFileWrite, "there is something already; name a new file", path});
}

// Posts that wait for a frame get one in the copy: a store that is opened to read cannot give them theirs. `file`: what the file of those that
// wait held before the copy was made; if the database was then ahead of it already, nothing of it is taken.
Result<void> frame_waiting(sqlite::Database& copy, std::string_view file) {
    MZ_TRY(const auto has_table,
           copy.number("SELECT count(*) FROM sqlite_schema WHERE name = 'waiting'"));
    if (has_table == 0) return {};  // since schema 4
    MZ_TRY(const auto epoch, read_epoch(copy));
    MZ_TRY(auto waiting, copy.number("SELECT count(*) FROM waiting"));
    if (epoch) {  // since schema 6
        MZ_TRY(const auto found, WaitingFile::groups_in(file, *epoch));
        waiting += found.groups.size();
    }
    if (waiting == 0) {
        if (epoch) MZ_CHECK(renew_epoch(copy));
        return {};
    }
    Writer writer(copy, 0);
    MZ_CHECK(writer.load());
    MZ_CHECK(writer.take_in_waiting(file));
    MZ_CHECK(writer.begin());
    MZ_CHECK(writer.frame_waiting());
    return writer.commit();
}

// Moves what can be erased from the copy into the file beside it.
Result<void> move_vault(sqlite::Database& copy, const std::string& vault) {
    MZ_CHECK(attach(copy, vault));
    MZ_CHECK(
        copy.run("CREATE TABLE beside.vault AS SELECT * FROM main.vault;"
                 "CREATE TABLE beside.frame_salts AS SELECT * FROM main.frame_salts"));
    MZ_TRY(const auto has_identity,
           copy.number("SELECT count(*) FROM main.sqlite_schema WHERE name = 'store'"));
    if (has_identity != 0)  // since schema 2
        MZ_CHECK(copy.run("CREATE TABLE beside.store AS SELECT * FROM main.store"));
    MZ_CHECK(copy.run("DETACH beside"));
    return copy.run("DELETE FROM vault; DELETE FROM frame_salts; VACUUM");
}

}  // namespace

Result<void> attach(sqlite::Database& db, const std::string& path) {
    if (::access(path.c_str(), R_OK) != 0)
        return fail({Code::kFileRead, std::string("cannot open: ") + std::strerror(errno), path});
    return db.run("ATTACH " + quoted(path) + " AS beside");
}

Result<void> back_up(sqlite::Database& db, const std::string& from, const std::string& path) {
    const auto vault = path + ".vault";
    const auto beside =
        path + ".new";  // holds the vault for a while: it must never have the name of what is kept
    for (const auto& name : {path, vault}) MZ_CHECK(check_free(name));
    ::unlink(beside.c_str());  // of a backup that was cut short
    MZ_CHECK(make_file(beside));
    MZ_CHECK(make_file(vault));
    const auto file = WaitingFile::read(from);
    auto done = file ? db.backup(beside) : fail(file.error());
    if (done) {
        auto copy = sqlite::Database::open(beside, sqlite::Database::Mode::kWrite);
        done = copy ? copy->run("PRAGMA journal_mode=DELETE; PRAGMA secure_delete=ON")
                    : fail(copy.error());
        if (done) done = frame_waiting(*copy, *file);
        if (done) done = move_vault(*copy, vault);
    }
    if (done && ::rename(beside.c_str(), path.c_str()) != 0)
        done = fail(
            {Code::kFileWrite, std::string("cannot write here: ") + std::strerror(errno), path});
    if (!done) {
        ::unlink(beside.c_str());
        ::unlink(vault.c_str());
    }
    return done;
}

}  // namespace mizan::store
