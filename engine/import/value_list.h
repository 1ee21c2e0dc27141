/* A cell that holds several values, parted by signs. What the units of values share. */
#ifndef MUS_IMPORT_VALUE_LIST_H
#define MUS_IMPORT_VALUE_LIST_H

#include "import/value.h"

/* Fills as.set, as.texts or as.codes, each value once, in the order they are written. */
enum mus_status mus_list_take(const struct mus_value_reader *reader,
                              const struct mus_target_part *part, struct mus_text text,
                              struct mus_value *out, struct mus_error *err) MUS_MUST_CHECK;

#endif
