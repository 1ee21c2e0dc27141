/* A map made from a table's headings, for files that come without one: Japanese and English
 * headings as they are usual in such lists, and the format's own field names. */
#ifndef MUS_IMPORT_HEADINGS_H
#define MUS_IMPORT_HEADINGS_H

#include "base/arena.h"
#include "base/status.h"
#include "import/map.h"

/* The last column of a file of rejected rows: passed over when it is read again. */
#define MUS_ERROR_COLUMN "musubi_error"

/* Columns that nobody understood, and what was taken for granted, one sentence each. */
struct mus_headings_notes {
    struct mus_text *items;
    size_t count;
};

/* The map is bound. MUS_INVALID, each with a hint to use a map: no heading is understood; one has
 * two meanings (`column C ("分野") can mean industries or technology_fields; say which with a
 * map`); two fill the same field. */
enum mus_status mus_headings_map(struct mus_texts header, const struct mus_tables *tables,
                                 struct mus_arena *arena, struct mus_map *out,
                                 struct mus_headings_notes *notes,
                                 struct mus_error *err) MUS_MUST_CHECK;

#endif
