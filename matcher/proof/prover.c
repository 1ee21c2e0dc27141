/* Two questions, by turns, of one solver that keeps what it learned from both:
 *
 *   from below   is there a timetable with as few breaks as the lower bound? No raises the bound;
 *   from above   is there one with fewer than the best known? No proves that one optimal.
 *
 * Either way a yes is a timetable. Questions are asked in portions of conflicts and asked again
 * when it is their turn, so that neither side is waited for. What a question allows is one literal
 * of the sum of all breaks, assumed; the sum is counted a window above the lower bound, and widened
 * when the bound has come near its end. */
#include "matcher/proof/prover.h"

#include "base/mem.h"
#include "matcher/proof/encoding.h"

#include <string.h>

enum {
    WINDOW = 32,        /* breaks counted above the lower bound */
    PORTION = 4000,     /* conflicts of one turn */
    TURNS_PER_LOOK = 8, /* of so many turns one is from above, once a timetable is known */
};

#define UNKNOWN UINT64_MAX

struct mus_prover {
    struct mus_encoding encoding;
    struct mus_unary total;
    uint64_t counted_to; /* the bound that the total was made with */
    uint64_t lower_bound;
    uint64_t best; /* breaks of the best known timetable, or UNKNOWN */
    uint64_t turn; /* questions that were left open */
    enum mus_prover_verdict verdict;
    uint64_t conflicts;
    int16_t *slots; /* of the timetable just found */
};

bool mus_prover_exists(void)
{
    return true;
}

static enum mus_status count_on(struct mus_prover *prover, struct mus_error *err)
{
    if (prover->counted_to > prover->lower_bound + WINDOW / 2 ||
        (prover->counted_to > 0 && prover->total.count < prover->counted_to)) {
        return MUS_OK;
    }
    prover->counted_to = prover->lower_bound + WINDOW;
    return mus_encoding_total(&prover->encoding, prover->counted_to, &prover->total, err);
}

static enum mus_status prepare(struct mus_prover *prover,
                               const struct mus_timetable_problem *problem, struct mus_error *err)
{
    prover->slots = mus_alloc(problem->meeting_count, sizeof *prover->slots);
    if (prover->slots == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = mus_encoding_init(&prover->encoding, problem, MUS_ENCODE_PROOF, err);
    return status == MUS_OK ? count_on(prover, err) : status;
}

enum mus_status mus_prover_new(const struct mus_timetable_problem *problem, uint64_t lower_bound,
                               struct mus_prover **out, struct mus_error *err)
{
    struct mus_prover *prover = mus_alloc_zero(1, sizeof *prover);
    if (prover == NULL) {
        return mus_fail_memory(err);
    }
    prover->lower_bound = lower_bound;
    prover->best = UNKNOWN;
    enum mus_status status = prepare(prover, problem, err);
    if (status != MUS_OK) {
        mus_prover_free(prover);
        prover = NULL;
    }
    if (status == MUS_OK || status == MUS_LIMIT) {
        *out = prover;
        return MUS_OK;
    }
    return status;
}

void mus_prover_free(struct mus_prover *prover)
{
    if (prover != NULL) {
        mus_encoding_done(&prover->encoding);
        mus_free(prover->slots);
        mus_free(prover);
    }
}

void mus_prover_known(struct mus_prover *prover, uint64_t breaks)
{
    prover->best = breaks < prover->best ? breaks : prover->best;
}

/* ---- one question ---- */

/* Proofs come from below; from above, what is asked first is whether there is a timetable at all.
 */
static bool from_above(const struct mus_prover *prover)
{
    return prover->best == UNKNOWN ? prover->turn % 2 == 1
                                   : prover->turn % TURNS_PER_LOOK == TURNS_PER_LOOK - 1;
}

/* How many breaks the question allows. From above, without a timetable: any; with one: fewer than
 * it has, but no more than can be told apart. */
static uint64_t allowed_now(const struct mus_prover *prover)
{
    if (!from_above(prover)) {
        return prover->lower_bound;
    }
    if (prover->best == UNKNOWN) {
        return UNKNOWN;
    }
    uint64_t most = prover->total.count < prover->counted_to ? UNKNOWN : prover->counted_to - 1;
    return prover->best - 1 < most ? prover->best - 1 : most;
}

/* The literal that allows at most so many breaks; 0: there cannot be more. */
static int at_most(const struct mus_prover *prover, uint64_t breaks)
{
    return breaks < prover->total.count ? -prover->total.at[breaks] : 0;
}

static uint64_t breaks_of(const struct mus_timetable_problem *problem, mus_slots busy)
{
    uint64_t breaks = 0;
    int last = -1;
    for (int s = 0; s < (int)problem->slot_count; s++) {
        if (busy >> s & 1) {
            breaks +=
                last >= 0 && last + 1 < s && problem->slots[last].day == problem->slots[s].day;
            last = s;
        }
    }
    return breaks;
}

static uint64_t all_breaks(const struct mus_prover *prover)
{
    const struct mus_encoding *encoding = &prover->encoding;
    uint64_t breaks = 0;
    for (size_t p = 0; p < encoding->problem->participant_count; p++) {
        mus_slots busy = 0;
        for (uint32_t i = encoding->meetings_begin[p]; i < encoding->meetings_begin[p + 1]; i++) {
            busy |= (mus_slots)1 << prover->slots[encoding->meetings[i]];
        }
        breaks += breaks_of(encoding->problem, busy);
    }
    return breaks;
}

static void take_timetable(struct mus_prover *prover, int16_t *slots,
                           struct mus_prover_state *state)
{
    size_t count = prover->encoding.problem->meeting_count;
    mus_encoding_read(&prover->encoding, prover->slots);
    uint64_t breaks = all_breaks(prover);
    if (breaks < prover->best) {
        memcpy(slots, prover->slots, count * sizeof *slots);
        prover->best = breaks;
        state->found = true;
        state->breaks = breaks;
    }
}

/* One turn, of at most so many conflicts; how many were used. */
static uint64_t ask(struct mus_prover *prover, uint64_t conflicts, const struct mus_stop *stop,
                    int16_t *slots, struct mus_prover_state *state)
{
    struct mus_sat *sat = prover->encoding.sat;
    uint64_t allowed = allowed_now(prover);
    int assumed = at_most(prover, allowed);
    if (assumed != 0) {
        mus_sat_assume(sat, assumed);
    }
    uint64_t before = mus_sat_conflicts(sat);
    enum mus_sat_answer answer = mus_sat_solve(sat, conflicts, stop);
    uint64_t used = mus_sat_conflicts(sat) - before;
    if (answer == MUS_SAT_YES) {
        take_timetable(prover, slots, state);
    } else if (answer == MUS_SAT_NO && (assumed == 0 || !mus_sat_failed(sat, assumed))) {
        prover->verdict = MUS_PROVER_INFEASIBLE;
    } else if (answer == MUS_SAT_NO) {
        prover->lower_bound = allowed + 1;
    } else {
        used = conflicts;
        prover->turn++;
    }
    return used < conflicts ? used : conflicts;
}

enum mus_status mus_prover_work(struct mus_prover *prover, uint64_t conflicts,
                                const struct mus_stop *stop, int16_t *slots,
                                struct mus_prover_state *state, struct mus_error *err)
{
    struct mus_prover_state told = {.verdict = MUS_PROVER_OPEN};
    enum mus_status status = MUS_OK;
    while (status == MUS_OK && prover->verdict == MUS_PROVER_OPEN) {
        if (prover->best <= prover->lower_bound) {
            prover->verdict = MUS_PROVER_OPTIMAL;
        } else if (conflicts == 0 || mus_stop_asked(stop)) {
            break;
        } else if ((status = count_on(prover, err)) == MUS_OK) {
            uint64_t turn = conflicts < PORTION ? conflicts : PORTION;
            uint64_t used = ask(prover, turn, stop, slots, &told);
            prover->conflicts += used;
            conflicts -= used;
        }
    }
    if (status == MUS_LIMIT) {
        status = MUS_OK; /* no room to count further: what is known stands */
    }
    if (status == MUS_OK) {
        told.verdict = prover->verdict;
        told.lower_bound = prover->lower_bound;
        told.conflicts = prover->conflicts;
        *state = told;
    }
    return status;
}
