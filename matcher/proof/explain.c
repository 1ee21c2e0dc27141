/* Why there is no timetable: a set of demands that clash, none of which can be spared.
 *
 * What can be counted is counted first, since a solver does not count, and may look in vain. Else
 * each demand has a selector, assumed to be true. The solver tells which assumptions its proof
 * used; from these, one demand after the other is left out: where the others still clash it stays
 * out, with whatever else this proof did not use, and where there is a timetable without it, it is
 * needed and stays. Since fewer demands are never harder to meet, who was needed once is needed in
 * the end.
 *
 * Breaks are looked at only where the other demands do not clash. */
#include "matcher/proof/prover.h"

#include "base/mem.h"
#include "matcher/proof/encoding.h"
#include "matcher/timetable/model/counting.h"
#include "matcher/timetable/model/demand.h"

enum {
    MOST_FOR_PROOF = 4000000, /* conflicts; a stop comes earlier */
    MOST_FOR_ONE = 50000      /* … for leaving out one demand */
};

struct core {
    struct mus_encoding encoding;
    size_t *members; /* demands, by place */
    size_t count;
    const struct mus_stop *stop;
};

/* ---- questions ---- */

/* Whether the members, but for one (SIZE_MAX: all), clash. */
static enum mus_sat_answer ask(struct core *core, size_t without, uint64_t conflicts)
{
    struct mus_sat *sat = core->encoding.sat;
    for (size_t i = 0; i < core->count; i++) {
        if (i != without) {
            mus_sat_assume(sat, core->encoding.selectors[core->members[i]]);
        }
    }
    return mus_sat_solve(sat, conflicts, core->stop);
}

/* Keeps the members that the last proof used. */
static void keep_failed(struct core *core, size_t without)
{
    size_t kept = 0;
    for (size_t i = 0; i < core->count; i++) {
        if (i != without &&
            mus_sat_failed(core->encoding.sat, core->encoding.selectors[core->members[i]])) {
            core->members[kept++] = core->members[i];
        }
    }
    core->count = kept;
}

/* Whether each was tried. Members in front of `at` are needed. */
static bool leave_out(struct core *core)
{
    bool all_tried = true;
    size_t at = 0;
    while (at < core->count) {
        if (mus_stop_asked(core->stop)) {
            return false;
        }
        switch (ask(core, at, MOST_FOR_ONE)) {
        case MUS_SAT_NO:
            keep_failed(core, at);
            break;
        case MUS_SAT_OPEN:
            all_tried = false;
            at++;
            break;
        case MUS_SAT_YES:
            at++;
            break;
        }
    }
    return all_tried;
}

/* ---- the answer ---- */

static enum mus_status tell(const struct core *core, bool minimal, struct mus_clash *clash,
                            struct mus_error *err)
{
    clash->demands = mus_alloc(core->count, sizeof *clash->demands);
    if (clash->demands == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < core->count; i++) {
        clash->demands[i] = core->encoding.demands[core->members[i]];
    }
    clash->count = core->count;
    clash->minimal = minimal;
    mus_clash_sort(clash, core->encoding.problem->slot_count);
    return MUS_OK;
}

/* *decided: they clash, or it could not be found out. */
static enum mus_status explain(struct core *core, struct mus_clash *clash, bool *decided,
                               struct mus_error *err)
{
    core->members = mus_alloc(core->encoding.demand_count, sizeof *core->members);
    if (core->members == NULL) {
        return mus_fail_memory(err);
    }
    core->count = core->encoding.demand_count;
    for (size_t i = 0; i < core->count; i++) {
        core->members[i] = i;
    }
    enum mus_sat_answer answer = ask(core, SIZE_MAX, MOST_FOR_PROOF);
    *decided = answer != MUS_SAT_YES;
    if (answer != MUS_SAT_NO) {
        return MUS_OK;
    }
    keep_failed(core, SIZE_MAX);
    bool minimal = leave_out(core);
    return tell(core, minimal, clash, err);
}

static enum mus_status explain_form(const struct mus_timetable_problem *problem,
                                    enum mus_encoding_form form, const struct mus_stop *stop,
                                    struct mus_clash *clash, bool *decided, struct mus_error *err)
{
    struct core core = {.stop = stop};
    enum mus_status status = mus_encoding_init(&core.encoding, problem, form, err);
    if (status == MUS_OK) {
        status = explain(&core, clash, decided, err);
    } else if (status == MUS_LIMIT) {
        *decided = true;
        status = MUS_OK;
    }
    mus_free(core.members);
    mus_encoding_done(&core.encoding);
    return status;
}

enum mus_status mus_prover_explain(const struct mus_timetable_problem *problem,
                                   const struct mus_stop *stop, struct mus_clash *clash,
                                   struct mus_error *err)
{
    struct mus_clash found = {0};
    bool decided = false;
    enum mus_status status = mus_timetable_count(problem, &found, err);
    decided = found.count > 0;
    if (status == MUS_OK && !decided) {
        status = explain_form(problem, MUS_ENCODE_CLASH, stop, &found, &decided, err);
    }
    if (status == MUS_OK && !decided && problem->max_break_difference != MUS_TIMETABLE_NO_LIMIT) {
        status = explain_form(problem, MUS_ENCODE_CLASH_WITH_BREAKS, stop, &found, &decided, err);
    }
    if (status == MUS_OK) {
        *clash = found;
    }
    return status;
}
