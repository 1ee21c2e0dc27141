/* What all makers of a reference table share: rows in any order become a table, sorted, with the
 * keys for looking up, and checked. Messages name the row as the user knows it. */
#ifndef MUS_PROFILE_TABLE_MAKE_H
#define MUS_PROFILE_TABLE_MAKE_H

#include "base/arena.h"
#include "base/status.h"
#include "profile/table.h"

#include <stdint.h>

enum mus_table_place {
    MUS_TABLE_BY_CODE,   /* row "05": parent: … */
    MUS_TABLE_BY_INDEX,  /* rows[3].parent: … */
    MUS_TABLE_BY_NUMBER, /* row 18: parent: … */
};

/* Where each row came from: numbers[i] of row i. NULL by code. */
struct mus_table_origin {
    enum mus_table_place place;
    const uint64_t *numbers;
};

/* Sorts the rows of `table` (anew, in the arena), makes its keys and checks everything. The texts
 * are taken as they are and must live as long as the arena; members must be sorted by code and
 * first day, complements by code. MUS_INVALID, MUS_LIMIT or MUS_NO_MEMORY; then table is as it was.
 */
enum mus_status mus_table_make(struct mus_table *table, const struct mus_table_origin *origin,
                               struct mus_arena *arena, struct mus_error *err) MUS_MUST_CHECK;
/* The invariants, in steps: name, version and number of rows; each row by itself; the order of the
 * rows, and what ties them to each other (with keys). */
enum mus_status mus_table_check_head(const struct mus_table *table,
                                     struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_table_check_rows(const struct mus_table *table,
                                     const struct mus_table_origin *origin,
                                     struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_table_check_ties(const struct mus_table *table,
                                     const struct mus_table_origin *origin,
                                     struct mus_error *err) MUS_MUST_CHECK;

/* Appends the text as keys are compared: folded for search, without white space. On failure out is
 * as before. */
enum mus_status mus_table_fold(struct mus_text text, struct mus_buf *out,
                               struct mus_error *err) MUS_MUST_CHECK;
/* The row that has the folded text for a code, label or synonym; NULL where there is none. */
const struct mus_table_row *mus_table_find_folded(const struct mus_table *table,
                                                  struct mus_text folded);
/* 1–64 of A-Za-z0-9._:/- */
bool mus_table_is_code(struct mus_text text);

/* The order that a table needs. */
void mus_table_sort_members(struct mus_table_member *members, size_t count);
void mus_table_sort_complements(struct mus_table_complement *complements, size_t count);

#endif
