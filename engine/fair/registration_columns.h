/* Tables of registrations and of wishes: which column is what, by headings in Japanese or English,
 * and a row's cells read for an event. Pure; any thread. */
#ifndef MUS_FAIR_REGISTRATION_COLUMNS_H
#define MUS_FAIR_REGISTRATION_COLUMNS_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "codec/row.h"
#include "fair/format/event.h"
#include "profile/table.h"

#include <stdbool.h>
#include <stddef.h>

enum mus_registration_column {
    MUS_REGISTRATION_ID,
    MUS_REGISTRATION_COMPANY,
    MUS_REGISTRATION_ROLE,
    MUS_REGISTRATION_MODE,
    MUS_REGISTRATION_PERSON,
    MUS_REGISTRATION_MIN,
    MUS_REGISTRATION_MAX,
    MUS_REGISTRATION_BOOTH,
    MUS_REGISTRATION_HALL,
    MUS_REGISTRATION_AVAILABLE,   /* slots, sessions or days; the others are unavailable */
    MUS_REGISTRATION_UNAVAILABLE, /* the same the other way round */
    MUS_REGISTRATION_LANGUAGES,
    MUS_REGISTRATION_ONLINE,
    MUS_REGISTRATION_MEETS,
    MUS_REGISTRATION_TIME_ZONE,
    MUS_REGISTRATION_STATE,
    MUS_REGISTRATION_COLUMN_COUNT
};

enum mus_wish_column { MUS_WISH_FROM, MUS_WISH_TO, MUS_WISH_KIND, MUS_WISH_COLUMN_COUNT };

struct mus_registration_columns {
    size_t at[MUS_REGISTRATION_COLUMN_COUNT];
    struct mus_text role; /* of rows that do not say; not given: the column is needed */
};

/* What a row says; a column that is not there, or an empty cell, says nothing. */
struct mus_registration_row {
    struct mus_text company;     /* as it is written */
    struct mus_text person;      /* not given: none is named */
    unsigned given;              /* bit c: column c says something */
    struct mus_participant said; /* the fields of the columns that are given */
};

/* MUS_INVALID: two columns mean the same; one that is needed is not there. */
enum mus_status mus_registration_columns_find(struct mus_registration_columns *columns,
                                              struct mus_texts header, struct mus_arena *arena,
                                              struct mus_texts *passed_over,
                                              struct mus_error *err) MUS_MUST_CHECK;
/* Texts are borrowed from the row, the tables or the arena. A refusal is MUS_INVALID, with *at the
 * column that it is about. out->company is there also where another cell is refused. */
enum mus_status mus_registration_row_read(const struct mus_registration_columns *columns,
                                          const struct mus_row *row, const struct mus_event *event,
                                          const struct mus_tables *tables, struct mus_arena *arena,
                                          struct mus_registration_row *out,
                                          enum mus_registration_column *at,
                                          struct mus_error *err) MUS_MUST_CHECK;
/* Puts what the row says into the participant, and leaves the rest. */
void mus_registration_row_apply(const struct mus_registration_row *row,
                                struct mus_participant *participant);
/* "role", "max": the column's field. */
const char *mus_registration_field(enum mus_registration_column column);

enum mus_status mus_wish_columns_find(size_t at[MUS_WISH_COLUMN_COUNT], struct mus_texts header,
                                      struct mus_arena *arena, struct mus_texts *passed_over,
                                      struct mus_error *err) MUS_MUST_CHECK;
/* The participants as they are written; the kind is "want" where the cell is empty. */
enum mus_status mus_wish_row_read(const size_t at[MUS_WISH_COLUMN_COUNT], const struct mus_row *row,
                                  struct mus_wish *out, enum mus_wish_column *about,
                                  struct mus_error *err) MUS_MUST_CHECK;
const char *mus_wish_field(enum mus_wish_column column);

#endif
