/* Keeps what fsync makes durable: the content of a file, and the names in a folder, as of its last fsync, each in a
 * file of its own under $SYNCED, by inode. What was written and never synced is not there, as after a power failure
 * of a disk that had written nothing else. Preloaded into the program by unsynced.rs. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void keep(int fd)
{
    const char *kept = getenv("SYNCED");
    struct stat found;
    char name[512], part[560], self[64], block[65536];
    if (!kept || fstat(fd, &found)) return;
    snprintf(name, sizeof name, "%s/%lu", kept, (unsigned long)found.st_ino);
    snprintf(part, sizeof part, "%s.%d.part", name, (int)gettid());
    snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
    FILE *out = fopen(part, "w");
    if (!out) abort();
    if (S_ISDIR(found.st_mode)) {
        DIR *folder = opendir(self);
        if (!folder) abort();
        for (struct dirent *entry; (entry = readdir(folder));)
            if (entry->d_type == DT_REG) fprintf(out, "%lu %s\n", (unsigned long)entry->d_ino, entry->d_name);
        closedir(folder);
    } else {
        int in = open(self, O_RDONLY);
        if (in < 0) abort();
        for (ssize_t length; (length = read(in, block, sizeof block)) > 0;) fwrite(block, 1, length, out);
        close(in);
    }
    if (fclose(out) || rename(part, name)) abort();
}

int fsync(int fd)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    int result = real(fd);
    if (!result) keep(fd);
    return result;
}

int fdatasync(int fd)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    int result = real(fd);
    if (!result) keep(fd);
    return result;
}
