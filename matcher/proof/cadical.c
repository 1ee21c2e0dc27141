/* CaDiCaL tells no count of conflicts over its C interface, but every clause that it learns, and it
 * learns one from each conflict. */
#include "matcher/proof/cadical.h"

#include "base/mem.h"

#include <ccadical.h>

#include <assert.h>
#include <limits.h>
#include <stdlib.h>

/* Clauses that are longer are learned as well, but not told. */
enum { LONGEST_TOLD = 1 << 20 };

struct mus_sat {
    CCaDiCaL *solver;
    int variables;
    int true_literal;
    uint64_t literals, most_literals;
    uint64_t conflicts;
    const struct mus_stop *stop;
};

static int asked_to_stop(void *state)
{
    const struct mus_sat *sat = state;
    return mus_stop_asked(sat->stop) ? 1 : 0;
}

static void learned(void *state, int *clause)
{
    (void)clause;
    ((struct mus_sat *)state)->conflicts++;
}

struct mus_sat *mus_sat_new(uint64_t most_literals)
{
    struct mus_sat *sat = mus_alloc_zero(1, sizeof *sat);
    if (sat == NULL) {
        return NULL;
    }
    sat->solver = ccadical_init();
    sat->most_literals = most_literals;
    ccadical_set_option(sat->solver, "quiet", 1);
    ccadical_set_terminate(sat->solver, sat, asked_to_stop);
    ccadical_set_learn(sat->solver, sat, LONGEST_TOLD, learned);
    sat->true_literal = mus_sat_variable(sat);
    ccadical_add(sat->solver, sat->true_literal);
    ccadical_add(sat->solver, 0);
    return sat;
}

void mus_sat_free(struct mus_sat *sat)
{
    if (sat != NULL) {
        ccadical_release(sat->solver);
        mus_free(sat);
    }
}

int mus_sat_variable(struct mus_sat *sat)
{
    assert(sat->variables < INT_MAX);
    return ++sat->variables;
}

int mus_sat_true(const struct mus_sat *sat)
{
    return sat->true_literal;
}

/* Literals that are not the constant false; SIZE_MAX where one is the constant true. */
static size_t count_open(const struct mus_sat *sat, const int *literals, size_t count)
{
    size_t open = 0;
    for (size_t i = 0; i < count; i++) {
        assert(literals[i] != 0);
        if (literals[i] == sat->true_literal) {
            return SIZE_MAX;
        }
        open += literals[i] != -sat->true_literal;
    }
    return open;
}

void mus_sat_add(struct mus_sat *sat, const int *literals, size_t count)
{
    size_t open = count_open(sat, literals, count);
    if (open == SIZE_MAX) {
        return;
    }
    sat->literals += open;
    if (mus_sat_full(sat)) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (literals[i] != -sat->true_literal) {
            ccadical_add(sat->solver, literals[i]);
        }
    }
    ccadical_add(sat->solver, 0);
}

void mus_sat_add2(struct mus_sat *sat, int a, int b)
{
    mus_sat_add(sat, (const int[]){a, b}, 2);
}

void mus_sat_add3(struct mus_sat *sat, int a, int b, int c)
{
    mus_sat_add(sat, (const int[]){a, b, c}, 3);
}

bool mus_sat_full(const struct mus_sat *sat)
{
    return sat->literals > sat->most_literals;
}

void mus_sat_assume(struct mus_sat *sat, int literal)
{
    ccadical_assume(sat->solver, literal);
}

enum mus_sat_answer mus_sat_solve(struct mus_sat *sat, uint64_t conflicts,
                                  const struct mus_stop *stop)
{
    sat->stop = stop;
    ccadical_limit(sat->solver, "conflicts", conflicts < INT_MAX ? (int)conflicts : INT_MAX);
    int answer = ccadical_solve(sat->solver);
    sat->stop = NULL;
    return answer == 10 ? MUS_SAT_YES : answer == 20 ? MUS_SAT_NO : MUS_SAT_OPEN;
}

uint64_t mus_sat_conflicts(const struct mus_sat *sat)
{
    return sat->conflicts;
}

bool mus_sat_value(struct mus_sat *sat, int literal)
{
    bool value = ccadical_val(sat->solver, abs(literal)) > 0;
    return value == (literal > 0);
}

bool mus_sat_failed(struct mus_sat *sat, int literal)
{
    return ccadical_failed(sat->solver, literal) != 0;
}
