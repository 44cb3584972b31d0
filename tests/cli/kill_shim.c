// Preloaded into a program under test: kills it at a chosen step towards the disk, or moves its clock.
//
//     KILL_FROM=NAME  counting begins with the first call of this name (else with the first of any)
//     KILL_AT=N       the N-th call counted (from 1) is not made, or of a write only half: the process is killed there
//     KILL_COUNT=FILE without KILL_AT: the number of calls is written there at the end, in all and from KILL_FROM on
//     CLOCK_SHIFT=S   so many seconds are added to the time of day
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static atomic_long all_calls, counted;
static atomic_int started;

static long setting(const char* name) {
    const char* text = getenv(name);
    return text == NULL ? 0 : atol(text);
}

static int is_file(int fd) {
    struct stat st;
    return fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
}

// Whether the process is to end in this call.
static int is_last(const char* name) {
    const char* from = getenv("KILL_FROM");
    ++all_calls;
    if (from == NULL || strcmp(from, name) == 0) started = 1;
    return started && ++counted == setting("KILL_AT");
}

static void die(void) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

__attribute__((destructor)) static void tell(void) {
    const char* path = getenv("KILL_COUNT");
    FILE* file = path == NULL ? NULL : fopen(path, "w");
    if (file == NULL) return;
    fprintf(file, "%ld %ld\n", (long)all_calls, (long)counted);
    fclose(file);
}

#define REAL(type, name) ((type)dlsym(RTLD_NEXT, name))

#define OF_FILE(name)                                    \
    int name(int fd) {                                   \
        if (is_last(#name)) die();                       \
        return REAL(int (*)(int), #name)(fd);            \
    }
OF_FILE(fsync)
OF_FILE(fdatasync)
OF_FILE(syncfs)

int rename(const char* from, const char* to) {
    if (is_last("rename")) die();
    return REAL(int (*)(const char*, const char*), "rename")(from, to);
}
int unlink(const char* path) {
    if (is_last("unlink")) die();
    return REAL(int (*)(const char*), "unlink")(path);
}
int ftruncate(int fd, off_t size) {
    if (is_last("ftruncate")) die();
    return REAL(int (*)(int, off_t), "ftruncate")(fd, size);
}
int ftruncate64(int fd, off64_t size) {
    if (is_last("ftruncate")) die();
    return REAL(int (*)(int, off64_t), "ftruncate64")(fd, size);
}
ssize_t write(int fd, const void* bytes, size_t size) {
    ssize_t (*real)(int, const void*, size_t) = REAL(ssize_t (*)(int, const void*, size_t), "write");
    if (is_file(fd) && is_last("write")) {
        if (real(fd, bytes, size / 2) >= 0) die();
        die();
    }
    return real(fd, bytes, size);
}
ssize_t pwrite64(int fd, const void* bytes, size_t size, off64_t at) {
    ssize_t (*real)(int, const void*, size_t, off64_t) =
        REAL(ssize_t (*)(int, const void*, size_t, off64_t), "pwrite64");
    if (is_last("pwrite")) {
        if (real(fd, bytes, size / 2, at) >= 0) die();
        die();
    }
    return real(fd, bytes, size, at);
}
ssize_t pwrite(int fd, const void* bytes, size_t size, off_t at) { return pwrite64(fd, bytes, size, at); }

int clock_gettime(clockid_t clock, struct timespec* time) {
    const int done = REAL(int (*)(clockid_t, struct timespec*), "clock_gettime")(clock, time);
    if (done == 0 && clock == CLOCK_REALTIME) time->tv_sec += setting("CLOCK_SHIFT");
    return done;
}
