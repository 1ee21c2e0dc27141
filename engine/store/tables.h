/* Reference tables in the store: every version is kept, the one put last is in force. */
#ifndef MUS_STORE_TABLES_H
#define MUS_STORE_TABLES_H

#include "base/arena.h"
#include "base/status.h"
#include "profile/table.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum mus_table_put {
    MUS_TABLE_UNCHANGED, /* stored so already, and in force */
    MUS_TABLE_ADDED,     /* a new table or version, now in force */
    MUS_TABLE_REPLACED,  /* by force: other content under the same version */
    MUS_TABLE_CHOSEN,    /* stored so already, in force again */
};

/* MUS_CONFLICT: the same version with other content, unless `force`. `put` may be NULL. */
enum mus_status mus_store_put_table(struct mus_write *write, const struct mus_table *table,
                                    bool force, enum mus_table_put *put,
                                    struct mus_error *err) MUS_MUST_CHECK;

/* All tables with all versions, in the arena: by name, of each name the one in force first, where
 * mus_tables_get looks, then the others by version. Borrowed from nothing but the arena. */
enum mus_status mus_store_tables(const struct mus_read *read, struct mus_arena *arena,
                                 struct mus_tables *out, struct mus_error *err) MUS_MUST_CHECK;
/* Only those in force. */
enum mus_status mus_store_tables_in_force(const struct mus_read *read, struct mus_arena *arena,
                                          struct mus_tables *out,
                                          struct mus_error *err) MUS_MUST_CHECK;

struct mus_table_info {
    struct mus_text name, version;
    struct mus_bilingual title;
    struct mus_text source;
    uint64_t rows;
    bool in_force;
};

/* By name, then version; the list lies in the arena. */
enum mus_status mus_store_list_tables(const struct mus_read *read, struct mus_arena *arena,
                                      struct mus_table_info **items, size_t *count,
                                      struct mus_error *err) MUS_MUST_CHECK;

#endif
