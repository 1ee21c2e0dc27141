/* What is believed of companies that are still to be asked for. The score of two companies is the
 * same from both sides, so each answer tells those who were looked at for it of one whom they would
 * be suggested. What has been told of a company gives its floor: what the last of its best will
 * probably score at least, from which its search begins (struct mus_scan_options).
 *
 * No answer depends on a floor, or on which answers were there before: a floor that is too high
 * only takes time. So it is well where nobody is noted who is not to be suggested, and nobody twice
 * for the same, but it need not be certain. Any thread may call. */
#ifndef MUS_MATCH_FLOORS_H
#define MUS_MATCH_FLOORS_H

#include "base/status.h"
#include "matcher/firm.h"
#include "store/segments.h"

#include <stddef.h>
#include <stdint.h>

struct mus_floors;

/* For the best `top` (1 at least) of each company in the segments (borrowed). NULL where these are
 * too many to keep so much of: see MUS_MAX_FLOORS. */
enum mus_status mus_floors_new(const struct mus_segments *segments, size_t top,
                               struct mus_floors **out, struct mus_error *err) MUS_MUST_CHECK;
void mus_floors_free(struct mus_floors *floors);
size_t mus_floors_top(const struct mus_floors *floors);
/* Somebody with whom this document scores so much. */
void mus_floors_note(struct mus_floors *floors, size_t segment, uint32_t doc, uint32_t score);
/* Of a company whose turn it is; 0 where nothing is known. */
uint32_t mus_floors_of(struct mus_floors *floors, const struct mus_firm *firm);

#endif
