/* What stands in a cell, taken for what its column fills: a number as people write it, a year of an
 * era, a country by any of its names. Missing is never zero: dashes, なし and the like are no
 * value. A reader belongs to one thread at a time. */
#ifndef MUS_IMPORT_VALUE_H
#define MUS_IMPORT_VALUE_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "import/target.h"
#include "profile/table.h"

#include <stdbool.h>
#include <stdint.h>

struct mus_value {
    bool given;
    bool latin; /* by script: it belongs to part.latin_offset */
    union {
        struct mus_text text;
        int64_t number;
        unsigned word;
        uint16_t set;
        struct mus_texts texts;
        struct mus_codes codes;
        mus_date date;
        enum mus_answer answer;
        bool flag;
    } as;
};

struct mus_value_reader {
    const struct mus_tables *tables;
    struct mus_arena *arena;
    /* What a bare 1 stands for in an amount; at least 1. */
    int64_t unit;
    /* The characters that part a list's elements; not given: 、 , ; | and line breaks, and where an
     * element is then not in its table, / ・ and blanks. */
    struct mus_text separators;
    struct mus_text note; /* out: a doubt about what was read, not given where there is none */
};

/* The text is trimmed and borrowed. MUS_INVALID or MUS_LIMIT, without a place: `expected a number,
 * found "多数"`, `"Freedonia" is not in the table countries`. */
enum mus_status mus_value_read(struct mus_value_reader *reader, const struct mus_target_part *part,
                               struct mus_text text, struct mus_value *out,
                               struct mus_error *err) MUS_MUST_CHECK;
/* Writes the value where `home` (the struct that part.offset is in) keeps it. */
void mus_value_store(const struct mus_value *value, const struct mus_target_part *part, void *home);
/* The same place as if nothing had been filled in. */
void mus_value_clear(const struct mus_target_part *part, void *home);

/* "-", "なし", "N/A", "該当なし": nothing, or only blanks. */
bool mus_value_is_missing(struct mus_text text);

#endif
