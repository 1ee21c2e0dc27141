/* A part of a cell: the steps of a map's pattern, one after the other. Pure; any thread, with a
 * buffer of its own. */
#ifndef MUS_IMPORT_PATTERN_H
#define MUS_IMPORT_PATTERN_H

#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"
#include "import/map.h"

/* *text becomes what the steps leave of it, trimmed: a part of it, or a table's value; not given
 * where a step finds nothing. `work` is working memory. */
enum mus_status mus_pattern_apply(const struct mus_map_step *steps, size_t count,
                                  struct mus_buf *work, struct mus_text *text,
                                  struct mus_error *err) MUS_MUST_CHECK;

#endif
