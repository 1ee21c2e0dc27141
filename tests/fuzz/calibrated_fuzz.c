/* A calibration that is read, written and read again is the same, and gives every score that was
 * seen a range; anything else is refused with a word. */
#include "match/calibrated.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void demand_round_trip(const struct mus_calibrated *calibrated, struct mus_arena *arena)
{
    struct mus_buf first = {0};
    struct mus_buf second = {0};
    struct mus_calibrated again;
    mus_calibrated_write(calibrated, &first);
    demand(mus_calibrated_read(mus_buf_text(&first), arena, &again, NULL) == MUS_OK);
    mus_calibrated_write(&again, &second);
    demand(mus_text_equal(mus_buf_text(&first), mus_buf_text(&second)));
    mus_buf_done(&first);
    mus_buf_done(&second);
}

static void demand_ranges(const struct mus_calibration *curve)
{
    const uint32_t seen[] = {curve->lowest, curve->centre, curve->highest};
    struct mus_calibration_range range;
    for (size_t i = 0; i < 3; i++) {
        demand(mus_calibration_at(curve, seen[i], &range));
        demand(range.low <= range.high && range.high <= MUS_MILLION);
    }
    demand(!mus_calibration_at(curve, curve->highest + 1, &range));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct mus_text text = {(const char *)data, size};
    struct mus_arena arena = {0};
    struct mus_calibrated calibrated;
    struct mus_error err = {0};
    enum mus_status status = mus_calibrated_read(text, &arena, &calibrated, &err);
    if (status == MUS_OK) {
        demand_round_trip(&calibrated, &arena);
        if (calibrated.has_curve) {
            demand_ranges(&calibrated.curve);
        }
    } else {
        demand(status == MUS_INVALID || status == MUS_LIMIT);
        demand(err.status == status && err.message[0] != '\0');
    }
    mus_arena_done(&arena);
    return 0;
}
