/* What was counted, in words: a rule set told so that someone who has never seen one knows what the
 * number stands for. One thread. */
#ifndef MUS_REPORT_DEFINITION_H
#define MUS_REPORT_DEFINITION_H

#include "base/text.h"
#include "report/indicator.h"
#include "report/words.h"

#include <stddef.h>

struct mus_definition_line {
    struct mus_text heading, text;
};

struct mus_definition {
    const struct mus_definition_line *lines; /* in the arena of the words */
    size_t count;
};

/* Without memory it is cut short, and words->failed is set. */
struct mus_definition mus_definition_make(const struct mus_indicator *indicator,
                                          struct mus_words *words);
/* How the projection is made, in a sentence or three. */
struct mus_text mus_definition_projection(const struct mus_indicator *indicator,
                                          struct mus_words *words);

#endif
