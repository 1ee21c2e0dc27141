#include "musubi/print_shared.h"

#include <string.h>

bool mus_is_word(const char *text, const char *word)
{
    return text != NULL && strcmp(text, word) == 0;
}

enum mus_status mus_print_language(const char *language, enum mus_paper_language *out,
                                   struct mus_error *err)
{
    *out = mus_is_word(language, "en")   ? MUS_PAPER_EN
           : mus_is_word(language, "ja") ? MUS_PAPER_JA
                                         : MUS_PAPER_BOTH;
    return language == NULL || *out != MUS_PAPER_BOTH || mus_is_word(language, "both")
               ? MUS_OK
               : mus_fail(err, MUS_INVALID, "--language: expected ja, en or both, found \"%s\"",
                          language);
}

enum mus_status mus_print_encoding(const char *encoding, bool csv, struct mus_error *err)
{
    return encoding == NULL || csv
               ? MUS_OK
               : mus_fail(err, MUS_INVALID, "--encoding %s: only a CSV file has a choice",
                          encoding);
}
