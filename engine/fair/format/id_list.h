/* Ids in sentences: "p1, p2, p3"; where they are many the first of them, then "…". Pure. */
#ifndef MUS_FAIR_FORMAT_ID_LIST_H
#define MUS_FAIR_FORMAT_ID_LIST_H

#include "base/buf.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUS_ID_LIST_MOST 10 /* that are named */

/* ids[places[0]], …; at most MUS_ID_LIST_MOST of them, then "…". */
void mus_put_ids(struct mus_buf *out, const struct mus_text *ids, const uint32_t *places,
                 size_t count, bool japanese);
/* What stands between two things of a list. */
const char *mus_list_comma(bool japanese);

#endif
