/* Sizes: how much of what is in a store. */
#ifndef MUS_STORE_STATS_H
#define MUS_STORE_STATS_H

#include "base/status.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_table_stats {
    const char *name; /* constant */
    uint64_t entries;
    uint64_t bytes; /* whole pages, without those that were let go */
};

#define MUS_MAX_STATS 48

/* How the index of companies stands (store/segments.h). */
struct mus_index_stats {
    bool current; /* false: of another version; nothing else is told of it */
    uint64_t segments;
    uint64_t documents; /* of all segments: companies as they were when these were made */
    uint64_t gone;      /* of them: changed or taken away since, and settled with the segment */
    uint64_t changed;   /* companies that stand beside the segments, to be looked at one by one */
};

struct mus_store_stats {
    uint64_t companies;
    struct mus_table_stats tables[MUS_MAX_STATS];
    size_t table_count;
    struct mus_index_stats index;
    uint64_t map_bytes;  /* address space reserved */
    uint64_t file_bytes; /* of the main data file in use */
    uint64_t free_bytes; /* within them, to be used again */
    uint64_t keys_bytes;
    uint32_t version;
};

/* MUS_CORRUPT where a segment of the index cannot be opened. */
enum mus_status mus_store_stats(struct mus_store *store, struct mus_store_stats *out,
                                struct mus_error *err) MUS_MUST_CHECK;

#endif
