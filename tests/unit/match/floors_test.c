#include "match_fixture.h"

#include "match/floors.h"
#include "store/internal.h"

enum { TOP = 4 };

struct kept {
    struct mus_read *read;
    struct mus_segments segments;
    struct mus_firm firms[2]; /* of the first two documents */
    struct mus_floors *floors;
};

static struct mus_firm firm_of(struct mus_text id)
{
    return (struct mus_firm){.id = id, .id_hash = mus_text_hash(id)};
}

static struct kept keep(struct match *match)
{
    struct kept kept = {0};
    bool there = false;
    match->place->store->changed_most = 0;
    put_many(match);
    ok(match, mus_store_tidy_index(match->place->store, &match->err));
    kept.read = begin(match->place);
    ok(match, mus_store_segments(kept.read, &match->arena, &kept.segments, &there, &match->err));
    assert_true(there);
    for (uint32_t doc = 0; doc < 2; doc++) {
        kept.firms[doc] = firm_of(mus_segment_id(&kept.segments.items[0].segment, doc));
    }
    ok(match, mus_floors_new(&kept.segments, TOP, &kept.floors, &match->err));
    return kept;
}

static void end(struct kept *kept)
{
    mus_floors_free(kept->floors);
    mus_store_read_end(kept->read);
}

static void of_whom_nothing_is_noted_nothing_is_believed(void **state)
{
    struct kept kept = keep(*state);
    mus_floors_note(kept.floors, 0, 1, 500000);
    assert_int_equal(mus_floors_of(kept.floors, &kept.firms[0]), 0);
    const struct mus_firm stranger = firm_of(MUS_TEXT("nobody"));
    assert_int_equal(mus_floors_of(kept.floors, &stranger), 0);
    end(&kept);
}

/* … a little below the least of those that are looked to. */
static void the_best_that_were_noted_are_looked_to(void **state)
{
    struct kept kept = keep(*state);
    static const uint32_t scores[] = {300000, 800000, 700000, 100000, 0, 600000, 900000};
    for (size_t i = 0; i < sizeof scores / sizeof scores[0]; i++) {
        mus_floors_note(kept.floors, 0, 0, scores[i]);
    }
    uint32_t floor = mus_floors_of(kept.floors, &kept.firms[0]); /* the first to be asked */
    assert_true(floor > 700000 && floor < 900000);
    while (mus_floors_of(kept.floors, &kept.firms[0]) == floor) {
    }
    for (size_t i = 0; i < 40; i++) { /* when most have been asked, all that are kept count */
        floor = mus_floors_of(kept.floors, &kept.firms[0]);
    }
    assert_true(floor > 550000 && floor < 600000);
    end(&kept);
}

static void so_many_that_they_have_no_room_are_not_kept(void **state)
{
    struct match *match = *state;
    const struct mus_search_segment vast = {.segment = {.docs = UINT32_MAX}};
    const struct mus_segments segments = {.items = &vast, .count = 1};
    struct mus_floors *floors = NULL;
    ok(match, mus_floors_new(&segments, TOP, &floors, &match->err));
    assert_null(floors);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MATCH(of_whom_nothing_is_noted_nothing_is_believed),
        IN_MATCH(the_best_that_were_noted_are_looked_to),
        IN_MATCH(so_many_that_they_have_no_room_are_not_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
