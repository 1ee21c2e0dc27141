/* The system's clock, read in one place; everything else is handed the time. */
#ifndef MUS_BASE_CLOCK_H
#define MUS_BASE_CLOCK_H

#include <stdint.h>

/* Milliseconds since 1970-01-01 UTC. */
int64_t mus_clock_now_ms(void);
/* Milliseconds of a clock that never steps back: for durations. */
int64_t mus_clock_monotonic_ms(void);

#endif
