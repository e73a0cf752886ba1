/*
 * A library to preload: the N-th fsync or close of a process, within one directory, fails once. Beneath the program's own seam, so it also finds out what
 * .NET makes of the failure. Closes count where the file could be written. Nothing counts before fault_arm.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static char root[4096], call[16], notes[4096];
static int nth, error, count;

/*
 * directory  files within it count; empty: none does
 * function   fsync, close
 * n          counted from 1; 0: none fails
 * number     errno of the one that fails
 * log        gets the path of each file that was counted, a line each
 */
void fault_arm(const char *directory, const char *function, int n, int number, const char *log)
{
    root[0] = 0;
    snprintf(call, sizeof call, "%s", function);
    snprintf(notes, sizeof notes, "%s", log);
    nth = n;
    error = number;
    count = 0;
    snprintf(root, sizeof root, "%s", directory);
}

static void note(const char *path)
{
    int file = (int)syscall(SYS_openat, AT_FDCWD, notes, O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (file >= 0)
    {
        char line[4200];
        int length = snprintf(line, sizeof line, "%s\n", path);
        syscall(SYS_write, file, line, (size_t)length);
        syscall(SYS_close, file);
    }
}

static int fails(const char *function, int descriptor)
{
    char link[64], path[4096];
    if (!root[0] || strcmp(function, call) != 0)
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
    if (strncmp(path, root, strlen(root)) != 0 || (strcmp(function, "close") == 0 && (fcntl(descriptor, F_GETFL) & O_ACCMODE) == O_RDONLY))
    {
        return 0;
    }

    note(path);
    if (__sync_add_and_fetch(&count, 1) != nth)
    {
        return 0;
    }

    errno = error;
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

    int before = errno, failed = fails("close", descriptor), reason = errno;
    errno = before;
    int result = next(descriptor);
    if (failed)
    {
        errno = reason;
        return -1;
    }

    return result;
}
