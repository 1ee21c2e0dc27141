#include "ledger/format/tiles.h"

#include <assert.h>
#include <string.h>

/* N in groups of three digits, all but the last with an x. */
static void add_index(struct mus_buf *out, uint64_t index)
{
    unsigned groups[7]; /* 2^64 has 20 digits */
    size_t count = 0;
    do {
        groups[count++] = (unsigned)(index % 1000);
        index /= 1000;
    } while (index > 0);
    while (count > 0) {
        count--;
        mus_buf_printf(out, count > 0 ? "/x%03u" : "/%03u", groups[count]);
    }
}

void mus_tile_path(int level, uint64_t index, unsigned width, struct mus_buf *out)
{
    assert(level >= -1 && level < MUS_TILE_LEVELS && width >= 1 && width <= MUS_TILE_WIDTH);
    if (level < 0) {
        mus_buf_add_z(out, "tile/entries");
    } else {
        mus_buf_printf(out, "tile/%d", level);
    }
    add_index(out, index);
    if (width < MUS_TILE_WIDTH) {
        mus_buf_printf(out, ".p/%u", width);
    }
}

/* A perfect node r levels above a row of tiles is made of 2^r hashes of it, which never lie in two
 * tiles: r is below 8, and they begin at a multiple of their number. */
struct mus_tile_part mus_tile_of(const struct mus_merkle_place *place)
{
    unsigned above = place->level % MUS_TILE_HEIGHT;
    uint64_t first = place->index << above;
    return (struct mus_tile_part){
        .level = place->level / MUS_TILE_HEIGHT,
        .index = first / MUS_TILE_WIDTH,
        .first = (unsigned)(first % MUS_TILE_WIDTH),
        .count = 1U << above,
    };
}

struct mus_digest mus_tile_fold(const unsigned char *hashes, unsigned count)
{
    struct mus_digest row[MUS_TILE_WIDTH];
    assert(count >= 1 && count <= MUS_TILE_WIDTH && (count & (count - 1)) == 0);
    memcpy(row, hashes, (size_t)count * MUS_DIGEST_BYTES);
    for (; count > 1; count /= 2) {
        for (unsigned i = 0; i < count / 2; i++) {
            row[i] = mus_merkle_node(&row[2 * i], &row[2 * i + 1]);
        }
    }
    return row[0];
}
