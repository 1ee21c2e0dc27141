/* Why a participant has few meetings: what stands between it and more, counted partner by partner.
 */
#ifndef MUS_FAIR_DIAGNOSE_H
#define MUS_FAIR_DIAGNOSE_H

#include "base/arena.h"
#include "base/status.h"
#include "fair/candidates.h"
#include "fair/plan.h"

#include <stddef.h>
#include <stdint.h>

/* What holds it back most. */
enum mus_few {
    MUS_FEW_NOTHING,       /* it has all that it may have */
    MUS_FEW_ABSENT,        /* it does not take part */
    MUS_FEW_ROLES,         /* nobody is there whose role meets its own */
    MUS_FEW_NOT_PAIRED,    /* no pairing was made since it came */
    MUS_FEW_AVAILABILITY,  /* it comes in too few slots */
    MUS_FEW_OWN_MAX,       /* it has as many as it asked for */
    MUS_FEW_VETOES,        /* something stands between it and most of the others */
    MUS_FEW_SLOTS,         /* it and most of the others never come at the same time */
    MUS_FEW_LANGUAGE,      /* nobody interprets between it and most of the others */
    MUS_FEW_PARTNERS_FULL, /* those it may meet have all the meetings that they may have */
    MUS_FEW_INTERPRETERS,  /* with those that have room it needs interpreters, who have no time */
    MUS_FEW_CAPACITY,      /* there is room for no more meetings at the event */
    MUS_FEW_COUNT
};
/* "nothing", … */
const char *mus_few_name(enum mus_few few);

struct mus_diagnosis {
    uint32_t participant;            /* of the fair */
    uint32_t meetings, placed;       /* that it has; of these on the timetable */
    uint32_t min, max;               /* of its own or its role */
    uint32_t slots;                  /* in which it comes */
    uint32_t partners;               /* others that take part and whose roles meet its own */
    uint32_t apart[MUS_APART_COUNT]; /* of these, by what keeps them apart */
    uint32_t vetoes[MUS_VETO_COUNT]; /* of MUS_APART_VETO, by veto */
    uint32_t acceptable;             /* of these, whom it may meet */
    uint32_t acceptable_full; /* of these, who have as many meetings as they may have, and none
                                 with it */
    enum mus_few why;
};

/* begun: slots in which nothing can be put any more.
 * Of each participant that takes part and has fewer meetings than its minimum, than one, or than
 * half the average of its role; or of the one that is named, however many it has. By participant,
 * in the arena. MUS_NOT_FOUND: no participant "p-9". */
enum mus_status mus_diagnose(const struct mus_fair *fair, const struct mus_candidates *candidates,
                             struct mus_text participant, mus_slots begun, struct mus_arena *arena,
                             struct mus_diagnosis **out, size_t *count,
                             struct mus_error *err) MUS_MUST_CHECK;

#endif
