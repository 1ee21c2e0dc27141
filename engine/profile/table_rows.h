/* A reference table made from the rows of a file (CSV, TSV, XLSX) whose columns are named.
 *
 *     struct mus_table_rows *rows = mus_table_rows_new();
 *     … mus_table_rows_add(rows, &columns, cells, row_number, err) for each row …
 *     … mus_table_rows_finish(rows, &head, arena, &table, err) …
 *     mus_table_rows_free(rows);
 *
 * A builder belongs to one thread at a time. */
#ifndef MUS_PROFILE_TABLE_ROWS_H
#define MUS_PROFILE_TABLE_ROWS_H

#include "base/arena.h"
#include "base/limits.h"
#include "base/status.h"
#include "base/text.h"
#include "profile/table.h"

#include <stddef.h>
#include <stdint.h>

enum mus_table_column {
    MUS_TABLE_COLUMN_PASSED_OVER,
    MUS_TABLE_COLUMN_CODE,
    MUS_TABLE_COLUMN_PARENT,
    MUS_TABLE_COLUMN_JA,
    MUS_TABLE_COLUMN_EN,
    MUS_TABLE_COLUMN_ORDER,
    MUS_TABLE_COLUMN_NOTE_JA,
    MUS_TABLE_COLUMN_NOTE_EN,
    MUS_TABLE_COLUMN_SYNONYM, /* several columns may be synonyms */
};

struct mus_table_columns {
    enum mus_table_column items[MUS_MAX_COLUMNS];
    size_t count;
};

/* Reads "level,code,parent,ja,en": code, parent, ja, en, order, note_ja, note_en, synonym; any
 * other name is passed over. MUS_INVALID where a name other than synonym stands twice, there is no
 * code, or neither ja nor en. */
enum mus_status mus_table_columns_read(struct mus_text list, struct mus_table_columns *out,
                                       struct mus_error *err) MUS_MUST_CHECK;
/* The same from a heading of one name a cell. */
enum mus_status mus_table_columns_of(struct mus_texts names, struct mus_table_columns *out,
                                     struct mus_error *err) MUS_MUST_CHECK;

struct mus_table_rows;

/* NULL when memory runs out. */
struct mus_table_rows *mus_table_rows_new(void);
void mus_table_rows_free(struct mus_table_rows *rows);

/* Adds a row; its number is what messages call it: `row 18: order: …`. Cells are copied, without
 * white space at their ends; one that is blank or missing is not given, and a row that is blank in
 * every named column is passed over. In a synonym's cell, ";" and "；" stand between several. */
enum mus_status mus_table_rows_add(struct mus_table_rows *rows,
                                   const struct mus_table_columns *columns, struct mus_texts cells,
                                   uint64_t number, struct mus_error *err) MUS_MUST_CHECK;
/* Makes the table with the name, version, title and source of `head`, and checks it as
 * mus_table_read_json does. Everything is copied into the arena. */
enum mus_status mus_table_rows_finish(const struct mus_table_rows *rows,
                                      const struct mus_table *head, struct mus_arena *arena,
                                      struct mus_table *out, struct mus_error *err) MUS_MUST_CHECK;

#endif
