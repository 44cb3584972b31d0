#include "store/sqlite/copy.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

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

[[nodiscard]] Result<void> check_free(const std::string& path) {
    struct stat st{};
    if (::stat(path.c_str(), &st) == 0 || errno != ENOENT)
        return fail({Code::kFileWrite, "there is something already; name a new file", path});
    return {};
}

// Moves what can be erased from the copy into the file beside it.
Result<void> move_vault(Database& copy, const std::string& vault) {
    MZ_CHECK(copy.run("ATTACH " + quoted(vault) + " AS beside"));
    MZ_CHECK(
        copy.run("CREATE TABLE beside.vault AS SELECT * FROM main.vault;"
                 "CREATE TABLE beside.frame_salts AS SELECT * FROM main.frame_salts"));
    MZ_CHECK(copy.run("DETACH beside"));
    return copy.run("DELETE FROM vault; DELETE FROM frame_salts; VACUUM");
}

}  // namespace

Result<void> back_up(Database& db, const std::string& path) {
    const auto vault = path + ".vault";
    MZ_CHECK(check_free(path));
    MZ_CHECK(check_free(vault));
    const auto mask = ::umask(0077);  // both are for their owner alone
    auto done = db.backup(path);
    if (done) {
        auto copy = Database::open(path, Database::Mode::kWrite);
        done = copy ? copy->run("PRAGMA journal_mode=DELETE") : fail(copy.error());
        if (done) done = move_vault(*copy, vault);
    }
    ::umask(mask);
    if (!done) {
        ::unlink(path.c_str());
        ::unlink(vault.c_str());
    }
    return done;
}

}  // namespace mizan::store
