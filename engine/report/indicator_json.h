/* The indicator, and a comparison of two rule sets, as replies: docs and programs outside read the
 * members fiscal_year … projection, whose names are fixed; the others may grow. */
#ifndef MUS_REPORT_INDICATOR_JSON_H
#define MUS_REPORT_INDICATOR_JSON_H

#include "codec/json_write.h"
#include "match/world.h"
#include "report/compare.h"
#include "report/indicator.h"

/* Writes the members into the object that is open. Hidden counts are null, and so are target,
 * projection and published_below where there is none. "labels" holds the codes of the breakdowns in
 * words, by table. */
void mus_indicator_put_json(struct mus_json_writer *writer, const struct mus_indicator *indicator,
                            const struct mus_world *world);
void mus_comparison_put_json(struct mus_json_writer *writer,
                             const struct mus_comparison *comparison);

#endif
