/* A disk that loses power. The program's pwrite, pwritev, fdatasync and fsync are its own (they
 * take the place of the C library's for the database too): writes go through, and what they
 * overwrote is remembered until a sync of that file. At every call the disk as a power cut would
 * leave it can be taken: of what was written since the last sync each sector is, by chance, the old
 * one or the new one. A write on a descriptor with O_DSYNC is on the disk when it returns. */
#ifndef MUS_TEST_DISK_H
#define MUS_TEST_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum disk_loss {
    DISK_DROPS, /* nothing of what was not synced is on the disk */
    DISK_KEEPS, /* all of it */
    DISK_TEARS, /* each sector by chance */
    DISK_LOSS_COUNT
};

struct disk_file {
    char *bytes;
    size_t len;
};

/* Called during each call of a watched file, before it returns. */
typedef void disk_observer(void *context);

/* Watches the files (by path, at most 4) until disk_end. With `deaf` syncs do nothing: the test of
 * the test. */
void disk_begin(const char *const *paths, size_t count, bool deaf, disk_observer *observer,
                void *context);
void disk_end(void);
/* The file as a power cut would leave it now; the caller frees bytes. */
struct disk_file disk_after_cut(size_t file, enum disk_loss loss, uint64_t seed);

#endif
