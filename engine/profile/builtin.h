/* The reference tables that are part of the library: the files of fixtures/reference as they were
 * when it was built. Constant; any thread. */
#ifndef MUS_PROFILE_BUILTIN_H
#define MUS_PROFILE_BUILTIN_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "profile/table.h"

#include <stddef.h>

struct mus_builtin_table {
    struct mus_text name;
    struct mus_text json; /* musubi-table/1 */
};

/* In the order of their names. */
const struct mus_builtin_table *mus_builtin_tables(size_t *count);
/* Reads the table called `name`; MUS_NOT_FOUND where there is none. */
enum mus_status mus_builtin_read(const char *name, struct mus_arena *arena, struct mus_table *out,
                                 struct mus_error *err) MUS_MUST_CHECK;

/* Written by base/embed.py; for builtin.c alone. */
extern const struct mus_builtin_table mus_builtin_data[];
extern const size_t mus_builtin_data_count;

#endif
