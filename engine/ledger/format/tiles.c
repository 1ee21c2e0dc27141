#include "ledger/format/tiles.h"

#include <assert.h>
#include <string.h>

/* The number in groups of three digits, all but the last marked: 1234067 → x001/x234/067. */
static void add_number(uint64_t number, struct mus_buf *out)
{
    unsigned groups[8]; /* 2^64 has 20 digits */
    size_t count = 0;
    do {
        groups[count++] = (unsigned)(number % 1000);
        number /= 1000;
    } while (number > 0);
    while (count > 0) {
        count--;
        mus_buf_printf(out, "%s%03u%s", count > 0 ? "x" : "", groups[count], count > 0 ? "/" : "");
    }
}

void mus_tile_path(int level, uint64_t index, unsigned width, struct mus_buf *out)
{
    assert(level < MUS_TILE_LEVELS && width >= 1 && width <= MUS_TILE_WIDTH);
    if (level < 0) {
        mus_buf_add_z(out, "tile/entries/");
    } else {
        mus_buf_printf(out, "tile/%d/", level);
    }
    add_number(index, out);
    if (width < MUS_TILE_WIDTH) {
        mus_buf_printf(out, ".p/%u", width);
    }
}

struct mus_tile_part mus_tile_of(const struct mus_merkle_place *place)
{
    unsigned level = place->level / MUS_TILE_HEIGHT;
    unsigned height = place->level % MUS_TILE_HEIGHT; /* above the hashes that the tile holds */
    uint64_t first = place->index << height;
    return (struct mus_tile_part){.level = level,
                                  .index = first / MUS_TILE_WIDTH,
                                  .first = (unsigned)(first % MUS_TILE_WIDTH),
                                  .count = 1U << height};
}

struct mus_digest mus_tile_fold(const unsigned char *hashes, unsigned count)
{
    struct mus_digest row[MUS_TILE_WIDTH];
    assert(count >= 1 && count <= MUS_TILE_WIDTH && (count & (count - 1)) == 0);
    memcpy(row, hashes, count * sizeof *row);
    for (; count > 1; count /= 2) {
        for (unsigned i = 0; i < count / 2; i++) {
            row[i] = mus_merkle_node(&row[2 * i], &row[2 * i + 1]);
        }
    }
    return row[0];
}
