/* What is asked of papers, whichever they are. */
#ifndef MUS_MUSUBI_PRINT_SHARED_H
#define MUS_MUSUBI_PRINT_SHARED_H

#include "base/status.h"
#include "report/fair/papers.h"

#include <stdbool.h>

/* Whether the text is given, and this word. */
bool mus_is_word(const char *text, const char *word);
/* ja, en, both, or NULL: both. */
enum mus_status mus_print_language(const char *language, enum mus_paper_language *out,
                                   struct mus_error *err) MUS_MUST_CHECK;
/* An encoding is given for a CSV file alone. */
enum mus_status mus_print_encoding(const char *encoding, bool csv,
                                   struct mus_error *err) MUS_MUST_CHECK;

#endif
