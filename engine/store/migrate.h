/* Bringing a store of an older version up to date, one version at a time.
 *
 * A step changes the bytes and nothing else; it runs in the same write that then records the new
 * version, so that a store is never between two versions. */
#ifndef MUS_STORE_MIGRATE_H
#define MUS_STORE_MIGRATE_H

#include "base/status.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

/* Leads from version `from` to from + 1. A list of steps ends with a row whose step is NULL. */
struct mus_migration {
    uint32_t from;
    enum mus_status (*step)(struct mus_write *write, struct mus_error *err);
};

/* The steps of this program, leading to MUS_SCHEMA_VERSION. */
extern const struct mus_migration MUS_MIGRATIONS[];

/* Leads the store from version `from` to `target`, which is not below it. MUS_STORE where there is
 * no step from a version on the way. */
enum mus_status mus_store_migrate(struct mus_store *store, const struct mus_migration *migrations,
                                  uint32_t from, uint32_t target,
                                  struct mus_error *err) MUS_MUST_CHECK;

#endif
