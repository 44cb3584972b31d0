#include "support/faulty_vfs.h"

#include <sqlite3.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <new>
#include <random>
#include <string>
#include <vector>

namespace mizan::test {

namespace {

using Fault = FaultyVfs::Fault;

// A write that was not synced: what stood there before.
struct Unsynced {
    sqlite3_int64 at = 0;
    int size = 0;
    std::string before;  // shorter than size where the file ended
};

struct FaultyFile {
    sqlite3_file base;
    FaultyVfs::State* state;
    sqlite3_file* real;
    std::string* path;
};

FaultyFile& of(sqlite3_file* file) { return *reinterpret_cast<FaultyFile*>(file); }
sqlite3_file* real_of(sqlite3_file* file) { return of(file).real; }

}  // namespace

struct FaultyVfs::State {
    sqlite3_vfs vfs{};
    sqlite3_vfs* real = nullptr;
    sqlite3_io_methods methods{};
    std::mutex mutex;
    std::size_t fail_at = 0;
    std::size_t steps = 0;
    Fault fault = Fault::kFull;
    bool failed = false;
    bool mended = false;
    std::mt19937 random;
    std::map<std::string, std::vector<Unsynced>> unsynced;

    // What the next step gives; SQLITE_OK if it is to be taken.
    int step(int io_error) {
        ++steps;
        if (fail_at == 0) return SQLITE_OK;
        const bool now = steps == fail_at;
        failed = failed || now;
        if (fault == Fault::kOnce) return now ? io_error : SQLITE_OK;
        if (!failed || (mended && fault != Fault::kPowerCut)) return SQLITE_OK;
        return fault == Fault::kFull ? SQLITE_FULL : io_error;
    }

    [[nodiscard]] bool cut_now() const { return fault == Fault::kPowerCut && steps == fail_at; }

    void remember(FaultyFile& file, int size, sqlite3_int64 at) {
        Unsynced write{at, size, {}};
        sqlite3_int64 length = 0;
        file.real->pMethods->xFileSize(file.real, &length);
        write.before.resize(static_cast<std::size_t>(
            std::clamp<sqlite3_int64>(length - at, 0, static_cast<sqlite3_int64>(size))));
        if (!write.before.empty())
            file.real->pMethods->xRead(file.real, write.before.data(),
                                       static_cast<int>(write.before.size()), at);
        unsynced[*file.path].push_back(std::move(write));
    }

    // Of a file's writes that were not synced some are lost, each by itself, unless a later one that stays covers it.
    void lose_some(FaultyFile& file) {
        auto& writes = unsynced[*file.path];
        std::vector<Unsynced> kept;
        for (auto w = writes.rbegin(); w != writes.rend(); ++w) {
            const bool covered = std::any_of(kept.begin(), kept.end(), [&](const Unsynced& k) {
                return k.at < w->at + w->size && w->at < k.at + k.size;
            });
            if (covered || random() % 2 == 0) {
                kept.push_back(*w);
                continue;
            }
            // What never came to the disk reads as it was, and as zeros behind the old end.
            w->before.resize(static_cast<std::size_t>(w->size), '\0');
            file.real->pMethods->xWrite(file.real, w->before.data(), w->size, w->at);
        }
        writes.clear();
    }
};

namespace {

int close_file(sqlite3_file* file) {
    auto& f = of(file);
    const int result = f.real->pMethods->xClose(f.real);
    delete f.path;
    return result;
}
int read_file(sqlite3_file* file, void* out, int size, sqlite3_int64 at) {
    return real_of(file)->pMethods->xRead(real_of(file), out, size, at);
}
int write_file(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
    auto& f = of(file);
    const std::lock_guard lock(f.state->mutex);
    if (const int failed = f.state->step(SQLITE_IOERR_WRITE); failed != SQLITE_OK) {
        if (f.state->cut_now()) {
            f.state->remember(f, size, at);
            f.real->pMethods->xWrite(f.real, bytes, size / 2, at);
            f.state->lose_some(f);
        } else if (f.state->failed && f.state->steps == f.state->fail_at) {
            f.real->pMethods->xWrite(f.real, bytes, size / 2, at);  // half of it had room
        }
        return failed;
    }
    f.state->remember(f, size, at);
    return f.real->pMethods->xWrite(f.real, bytes, size, at);
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    auto& f = of(file);
    const std::lock_guard lock(f.state->mutex);
    if (const int failed = f.state->step(SQLITE_IOERR_TRUNCATE); failed != SQLITE_OK) return failed;
    f.state->unsynced[*f.path].clear();
    return f.real->pMethods->xTruncate(f.real, size);
}
// Nothing is really synced: the machine stays on.
int sync_file(sqlite3_file* file, int) {
    auto& f = of(file);
    const std::lock_guard lock(f.state->mutex);
    if (const int failed = f.state->step(SQLITE_IOERR_FSYNC); failed != SQLITE_OK) {
        if (f.state->cut_now()) f.state->lose_some(f);
        return failed;
    }
    f.state->unsynced[*f.path].clear();
    return SQLITE_OK;
}
int file_size(sqlite3_file* file, sqlite3_int64* out) {
    return real_of(file)->pMethods->xFileSize(real_of(file), out);
}
int lock_file(sqlite3_file* file, int level) {
    return real_of(file)->pMethods->xLock(real_of(file), level);
}
int unlock_file(sqlite3_file* file, int level) {
    return real_of(file)->pMethods->xUnlock(real_of(file), level);
}
int check_reserved(sqlite3_file* file, int* out) {
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), out);
}
int file_control(sqlite3_file* file, int what, void* arg) {
    if (what == SQLITE_FCNTL_SIZE_HINT || what == SQLITE_FCNTL_CHUNK_SIZE) return SQLITE_OK;
    return real_of(file)->pMethods->xFileControl(real_of(file), what, arg);
}
int sector_size(sqlite3_file* file) { return real_of(file)->pMethods->xSectorSize(real_of(file)); }
int characteristics(sqlite3_file*) { return 0; }  // nothing is atomic, nothing in order
int shm_map(sqlite3_file* file, int region, int size, int extend, void volatile** out) {
    return real_of(file)->pMethods->xShmMap(real_of(file), region, size, extend, out);
}
int shm_lock(sqlite3_file* file, int offset, int n, int flags) {
    return real_of(file)->pMethods->xShmLock(real_of(file), offset, n, flags);
}
void shm_barrier(sqlite3_file* file) { real_of(file)->pMethods->xShmBarrier(real_of(file)); }
int shm_unmap(sqlite3_file* file, int remove) {
    return real_of(file)->pMethods->xShmUnmap(real_of(file), remove);
}

FaultyVfs::State& state_of(sqlite3_vfs* vfs) {
    return *static_cast<FaultyVfs::State*>(vfs->pAppData);
}

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out_flags) {
    auto& state = state_of(vfs);
    auto& f = of(file);
    f.base.pMethods = nullptr;
    f.state = &state;
    f.real = reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + sizeof(FaultyFile));
    {
        const std::lock_guard lock(state.mutex);
        int there = 0;
        if (path != nullptr) state.real->xAccess(state.real, path, SQLITE_ACCESS_EXISTS, &there);
        if (there == 0 && (flags & SQLITE_OPEN_CREATE) != 0 &&
            state.step(SQLITE_CANTOPEN) != SQLITE_OK)
            return SQLITE_CANTOPEN;
    }
    const int result = state.real->xOpen(state.real, path, f.real, flags, out_flags);
    if (result != SQLITE_OK) return result;
    f.path = new std::string(path == nullptr ? "" : path);
    f.base.pMethods = &state.methods;
    return SQLITE_OK;
}
int delete_file(sqlite3_vfs* vfs, const char* path, int sync) {
    auto& state = state_of(vfs);
    const std::lock_guard lock(state.mutex);
    if (const int failed = state.step(SQLITE_IOERR_DELETE); failed != SQLITE_OK) return failed;
    state.unsynced.erase(path);
    return state.real->xDelete(state.real, path, sync);
}

sqlite3_io_methods wrapped_methods() {
    return {2,
            close_file,
            read_file,
            write_file,
            truncate_file,
            sync_file,
            file_size,
            lock_file,
            unlock_file,
            check_reserved,
            file_control,
            sector_size,
            characteristics,
            shm_map,
            shm_lock,
            shm_barrier,
            shm_unmap,
            nullptr,
            nullptr};
}

}  // namespace

FaultyVfs::FaultyVfs() : state_(std::make_unique<State>()) {
    auto& s = *state_;
    s.real = sqlite3_vfs_find(nullptr);
    s.methods = wrapped_methods();
    s.vfs = *s.real;  // what is not replaced does not look at its data
    s.vfs.szOsFile = static_cast<int>(sizeof(FaultyFile)) + s.real->szOsFile;
    s.vfs.pNext = nullptr;
    s.vfs.zName = "faulty";
    s.vfs.xOpen = open_file;
    s.vfs.xDelete = delete_file;
    s.vfs.pAppData = &s;
    sqlite3_vfs_register(&s.vfs, 1);
}
FaultyVfs::~FaultyVfs() { sqlite3_vfs_unregister(&state_->vfs); }

void FaultyVfs::fail_at(std::size_t step, Fault fault, unsigned seed) {
    const std::lock_guard lock(state_->mutex);
    state_->fail_at = step;
    state_->fault = fault;
    state_->steps = 0;
    state_->failed = state_->mended = false;
    state_->random.seed(seed);
    state_->unsynced.clear();
}
void FaultyVfs::mend() {
    const std::lock_guard lock(state_->mutex);
    state_->mended = true;
}
std::size_t FaultyVfs::steps() const {
    const std::lock_guard lock(state_->mutex);
    return state_->steps;
}
bool FaultyVfs::has_failed() const {
    const std::lock_guard lock(state_->mutex);
    return state_->failed;
}

}  // namespace mizan::test
