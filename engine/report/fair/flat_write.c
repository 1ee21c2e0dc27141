/* Flat tables as CSV and XLSX. */
#include "codec/csv_write.h"
#include "codec/xlsx_write.h"
#include "report/fair/flat.h"

enum mus_status mus_flat_csv(const struct mus_flat *flat, struct mus_buf *out,
                             struct mus_error *err)
{
    struct mus_csv_writer writer = {.out = out, .spreadsheet_safe = true};
    mus_csv_write_row(&writer, flat->heads, flat->columns);
    for (size_t r = 0; r < flat->rows; r++) {
        mus_csv_write_row(&writer, flat->cells + r * flat->columns, flat->columns);
    }
    return mus_buf_check(out, err);
}

static void write_book(struct mus_xlsx_writer *writer, const struct mus_flat *flat)
{
    mus_xlsx_write_sheet(writer, flat->title);
    mus_xlsx_write_widths(writer, flat->widths, flat->columns);
    for (size_t c = 0; c < flat->columns; c++) {
        mus_xlsx_write_text(writer, flat->heads[c], MUS_XLSX_HEADER);
    }
    mus_xlsx_end_row(writer);
    mus_xlsx_write_freeze(writer);
    for (size_t r = 0; r < flat->rows; r++) {
        for (size_t c = 0; c < flat->columns; c++) {
            mus_xlsx_write_text(writer, flat->cells[r * flat->columns + c], MUS_XLSX_PLAIN);
        }
        mus_xlsx_end_row(writer);
    }
}

enum mus_status mus_flat_xlsx(const struct mus_flat *flat, uint64_t now, struct mus_buf *out,
                              struct mus_error *err)
{
    const struct mus_xlsx_write_options options = {.title = flat->title, .created = (int64_t)now};
    struct mus_xlsx_writer *writer = NULL;
    enum mus_status status = mus_xlsx_writer_new(&options, &writer, err);
    if (status == MUS_OK) {
        write_book(writer, flat);
        status = mus_xlsx_writer_take(writer, out, err);
    }
    mus_xlsx_writer_free(writer);
    return status;
}

enum mus_status mus_papers_csv(const struct mus_papers *papers, enum mus_paper paper,
                               struct mus_buf *out, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_flat flat;
    enum mus_status status = mus_flat_make(papers, paper, &arena, &flat, err);
    if (status == MUS_OK) {
        status = mus_flat_csv(&flat, out, err);
    }
    mus_arena_done(&arena);
    return status;
}

enum mus_status mus_papers_xlsx(const struct mus_papers *papers, enum mus_paper paper,
                                struct mus_buf *out, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_flat flat;
    enum mus_status status = mus_flat_make(papers, paper, &arena, &flat, err);
    if (status == MUS_OK) {
        status = mus_flat_xlsx(&flat, papers->now, out, err);
    }
    mus_arena_done(&arena);
    return status;
}
