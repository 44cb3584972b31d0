#include "store/sqlite/copy.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

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

// Moves what can be erased from the copy into the file beside it.
Result<void> move_vault(Database& copy, const std::string& vault) {
    MZ_CHECK(attach(copy, vault));
    MZ_CHECK(
        copy.run("CREATE TABLE beside.vault AS SELECT * FROM main.vault;"
                 "CREATE TABLE beside.frame_salts AS SELECT * FROM main.frame_salts"));
    MZ_CHECK(copy.run("DETACH beside"));
    return copy.run("DELETE FROM vault; DELETE FROM frame_salts; VACUUM");
}

}  // namespace

Result<void> attach(Database& db, const std::string& path) {
    if (::access(path.c_str(), R_OK) != 0)
        return fail({Code::kFileRead, std::string("cannot open: ") + std::strerror(errno), path});
    return db.run("ATTACH " + quoted(path) + " AS beside");
}

Result<void> back_up(Database& db, const std::string& path) {
    const auto vault = path + ".vault";
    MZ_CHECK(make_file(path));
    auto done = make_file(vault);
    if (!done) {
        ::unlink(path.c_str());
        return done;
    }
    done = db.backup(path);
    if (done) {
        auto copy = Database::open(path, Database::Mode::kWrite);
        done = copy ? copy->run("PRAGMA journal_mode=DELETE") : fail(copy.error());
        if (done) done = move_vault(*copy, vault);
    }
    if (!done) {
        ::unlink(path.c_str());
        ::unlink(vault.c_str());
    }
    return done;
}

}  // namespace mizan::store
