/* The tree as tiles: tile N of level L holds the perfect nodes 256·N … 256·N+255 of level 8·L of
 * the tree, as many of them as there are.
 *
 *     level 1   [h0 h1 …]           one hash for each full tile below
 *     level 0   [256 leaves] [256 leaves] [12 leaves]
 *
 * A new leaf lengthens the last tile of level 0 by 32 bytes; where that fills it, its root
 * lengthens the last tile of the level above, and so on. Hashes are only ever added: what a tile
 * held stays, so that an old tree can be read from the tiles of a later one. */
#include "store/ledger_internal.h"

#include "ledger/format/tiles.h"

#include <string.h>

enum { TILE_BYTES = MUS_TILE_WIDTH * MUS_DIGEST_BYTES };

static enum mus_status bad_tile(unsigned level, uint64_t index, const char *what,
                                struct mus_error *err)
{
    return mus_fail(err, MUS_CORRUPT, "ledger tile %u/%llu: %s", level, (unsigned long long)index,
                    what);
}

static enum mus_status get_tile(const struct mus_read *read, unsigned level, uint64_t index,
                                struct mus_text *out, struct mus_error *err)
{
    struct mus_db_key key;
    mus_key_of_tile(level, index, &key);
    return mus_db_get(read->txn, MUS_DB_LEDGER_TILE, mus_key_text(&key), out, err);
}

/* Adds hash number `n` of a level. *full: it filled its tile, whose root *hash becomes. */
static enum mus_status lengthen(struct mus_write *write, unsigned level, uint64_t n,
                                struct mus_digest *hash, bool *full, struct mus_error *err)
{
    unsigned char tile[TILE_BYTES];
    struct mus_db_key key;
    struct mus_text old;
    uint64_t index = n / MUS_TILE_WIDTH;
    size_t len = (size_t)(n % MUS_TILE_WIDTH) * MUS_DIGEST_BYTES;
    enum mus_status status = get_tile(&write->view, level, index, &old, err);
    if (status != MUS_OK) {
        return status;
    }
    if (old.len != len) {
        return bad_tile(level, index, "is not as long as the ledger", err);
    }
    if (len > 0) {
        memcpy(tile, old.ptr, len);
    }
    memcpy(tile + len, hash->bytes, MUS_DIGEST_BYTES);
    len += MUS_DIGEST_BYTES;
    *full = len == TILE_BYTES;
    if (*full) {
        *hash = mus_tile_fold(tile, MUS_TILE_WIDTH);
    }
    mus_key_of_tile(level, index, &key);
    return mus_db_put(write->view.txn, MUS_DB_LEDGER_TILE, mus_key_text(&key),
                      (struct mus_text){(const char *)tile, len}, err);
}

enum mus_status mus_ledger_tree_add(struct mus_write *write, uint64_t index,
                                    const struct mus_digest *leaf, struct mus_error *err)
{
    struct mus_digest hash = *leaf;
    bool full = true;
    enum mus_status status = MUS_OK;
    for (unsigned level = 0; status == MUS_OK && full && level < MUS_TILE_LEVELS; level++) {
        status = lengthen(write, level, index, &hash, &full, err);
        index /= MUS_TILE_WIDTH;
    }
    return status;
}

static enum mus_status read_node(const struct mus_read *read, const struct mus_merkle_place *place,
                                 struct mus_digest *out, struct mus_error *err)
{
    struct mus_tile_part part = mus_tile_of(place);
    struct mus_text tile;
    enum mus_status status = get_tile(read, part.level, part.index, &tile, err);
    if (status != MUS_OK) {
        return status;
    }
    if (tile.len < (size_t)(part.first + part.count) * MUS_DIGEST_BYTES) {
        return bad_tile(part.level, part.index, "is cut short", err);
    }
    const unsigned char *hashes = (const unsigned char *)tile.ptr;
    *out = mus_tile_fold(hashes + (size_t)part.first * MUS_DIGEST_BYTES, part.count);
    return MUS_OK;
}

enum mus_status mus_store_ledger_nodes(const struct mus_read *read,
                                       const struct mus_merkle_plan *plan, struct mus_digest *nodes,
                                       struct mus_error *err)
{
    struct mus_ledger_end end;
    enum mus_status status = mus_ledger_end_of(read, &end, err);
    for (size_t i = 0; status == MUS_OK && i < plan->count; i++) {
        const struct mus_merkle_place *place = &plan->places[i];
        status = place->index >= end.size >> place->level
                     ? mus_ledger_no_entry(((place->index + 1) << place->level) - 1, end.size, err)
                     : read_node(read, place, &nodes[i], err);
    }
    return status;
}

enum mus_status mus_store_ledger_root(const struct mus_read *read, uint64_t size,
                                      struct mus_digest *root, struct mus_error *err)
{
    struct mus_merkle_plan plan;
    struct mus_merkle_proof folded;
    struct mus_digest nodes[sizeof plan.places / sizeof plan.places[0]];
    if (size == 0) {
        *root = mus_merkle_empty();
        return MUS_OK;
    }
    mus_merkle_plan_root(size, &plan);
    enum mus_status status = mus_store_ledger_nodes(read, &plan, nodes, err);
    if (status == MUS_OK) {
        mus_merkle_fold(&plan, nodes, &folded);
        *root = folded.digests[0];
    }
    return status;
}
