/* Bytes that open as a segment can be searched whatever they hold, without reading or writing
 * outside; and who passes the check is told as a company of the segment. */
#include <stdlib.h>

#include "base/mem.h"
#include "matcher/index/search.h"
#include "matcher/statistics.h"
#include "random_firm.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void walk_lists(const struct mus_segment *segment)
{
    for (unsigned kind = 0; kind < MUS_FEATURE_COUNT; kind++) {
        for (uint32_t i = 0; i < segment->kinds[kind].count; i++) {
            struct mus_posting_reader reader;
            struct mus_impact impact;
            (void)mus_segment_find(segment, (enum mus_feature_kind)kind,
                                   mus_segment_hash(segment, (enum mus_feature_kind)kind, i));
            if (mus_segment_list(segment, (enum mus_feature_kind)kind, i, &reader)) {
                while (mus_posting_next(&reader, &impact)) {
                }
            }
        }
    }
}

/* Nobody is offered, so everybody who may be suggested comes by. */
static void search(const struct mus_segment *segment, const struct mus_query *query, bool sound)
{
    struct mus_search_segment one = {.segment = *segment};
    struct mus_scan_options options = {.query = query, .top = 3};
    struct mus_search *search = NULL;
    struct mus_search_hit hit = {.doc = 0};
    enum mus_status status = mus_search_new(&options, &one, 1, &search, NULL);
    demand(status == MUS_OK || (status == MUS_CORRUPT && !sound));
    while (status == MUS_OK) {
        status = mus_search_next(search, &hit, NULL);
        demand(status == MUS_OK || (status == MUS_CORRUPT && !sound));
        if (status == MUS_OK && hit.id.ptr == NULL) {
            break; /* the end, or a damaged id */
        }
        demand(status != MUS_OK || hit.doc < segment->docs);
    }
    mus_search_free(search);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mus_random random;
    struct mus_arena arena = {0};
    struct mus_random_world world;
    struct mus_segment segment;
    struct mus_error err = {0};
    enum mus_status status = mus_segment_open(data, size, &segment, &err);
    if (status != MUS_OK) {
        demand((status == MUS_CORRUPT || status == MUS_CONFLICT) && err.status == status);
        return 0;
    }
    mus_random_init(&random, 7);
    mus_random_world_init(&world, &random, &arena);
    struct mus_weights weights = mus_weights_default();
    struct mus_rules rules = {&weights, &world.reference, NULL, world.today, NULL};
    struct mus_scorer *scorer = NULL;
    struct mus_query *query = NULL;
    demand(mus_scorer_new(&rules, &scorer, NULL) == MUS_OK);
    demand(mus_query_new(scorer, mus_random_firm(&world, 1), false, &query, NULL) == MUS_OK);
    status = mus_segment_check(&segment, &err);
    demand(status == MUS_OK || status == MUS_CORRUPT);
    walk_lists(&segment);
    search(&segment, query, status == MUS_OK);
    mus_query_free(query);
    mus_scorer_free(scorer);
    mus_arena_done(&arena);
    return 0;
}
