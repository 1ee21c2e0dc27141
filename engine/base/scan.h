/* A cursor over a text, for small grammars: dates, amounts. Full-width forms read as ASCII, a
 * no-break or wide space as a blank, letters in either case. What is not taken leaves the cursor
 * where it is. Start with `struct mus_scan scan = {.text = text};`; it borrows the text. */
#ifndef MUS_BASE_SCAN_H
#define MUS_BASE_SCAN_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_scan {
    struct mus_text text;
    size_t at;
};

enum { MUS_SCAN_BAD = -1, MUS_SCAN_END = -2 };

/* The next character, narrow (mus_text_narrow), MUS_SCAN_BAD for bytes that are not UTF-8, or
 * MUS_SCAN_END. */
int32_t mus_scan_peek(const struct mus_scan *scan);
bool mus_scan_at_end(const struct mus_scan *scan);
/* Each takes what it names and says whether it stood there. A word is given narrow and in lower
 * case; one_of takes one character out of such a string. */
bool mus_scan_word(struct mus_scan *scan, const char *word);
bool mus_scan_one_of(struct mus_scan *scan, const char *characters);
/* All blanks and ASCII white space; true where there was any. */
bool mus_scan_blanks(struct mus_scan *scan);
/* At most `most` digits (9 or fewer); returns how many there were, with their number in *value. A
 * longer run is left standing after them. */
int mus_scan_digits(struct mus_scan *scan, int most, int *value);

#endif
