/* A map: which column of a table fills which field of a company, and how. Read from a document or
 * made from the headings (headings.h), then bound to the columns of one file. Once bound it is
 * constant; any thread. The document is described in the README of this folder. */
#ifndef MUS_IMPORT_MAP_H
#define MUS_IMPORT_MAP_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "codec/encoding.h"
#include "import/lookup.h"
#include "import/target.h"
#include "profile/table.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUS_NO_COLUMN SIZE_MAX

struct mus_map_column {
    struct mus_text heading; /* not given: by number */
    size_t number;           /* from 1 */
    size_t at;               /* bound: from 0; MUS_NO_COLUMN: the file has no such column */
};

enum mus_map_test {
    MUS_MAP_IN,      /* the cell is one of the words */
    MUS_MAP_GIVEN,   /* something stands in it */
    MUS_MAP_MISSING, /* nothing stands in it */
};

struct mus_map_condition {
    struct mus_map_column column;
    enum mus_map_test test;
    struct mus_texts words; /* folded, as mus_table_fold has them */
    struct mus_text reason; /* of reject_if */
};

enum mus_map_operation {
    MUS_MAP_AFTER_FIRST, /* behind the text, without it; nothing where it does not stand there */
    MUS_MAP_AFTER_LAST,
    MUS_MAP_BEFORE_FIRST,
    MUS_MAP_BEFORE_LAST,
    MUS_MAP_THROUGH_FIRST, /* up to it, with it */
    MUS_MAP_THROUGH_LAST,
    MUS_MAP_LAST_PIECES,  /* the last `count` pieces that the text parts */
    MUS_MAP_TAKE,         /* `count` characters from `start` on, counted from 0 */
    MUS_MAP_STRIP_PREFIX, /* without the first of the texts that it begins with */
    MUS_MAP_STRIP_SUFFIX,
    MUS_MAP_STARTS, /* nothing unless it begins with one of the texts */
    MUS_MAP_ENDS,
    MUS_MAP_CONTAINS,
    MUS_MAP_FRONT,  /* what the table has for the words at its front: see lookup.h */
    MUS_MAP_WITHIN, /* … for the last words in it that the table knows */
};

struct mus_map_step {
    enum mus_map_operation operation;
    struct mus_texts texts;
    size_t start, count;
    const struct mus_lookup *lookup;
};

/* One way to a value: of several the first that gives one decides. */
struct mus_map_rule {
    struct mus_map_condition *when; /* NULL: always */
    struct mus_text constant;       /* not given: from columns */
    struct mus_map_column *columns;
    size_t column_count;
    struct mus_text join;
    const struct mus_map_step *steps;
    size_t step_count;
    const struct mus_lookup *lookup; /* NULL: none */
    bool has_fallback;
    struct mus_text fallback; /* for what the table lacks; not given: no value */
    int64_t unit;             /* at least 1 */
    struct mus_text separators;
    bool optional; /* its columns need not be there */
};

struct mus_map_field {
    struct mus_text path;
    struct mus_target target;
    struct mus_map_rule *rules;
    size_t rule_count;
};

struct mus_map {
    struct mus_text source; /* not given: the importer's */
    uint64_t header_row;    /* 0: not said */
    bool no_header;
    enum mus_encoding encoding;
    struct mus_text sheet;
    struct mus_texts key;           /* field paths that make the key; none: the usual one */
    struct mus_map_column row_name; /* number 0 and no heading: none */
    struct mus_text row_name_label;
    struct mus_map_field *fields;
    size_t field_count;
    struct mus_map_condition *rejects;
    size_t reject_count;
    size_t width; /* bound: columns that the map looks at, counted from the first */
};

/* Reads a "musubi-map/1" document, or an object of nothing but fields. Refused, with the place:
 * unknown keys and fields, rules that contradict themselves, tables that are neither in the map nor
 * in `tables`. All is copied into the arena, but for the reference tables. */
enum mus_status mus_map_read_json(struct mus_text text, const struct mus_tables *tables,
                                  struct mus_arena *arena, struct mus_map *out,
                                  struct mus_error *err) MUS_MUST_CHECK;
/* The document in the file. MUS_NOT_FOUND; otherwise as above, with the path in front. */
enum mus_status mus_map_read_file(const char *path, const struct mus_tables *tables,
                                  struct mus_arena *arena, struct mus_map *out,
                                  struct mus_error *err) MUS_MUST_CHECK;
/* Finds the columns. MUS_INVALID: fields.employees.column: no column is called "社員"; there are
 * "企業名", …; a heading that several columns have; a number beyond the last column. */
enum mus_status mus_map_bind(struct mus_map *map, struct mus_texts header, bool has_header,
                             struct mus_arena *arena, struct mus_error *err) MUS_MUST_CHECK;

#endif
