#include "base/clock.h"

#include <time.h>

static int64_t read_ms(clockid_t id)
{
    struct timespec now;
    if (clock_gettime(id, &now) != 0) {
        return 0;
    }
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t mus_clock_now_ms(void)
{
    return read_ms(CLOCK_REALTIME);
}

int64_t mus_clock_monotonic_ms(void)
{
    return read_ms(CLOCK_MONOTONIC);
}
