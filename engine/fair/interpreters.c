/* A matching of meetings and interpreters for each slot by augmenting paths (Kuhn 1955): a meeting
 * takes an interpreter who is free, or one whose meeting can go to another one. First come those
 * that keep whom they had, then the others in their order; so nobody changes without need. */
#include "fair/interpreters.h"

#include "base/mem.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#define NOBODY UINT32_MAX

struct matching {
    const struct mus_timetable_problem *problem;
    const struct mus_timetable_seat *seats;
    const int16_t *had;
    int16_t *of;       /* of each meeting */
    uint32_t *busy;    /* meeting of each interpreter in this slot; NOBODY */
    uint32_t *came;    /* for which each was tried last */
    uint32_t *in_slot; /* meetings of this slot that need somebody */
    size_t slot_count;
    unsigned slot;
};

static bool can_go(const struct matching *matching, uint32_t meeting, size_t interpreter)
{
    const struct mus_timetable_interpreter *who = &matching->problem->interpreters[interpreter];
    uint8_t language = matching->problem->meetings[meeting].language;
    return (who->available >> matching->slot & 1U) != 0 &&
           (who->languages >> (language - 1) & 1U) != 0;
}

/* Paths are at most as long as there are interpreters; each is visited once for a meeting. */
static bool find_somebody(struct matching *matching, uint32_t meeting, uint32_t round)
{
    size_t count = matching->problem->interpreter_count;
    for (size_t i = 0; i < count; i++) {
        if (matching->busy[i] == NOBODY && can_go(matching, meeting, i)) {
            matching->busy[i] = meeting;
            matching->of[meeting] = (int16_t)i;
            return true;
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (matching->came[i] == round || !can_go(matching, meeting, i)) {
            continue;
        }
        matching->came[i] = round;
        if (find_somebody(matching, matching->busy[i], round)) {
            matching->busy[i] = meeting;
            matching->of[meeting] = (int16_t)i;
            return true;
        }
    }
    return false;
}

static void list_slot(struct matching *matching)
{
    const struct mus_timetable_problem *problem = matching->problem;
    matching->slot_count = 0;
    for (size_t m = 0; m < problem->meeting_count; m++) {
        if (problem->meetings[m].language != 0 && matching->seats[m].slot == (int)matching->slot) {
            matching->in_slot[matching->slot_count++] = (uint32_t)m;
        }
    }
}

static enum mus_status match_slot(struct matching *matching, struct mus_error *err)
{
    size_t count = matching->problem->interpreter_count;
    for (size_t i = 0; i < count; i++) {
        matching->busy[i] = NOBODY;
    }
    list_slot(matching);
    for (size_t k = 0; k < matching->slot_count; k++) {
        uint32_t meeting = matching->in_slot[k];
        int16_t had = matching->had[meeting];
        if (had >= 0 && (size_t)had < count && matching->busy[had] == NOBODY &&
            can_go(matching, meeting, (size_t)had)) {
            matching->busy[had] = meeting;
            matching->of[meeting] = had;
        }
    }
    for (size_t k = 0; k < matching->slot_count; k++) {
        uint32_t meeting = matching->in_slot[k];
        if (matching->of[meeting] < 0 && !find_somebody(matching, meeting, meeting)) {
            return mus_fail(err, MUS_INVALID, "meetings[%u]: no interpreter is left in slot %u",
                            meeting, matching->slot);
        }
    }
    return MUS_OK;
}

enum mus_status mus_interpreters_assign(const struct mus_fair_timetable *timetable,
                                        const struct mus_timetable_seat *seats, const int16_t *had,
                                        int16_t *out, struct mus_error *err)
{
    const struct mus_timetable_problem *problem = &timetable->document.problem;
    size_t count = problem->interpreter_count;
    struct matching matching = {.problem = problem,
                                .seats = seats,
                                .had = had,
                                .of = out,
                                .busy = mus_alloc(count, sizeof *matching.busy),
                                .came = mus_alloc(count, sizeof *matching.came),
                                .in_slot =
                                    mus_alloc(problem->meeting_count, sizeof *matching.in_slot)};
    enum mus_status status =
        matching.busy == NULL || matching.came == NULL || matching.in_slot == NULL
            ? mus_fail_memory(err)
            : MUS_OK;
    for (size_t m = 0; m < problem->meeting_count; m++) {
        out[m] = -1;
    }
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        matching.came[i] = NOBODY;
    }
    for (size_t s = 0; status == MUS_OK && s < problem->slot_count; s++) {
        matching.slot = (unsigned)s;
        status = match_slot(&matching, err);
    }
    mus_free(matching.busy);
    mus_free(matching.came);
    mus_free(matching.in_slot);
    return status;
}
