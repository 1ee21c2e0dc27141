/* What the units of the store share, and nobody else includes (but tests). */
#ifndef MUS_STORE_INTERNAL_H
#define MUS_STORE_INTERNAL_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/calendar.h"
#include "base/status.h"
#include "matcher/text/terms.h"
#include "store/door.h"
#include "store/lexicon.h"
#include "store/schema.h"
#include "store/store.h"

struct mus_migration;

struct mus_store {
    char *dir;
    char *key_file;
    bool read_only;
    mus_date today;         /* for what the index is made */
    size_t changed_most;    /* MUS_CHANGED_MOST, but for tests */
    uint64_t merged_enough; /* MUS_MERGED_ENOUGH, likewise */
    struct mus_env *main;
    struct mus_env *keys;
    struct mus_keyring *keyring; /* NULL: see key_error */
    struct mus_error key_error;  /* why there is no key ring; status MUS_OK where there is */
    /* made by the first write; belong to the write under way */
    struct mus_analyser *analyser;
    struct mus_glossing *glossing;
};

struct mus_read {
    struct mus_store *store;
    struct mus_txn *txn;
    struct mus_write *write; /* NULL in a plain read */
};

struct mus_write {
    struct mus_read view;
    struct mus_txn *keys;     /* begun with the first new data key; committed before main */
    struct mus_arena scratch; /* of the change under way */
};

/* Opens with these migrations instead of the built-in ones; `target` is the version they lead to.
 */
enum mus_status mus_store_open_with(const char *dir, const struct mus_store_options *options,
                                    const struct mus_migration *migrations, uint32_t target,
                                    struct mus_store **out, struct mus_error *err) MUS_MUST_CHECK;

/* The store's own tools, made at need and borrowed: not to be closed. Without the lexicon, and with
 * it until the next change. */
enum mus_status mus_write_memory(struct mus_write *write, struct mus_store_tools *out,
                                 struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_write_tools(struct mus_write *write, struct mus_store_tools *out,
                                struct mus_error *err) MUS_MUST_CHECK;
/* From now on the write cannot be committed: one of several changes that belong together failed. */
void mus_write_doom(struct mus_write *write);

/* A u64 of meta, 0 where it is not there; and the next one, stored. */
enum mus_status mus_meta_number(const struct mus_read *read, struct mus_text name, uint64_t *out,
                                struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_meta_set_number(struct mus_write *write, struct mus_text name, uint64_t number,
                                    struct mus_error *err) MUS_MUST_CHECK;

/* In a write the bytes are copied into the arena, because the next change may overwrite them. */
enum mus_status mus_read_bytes(const struct mus_read *read, size_t table, struct mus_text key,
                               struct mus_arena *arena, struct mus_text *out,
                               struct mus_error *err) MUS_MUST_CHECK;
/* Copied whether in a read or a write. */
enum mus_status mus_read_copy(const struct mus_read *read, size_t table, struct mus_text key,
                              struct mus_arena *arena, struct mus_text *out,
                              struct mus_error *err) MUS_MUST_CHECK;

#endif
