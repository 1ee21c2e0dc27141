/* The check of the ledger. The tree is built anew from the entries, tile by tile, and each tile is
 * held against the stored one as soon as it is full; what is not full in the end is held against it
 * then. So the whole ledger is read once, and no more than one tile of each level is in hand. */
#include "store/check_internal.h"

#include "base/mem.h"
#include "crypto/note.h"
#include "ledger/format/tiles.h"
#include "store/ledger_internal.h"

#include <stdio.h>
#include <string.h>

struct level {
    unsigned char hashes[MUS_TILE_WIDTH * MUS_DIGEST_BYTES];
    unsigned count; /* hashes of the tile under way */
    uint64_t tile;  /* its index */
};

struct mus_check_tree {
    uint64_t next; /* the index that comes next */
    uint64_t recorded;
    bool has_gap; /* then nothing can be said about the tiles */
    struct level levels[MUS_TILE_LEVELS];
};

struct name {
    char text[24];
};

static struct mus_text name_of(uint64_t number, struct name *room)
{
    snprintf(room->text, sizeof room->text, "%llu", (unsigned long long)number);
    return mus_text_of(room->text);
}

/* ---- entries and tiles ---- */

static enum mus_status bad_tile(struct mus_checking *c, unsigned level, uint64_t index,
                                const char *what, struct mus_error *err)
{
    return mus_check_found(c, false, err, "ledger tile %u/%llu: %s", level,
                           (unsigned long long)index, what);
}

/* Whether the stored tile is the one that the entries give. */
static enum mus_status compare_tile(struct mus_checking *c, unsigned level, struct mus_error *err)
{
    const struct level *own = &c->tree->levels[level];
    struct mus_db_key key;
    struct mus_text stored;
    struct mus_text expected = {(const char *)own->hashes, (size_t)own->count * MUS_DIGEST_BYTES};
    if (c->tree->has_gap) {
        return MUS_OK;
    }
    mus_key_of_tile(level, own->tile, &key);
    enum mus_status status =
        mus_db_get(c->read->txn, MUS_DB_LEDGER_TILE, mus_key_text(&key), &stored, err);
    if (status != MUS_OK || (stored.ptr != NULL && mus_text_equal(stored, expected))) {
        return status;
    }
    return bad_tile(c, level, own->tile,
                    stored.ptr == NULL ? "is missing" : "is not what the entries give", err);
}

static enum mus_status add_leaf(struct mus_checking *c, const struct mus_digest *leaf,
                                struct mus_error *err)
{
    struct mus_digest hash = *leaf;
    for (unsigned i = 0; i < MUS_TILE_LEVELS; i++) {
        struct level *level = &c->tree->levels[i];
        memcpy(level->hashes + (size_t)level->count * MUS_DIGEST_BYTES, hash.bytes,
               MUS_DIGEST_BYTES);
        level->count++;
        if (level->count < MUS_TILE_WIDTH) {
            break;
        }
        enum mus_status status = compare_tile(c, i, err);
        if (status != MUS_OK) {
            return status;
        }
        hash = mus_tile_fold(level->hashes, MUS_TILE_WIDTH);
        level->count = 0;
        level->tile++;
    }
    return MUS_OK;
}

/* The rules between this entry and those before it, as far as the store keeps them. */
static enum mus_status check_place(struct mus_checking *c, uint64_t index,
                                   const struct mus_ledger_entry *entry, struct mus_error *err)
{
    struct mus_db_key key;
    struct mus_db_key about;
    bool has = false;
    enum mus_status status = MUS_OK;
    if (entry->recorded < c->tree->recorded) {
        status = mus_check_found(c, false, err, "entry %llu: was recorded before the one before it",
                                 (unsigned long long)index);
    }
    c->tree->recorded = entry->recorded;
    if (status != MUS_OK || !mus_ledger_is_about(entry)) {
        return status;
    }
    mus_key_of_number(index, &key);
    mus_key_of_number(entry->as.about.entry, &about);
    status = mus_db_has_value(c->read->txn, MUS_DB_LEDGER_ABOUT, mus_key_text(&about),
                              mus_key_text(&key), &has, err);
    if (status == MUS_OK && (!has || entry->as.about.entry >= index)) {
        status = mus_check_found(c, false, err, "entry %llu: %s %llu", (unsigned long long)index,
                                 has ? "is about a later one, entry" : "missing from those about",
                                 (unsigned long long)entry->as.about.entry);
    }
    return status;
}

static enum mus_status check_entry(struct mus_checking *c, struct mus_text key,
                                   struct mus_text value, struct mus_error *err)
{
    struct mus_ledger_entry entry;
    struct mus_error reason;
    struct name name = {""};
    uint64_t index = 0;
    enum mus_status status = MUS_OK;
    c->report.entries++;
    if (!mus_key_read_number(key, &index)) {
        return mus_check_found(c, false, err, "ledger: a key of %zu bytes", key.len);
    }
    if (index != c->tree->next) {
        status = mus_check_found(c, false, err, "entry %llu: is missing",
                                 (unsigned long long)c->tree->next);
        c->tree->has_gap = true;
    }
    c->tree->next = index + 1;
    if (status == MUS_OK) {
        struct mus_digest leaf = mus_merkle_leaf(value.ptr, value.len);
        status = add_leaf(c, &leaf, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    status = mus_ledger_entry_decode(value, &entry, &reason);
    return status == MUS_OK
               ? check_place(c, index, &entry, err)
               : mus_check_judge(c, status, &reason, err, "ledger entry", name_of(index, &name));
}

/* A tile that no entry calls for. What the others hold was compared on the way. */
static enum mus_status check_tile(struct mus_checking *c, struct mus_text key,
                                  struct mus_text value, struct mus_error *err)
{
    (void)value;
    unsigned level = 0;
    uint64_t index = 0;
    if (!mus_key_read_tile(key, &level, &index)) {
        return mus_check_found(c, false, err, "ledger tile: a key of %zu bytes", key.len);
    }
    if (c->tree->has_gap) {
        return MUS_OK;
    }
    uint64_t hashes = level < MUS_TILE_LEVELS ? c->ledger_size >> (MUS_TILE_HEIGHT * level) : 0;
    uint64_t tiles = hashes / MUS_TILE_WIDTH + (hashes % MUS_TILE_WIDTH != 0);
    return index < tiles ? MUS_OK : bad_tile(c, level, index, "does not belong there", err);
}

static enum mus_status check_tree(struct mus_checking *c, struct mus_error *err)
{
    enum mus_status status = mus_check_each(c, c->read->txn, MUS_DB_LEDGER_ENTRY, check_entry, err);
    for (unsigned i = 0; status == MUS_OK && i < MUS_TILE_LEVELS; i++) {
        status = c->tree->levels[i].count == 0 ? MUS_OK : compare_tile(c, i, err);
    }
    c->ledger_size = c->tree->next;
    return status == MUS_OK ? mus_check_each(c, c->read->txn, MUS_DB_LEDGER_TILE, check_tile, err)
                            : status;
}

/* ---- what is kept beside them ---- */

static enum mus_status is_about(struct mus_checking *c, uint64_t index, uint64_t about, bool *is,
                                struct mus_error *err)
{
    struct mus_db_key key;
    struct mus_text bytes;
    struct mus_ledger_entry entry;
    mus_key_of_number(index, &key);
    enum mus_status status =
        mus_db_get(c->read->txn, MUS_DB_LEDGER_ENTRY, mus_key_text(&key), &bytes, err);
    *is = status == MUS_OK && bytes.ptr != NULL &&
          mus_ledger_entry_decode(bytes, &entry, NULL) == MUS_OK && mus_ledger_is_about(&entry) &&
          entry.as.about.entry == about;
    return status;
}

static enum mus_status check_about(struct mus_checking *c, struct mus_text key,
                                   struct mus_text value, struct mus_error *err)
{
    uint64_t about = 0;
    uint64_t index = 0;
    bool is = false;
    if (!mus_key_read_number(key, &about) || !mus_key_read_number(value, &index)) {
        return mus_check_found(c, false, err, "index of entries about entries: malformed");
    }
    enum mus_status status = is_about(c, index, about, &is, err);
    return status != MUS_OK || is
               ? status
               : mus_check_found(c, false, err, "entries about %llu: entry %llu is not about it",
                                 (unsigned long long)about, (unsigned long long)index);
}

static enum mus_status check_request(struct mus_checking *c, struct mus_text key,
                                     struct mus_text value, struct mus_error *err)
{
    uint64_t index = 0;
    struct mus_digest content;
    if (!mus_ledger_request_value(value, &index, &content)) {
        return mus_check_found(c, false, err, "request \"%.*s\": malformed",
                               MUS_TEXT_SHORT_ARG(key));
    }
    return index < c->ledger_size
               ? MUS_OK
               : mus_check_found(c, false, err, "request \"%.*s\": entry %llu is not there",
                                 MUS_TEXT_SHORT_ARG(key), (unsigned long long)index);
}

/* The note says of its size what the tree says. Signatures are checked by who has the key. */
static enum mus_status judge_checkpoint(struct mus_checking *c, uint64_t size, struct mus_text note,
                                        struct mus_error *reason)
{
    struct mus_note read;
    struct mus_checkpoint checkpoint = {0};
    struct mus_digest root;
    enum mus_status status = mus_note_read(note, &read, reason);
    if (status == MUS_OK) {
        status = mus_checkpoint_read(read.text, &checkpoint, reason);
    }
    if (status == MUS_OK && checkpoint.size != size) {
        return mus_fail(reason, MUS_CORRUPT, "its note is of size %llu",
                        (unsigned long long)checkpoint.size);
    }
    if (status == MUS_OK) {
        status = mus_store_ledger_root(c->read, size, &root, reason);
    }
    if (status == MUS_OK && mus_digest_compare(&root, &checkpoint.root) != 0) {
        return mus_fail(reason, MUS_CORRUPT, "its root is not that of the entries");
    }
    return status;
}

static enum mus_status check_checkpoint(struct mus_checking *c, struct mus_text key,
                                        struct mus_text value, struct mus_error *err)
{
    uint64_t size = 0;
    struct name name = {""};
    struct mus_error reason;
    if (!mus_key_read_number(key, &size)) {
        return mus_check_found(c, false, err, "checkpoint: a key of %zu bytes", key.len);
    }
    enum mus_status status = judge_checkpoint(c, size, value, &reason);
    return mus_check_judge(c, status, &reason, err, "checkpoint", name_of(size, &name));
}

static enum mus_status check_key(struct mus_checking *c, struct mus_text key, struct mus_text value,
                                 struct mus_error *err)
{
    uint64_t number = 0;
    struct name name = {""};
    struct mus_note_key readable;
    struct mus_error reason;
    if (!mus_key_read_number(key, &number)) {
        return mus_check_found(c, false, err, "ledger key: a key of %zu bytes", key.len);
    }
    enum mus_status status = mus_note_key_read(value, &readable, &reason);
    return mus_check_judge(c, status, &reason, err, "ledger key", name_of(number, &name));
}

enum mus_status mus_check_ledger(struct mus_checking *c, struct mus_error *err)
{
    static const struct {
        enum mus_main_table table;
        mus_check_one *one;
    } steps[] = {
        {MUS_DB_LEDGER_ABOUT, check_about},
        {MUS_DB_LEDGER_REQUEST, check_request},
        {MUS_DB_CHECKPOINT, check_checkpoint},
        {MUS_DB_LEDGER_KEY, check_key},
    };
    c->tree = mus_alloc_zero(1, sizeof *c->tree);
    enum mus_status status = c->tree == NULL ? mus_fail_memory(err) : check_tree(c, err);
    mus_free(c->tree);
    c->tree = NULL;
    for (size_t i = 0; status == MUS_OK && i < sizeof steps / sizeof steps[0]; i++) {
        status = mus_check_each(c, c->read->txn, steps[i].table, steps[i].one, err);
    }
    return status;
}
