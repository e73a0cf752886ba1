/*
 * A library to preload: the N-th fsync or close of a process, within one directory, fails once. Beneath the program's own seam, so it also finds out what
 * .NET makes of the failure. Closes count where the file could be written.
 *
 * FAULT_ROOT   the directory
 * FAULT_CALL   fsync, close
 * FAULT_NTH    counted from 1; 0: none fails
 * FAULT_ERRNO  what it fails with
 * FAULT_LOG    gets the path of each file that was counted, a line each
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int count;

static void note(const char *path)
{
    const char *log = getenv("FAULT_LOG");
    int file = log ? (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND, 0600) : -1;
    if (file >= 0)
    {
        char line[4200];
        int length = snprintf(line, sizeof line, "%s\n", path);
        syscall(SYS_write, file, line, (size_t)length);
        syscall(SYS_close, file);
    }
}

static int fails(const char *call, int descriptor)
{
    const char *root = getenv("FAULT_ROOT"), *wanted = getenv("FAULT_CALL"), *nth = getenv("FAULT_NTH"), *error = getenv("FAULT_ERRNO");
    char link[64], path[4096];
    if (!root || !wanted || !nth || !error || strcmp(call, wanted) != 0)
    {
        return 0;
    }

    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0)
    {
        return 0;
    }

    path[length] = 0;
    if (strncmp(path, root, strlen(root)) != 0 || (strcmp(call, "close") == 0 && (fcntl(descriptor, F_GETFL) & O_ACCMODE) == O_RDONLY))
    {
        return 0;
    }

    note(path);
    if (__sync_add_and_fetch(&count, 1) != atoi(nth))
    {
        return 0;
    }

    errno = atoi(error);
    return 1;
}

int fsync(int descriptor)
{
    static int (*next)(int);
    if (!next)
    {
        next = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    }

    return fails("fsync", descriptor) ? -1 : next(descriptor);
}

int close(int descriptor)
{
    static int (*next)(int);
    if (!next)
    {
        next = (int (*)(int))dlsym(RTLD_NEXT, "close");
    }

    int before = errno, failed = fails("close", descriptor), error = errno;
    errno = before;
    int result = next(descriptor);
    if (failed)
    {
        errno = error;
        return -1;
    }

    return result;
}
