#include "report/funnel.h"

#include <string.h>

#include "base/calendar.h"
#include "store/cases.h"

void mus_funnel_add(const struct mus_case *c, int fiscal_year, uint64_t as_of,
                    uint64_t funnel[MUS_CASE_STAGE_END])
{
    enum mus_case_stage furthest = 0;
    enum mus_case_stage last = 0;
    bool stepped = false;
    for (size_t i = 0; i < c->step_count; i++) {
        const struct mus_case_step *step = &c->steps[i];
        int year = mus_fiscal_year(step->date);
        if (step->recorded > as_of || year > fiscal_year) {
            break; /* neither dates nor recordings fall */
        }
        last = step->stage;
        stepped = stepped || year == fiscal_year;
        if (last <= MUS_CASE_FIRST_ORDER && last > furthest) {
            furthest = last;
        }
    }
    if (!stepped) {
        return;
    }
    for (int stage = MUS_CASE_SUGGESTED; stage <= (int)furthest; stage++) {
        funnel[stage]++;
    }
    if (last > MUS_CASE_FIRST_ORDER) {
        funnel[last]++;
    }
}

enum mus_status mus_funnel_make(const struct mus_read *read, int fiscal_year, uint64_t as_of,
                                uint64_t funnel[MUS_CASE_STAGE_END], struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_case_walker *walker = NULL;
    struct mus_case c;
    bool more = true;
    memset(funnel, 0, MUS_CASE_STAGE_END * sizeof *funnel);
    enum mus_status status = mus_case_walker_open(read, &walker, err);
    while (status == MUS_OK) {
        mus_arena_reset(&arena);
        status = mus_case_walker_next(walker, &arena, &more, &c, err);
        if (status != MUS_OK || !more) {
            break;
        }
        mus_funnel_add(&c, fiscal_year, as_of, funnel);
    }
    mus_case_walker_close(walker);
    mus_arena_done(&arena);
    return status;
}
