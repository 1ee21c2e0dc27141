/* How far the cases of a fiscal year came.
 *
 * A case belongs to every fiscal year in which it took a step. It is seen as it stood at the end of
 * that year, and as it was known on as_of: steps dated later, or recorded later, are not there yet.
 * It counts at the furthest stage of the main line that it has reached and at all stages before it
 * (a case need not pass through each), and, where it ended otherwise, at that ending too. */
#ifndef MUS_REPORT_FUNNEL_H
#define MUS_REPORT_FUNNEL_H

#include "base/status.h"
#include "cases/format/case.h"
#include "store/store.h"

#include <stdint.h>

/* Adds one case. `as_of` is unix seconds, inclusive. Pure. */
void mus_funnel_add(const struct mus_case *c, int fiscal_year, uint64_t as_of,
                    uint64_t funnel[MUS_CASE_STAGE_END]);
/* All cases of the store. */
enum mus_status mus_funnel_make(const struct mus_read *read, int fiscal_year, uint64_t as_of,
                                uint64_t funnel[MUS_CASE_STAGE_END],
                                struct mus_error *err) MUS_MUST_CHECK;

#endif
