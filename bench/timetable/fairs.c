#include "timetable/fairs.h"

#include "base/mem.h"
#include "base/random.h"

#include <string.h>

enum { COMMON_SLOTS = 4 };

struct draw {
    const struct fair_kind *kind;
    struct fair *fair;
    struct mus_random random;
    uint8_t *met; /* bit for each pair, smaller number first */
};

static mus_slots some_day(struct draw *draw)
{
    uint32_t slots = draw->kind->slots;
    mus_slots all = slots == 64 ? ~(mus_slots)0 : ((mus_slots)1 << slots) - 1;
    if (mus_random_below(&draw->random, 5) >= 2) {
        return all;
    }
    uint32_t away = slots / 6 + (uint32_t)mus_random_below(&draw->random, slots / 2 - slots / 6);
    uint32_t first = (uint32_t)mus_random_below(&draw->random, slots - away + 1);
    return all & ~((((mus_slots)1 << away) - 1) << first);
}

static bool has_room(const struct draw *draw, uint32_t p, uint32_t share)
{
    uint32_t open =
        (uint32_t)__builtin_popcountll(draw->fair->participants[p].available) * share / 100;
    return draw->fair->load[p] < open;
}

static bool add(struct draw *draw, uint32_t a, uint32_t b, uint32_t share)
{
    struct fair *fair = draw->fair;
    uint32_t low = a < b ? a : b;
    uint32_t high = a < b ? b : a;
    size_t pair = (size_t)low * draw->kind->participants + high;
    mus_slots common = fair->participants[a].available & fair->participants[b].available;
    if (a == b || (draw->met[pair / 8] >> pair % 8 & 1) != 0 || !has_room(draw, a, share) ||
        !has_room(draw, b, 90) || __builtin_popcountll(common) < COMMON_SLOTS) {
        return false;
    }
    draw->met[pair / 8] |= (uint8_t)(1U << pair % 8);
    fair->load[a]++;
    fair->load[b]++;
    fair->meetings[fair->problem.meeting_count++] = (struct mus_timetable_meeting){
        .a = a,
        .b = b,
        .session = mus_timetable_all_slots(&fair->problem),
        .locked_slot = -1,
        .place = MUS_PLACE_TABLE,
        .weight = 1000000,
        .standing_slot = -1,
    };
    return true;
}

static void fill(struct draw *draw)
{
    const struct fair_kind *kind = draw->kind;
    struct fair *fair = draw->fair;
    for (uint32_t s = 0; s < kind->slots; s++) {
        fair->slots[s] = (struct mus_timetable_slot){.tables = kind->tables};
    }
    for (uint32_t p = 0; p < kind->participants; p++) {
        fair->participants[p] =
            (struct mus_timetable_participant){some_day(draw), MUS_TIMETABLE_NO_HALL};
    }
    for (uint32_t hub = 0; hub < kind->hubs; hub++) {
        for (uint32_t tries = 0; tries < 100 * kind->slots && has_room(draw, hub, 100); tries++) {
            (void)add(draw, hub, (uint32_t)mus_random_below(&draw->random, kind->participants),
                      100);
        }
    }
    while (fair->problem.meeting_count < kind->meetings) {
        (void)add(draw, (uint32_t)mus_random_below(&draw->random, kind->participants),
                  (uint32_t)mus_random_below(&draw->random, kind->participants), 90);
    }
}

bool fair_init(struct fair *fair, const struct fair_kind *kind)
{
    *fair = (struct fair){
        .slots = mus_alloc_zero(kind->slots, sizeof *fair->slots),
        .participants = mus_alloc_zero(kind->participants, sizeof *fair->participants),
        .meetings = mus_alloc_zero(kind->meetings, sizeof *fair->meetings),
        .load = mus_alloc_zero(kind->participants, sizeof *fair->load),
    };
    fair->problem = (struct mus_timetable_problem){
        .slots = fair->slots,
        .slot_count = kind->slots,
        .table_count = kind->tables,
        .participants = fair->participants,
        .participant_count = kind->participants,
        .meetings = fair->meetings,
        .max_break_difference = MUS_TIMETABLE_NO_LIMIT,
    };
    struct draw draw = {.kind = kind, .fair = fair};
    mus_random_init(&draw.random, kind->seed);
    draw.met = mus_alloc_zero((size_t)kind->participants * kind->participants / 8 + 1, 1);
    bool done = draw.met != NULL && fair->slots != NULL && fair->participants != NULL &&
                fair->meetings != NULL && fair->load != NULL;
    if (done) {
        fill(&draw);
    }
    mus_free(draw.met);
    return done;
}

void fair_done(struct fair *fair)
{
    mus_free(fair->slots);
    mus_free(fair->participants);
    mus_free(fair->meetings);
    mus_free(fair->load);
    *fair = (struct fair){0};
}
