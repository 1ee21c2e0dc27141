/* A lexicon source: what headwords of Japanese are in English, as text that people can read and
 * programs compare.
 *
 *     musubi-lexicon/1
 *     廃棄物 TAB waste|refuse
 *     廃棄物 TAB waste material|garbage
 *
 * UTF-8, lines ended by LF, sorted bytewise by headword; within a headword the lines stand in the
 * order of their origins (builder.h). A line is a headword in the form in which
 * texts are read (builder.h), a tab and one to MUS_MAX_GLOSSES glosses parted by |, the likeliest
 * first. Pure; any thread. */
#ifndef MUS_LEXICON_SOURCE_H
#define MUS_LEXICON_SOURCE_H

#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

#define MUS_LEXICON_HEADING "musubi-lexicon/1\n"

struct mus_lexicon_line {
    struct mus_text headword;
    struct mus_text glosses; /* cut it with mus_text_cut at | */
};

/* A source being read; it borrows the text. */
struct mus_lexicon_lines {
    struct mus_text left;
    struct mus_lexicon_line line; /* the last one read */
    size_t number;                /* of it; the heading is line 1 */
};

/* Starts before the first line. MUS_INVALID without the heading, MUS_LIMIT beyond
 * MUS_MAX_LEXICON_BYTES. */
enum mus_status mus_lexicon_lines_start(struct mus_lexicon_lines *lines, struct mus_text source,
                                        struct mus_error *err) MUS_MUST_CHECK;
/* Reads the next line into lines->line; *more is false behind the last one. What a source can't
 * hold is MUS_INVALID or MUS_LIMIT: `line 12: …`. */
enum mus_status mus_lexicon_lines_next(struct mus_lexicon_lines *lines, bool *more,
                                       struct mus_error *err) MUS_MUST_CHECK;

#endif
