/* The shared strings of a workbook, which its cells name by number; and the escapes in its text. */
#ifndef MUS_CODEC_XLSX_STRINGS_H
#define MUS_CODEC_XLSX_STRINGS_H

#include "codec/xlsx_part.h"

#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Start with {0}. */
struct mus_xlsx_strings {
    struct mus_buf text;
    size_t *ends; /* of each string in text */
    size_t count;
    size_t capacity;
};

/* MUS_LIMIT if the strings take more than max_strings bytes, each being counted as 16 more. */
enum mus_status mus_xlsx_strings_read(struct mus_xlsx_strings *strings,
                                      struct mus_xlsx_archive *archive, const char *part,
                                      uint64_t max_part, uint64_t max_strings,
                                      struct mus_error *err) MUS_MUST_CHECK;
void mus_xlsx_strings_done(struct mus_xlsx_strings *strings);
/* False if there is no such string. */
bool mus_xlsx_strings_get(const struct mus_xlsx_strings *strings, struct mus_text number,
                          struct mus_text *string);

/* Replaces _x000D_ and its like, from `start` on, by the characters they stand for (ECMA-376 part
 * 1, 22.9.2.19, ST_Xstring). */
void mus_xlsx_unescape(struct mus_buf *text, size_t start);

#endif
