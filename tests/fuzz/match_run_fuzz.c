/* Anything at all in the file of a run that is to be resumed: it is refused, or read as whole
 * queries whose lines stand one behind the other from the first byte on; what is left behind them
 * does not change what is read. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/mem.h"
#include "musubi/match_run_lines.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

/* Reads all; returns the number of queries, and where reading ended. */
static enum mus_status read_all(struct mus_run_lines *lines, int fd, const uint8_t *data,
                                size_t *groups, uint64_t *end)
{
    struct mus_run_group group = {.there = true};
    require(lseek(fd, 0, SEEK_SET) == 0);
    enum mus_status status = mus_run_lines_begin(lines, fd, "run", NULL);
    *groups = 0;
    *end = 0;
    while (status == MUS_OK && group.there) {
        status = mus_run_lines_next(lines, &group, NULL);
        if (status == MUS_OK) {
            require(group.offset == 0 || data[group.offset - 1] == '\n');
            require(group.offset >= *end);
            require(!group.there || memcmp(data + group.offset, group.id, group.id_len) == 0);
            *end = group.offset;
            *groups += group.there;
        }
    }
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mus_run_lines *lines = mus_alloc(1, sizeof *lines);
    int fd = memfd_create("run", MFD_CLOEXEC);
    size_t groups;
    size_t again;
    uint64_t end;
    uint64_t end_again;
    require(lines != NULL && fd >= 0);
    require(write(fd, data, size) == (ssize_t)size);
    if (read_all(lines, fd, data, &groups, &end) == MUS_OK) {
        require(end <= size);
        require(ftruncate(fd, (off_t)end) == 0);
        require(read_all(lines, fd, data, &again, &end_again) == MUS_OK);
        require(again == groups && end_again == end);
    }
    close(fd);
    mus_free(lines);
    return 0;
}
