/* One text of a cell: as it stands, as an id, a number, or a code found by any of its spellings.
 * What the units of values share. */
#ifndef MUS_IMPORT_VALUE_TEXT_H
#define MUS_IMPORT_VALUE_TEXT_H

#include "base/buf.h"
#include "import/value.h"

/* Narrow forms for full-width letters, digits and signs, in lower case, trimmed; in the arena. */
enum mus_status mus_text_narrowed(struct mus_text text, struct mus_arena *arena,
                                  struct mus_text *out, struct mus_error *err) MUS_MUST_CHECK;
/* Kana or kanji stand in it. */
bool mus_text_is_japanese(struct mus_text text);

/* The row of the table in force by code, label or synonym; NULL where there is no such row or
 * table.
 */
enum mus_status mus_row_take(const struct mus_value_reader *reader, const char *table,
                             struct mus_text text, const struct mus_table_row **out,
                             struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_text_take(const struct mus_value_reader *reader, enum mus_text_rule rule,
                              struct mus_text text, struct mus_text *out,
                              struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_word_take(const struct mus_value_reader *reader, enum mus_vocabulary vocabulary,
                              struct mus_text text, unsigned *out,
                              struct mus_error *err) MUS_MUST_CHECK;
/* Every run of line breaks and tabs, with the blanks around it, as one blank; the text itself where
 * it has none, else in the arena. */
enum mus_status mus_text_one_line(struct mus_text text, struct mus_arena *arena,
                                  struct mus_text *out, struct mus_error *err) MUS_MUST_CHECK;
/* Whether the folded text (mus_table_fold) is one of these words, parted by |, once they are folded
 * too. `scratch` is overwritten. */
enum mus_status mus_text_is_among(const char *words, struct mus_text folded,
                                  struct mus_buf *scratch, bool *among,
                                  struct mus_error *err) MUS_MUST_CHECK;

#endif
