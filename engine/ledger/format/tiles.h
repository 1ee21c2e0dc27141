/* The C2SP tlog-tiles layout: where the hashes of a tree lie in tiles of 256, and the entries in
 * bundles of 256.
 *
 *     tile/<L>/<N>[.p/<W>]       W (1…255; 256 without .p) hashes of 32 bytes: the perfect nodes of
 *                                level 8·L, from index 256·N on
 *     tile/entries/<N>[.p/<W>]   entries, each after its length as u16 big-endian
 * N is written in groups of three digits, all but the last with an x: 1234067 → x001/x234/067.
 * Pure; any thread. */
#ifndef MUS_LEDGER_FORMAT_TILES_H
#define MUS_LEDGER_FORMAT_TILES_H

#include "base/buf.h"
#include "crypto/merkle.h"

#include <stdint.h>

#define MUS_TILE_HEIGHT 8
#define MUS_TILE_WIDTH 256
#define MUS_TILE_LEVELS 8 /* 2^63 leaves */

/* Appends "tile/0/x001/234" or "tile/entries/067.p/12"; level -1: entries. width 256: whole. */
void mus_tile_path(int level, uint64_t index, unsigned width, struct mus_buf *out);
/* The perfect node (place.level, place.index) lies in, or follows from, one tile: which, and from
 * which of its hashes, how many (a power of two). */
struct mus_tile_part {
    unsigned level; /* of tiles */
    uint64_t index;
    unsigned first, count;
};
struct mus_tile_part mus_tile_of(const struct mus_merkle_place *place);
/* The root over `count` (a power of two, up to 256) hashes that stand one behind the other. */
struct mus_digest mus_tile_fold(const unsigned char *hashes, unsigned count);

#endif
