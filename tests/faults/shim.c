/* Between a program and the system: every call that changes a watched folder is counted, and can be written down, made
 * to fail, or be what the process is killed before. Compiled and preloaded by the tests; see shim.py.
 *
 * Nothing is done until `faults_arm` is called, and only in the process that called it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum how { RECORD, KILL, FAIL_ONCE, FAIL_FOR_GOOD };

static char root[PATH_MAX];
static size_t root_length;
static pid_t armed;
static int log_file = -1, how, code;
static long steps, at;

void faults_arm(const char *folder, int log, int what, long step, int number) {
    root_length = (size_t)snprintf(root, sizeof root, "%s/", folder);
    log_file = log, how = what, at = step, code = number, steps = 0;
    armed = getpid();
}

long faults_disarm(void) {
    armed = 0;
    return steps;
}

struct head {
    char what[8];
    uint64_t file, offset;
    uint32_t first, second; /* lengths of what follows: two names, or a name and bytes */
};

static void record(const char *what, uint64_t file, uint64_t offset, const void *first, size_t n, const void *second,
                   size_t m) {
    if (log_file < 0) return;
    struct head head = {.file = file, .offset = offset, .first = (uint32_t)n, .second = (uint32_t)m};
    strncpy(head.what, what, sizeof head.what);
    struct iovec parts[] = {{&head, sizeof head}, {(void *)first, n}, {(void *)second, m}};
    syscall(SYS_writev, log_file, parts, 3);
}

void faults_mark(const char *words) {
    record("mark", 0, 0, words, strlen(words), "", 0);
}

/* The name below the watched folder of a place, as it was said or that of an open file; NULL where it is none. */
static const char *below(const char *path) {
    return strncmp(path, root, root_length) == 0 ? path + root_length : NULL;
}

static const char *named(int folder, const char *path, char *whole) {
    if (armed != getpid() || !path) return NULL;
    if (path[0] == '/') return below(path);
    char link[64];
    ssize_t length;
    if (folder == AT_FDCWD)
        strcpy(link, "/proc/self/cwd");
    else
        snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
    length = readlink(link, whole, PATH_MAX - 2);
    if (length < 0) return NULL;
    snprintf(whole + length, (size_t)(PATH_MAX - length), "/%s", path);
    return below(whole);
}

static const char *opened(int fd, char *whole) {
    char link[64];
    if (armed != getpid() || fd == log_file) return NULL;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, whole, PATH_MAX - 2);
    if (length < 0) return NULL;
    whole[length] = 0;
    if (strncmp(whole, root, root_length - 1) == 0 && whole[root_length - 1] == 0) strcat(whole, "/");
    return below(whole);
}

static uint64_t file_of(int fd) {
    struct stat state;
    return fstat(fd, &state) ? 0 : state.st_ino;
}

static uint64_t file_at(int folder, const char *path) {
    struct stat state;
    return fstatat(folder, path, &state, AT_SYMLINK_NOFOLLOW) ? 0 : state.st_ino;
}

/* Counts a step. Whether it has to fail. */
static int fails(void) {
    steps++;
    if (how == KILL && steps == at) kill(getpid(), SIGKILL);
    if ((how == FAIL_ONCE && steps == at) || (how == FAIL_FOR_GOOD && steps >= at)) {
        errno = code;
        return 1;
    }
    return 0;
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static int opening(int folder, const char *path, int flags, mode_t mode) {
    char whole[PATH_MAX];
    const char *name = flags & (O_CREAT | O_TRUNC) ? named(folder, path, whole) : NULL;
    uint64_t before = name ? file_at(folder, path) : 0;
    int changes = name && (before ? flags & O_TRUNC : flags & O_CREAT);
    if (changes && fails()) return -1;
    int fd = (int)syscall(SYS_openat, folder, path, flags, mode);
    if (changes && fd >= 0) {
        int error = errno;
        if (before)
            record("trunc", before, 0, name, strlen(name), "", 0);
        else
            record("create", file_of(fd), 0, name, strlen(name), "", 0);
        errno = error;
    }
    return fd;
}

#define MODE(flags) mode_t mode = 0; if ((flags) & (O_CREAT | __O_TMPFILE)) { va_list rest; va_start(rest, flags); \
    mode = (mode_t)va_arg(rest, int); va_end(rest); }

int open(const char *path, int flags, ...) { MODE(flags) return opening(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return opening(AT_FDCWD, path, flags | O_LARGEFILE, mode); }
int openat(int at, const char *path, int flags, ...) { MODE(flags) return opening(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE(flags) return opening(at, path, flags | O_LARGEFILE, mode); }

/* Half of what fails to be written is there all the same. */
static ssize_t writing(int fd, const void *bytes, size_t length, off_t offset, int moves) {
    char whole[PATH_MAX];
    const char *name = opened(fd, whole);
    if (name && moves) {
        int flags = fcntl(fd, F_GETFL);
        offset = lseek(fd, 0, flags & O_APPEND ? SEEK_END : SEEK_CUR);
    }
    int failing = name && fails();
    size_t part = failing ? length / 2 : length;
    ssize_t done = moves ? syscall(SYS_write, fd, bytes, part) : syscall(SYS_pwrite64, fd, bytes, part, offset);
    if (name && done >= 0) record("write", file_of(fd), (uint64_t)offset, name, strlen(name), bytes, (size_t)done);
    if (failing) {
        errno = code;
        return -1;
    }
    return done;
}

ssize_t write(int fd, const void *bytes, size_t length) { return writing(fd, bytes, length, 0, 1); }
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) { return writing(fd, bytes, length, at, 0); }
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) { return writing(fd, bytes, length, at, 0); }

/* Copies inside the system become reads and writes, for whoever asks for one has to be ready for that. */
ssize_t sendfile(int out, int in, off_t *offset, size_t count) {
    char whole[PATH_MAX];
    REAL(sendfile);
    if (opened(out, whole)) { errno = EINVAL; return -1; }
    return real(out, in, offset, count);
}
ssize_t sendfile64(int out, int in, off64_t *offset, size_t count) {
    char whole[PATH_MAX];
    REAL(sendfile64);
    if (opened(out, whole)) { errno = EINVAL; return -1; }
    return real(out, in, offset, count);
}
ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t count, unsigned flags) {
    char whole[PATH_MAX];
    REAL(copy_file_range);
    if (opened(out, whole)) { errno = EXDEV; return -1; }
    return real(in, from, out, to, count, flags);
}

static int truncating(int fd, off_t length) {
    char whole[PATH_MAX];
    const char *name = opened(fd, whole);
    if (name && fails()) return -1;
    int result = (int)syscall(SYS_ftruncate, fd, length);
    if (name && !result) record("trunc", file_of(fd), (uint64_t)length, name, strlen(name), "", 0);
    return result;
}
int ftruncate(int fd, off_t length) { return truncating(fd, length); }
int ftruncate64(int fd, off64_t length) { return truncating(fd, length); }

static int syncing(int fd, long number) {
    char whole[PATH_MAX];
    struct stat state;
    const char *name = opened(fd, whole);
    if (name && fails()) return -1;
    int result = (int)syscall(number, fd);
    if (name && !result && !fstat(fd, &state))
        record(S_ISDIR(state.st_mode) ? "syncdir" : "sync", state.st_ino, 0, name, strlen(name), "", 0);
    return result;
}
int fsync(int fd) { return syncing(fd, SYS_fsync); }
int fdatasync(int fd) { return syncing(fd, SYS_fdatasync); }

static int removing(int folder, const char *path, int flags) {
    char whole[PATH_MAX];
    const char *name = named(folder, path, whole);
    uint64_t file = name ? file_at(folder, path) : 0;
    if (file && fails()) return -1;
    int result = (int)syscall(SYS_unlinkat, folder, path, flags);
    if (file && !result) record(flags & AT_REMOVEDIR ? "rmdir" : "unlink", file, 0, name, strlen(name), "", 0);
    return result;
}
int unlink(const char *path) { return removing(AT_FDCWD, path, 0); }
int unlinkat(int folder, const char *path, int flags) { return removing(folder, path, flags); }
int rmdir(const char *path) { return removing(AT_FDCWD, path, AT_REMOVEDIR); }

static int naming(const char *what, int from, const char *old, int to, const char *new, int flags) {
    char whole[PATH_MAX], other[PATH_MAX];
    int links = what[0] == 'l';
    const char *source = named(from, old, whole), *target = named(to, new, other);
    if (target && fails()) return -1;
    int result = links ? (int)syscall(SYS_linkat, from, old, to, new, flags)
                       : (int)syscall(SYS_renameat, from, old, to, new);
    if (target && !result) {
        if (!source) source = "";
        record(what, file_at(to, new), 0, source, strlen(source), target, strlen(target));
    }
    return result;
}
int link(const char *old, const char *new) { return naming("link", AT_FDCWD, old, AT_FDCWD, new, 0); }
int linkat(int from, const char *old, int to, const char *new, int flags) { return naming("link", from, old, to, new, flags); }
int rename(const char *old, const char *new) { return naming("rename", AT_FDCWD, old, AT_FDCWD, new, 0); }
int renameat(int from, const char *old, int to, const char *new) { return naming("rename", from, old, to, new, 0); }

static int making(int folder, const char *path, mode_t mode) {
    char whole[PATH_MAX];
    const char *name = named(folder, path, whole);
    if (name && fails()) return -1;
    int result = (int)syscall(SYS_mkdirat, folder, path, mode);
    if (name && !result) record("mkdir", file_at(folder, path), 0, name, strlen(name), "", 0);
    return result;
}
int mkdir(const char *path, mode_t mode) { return making(AT_FDCWD, path, mode); }
int mkdirat(int folder, const char *path, mode_t mode) { return making(folder, path, mode); }
