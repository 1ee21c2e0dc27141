/* Calibration: what share of pairs with a score like this was concluded, as a range.
 *
 * A score orders; it is no probability. Once enough pairs were introduced and ended one way or the
 * other, a logistic curve through them says how often a score of that height was concluded (Platt
 * 1999). With so few pairs a single figure would pretend too much: what is told is the 90 %
 * interval of the curve. It is told only between the lowest and the highest score that was seen,
 * and never where there were fewer than MUS_CALIBRATION_LEAST of either kind. The curve rises, so
 * nothing is ever ranked otherwise by it.
 *
 * Doubles inside, only + − × ÷ √ and the elementary functions made of them, always in the same
 * order; integers outside: same pairs, same answer on every machine. Allocates nothing. Pure; any
 * thread. */
#ifndef MUS_MATCHER_LEARN_CALIBRATION_H
#define MUS_MATCHER_LEARN_CALIBRATION_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUS_CALIBRATION_LEAST 10 /* pairs concluded, and as many that were not */
#define MUS_CALIBRATION_MOST_PAIRS 1000000

/* A pair that was introduced and of which it is known what came of it. */
struct mus_calibration_pair {
    uint32_t score; /* when it was introduced, in millionths */
    bool concluded;
};

/* The curve: log-odds = level + slope · (score − centre), in nats. At the centre the errors of
 * level and slope are independent, so that two standard errors are all there is to know of them. */
struct mus_calibration {
    int64_t pairs, concluded;
    uint32_t lowest, highest; /* score of a pair, in millionths */
    uint32_t centre;
    int64_t level, level_error; /* millionths of a nat */
    int64_t slope, slope_error; /* the same, from a score of 0 to one of a million */
};

enum mus_calibration_verdict {
    MUS_CALIBRATION_FITTED,
    MUS_CALIBRATION_FEW,       /* fewer than MUS_CALIBRATION_LEAST of a kind: nothing is fitted */
    MUS_CALIBRATION_UNRELATED, /* higher scores were not concluded more often */
};
/* "fitted", "few", "unrelated". */
const char *mus_calibration_verdict_name(enum mus_calibration_verdict verdict);

/* Fits the curve to at most MUS_CALIBRATION_MOST_PAIRS, which come in any order and are sorted.
 * Unless the verdict is FITTED only pairs and concluded of *out say anything. */
enum mus_calibration_verdict mus_calibrate(struct mus_calibration_pair *pairs, size_t count,
                                           struct mus_calibration *out);

/* One that mus_calibrate may have made, as far as its numbers tell; MUS_INVALID with the name of
 * the one that is not. */
enum mus_status mus_calibration_check(const struct mus_calibration *calibration,
                                      struct mus_error *err) MUS_MUST_CHECK;

/* Of pairs with this score, low to high of a million were concluded: 90 % interval, rounded
 * outwards. false, range as it was: a score lower or higher than any that was seen. */
struct mus_calibration_range {
    uint32_t low, high;
};
bool mus_calibration_at(const struct mus_calibration *calibration, uint32_t score,
                        struct mus_calibration_range *range);

#endif
