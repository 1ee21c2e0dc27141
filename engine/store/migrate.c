#include "store/migrate.h"

#include "store/internal.h"

/* To 2: tables for the ledger and for cases. Opening has made them, and they begin empty. */
static enum mus_status add_ledger_and_cases(struct mus_write *write, struct mus_error *err)
{
    (void)write;
    (void)err;
    return MUS_OK;
}

/* To 3: tables for events, likewise. */
static enum mus_status add_events(struct mus_write *write, struct mus_error *err)
{
    (void)write;
    (void)err;
    return MUS_OK;
}

/* To 4: tables for the index, likewise; opening then makes it. */
static enum mus_status add_index(struct mus_write *write, struct mus_error *err)
{
    (void)write;
    (void)err;
    return MUS_OK;
}

/* Version 1 is the first. */
const struct mus_migration MUS_MIGRATIONS[] = {
    {1, add_ledger_and_cases},
    {2, add_events},
    {3, add_index},
    {0, NULL},
};

struct migrating {
    const struct mus_migration *migrations;
    uint32_t version;
    uint32_t target;
};

static const struct mus_migration *step_from(const struct migrating *migrating)
{
    for (const struct mus_migration *m = migrating->migrations; m->step != NULL; m++) {
        if (m->from == migrating->version) {
            return m;
        }
    }
    return NULL;
}

static enum mus_status one_step(struct mus_write *write, void *context, struct mus_error *err)
{
    const struct migrating *migrating = context;
    const struct mus_migration *migration = step_from(migrating);
    if (migration == NULL) {
        return mus_fail(err, MUS_STORE,
                        "the store is of version %u, and no way leads to version %u",
                        migrating->version, migrating->target);
    }
    enum mus_status status = migration->step(write, err);
    if (status == MUS_OK) {
        struct mus_db_number room;
        status = mus_db_put(write->view.txn, MUS_DB_META, MUS_META_VERSION,
                            mus_value_u32(migrating->version + 1, &room), err);
    }
    return status;
}

enum mus_status mus_store_migrate(struct mus_store *store, const struct mus_migration *migrations,
                                  uint32_t from, uint32_t target, struct mus_error *err)
{
    struct migrating migrating = {migrations, from, target};
    while (migrating.version < target) {
        enum mus_status status = mus_store_update(store, one_step, &migrating, err);
        if (status != MUS_OK) {
            return status;
        }
        migrating.version++;
    }
    return MUS_OK;
}
