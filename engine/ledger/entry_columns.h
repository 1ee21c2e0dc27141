/* Tables of questionnaires and of concluded matches: which column is what, by headings in Japanese
 * or English, and a row's cells read into a request. Pure; any thread. */
#ifndef MUS_LEDGER_ENTRY_COLUMNS_H
#define MUS_LEDGER_ENTRY_COLUMNS_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "codec/row.h"
#include "ledger/append.h"
#include "profile/table.h"

#include <stddef.h>

enum mus_entry_column {
    MUS_ENTRY_ID, /* of the request */
    MUS_ENTRY_COMPANY,
    MUS_ENTRY_PARTNER,
    MUS_ENTRY_DATE,
    MUS_ENTRY_PROGRAMME,
    MUS_ENTRY_EDITION,
    MUS_ENTRY_PURPOSE,
    MUS_ENTRY_STAGE,
    MUS_ENTRY_AGREEMENT,
    MUS_ENTRY_EVIDENCE,
    MUS_ENTRY_SIDE,
    MUS_ENTRY_N,
    MUS_ENTRY_COLUMN_COUNT
};

struct mus_entry_columns {
    enum mus_ledger_kind kind; /* named or reported */
    size_t at[MUS_ENTRY_COLUMN_COUNT];
    /* What an empty cell, or the lack of a column, stands for; not given: nothing. */
    struct mus_text defaults[MUS_ENTRY_COLUMN_COUNT];
};

/* Finds the columns; kind and defaults are filled in already. MUS_INVALID: two columns mean the
 * same; one that is needed is not there. *passed_over gets the headings that were not understood,
 * in the arena; the company's name and its meetings, which a form shows, are none of them. */
enum mus_status mus_entry_columns_find(struct mus_entry_columns *columns, struct mus_texts header,
                                       struct mus_arena *arena, struct mus_texts *passed_over,
                                       struct mus_error *err) MUS_MUST_CHECK;

/* The row as a request; companies as they are written. Programmes and purposes also by their
 * labels. Texts are borrowed from the row, the defaults, the tables or the arena. A refusal is
 * MUS_INVALID, with *at the column that it is about. */
enum mus_status mus_entry_columns_read(const struct mus_entry_columns *columns,
                                       const struct mus_row *row, const struct mus_tables *tables,
                                       struct mus_arena *arena, struct mus_ledger_request *out,
                                       enum mus_entry_column *at,
                                       struct mus_error *err) MUS_MUST_CHECK;

/* The column that a message of mus_ledger_append is about ("companies[1]: …"), with *rest the words
 * behind the place; MUS_ENTRY_COLUMN_COUNT, and the whole message, where it is about none. */
enum mus_entry_column mus_entry_columns_of_message(enum mus_ledger_kind kind, const char *message,
                                                   const char **rest);
/* "companies[1]", "n": the column's field in a request. */
const char *mus_entry_column_field(enum mus_ledger_kind kind, enum mus_entry_column column);

#endif
