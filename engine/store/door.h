/* The door to LMDB: nothing else of the project includes its header.
 *
 * It adds to LMDB what the store relies on: every call can be made to fail by a test
 * (mus_store_fail_at in store.h); codes become statuses; a write that failed cannot be committed;
 * the map grows when it must, which LMDB allows only while this process has no transaction open.
 *
 * An environment is shared by all threads; a transaction and its cursors belong to one thread at a
 * time. Bytes read are borrowed from the map: until the transaction ends, in a write until its next
 * change. */
#ifndef MUS_STORE_DOOR_H
#define MUS_STORE_DOOR_H

#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_env;
struct mus_txn;
struct mus_cursor;

/* One table of an environment. `many`: a key has any number of values, sorted, each once. `large`:
 * few of its rows fit into a page, and where keys come in ascending order no room for another one
 * is to be lost in each page; not together with `many`. */
struct mus_db_info {
    const char *name;
    bool many;
    bool large;
};

struct mus_env_options {
    const char *path; /* a folder that exists */
    bool read_only;
    uint64_t map_bytes;               /* 0: 256 GiB; halved while the system refuses */
    const struct mus_db_info *tables; /* outlives the environment */
    size_t table_count;
};

/* Opens the environment; readers that died are cleared away. A process opens a folder once. */
enum mus_status mus_env_open(const struct mus_env_options *options, struct mus_env **out,
                             struct mus_error *err) MUS_MUST_CHECK;
void mus_env_close(struct mus_env *env);
/* Opens the first `count` tables, before any of them is used; with `create` those missing are made.
 */
enum mus_status mus_env_open_tables(struct mus_env *env, size_t count, bool create,
                                    struct mus_error *err) MUS_MUST_CHECK;

struct mus_env_sizes {
    uint64_t page_bytes;
    uint64_t map_bytes;
    uint64_t used_bytes; /* up to the last page that was ever in use */
};
void mus_env_sizes(struct mus_env *env, struct mus_env_sizes *out);
/* Makes room: the map becomes at least twice what is in use and larger than `beyond`. Waits for
 * this process's transactions to end, MUS_STORE where they do not. */
enum mus_status mus_env_grow(struct mus_env *env, uint64_t beyond,
                             struct mus_error *err) MUS_MUST_CHECK;

/* A write waits for the writer before it, in whatever process. */
enum mus_status mus_txn_begin(struct mus_env *env, bool write, struct mus_txn **out,
                              struct mus_error *err) MUS_MUST_CHECK;
/* MUS_OK: durable. The transaction is over either way, but for mus_txn_end. */
enum mus_status mus_txn_commit(struct mus_txn *txn, struct mus_error *err) MUS_MUST_CHECK;
/* Drops what was not committed. NULL is accepted. */
void mus_txn_end(struct mus_txn *txn);
/* True where it failed because the map was full. */
bool mus_txn_map_was_full(const struct mus_txn *txn);
/* From now on it cannot be committed. */
void mus_txn_doom(struct mus_txn *txn);
bool mus_txn_is_doomed(const struct mus_txn *txn);
/* Of a read: the number of the commit that it sees, the last that changed anything. */
uint64_t mus_txn_number(const struct mus_txn *txn);

/* Tables are numbered as in mus_env_options. Keys are 1–511 bytes. Not found: value is not given.
 */
enum mus_status mus_db_get(struct mus_txn *txn, size_t table, struct mus_text key,
                           struct mus_text *value, struct mus_error *err) MUS_MUST_CHECK;
/* Whether the key has this value, among others where it may have many. */
enum mus_status mus_db_has_value(struct mus_txn *txn, size_t table, struct mus_text key,
                                 struct mus_text value, bool *has,
                                 struct mus_error *err) MUS_MUST_CHECK;
/* Replaces the value; in a table with many values adds one. */
enum mus_status mus_db_put(struct mus_txn *txn, size_t table, struct mus_text key,
                           struct mus_text value, struct mus_error *err) MUS_MUST_CHECK;
/* Removes the key, or only this value of it where `value` is given (table with many values). That
 * it was not there is no failure. */
enum mus_status mus_db_delete(struct mus_txn *txn, size_t table, struct mus_text key,
                              struct mus_text value, struct mus_error *err) MUS_MUST_CHECK;

/* Removes everything from the table. */
enum mus_status mus_db_clear(struct mus_txn *txn, size_t table,
                             struct mus_error *err) MUS_MUST_CHECK;

struct mus_db_sizes {
    uint64_t entries;
    uint64_t pages;
};
enum mus_status mus_db_sizes(struct mus_txn *txn, size_t table, struct mus_db_sizes *out,
                             struct mus_error *err) MUS_MUST_CHECK;
/* Pages that were let go and can be used again. Not in a write: LMDB does not show them there. */
enum mus_status mus_txn_free_pages(struct mus_txn *txn, uint64_t *pages,
                                   struct mus_error *err) MUS_MUST_CHECK;

enum mus_status mus_cursor_open(struct mus_txn *txn, size_t table, struct mus_cursor **out,
                                struct mus_error *err) MUS_MUST_CHECK;
/* Before the transaction ends. NULL is accepted. */
void mus_cursor_close(struct mus_cursor *cursor);

enum mus_cursor_step {
    MUS_CURSOR_FIRST,
    MUS_CURSOR_LAST,
    MUS_CURSOR_AT_OR_AFTER, /* the first key that is not below *key */
    MUS_CURSOR_EXACT,       /* the first value of *key */
    MUS_CURSOR_NEXT,        /* the next value or key */
    MUS_CURSOR_NEXT_VALUE,  /* the next value of the same key */
};
/* Writes the key and value stepped to; past the end the key is not given. */
enum mus_status mus_cursor_step(struct mus_cursor *cursor, enum mus_cursor_step step,
                                struct mus_text *key, struct mus_text *value,
                                struct mus_error *err) MUS_MUST_CHECK;

#endif
