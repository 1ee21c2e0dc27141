/* What the two files of the door share: the only places that include LMDB's header. */
#ifndef MUS_STORE_DOOR_INTERNAL_H
#define MUS_STORE_DOOR_INTERNAL_H

#include "store/door.h"

#include <errno.h>
#include <lmdb.h>
#include <pthread.h>

struct mus_env {
    MDB_env *mdb;
    const struct mus_db_info *tables;
    size_t table_count;
    MDB_dbi *dbis;
    uint64_t map_bytes;
    bool read_only;
    bool broken; /* the map was lost while growing */
    pthread_mutex_t lock;
    pthread_cond_t changed;
    unsigned active; /* guarded by lock, as are the next and map_bytes */
    bool growing;
};

struct mus_txn {
    struct mus_env *env;
    MDB_txn *mdb; /* NULL once it was committed or dropped */
    bool write;
    bool doomed;
    bool map_was_full;
};

/* Counts a call of the database; true where the test's plan says that it fails (with EIO). */
bool mus_door_refused(void);
/* The status and message for one of LMDB's codes. */
enum mus_status mus_door_fail(struct mus_error *err, const char *doing, int code);
/* The same inside a transaction: what was changed so far must not be committed. */
enum mus_status mus_door_fail_in(struct mus_txn *txn, struct mus_error *err, const char *doing,
                                 int code);

#endif
