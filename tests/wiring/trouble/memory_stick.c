/* A disk like that of a memory stick (vfat): nothing has a mode or an owner of its own, there are no links, and a folder
   cannot be synced. Laid under a program by LD_PRELOAD. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <sys/stat.h>
#include <sys/types.h>

static int refused(int why) {
    errno = why;
    return -1;
}

int chmod(const char *path, mode_t mode) { return refused(EPERM); }
int fchmod(int file, mode_t mode) { return refused(EPERM); }
int fchmodat(int folder, const char *path, mode_t mode, int flags) { return refused(EPERM); }
int lchmod(const char *path, mode_t mode) { return refused(EPERM); }
int chown(const char *path, uid_t owner, gid_t group) { return refused(EPERM); }
int fchown(int file, uid_t owner, gid_t group) { return refused(EPERM); }
int link(const char *from, const char *to) { return refused(EPERM); }
int linkat(int one, const char *from, int other, const char *to, int flags) { return refused(EPERM); }
int symlink(const char *from, const char *to) { return refused(EPERM); }
int symlinkat(const char *from, int folder, const char *to) { return refused(EPERM); }

static int synced(const char *how, int file) {
    struct stat found;
    if (fstat(file, &found) == 0 && S_ISDIR(found.st_mode))
        return refused(EINVAL);
    return ((int (*)(int))dlsym(RTLD_NEXT, how))(file);
}

int fsync(int file) { return synced("fsync", file); }
int fdatasync(int file) { return synced("fdatasync", file); }
