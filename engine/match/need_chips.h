/* The chips of a need at work: which of them stand, and the query they make. */
#ifndef MUS_MATCH_NEED_CHIPS_H
#define MUS_MATCH_NEED_CHIPS_H

#include "base/arena.h"
#include "base/status.h"
#include "codec/json_write.h"
#include "match/need_reading.h"
#include "match/query.h"
#include "match/world.h"

/* Takes those out of the reading whose filter the query has already (what was said outright
 * decides) or whose code no table has, and those that are named in `as_text`, "country:DE,size:sme"
 * (MUS_NO_TEXT: none). MUS_INVALID where it names one that was not read. */
enum mus_status mus_need_chips_settle(const struct mus_world *world,
                                      const struct mus_match_query *query, struct mus_text as_text,
                                      struct mus_reading *reading,
                                      struct mus_error *err) MUS_MUST_CHECK;

/* Puts the chips into a query that mus_match_query_of_text made of `text` and that is not loaded
 * yet: filters, and the purposes and markets of its need. What a filter says and nothing else is
 * cut from the text that is compared, unless nothing would be left. Without chips the query stays
 * as it is. */
enum mus_status mus_need_chips_apply(const struct mus_reading *reading, struct mus_text text,
                                     struct mus_arena *arena, struct mus_match_query *query,
                                     struct mus_error *err) MUS_MUST_CHECK;

/* An array of {"chip", "text", "ja", "en"}; ja and en say the condition: 国・地域：ドイツ. */
void mus_need_chips_write(const struct mus_world *world, const struct mus_reading *reading,
                          struct mus_json_writer *writer);

#endif
