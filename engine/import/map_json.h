/* What the units that read a map share. */
#ifndef MUS_IMPORT_MAP_JSON_H
#define MUS_IMPORT_MAP_JSON_H

#include "base/buf.h"
#include "codec/json.h"
#include "codec/place.h"
#include "import/map.h"

/* A table that the map has read or borrowed so far. */
struct mus_map_table {
    struct mus_lookup lookup;
    struct mus_map_table *next;
};

struct mus_map_reader {
    const struct mus_tables *tables;
    struct mus_arena *arena;
    struct mus_place place;
    struct mus_error *err;
    struct mus_map_table *known;
    bool no_header; /* columns have numbers only */
};

/* MUS_INVALID at the reader's place. */
enum mus_status mus_map_expected(struct mus_map_reader *reader, const char *what,
                                 const struct mus_json *found);
enum mus_status mus_map_object(struct mus_map_reader *reader, const struct mus_json *value,
                               const char *const *keys, size_t count) MUS_MUST_CHECK;
/* A string, in the arena. */
enum mus_status mus_map_string(struct mus_map_reader *reader, const struct mus_json *value,
                               struct mus_text *out) MUS_MUST_CHECK;
/* A string or an array of strings, at least one; folded as spellings are, where `fold`. */
enum mus_status mus_map_strings(struct mus_map_reader *reader, const struct mus_json *value,
                                bool fold, struct mus_texts *out) MUS_MUST_CHECK;
/* As mus_table_fold, into the arena. */
enum mus_status mus_map_fold(struct mus_map_reader *reader, struct mus_text text,
                             struct mus_text *out) MUS_MUST_CHECK;
/* The table of that name: the map's own, else a reference table. */
enum mus_status mus_map_table(struct mus_map_reader *reader, const struct mus_json *value,
                              const struct mus_lookup **out) MUS_MUST_CHECK;
/* An object of words and what they stand for; remembered under the name. */
enum mus_status mus_map_read_table(struct mus_map_reader *reader, struct mus_text name,
                                   const struct mus_json *value) MUS_MUST_CHECK;
enum mus_status mus_map_read_column(struct mus_map_reader *reader, const struct mus_json *value,
                                    struct mus_map_column *out) MUS_MUST_CHECK;
enum mus_status mus_map_read_condition(struct mus_map_reader *reader, const struct mus_json *value,
                                       bool reason, struct mus_map_condition *out) MUS_MUST_CHECK;
/* An object, or an array of objects to be tried in turn. */
enum mus_status mus_map_read_rules(struct mus_map_reader *reader, const struct mus_json *value,
                                   struct mus_map_field *out) MUS_MUST_CHECK;

#endif
