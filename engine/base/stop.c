#include "base/stop.h"

#include "base/clock.h"

struct mus_deadline mus_deadline_in_ms(int64_t milliseconds)
{
    return (struct mus_deadline){mus_clock_monotonic_ms() + milliseconds};
}

static bool has_passed(const void *state)
{
    const struct mus_deadline *deadline = state;
    return mus_clock_monotonic_ms() >= deadline->monotonic_ms;
}

struct mus_stop mus_stop_at(const struct mus_deadline *deadline)
{
    return (struct mus_stop){has_passed, deadline};
}
