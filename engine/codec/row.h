/* One row of a table, as the CSV, XLSX and sheet readers hand it out. Everything in it is borrowed
 * and lives until the reader's next call. */
#ifndef MUS_CODEC_ROW_H
#define MUS_CODEC_ROW_H

#include "base/text.h"

#include <stddef.h>
#include <stdint.h>

struct mus_row {
    const struct mus_text *cells; /* UTF-8, as written: not trimmed; never "not given" */
    size_t count;                 /* rows of one file need not have the same number */
    uint64_t number;              /* 1-based, as a spreadsheet shows it: blank rows count */
    uint64_t line;                /* 1-based line of the file where the row begins; 0 in XLSX */
    size_t errors;      /* XLSX cells that hold an error such as #N/A; they are given empty */
    size_t first_error; /* the column of the first of them */
};

/* The cell, empty where the row is shorter. */
static inline struct mus_text mus_row_cell(const struct mus_row *row, size_t column)
{
    return column < row->count ? row->cells[column] : MUS_TEXT("");
}

/* Room for the name of any column. */
#define MUS_COLUMN_NAME_MAX 16
/* 0 → "A", 25 → "Z", 26 → "AA", as spreadsheets name columns; for `row 18, column F: …`. Returns
 * name, which has room for MUS_COLUMN_NAME_MAX bytes. */
const char *mus_column_name(size_t index, char *name);

#endif
