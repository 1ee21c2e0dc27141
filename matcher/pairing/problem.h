/* Who may meet whom at an event, how many meetings each may have, and what each pair is worth.
 *
 * The problem is maximum-weight b-matching on a general graph with lexicographic minimums: choose
 * pairs so that as few meetings as possible are missing to the participants' minimums, and among
 * such choices one of the greatest total. Everything is integer arithmetic. A problem is borrowed
 * and read-only for whoever solves it; any thread. */
#ifndef MUS_MATCHER_PAIRING_PROBLEM_H
#define MUS_MATCHER_PAIRING_PROBLEM_H

#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

#define MUS_PAIRING_MAX_PARTICIPANTS 1000000
#define MUS_PAIRING_MAX_PAIRS 50000000
#define MUS_PAIRING_MAX_MEETINGS 1000000 /* of one participant */
#define MUS_PAIRING_NO_COMPANY UINT32_MAX
#define MUS_PAIRING_NO_CAPACITY UINT64_MAX

enum mus_pairing_mark {
    MUS_PAIRING_FREE,
    MUS_PAIRING_FIXED,    /* is chosen; counts toward max and min */
    MUS_PAIRING_FORBIDDEN /* is not chosen */
};

struct mus_pairing_pair {
    uint32_t a, b;  /* places of two different participants */
    uint32_t score; /* 0 … MUS_MILLION; the solver itself takes up to four times that */
};

struct mus_pairing_participant {
    uint32_t max, min; /* min <= max */
    uint32_t company;  /* any number that names it; MUS_PAIRING_NO_COMPANY: none is given */
};

struct mus_pairing_problem {
    const struct mus_pairing_participant *participants;
    size_t participant_count;
    const struct mus_pairing_pair *pairs; /* no two of the same participants */
    const uint8_t *marks;                 /* enum mus_pairing_mark of each pair; NULL: all free */
    size_t pair_count;
    uint64_t capacity; /* pairs in all; MUS_PAIRING_NO_CAPACITY: no limit */
};

/* Every rule above; also that the fixed pairs by themselves break none: no participant above its
 * max, no two of one pair of companies, not more than the capacity. MUS_INVALID or MUS_LIMIT with
 * the place: pairs[3]: participants 4 and 9 stand in pairs[1] as well. Where two participants of
 * one company are paired with each other there is no pair of companies: MUS_INVALID. */
enum mus_status mus_pairing_check_problem(const struct mus_pairing_problem *problem,
                                          struct mus_error *err) MUS_MUST_CHECK;

#endif
