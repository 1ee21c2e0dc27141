#include "report/fair/flat_cells.h"

#include <assert.h>

enum mus_status mus_flat_cells_begin(struct mus_flat_cells *cells, struct mus_flat *flat,
                                     const struct mus_flat_column *columns, size_t count,
                                     size_t rows, bool english, struct mus_arena *arena,
                                     struct mus_error *err)
{
    flat->columns = count;
    for (size_t i = 0; i < count; i++) {
        flat->heads[i] = mus_text_of(english ? columns[i].en : columns[i].ja);
        flat->widths[i] = columns[i].width;
    }
    *cells = (struct mus_flat_cells){
        .arena = arena, .items = mus_arena_alloc(arena, rows * count, sizeof *cells->items)};
    return cells->items == NULL ? mus_fail_memory(err) : MUS_OK;
}

void mus_flat_put(struct mus_flat_cells *cells, struct mus_text text)
{
    struct mus_text copy = mus_arena_copy(cells->arena, text);
    cells->failed = cells->failed || (copy.ptr == NULL && text.ptr != NULL);
    cells->items[cells->used++] = text.ptr == NULL ? MUS_TEXT("") : copy;
}

void mus_flat_put_words(struct mus_flat_cells *cells)
{
    mus_flat_put(cells, mus_buf_text(&cells->words));
    cells->failed = cells->failed || cells->words.failed;
    mus_buf_clear(&cells->words);
}

enum mus_status mus_flat_cells_end(struct mus_flat_cells *cells, struct mus_flat *flat,
                                   struct mus_error *err)
{
    assert(flat->columns > 0); /* every table has some */
    mus_buf_done(&cells->words);
    flat->cells = cells->items;
    flat->rows = cells->used / flat->columns;
    return cells->failed ? mus_fail_memory(err) : MUS_OK;
}
