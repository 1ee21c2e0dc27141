/* How the map grows. LMDB reads through one mapping of fixed size; enlarging it moves it, so no
 * transaction of this process may be open meanwhile. `active` counts them. Who wants to grow sets
 * `growing`, which holds back new transactions, and waits until active is 0. A thread that holds a
 * read and begins another while somebody grows would wait for itself: waiting therefore has an end,
 * and growing is then given up. With the usual 256 GiB reserved none of this ever happens. */
#include "store/door_internal.h"

#include "base/mem.h"
#include "store/store.h"

#include <assert.h>
#include <sys/mman.h>
#include <time.h>

#define DEFAULT_MAP_BYTES (UINT64_C(256) << 30)
#define SMALLEST_MAP_BYTES (UINT64_C(1) << 20)

enum { MAX_READERS = 1022, GROW_WAIT_SECONDS = 10, RESIZE_TRIES = 8 };

/* The failure plan of the tests, as in base/mem.c: thread-local, one increment without a plan. */
static _Thread_local uint64_t asked;
static _Thread_local uint64_t fail_at;

void mus_store_fail_at(uint64_t n)
{
    asked = 0;
    fail_at = n;
}

uint64_t mus_store_call_count(void)
{
    return asked;
}

bool mus_door_refused(void)
{
    return ++asked == fail_at;
}

enum mus_status mus_door_fail(struct mus_error *err, const char *doing, int code)
{
    switch (code) {
    case ENOMEM:
        return mus_fail_memory(err);
    case MDB_CORRUPTED:
    case MDB_PAGE_NOTFOUND:
    case MDB_INVALID:
        return mus_fail(err, MUS_CORRUPT, "store: %s: %s", doing, mdb_strerror(code));
    case MDB_MAP_FULL:
        return mus_fail(err, MUS_STORE, "store: %s: the map is full", doing);
    case MDB_READERS_FULL:
        return mus_fail(err, MUS_STORE, "store: %s: more than %d readers", doing, MAX_READERS);
    default:
        return mus_fail(err, MUS_STORE, "store: %s: %s", doing, mdb_strerror(code));
    }
}

enum mus_status mus_door_fail_in(struct mus_txn *txn, struct mus_error *err, const char *doing,
                                 int code)
{
    txn->doomed = true;
    if (code == MDB_MAP_FULL) {
        txn->map_was_full = true;
    }
    return mus_door_fail(err, doing, code);
}

/* ---- the environment ---- */

/* True if the system would give this much address space; asked without risking the map we have. */
static bool can_map(uint64_t bytes)
{
    if (bytes > SIZE_MAX) {
        return false;
    }
    void *probe =
        mmap(NULL, (size_t)bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (probe == MAP_FAILED) {
        return false;
    }
    munmap(probe, (size_t)bytes);
    return true;
}

static int open_mdb(struct mus_env *env, const struct mus_env_options *options)
{
    int code = mus_door_refused() ? EIO : mdb_env_create(&env->mdb);
    if (code != 0) {
        return code;
    }
    unsigned flags = MDB_NOTLS | (options->read_only ? MDB_RDONLY : 0);
    code = mdb_env_set_mapsize(env->mdb, (size_t)env->map_bytes);
    code = code != 0 ? code : mdb_env_set_maxreaders(env->mdb, MAX_READERS);
    code = code != 0 ? code : mdb_env_set_maxdbs(env->mdb, (MDB_dbi)options->table_count);
    if (code == 0) {
        code = mus_door_refused() ? EIO : mdb_env_open(env->mdb, options->path, flags, 0600);
    }
    if (code != 0) {
        mdb_env_close(env->mdb);
        env->mdb = NULL;
    }
    return code;
}

static int open_with_map(struct mus_env *env, const struct mus_env_options *options)
{
    env->map_bytes = options->map_bytes == 0 ? DEFAULT_MAP_BYTES : options->map_bytes;
    while (!can_map(env->map_bytes) && env->map_bytes / 2 >= SMALLEST_MAP_BYTES) {
        env->map_bytes /= 2;
    }
    int code = open_mdb(env, options);
    while (code == ENOMEM && env->map_bytes / 2 >= SMALLEST_MAP_BYTES) {
        env->map_bytes /= 2;
        code = open_mdb(env, options);
    }
    return code;
}

static void init_lock(struct mus_env *env)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_mutex_init(&env->lock, NULL);
    pthread_cond_init(&env->changed, &attributes);
    pthread_condattr_destroy(&attributes);
}

enum mus_status mus_env_open(const struct mus_env_options *options, struct mus_env **out,
                             struct mus_error *err)
{
    struct mus_env *env = mus_alloc_zero(1, sizeof *env);
    if (env == NULL) {
        return mus_fail_memory(err);
    }
    init_lock(env);
    env->read_only = options->read_only;
    env->tables = options->tables;
    env->table_count = options->table_count;
    env->dbis = mus_alloc_zero(options->table_count, sizeof *env->dbis);
    int code = env->dbis == NULL ? ENOMEM : open_with_map(env, options);
    if (code == 0 && !env->read_only) {
        int dead = 0;
        code = mus_door_refused() ? EIO : mdb_reader_check(env->mdb, &dead);
    }
    if (code != 0) {
        enum mus_status status = mus_door_fail(err, "opening", code);
        mus_env_close(env);
        return status == MUS_NO_MEMORY ? status : mus_fail_at(err, status, "%s", options->path);
    }
    *out = env;
    return MUS_OK;
}

void mus_env_close(struct mus_env *env)
{
    if (env == NULL) {
        return;
    }
    assert(env->active == 0);
    if (env->mdb != NULL) {
        mdb_env_close(env->mdb);
    }
    pthread_cond_destroy(&env->changed);
    pthread_mutex_destroy(&env->lock);
    mus_free(env->dbis);
    mus_free(env);
}

static int open_tables(struct mus_env *env, MDB_txn *txn, size_t count, unsigned create)
{
    int code = 0;
    for (size_t i = 0; i < count && code == 0; i++) {
        unsigned flags = create | (env->tables[i].many ? MDB_DUPSORT : 0);
        code =
            mus_door_refused() ? EIO : mdb_dbi_open(txn, env->tables[i].name, flags, &env->dbis[i]);
    }
    return code;
}

enum mus_status mus_env_open_tables(struct mus_env *env, size_t count, bool create,
                                    struct mus_error *err)
{
    assert(count <= env->table_count && !(create && env->read_only));
    MDB_txn *txn = NULL;
    int code =
        mus_door_refused() ? EIO : mdb_txn_begin(env->mdb, NULL, create ? 0 : MDB_RDONLY, &txn);
    if (code == 0) {
        code = open_tables(env, txn, count, create ? MDB_CREATE : 0);
    }
    if (code == 0 && mus_door_refused()) {
        code = EIO;
    }
    if (code == 0) {
        code = mdb_txn_commit(txn);
    } else if (txn != NULL) {
        mdb_txn_abort(txn);
    }
    return code == 0 ? MUS_OK : mus_door_fail(err, "opening tables", code);
}

static uint64_t used_bytes(struct mus_env *env, uint64_t *page_bytes)
{
    MDB_envinfo info;
    MDB_stat stat;
    mdb_env_info(env->mdb, &info);
    mdb_env_stat(env->mdb, &stat);
    *page_bytes = stat.ms_psize;
    return ((uint64_t)info.me_last_pgno + 1) * stat.ms_psize;
}

void mus_env_sizes(struct mus_env *env, struct mus_env_sizes *out)
{
    pthread_mutex_lock(&env->lock);
    out->map_bytes = env->map_bytes;
    out->used_bytes = used_bytes(env, &out->page_bytes);
    pthread_mutex_unlock(&env->lock);
}

/* ---- growing ---- */

/* Waits, at most until the deadline, for the others to end. The lock is held. */
static bool wait_until_alone(struct mus_env *env)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += GROW_WAIT_SECONDS;
    int code = 0;
    while (env->active > 0 && code == 0) {
        code = pthread_cond_timedwait(&env->changed, &env->lock, &until);
    }
    return env->active == 0;
}

/* Maps anew: `bytes` large, or as large as the file says where it is 0. Lock held, none active. */
static enum mus_status map_anew(struct mus_env *env, uint64_t bytes, struct mus_error *err)
{
    if (bytes != 0 && !can_map(bytes)) {
        return mus_fail(err, MUS_STORE, "store: no address space for a map of %llu bytes",
                        (unsigned long long)bytes);
    }
    int code = mus_door_refused() ? EIO : mdb_env_set_mapsize(env->mdb, (size_t)bytes);
    if (code == ENOMEM) {
        env->broken = true;
        return mus_fail(err, MUS_STORE, "store: the map was lost while it was enlarged");
    }
    if (code != 0) {
        return mus_door_fail(err, "enlarging the map", code);
    }
    MDB_envinfo info;
    mdb_env_info(env->mdb, &info);
    env->map_bytes = info.me_mapsize;
    return MUS_OK;
}

/* What comes next once the others have ended: `beyond` as in mus_env_grow; 0: another process has
 * enlarged the file. */
static enum mus_status grow_alone(struct mus_env *env, uint64_t beyond, struct mus_error *err)
{
    if (beyond == 0) {
        return map_anew(env, 0, err);
    }
    uint64_t page_bytes;
    uint64_t wanted = env->map_bytes;
    while (wanted <= beyond || wanted / 2 < used_bytes(env, &page_bytes)) {
        if (wanted > (UINT64_MAX >> 2)) {
            return mus_fail(err, MUS_STORE, "store: the map cannot grow any further");
        }
        wanted *= 2;
    }
    return wanted == env->map_bytes ? MUS_OK : map_anew(env, wanted, err);
}

static enum mus_status grow(struct mus_env *env, uint64_t beyond, bool patient,
                            struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    pthread_mutex_lock(&env->lock);
    while (env->growing) {
        pthread_cond_wait(&env->changed, &env->lock);
    }
    env->growing = true;
    if (patient ? wait_until_alone(env) : env->active == 0) {
        status = grow_alone(env, beyond, err);
    } else if (patient) {
        status = mus_fail(err, MUS_STORE,
                          "store: the map is full and cannot grow while %u transactions are open",
                          env->active);
    }
    env->growing = false;
    pthread_cond_broadcast(&env->changed);
    pthread_mutex_unlock(&env->lock);
    return status;
}

enum mus_status mus_env_grow(struct mus_env *env, uint64_t beyond, struct mus_error *err)
{
    assert(beyond != 0);
    return grow(env, beyond, true, err);
}

/* ---- transactions ---- */

static void leave(struct mus_env *env)
{
    pthread_mutex_lock(&env->lock);
    env->active--;
    pthread_cond_broadcast(&env->changed);
    pthread_mutex_unlock(&env->lock);
}

static bool enter(struct mus_env *env)
{
    pthread_mutex_lock(&env->lock);
    while (env->growing) {
        pthread_cond_wait(&env->changed, &env->lock);
    }
    bool sound = !env->broken;
    env->active += sound;
    pthread_mutex_unlock(&env->lock);
    return sound;
}

/* Begins, mapping anew where another process has enlarged the file. */
static enum mus_status begin_mdb(struct mus_env *env, bool write, MDB_txn **out,
                                 struct mus_error *err)
{
    for (int tries = 0; tries < RESIZE_TRIES; tries++) {
        if (!enter(env)) {
            return mus_fail(err, MUS_STORE, "store: the map was lost while it was enlarged");
        }
        int code =
            mus_door_refused() ? EIO : mdb_txn_begin(env->mdb, NULL, write ? 0 : MDB_RDONLY, out);
        if (code == 0) {
            return MUS_OK;
        }
        leave(env);
        if (code != MDB_MAP_RESIZED) {
            return mus_door_fail(err, "beginning", code);
        }
        enum mus_status status = grow(env, 0, true, err);
        if (status != MUS_OK) {
            return status;
        }
    }
    return mus_fail(err, MUS_STORE, "store: beginning: the map keeps growing");
}

enum mus_status mus_txn_begin(struct mus_env *env, bool write, struct mus_txn **out,
                              struct mus_error *err)
{
    if (write && env->read_only) {
        return mus_fail(err, MUS_STORE, "the store is open for reading only");
    }
    if (write) {
        /* Early and only if nobody is in the way: a later MDB_MAP_FULL costs the whole write. */
        struct mus_env_sizes sizes;
        mus_env_sizes(env, &sizes);
        if (sizes.used_bytes > sizes.map_bytes / 2 &&
            grow(env, sizes.map_bytes, false, err) != MUS_OK && env->broken) {
            return MUS_STORE;
        }
    }
    struct mus_txn *txn = mus_alloc_zero(1, sizeof *txn);
    if (txn == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = begin_mdb(env, write, &txn->mdb, err);
    if (status != MUS_OK) {
        mus_free(txn);
        return status;
    }
    txn->env = env;
    txn->write = write;
    *out = txn;
    return MUS_OK;
}

enum mus_status mus_txn_commit(struct mus_txn *txn, struct mus_error *err)
{
    assert(txn->mdb != NULL && txn->write);
    MDB_txn *mdb = txn->mdb;
    txn->mdb = NULL;
    int code = 0;
    if (txn->doomed) {
        mdb_txn_abort(mdb);
        leave(txn->env);
        return mus_fail(err, MUS_STORE, "store: a write that failed cannot be committed");
    }
    if (mus_door_refused()) {
        mdb_txn_abort(mdb);
        code = EIO;
    } else {
        code = mdb_txn_commit(mdb);
    }
    leave(txn->env);
    return code == 0 ? MUS_OK : mus_door_fail_in(txn, err, "committing", code);
}

void mus_txn_end(struct mus_txn *txn)
{
    if (txn == NULL) {
        return;
    }
    if (txn->mdb != NULL) {
        mdb_txn_abort(txn->mdb);
        leave(txn->env);
    }
    mus_free(txn);
}

bool mus_txn_map_was_full(const struct mus_txn *txn)
{
    return txn->map_was_full;
}

void mus_txn_doom(struct mus_txn *txn)
{
    txn->doomed = true;
}

bool mus_txn_is_doomed(const struct mus_txn *txn)
{
    return txn->doomed;
}

uint64_t mus_txn_number(const struct mus_txn *txn)
{
    return mdb_txn_id(txn->mdb);
}
