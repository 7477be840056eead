/* A power cut without a power switch, for `LD_PRELOAD`: remembers what every write to a file of the journal replaced
 * until that file is synced. Whoever plays the remembered pieces back, newest first, has the disk as it would be if
 * every write that was not yet synced had never reached it.
 *
 *   POWER_FILES   only files whose path holds this text
 *   POWER_FOLDER  where the pieces are written, one file for each inode
 *
 * A piece: offset, length of what was replaced, size of the file before (each 8 bytes), then what was replaced.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define REAL(name, type) ((type)dlsym(RTLD_NEXT, name))

typedef ssize_t (*pwrite_type)(int, const void *, size_t, off_t);
typedef ssize_t (*write_type)(int, const void *, size_t);
typedef int (*truncate_type)(int, off_t);
typedef int (*sync_type)(int);

/* The file of pieces that belongs to a descriptor, locked; -1 when the descriptor is none of the journal's. */
static int pieces_of(int fd, struct stat *status) {
    const char *files = getenv("POWER_FILES"), *folder = getenv("POWER_FOLDER");
    char link[64], path[4096], name[4200];
    ssize_t length;
    int pieces;
    if (!files || !folder || fstat(fd, status) != 0 || !S_ISREG(status->st_mode)) return -1;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return -1;
    path[length] = 0;
    if (!strstr(path, files) || strstr(path, "-shm")) return -1;
    snprintf(name, sizeof name, "%s/%lu", folder, (unsigned long)status->st_ino);
    pieces = open(name, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (pieces >= 0) {
        flock(pieces, LOCK_EX);
        fstat(fd, status); /* again, now that nobody else can change it */
    }
    return pieces;
}

static void remember(int fd, int pieces, const struct stat *before, off_t offset, off_t end) {
    int64_t head[3];
    off_t upto = end < before->st_size ? end : before->st_size;
    size_t length = upto > offset ? (size_t)(upto - offset) : 0;
    char *piece = malloc(sizeof head + length);
    ssize_t got = length ? pread(fd, piece + sizeof head, length, offset) : 0;
    head[0] = offset;
    head[1] = got < 0 ? 0 : got;
    head[2] = before->st_size;
    memcpy(piece, head, sizeof head);
    if (REAL("write", write_type)(pieces, piece, sizeof head + (size_t)head[1]) < 0) abort();
    free(piece);
}

static ssize_t write_at(int fd, const void *data, size_t count, off_t offset) {
    struct stat before;
    int pieces = pieces_of(fd, &before);
    ssize_t written;
    if (pieces >= 0) remember(fd, pieces, &before, offset, offset + (off_t)count);
    written = REAL("pwrite64", pwrite_type)(fd, data, count, offset);
    if (pieces >= 0) close(pieces);
    return written;
}

ssize_t pwrite(int fd, const void *data, size_t count, off_t offset) { return write_at(fd, data, count, offset); }
ssize_t pwrite64(int fd, const void *data, size_t count, off_t offset) { return write_at(fd, data, count, offset); }

ssize_t write(int fd, const void *data, size_t count) {
    struct stat before;
    int pieces = pieces_of(fd, &before);
    off_t offset;
    ssize_t written;
    if (pieces < 0) return REAL("write", write_type)(fd, data, count);
    offset = (fcntl(fd, F_GETFL) & O_APPEND) ? before.st_size : lseek(fd, 0, SEEK_CUR);
    remember(fd, pieces, &before, offset, offset + (off_t)count);
    written = REAL("write", write_type)(fd, data, count);
    close(pieces);
    return written;
}

static int shorten(int fd, off_t size, const char *name) {
    struct stat before;
    int pieces = pieces_of(fd, &before), result;
    if (pieces >= 0) remember(fd, pieces, &before, size, before.st_size);
    result = REAL(name, truncate_type)(fd, size);
    if (pieces >= 0) close(pieces);
    return result;
}

int ftruncate(int fd, off_t size) { return shorten(fd, size, "ftruncate"); }
int ftruncate64(int fd, off_t size) { return shorten(fd, size, "ftruncate64"); }

static int synced(int fd, const char *name) {
    struct stat status;
    int pieces = pieces_of(fd, &status), result = REAL(name, sync_type)(fd);
    if (pieces >= 0) {
        if (result == 0 && REAL("ftruncate", truncate_type)(pieces, 0) != 0) abort();
        close(pieces);
    }
    return result;
}

int fsync(int fd) { return synced(fd, "fsync"); }
int fdatasync(int fd) { return synced(fd, "fdatasync"); }
