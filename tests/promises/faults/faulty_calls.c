/* One call to the system is answered with a fault; every call is noted, and the day is always one.

   Counted are calls about paths below FAULT_ROOT, in the order in which they come. Number FAULT_AT
   is answered with FAULT_ERRNO, or takes FAULT_TAKEN bytes where that is set; with FAULT_LASTING
   so is every later call that changes something. FAULT_NOTES is where the names of calls go.
   FAULT_KILL ends the process at that call instead. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const char *root;
static long at = -1, seen, taken = -1;
static int answer, lasting, killing, notes = -1;

static long number(const char *name, long otherwise) {
    const char *given = getenv(name);
    return given && *given ? atol(given) : otherwise;
}

__attribute__((constructor)) static void begin(void) {
    root = getenv("FAULT_ROOT");
    at = number("FAULT_AT", -1);
    answer = (int)number("FAULT_ERRNO", 0);
    taken = number("FAULT_TAKEN", -1);
    lasting = (int)number("FAULT_LASTING", 0);
    killing = (int)number("FAULT_KILL", 0);
    const char *path = getenv("FAULT_NOTES");
    if (path && *path)
        notes = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
                             0600);
}

static int ours(const char *path) {
    size_t length = root ? strlen(root) : 0;
    return length && path && !strncmp(path, root, length);
}

static int is_ours(int descriptor) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = 0;
    return ours(path);
}

/* Whether this call is the one; `change` says whether it changes something. */
static int due(const char *name, int change) {
    long turn = seen++;
    if (notes >= 0) {
        char line[64];
        int length = snprintf(line, sizeof line, "%s%s\n", name, change ? "" : " reads");
        syscall(SYS_write, notes, line, length);
    }
    if (at < 0 || (turn != at && !(lasting && change && turn > at)))
        return 0;
    if (killing)
        syscall(SYS_kill, getpid(), SIGKILL);
    errno = answer;
    return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int opened(int folder, const char *path, int flags, mode_t mode) {
    int change = (flags & (O_CREAT | O_WRONLY | O_RDWR)) != 0;
    int named = path[0] == '/' ? ours(path) : folder != AT_FDCWD && is_ours(folder);
    if (named && due("open", change))
        return -1;
    return (int)syscall(SYS_openat, folder, path, flags, mode);
}

#define OPENING(name, first, folder)                                                              \
    {                                                                                              \
        mode_t mode = 0;                                                                           \
        if (flags & (O_CREAT | O_TMPFILE)) {                                                       \
            va_list rest;                                                                          \
            va_start(rest, flags);                                                                 \
            mode = va_arg(rest, mode_t);                                                           \
            va_end(rest);                                                                          \
        }                                                                                          \
        return opened(folder, path, flags, mode);                                                  \
    }

int open(const char *path, int flags, ...) OPENING(open, path, AT_FDCWD)
int open64(const char *path, int flags, ...) OPENING(open64, path, AT_FDCWD)
int openat(int folder, const char *path, int flags, ...) OPENING(openat, folder, folder)
int openat64(int folder, const char *path, int flags, ...) OPENING(openat64, folder, folder)

ssize_t read(int descriptor, void *into, size_t length) {
    if (is_ours(descriptor) && due("read", 0)) {
        if (taken < 0)
            return -1;
        length = (size_t)taken < length ? (size_t)taken : length;
    }
    return syscall(SYS_read, descriptor, into, length);
}

ssize_t write(int descriptor, const void *from, size_t length) {
    if (is_ours(descriptor) && due("write", 1)) {
        if (taken < 0)
            return -1;
        length = (size_t)taken < length ? (size_t)taken : length / 2;
    }
    return syscall(SYS_write, descriptor, from, length);
}

int fsync(int descriptor) {
    if (is_ours(descriptor) && due("fsync", 1))
        return -1;
    return (int)syscall(SYS_fsync, descriptor);
}

int ftruncate(int descriptor, off_t length) {
    if (is_ours(descriptor) && due("ftruncate", 1))
        return -1;
    return (int)syscall(SYS_ftruncate, descriptor, length);
}

int ftruncate64(int descriptor, off64_t length) { return ftruncate(descriptor, length); }

int flock(int descriptor, int operation) {
    if (is_ours(descriptor) && due(operation & LOCK_UN ? "unlock" : "flock", 0))
        return -1;
    return (int)syscall(SYS_flock, descriptor, operation);
}

int rename(const char *from, const char *to) {
    if (ours(to) && due("rename", 1))
        return -1;
    return (int)syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to);
}

int linkat(int from, const char *old, int to, const char *new, int flags) {
    if (ours(new) && due("link", 1))
        return -1;
    return (int)syscall(SYS_linkat, from, old, to, new, flags);
}

int link(const char *old, const char *new) { return linkat(AT_FDCWD, old, AT_FDCWD, new, 0); }

int unlinkat(int folder, const char *path, int flags) {
    int named = path[0] == '/' ? ours(path) : folder != AT_FDCWD && is_ours(folder);
    if (named && due(flags & AT_REMOVEDIR ? "rmdir" : "unlink", 1))
        return -1;
    return (int)syscall(SYS_unlinkat, folder, path, flags);
}

int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }

int mkdir(const char *path, mode_t mode) {
    if (ours(path) && due("mkdir", 1))
        return -1;
    return (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
}

DIR *opendir(const char *path) {
    if (ours(path) && due("opendir", 0))
        return NULL;
    return REAL(opendir)(path);
}

/* Sunday, 22 November 2026, 17:05 UTC, a millisecond later each time. */
int clock_gettime(clockid_t id, struct timespec *now) {
    static long asked;
    int done = (int)syscall(SYS_clock_gettime, id, now);
    if (!done && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) {
        long ms = number("FAULT_MS", 0) + asked++;
        now->tv_sec = 1795367100 + ms / 1000;
        now->tv_nsec = ms % 1000 * 1000000;
    }
    return done;
}

time_t time(time_t *now) {
    struct timespec exact;
    clock_gettime(CLOCK_REALTIME, &exact);
    if (now)
        *now = exact.tv_sec;
    return exact.tv_sec;
}
