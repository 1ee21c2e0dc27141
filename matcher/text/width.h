/* How many columns a text takes on a terminal: 2 for full-width characters, 0 for combining ones.
 * Pure; any thread. */
#ifndef MUS_MATCHER_TEXT_WIDTH_H
#define MUS_MATCHER_TEXT_WIDTH_H

#include "base/text.h"

size_t mus_text_width(struct mus_text text);
/* The longest beginning, whole characters, that takes at most `width` columns. */
struct mus_text mus_text_fit(struct mus_text text, size_t width);

#endif
