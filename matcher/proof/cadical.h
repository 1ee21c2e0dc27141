/* A SAT solver: variables, clauses, and the question whether all clauses can be true at once. The
 * one door to CaDiCaL (Biere, Fazekas, Fleury, Heisinger, "CaDiCaL, Kissat, Paracooba, Plingeling
 * and Treengeling entering the SAT Competition 2020").
 *
 * A literal is a variable (from 1) or, negated, minus it; 0 is none. The constant literals
 * mus_sat_true and its negation may stand wherever a literal may. A solver belongs to one thread at
 * a time. Same calls, same conflicts: same answers.
 *
 * The memory inside CaDiCaL does not come through base/mem: a test cannot make it fail, and where
 * the system refuses it, the process ends. MUS_PROVER_MAX_LITERALS keeps it within bounds. */
#ifndef MUS_MATCHER_PROOF_CADICAL_H
#define MUS_MATCHER_PROOF_CADICAL_H

#include "base/stop.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum mus_sat_answer {
    MUS_SAT_OPEN, /* the conflicts were used up, or the stop was asked */
    MUS_SAT_YES,  /* a model: mus_sat_value */
    MUS_SAT_NO    /* none under the assumptions: mus_sat_failed */
};

struct mus_sat;
/* Takes clauses of so many literals in all; what is added beyond that is dropped, and mus_sat_full
 * tells it. NULL when memory runs out. */
struct mus_sat *mus_sat_new(uint64_t most_literals);
void mus_sat_free(struct mus_sat *sat);

int mus_sat_variable(struct mus_sat *sat);
/* The literal that is always true. */
int mus_sat_true(const struct mus_sat *sat);
/* Adds a clause: at least one of the literals is true. */
void mus_sat_add(struct mus_sat *sat, const int *literals, size_t count);
void mus_sat_add2(struct mus_sat *sat, int a, int b);
void mus_sat_add3(struct mus_sat *sat, int a, int b, int c);
bool mus_sat_full(const struct mus_sat *sat);

/* The literal is taken as true in the next mus_sat_solve alone. */
void mus_sat_assume(struct mus_sat *sat, int literal);
/* Works for at most so many conflicts, keeps what it has learned, and can be asked again. */
enum mus_sat_answer mus_sat_solve(struct mus_sat *sat, uint64_t conflicts,
                                  const struct mus_stop *stop);
/* Conflicts in all questions so far, counted by what was learned from them. */
uint64_t mus_sat_conflicts(const struct mus_sat *sat);
/* After MUS_SAT_YES, until something is added or assumed. */
bool mus_sat_value(struct mus_sat *sat, int literal);
/* After MUS_SAT_NO: whether this assumption was used in the proof. */
bool mus_sat_failed(struct mus_sat *sat, int literal);

#endif
