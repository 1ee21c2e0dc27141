/* Placing what is left out at the least cost: few others are moved, few days torn. */
#ifndef MUS_MATCHER_TIMETABLE_MEND_H
#define MUS_MATCHER_TIMETABLE_MEND_H

#include "matcher/timetable/moves.h"

/* Tries for each meeting that is left out every slot, where a side is busy with every chain that
 * makes it free, and does the cheapest; not if more than most_moved would then be moved. Nothing
 * that is placed is left out. Deterministic. */
void mus_mend_place(struct mus_moves *moves, uint64_t most_moved);
/* Takes moved meetings back to where they stood, where that costs nothing. */
void mus_mend_take_home(struct mus_moves *moves);

#endif
