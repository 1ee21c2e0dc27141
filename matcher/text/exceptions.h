/* What a text names only to leave it out. Pure; any thread. */
#ifndef MUS_MATCHER_TEXT_EXCEPTIONS_H
#define MUS_MATCHER_TEXT_EXCEPTIONS_H

#include "base/text.h"

#include <stddef.h>

/* Where an exception in brackets begins at `at` of folded text — （…を除く）, (except …),
 * (excluding …) — the place behind it; 0 for anything else. Brackets may stand within brackets;
 * none that is longer than a thousand bytes is looked at to its end. */
size_t mus_exception_end(struct mus_text folded, size_t at);

#endif
