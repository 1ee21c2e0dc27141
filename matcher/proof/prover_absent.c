/* In place of the prover where CaDiCaL is not there: nothing is proved, nothing is found. */
#include "matcher/proof/prover.h"

bool mus_prover_exists(void)
{
    return false;
}

enum mus_status mus_prover_new(const struct mus_timetable_problem *problem, uint64_t lower_bound,
                               struct mus_prover **out, struct mus_error *err)
{
    (void)problem;
    (void)lower_bound;
    (void)err;
    *out = NULL;
    return MUS_OK;
}

void mus_prover_free(struct mus_prover *prover)
{
    (void)prover;
}

void mus_prover_known(struct mus_prover *prover, uint64_t breaks)
{
    (void)prover;
    (void)breaks;
}

enum mus_status mus_prover_work(struct mus_prover *prover, uint64_t conflicts,
                                const struct mus_stop *stop, int16_t *slots,
                                struct mus_prover_state *state, struct mus_error *err)
{
    (void)prover;
    (void)conflicts;
    (void)stop;
    (void)slots;
    (void)err;
    *state = (struct mus_prover_state){.verdict = MUS_PROVER_OPEN};
    return MUS_OK;
}

enum mus_status mus_prover_explain(const struct mus_timetable_problem *problem,
                                   const struct mus_stop *stop, struct mus_clash *clash,
                                   struct mus_error *err)
{
    (void)problem;
    (void)stop;
    (void)err;
    *clash = (struct mus_clash){0};
    return MUS_OK;
}
