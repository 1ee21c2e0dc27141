/* Where things are in a workbook: which part holds the sheet asked for, the shared strings and the
 * styles, and which date system it counts in. */
#ifndef MUS_CODEC_XLSX_BOOK_H
#define MUS_CODEC_XLSX_BOOK_H

#include "codec/xlsx_part.h"

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>

/* The names are those of parts, terminated, in the arena; NULL where there is no such part. */
struct mus_xlsx_book {
    const char *sheet;
    const char *strings;
    const char *styles;
    struct mus_text sheet_name;
    bool system_1904;
};

/* `sheet` not given: the first worksheet that is shown, else the first. MUS_NOT_FOUND names the
 * sheets there are. */
enum mus_status mus_xlsx_book_read(struct mus_xlsx_archive *archive, struct mus_text sheet,
                                   struct mus_arena *arena, struct mus_xlsx_book *book,
                                   struct mus_error *err) MUS_MUST_CHECK;

#endif
