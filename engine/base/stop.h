/* How long work that can end at any time may go on: until somebody asks it to stop.
 *
 * Whoever works asks now and then (mus_stop_asked) and returns the best it has. What is asked is
 * handed in, so that the work itself needs no clock. One stop may be asked by several threads. */
#ifndef MUS_BASE_STOP_H
#define MUS_BASE_STOP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_stop {
    bool (*asked)(const void *state);
    const void *state;
};

/* NULL: nobody ever asks. */
static inline bool mus_stop_asked(const struct mus_stop *stop)
{
    return stop != NULL && stop->asked(stop->state);
}

/* A stop at a moment of the clock that never steps back. */
struct mus_deadline {
    int64_t monotonic_ms;
};
struct mus_deadline mus_deadline_in_ms(int64_t milliseconds);
/* The deadline is borrowed. */
struct mus_stop mus_stop_at(const struct mus_deadline *deadline);

#endif
