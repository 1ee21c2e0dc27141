/* Which column of a table is what, by its heading: for tables with a fixed set of fields, each
 * known by several headings. Pure; any thread. */
#ifndef MUS_IMPORT_COLUMNS_H
#define MUS_IMPORT_COLUMNS_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

#define MUS_NO_COLUMN SIZE_MAX

/* One field. */
struct mus_column_rule {
    const char *field; /* for messages: "companies[1]" */
    const char *words; /* headings, parted by |, compared when folded; NULL: no such column */
    bool needed;       /* a table without it is refused */
};

/* at[i] becomes the column of rules[i], or MUS_NO_COLUMN. MUS_INVALID: two columns mean the same;
 * one that is needed is not there. *passed_over gets the headings that were not understood, in the
 * arena; the column of a file of rejected rows is none of them. */
enum mus_status mus_columns_find(const struct mus_column_rule *rules, size_t count,
                                 struct mus_texts header, size_t *at, struct mus_arena *arena,
                                 struct mus_texts *passed_over,
                                 struct mus_error *err) MUS_MUST_CHECK;

#endif
