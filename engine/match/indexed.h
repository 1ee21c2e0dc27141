/* Matches by the store's index: what looking at every company gives, by looking at few.
 *
 * The view is read-only once it is open; several threads may search in it. */
#ifndef MUS_MATCH_INDEXED_H
#define MUS_MATCH_INDEXED_H

#include "base/arena.h"
#include "base/status.h"
#include "match/floors.h"
#include "matcher/scan.h"
#include "matcher/statistics.h"
#include "profile/firm_record.h"
#include "store/segments.h"

#include <pthread.h>
#include <stdbool.h>

struct mus_record_place;

struct mus_indexed {
    const struct mus_read *read;
    struct mus_segments segments;
    struct mus_arena arena;
    pthread_mutex_t reading; /* a read belongs to one thread at a time; guards what follows, too */
    uint64_t fetched;
    struct mus_record_place *places; /* NULL until records have been fetched in numbers */
};

/* `serves` is false where the index is not there or damaged, or was made for other text weights:
 * then everybody is to be looked at, and there is nothing to close. The read outlives the view. */
enum mus_status mus_indexed_open(struct mus_indexed *indexed, const struct mus_read *read,
                                 const struct mus_weights *weights, bool *serves,
                                 struct mus_error *err) MUS_MUST_CHECK;
void mus_indexed_close(struct mus_indexed *indexed);

/* Counts the wanted terms, and companies, over the whole store; `statistics` just started. */
enum mus_status mus_indexed_count(const struct mus_indexed *indexed,
                                  struct mus_statistics *statistics,
                                  struct mus_error *err) MUS_MUST_CHECK;
/* Ranks all companies into the scan, which was made with these options, and is not finished by it.
 * `vetoed_to_show` is 0. The reader is this thread's. Whose score was worked out is noted in the
 * floors; NULL: nobody is. */
enum mus_status mus_indexed_search(struct mus_indexed *indexed,
                                   const struct mus_scan_options *options,
                                   struct mus_floors *floors, struct mus_firm_reader *reader,
                                   struct mus_scan *scan, struct mus_error *err) MUS_MUST_CHECK;

#endif
