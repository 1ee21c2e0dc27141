/* A reference table in memory: codes with labels in Japanese and English, a version and a source.
 *
 * Tables are data: they come from fixtures/reference, which are built in, or from a user's file,
 * and live in the store under (name, version). The rows of a table are sorted by code, bytewise.
 * Read-only once made; any number of threads may read one. */
#ifndef MUS_PROFILE_TABLE_H
#define MUS_PROFILE_TABLE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/calendar.h"
#include "base/status.h"
#include "base/text.h"
#include "profile/company.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_table_member {
    struct mus_text code;
    mus_date from, to; /* to: the last day; MUS_NO_DATE: open */
};

struct mus_table_complement {
    struct mus_text code;
    uint32_t value; /* millionths */
};

struct mus_table_row {
    struct mus_text code;
    struct mus_text parent; /* not given: none */
    struct mus_bilingual label;
    struct mus_bilingual note;
    int64_t order; /* -1: not given */
    mus_date valid_from, valid_to;
    struct mus_texts synonyms;
    const struct mus_table_member *members;
    size_t member_count;
    const struct mus_table_complement *complements;
    size_t complement_count;
};

/* A spelling by which mus_table_lookup finds a row. */
struct mus_table_key {
    struct mus_text folded;
    uint32_t row;
    uint32_t rank; /* of equal spellings the smaller decides: 0 code, 1 label, 2 synonym */
};

struct mus_table {
    struct mus_text name;
    struct mus_text version;
    struct mus_bilingual title;
    struct mus_text source;
    const struct mus_table_row *rows;
    size_t count;
    const struct mus_table_key *keys; /* sorted by folded, rank, row */
    size_t key_count;
};

/* Reads "musubi-table/1" JSON. Refused with the row's place: duplicate or malformed codes, unknown
 * or circular parents, a synonym that stands for two codes, complements that are not symmetric,
 * more than MUS_MAX_TABLE_ROWS rows. A row has a label in one language at least. The table borrows
 * from the arena only. Members come out sorted by code and day, complements by code. */
enum mus_status mus_table_read_json(struct mus_text text, struct mus_arena *arena,
                                    struct mus_table *out, struct mus_error *err) MUS_MUST_CHECK;
/* The inverse: one row a line, fields in a fixed order. */
void mus_table_write_json(const struct mus_table *table, struct mus_buf *out);
/* One row of it, as an object. */
void mus_table_row_write_json(const struct mus_table_row *row, struct mus_buf *out);
/* The record that the store keeps, and back. Corrupt bytes give MUS_CORRUPT. The table read back
 * borrows from the arena only. */
void mus_table_encode(const struct mus_table *table, struct mus_buf *out);
enum mus_status mus_table_decode(const void *bytes, size_t len, struct mus_arena *arena,
                                 struct mus_table *out, struct mus_error *err) MUS_MUST_CHECK;
/* NULL where there is no such code. O(log rows). */
const struct mus_table_row *mus_table_find(const struct mus_table *table, struct mus_text code);
/* By code, then label or synonym in any language, compared after width, case and space folding. Of
 * two rows with the same label the smaller code is found. NULL also where memory runs out or the
 * words are not UTF-8. O(log rows). */
const struct mus_table_row *mus_table_lookup(const struct mus_table *table, struct mus_text words);
enum mus_status mus_table_check(const struct mus_table *table,
                                struct mus_error *err) MUS_MUST_CHECK;

/* Whether the country belongs to the group ("country_groups") on that day. */
bool mus_table_group_has(const struct mus_table *groups, struct mus_text group,
                         struct mus_text country, mus_date day);
/* Those who belong to the group on that day, sorted, each once; the list lies in the arena, its
 * texts in the table. Only memory can fail. */
enum mus_status mus_table_group_members(const struct mus_table_row *group, mus_date day,
                                        struct mus_arena *arena, struct mus_texts *out,
                                        struct mus_error *err) MUS_MUST_CHECK;

/* The tables in force, for checking codes and showing labels. */
struct mus_tables {
    const struct mus_table *items;
    size_t count;
};

/* The version in force: the first of that name, since whoever fills a set puts that one before the
 * others. NULL where the table is not there. */
const struct mus_table *mus_tables_get(const struct mus_tables *tables, const char *name);
/* The given version, NULL where it is not there. */
const struct mus_table *mus_tables_get_version(const struct mus_tables *tables,
                                               struct mus_text name, struct mus_text version);

#endif
