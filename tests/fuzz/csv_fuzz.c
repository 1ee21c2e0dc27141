/* Rows come in order and hold UTF-8 within the limits, whatever the size of the pieces the source
 * gives; a good row that is written is read back unchanged. */
#include "codec/csv.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "codec/csv_write.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

struct drip {
    struct mus_text left;
    size_t step;
};

static enum mus_status read_drip(void *context, char *into, size_t capacity, size_t *got,
                                 struct mus_error *err)
{
    struct drip *drip = context;
    size_t len = drip->left.len < drip->step ? drip->left.len : drip->step;
    len = len < capacity ? len : capacity;
    (void)err;
    memcpy(into, drip->left.ptr, len);
    drip->left.ptr += len;
    drip->left.len -= len;
    *got = len;
    return MUS_OK;
}

/* ="0012" is read as 0012: such a cell does not come back as it was written. */
static bool is_formula_text(struct mus_text cell)
{
    return mus_text_starts(cell, MUS_TEXT("=\"")) && cell.ptr[cell.len - 1] == '"';
}

static void check_round_trip(const struct mus_row *row)
{
    struct mus_buf out = {0};
    struct mus_csv_writer writer = {.out = &out};
    mus_csv_write_row(&writer, row->cells, row->count);
    struct drip drip = {mus_buf_text(&out), out.len};
    const struct mus_csv_options options = {.encoding = MUS_ENCODING_UTF8, .delimiter = ','};
    struct mus_csv *csv = NULL;
    bool more = false;
    demand(mus_csv_open((struct mus_byte_source){.read = read_drip, .context = &drip}, &options,
                        &csv, NULL) == MUS_OK);
    demand(mus_csv_next(csv, &more, NULL) == MUS_OK && more);
    const struct mus_row *again = mus_csv_row(csv);
    demand(again->count == row->count);
    for (size_t i = 0; i < row->count; i++) {
        demand(mus_text_equal(again->cells[i], row->cells[i]) || is_formula_text(row->cells[i]));
    }
    demand(mus_csv_next(csv, &more, NULL) == MUS_OK && !more);
    mus_csv_close(csv);
    mus_buf_done(&out);
}

static void check_row(const struct mus_row *row, uint64_t number, uint64_t line)
{
    demand(row->number > number && row->line >= line);
    demand(row->count >= 1 && row->count <= MUS_MAX_COLUMNS);
    for (size_t i = 0; i < row->count; i++) {
        demand(row->cells[i].ptr != NULL && row->cells[i].len <= MUS_MAX_CELL_BYTES);
        demand(mus_text_is_utf8(row->cells[i], NULL));
    }
}

/* Appends all that is read, and what is wrong with it. */
static void read_all(struct mus_text bytes, size_t step, const struct mus_csv_options *options,
                     struct mus_buf *out)
{
    struct drip drip = {bytes, step};
    struct mus_csv *csv = NULL;
    struct mus_error err = {0};
    uint64_t number = 0;
    uint64_t line = 1;
    demand(mus_csv_open((struct mus_byte_source){.read = read_drip, .context = &drip}, options,
                        &csv, &err) == MUS_OK);
    for (;;) {
        bool more = false;
        enum mus_status status = mus_csv_next(csv, &more, &err);
        if (status != MUS_OK && status != MUS_REJECTED) {
            demand(status == MUS_INVALID && mus_csv_next(csv, &more, NULL) == MUS_INVALID);
            mus_buf_printf(out, "%s\n", err.message);
            break;
        }
        if (status == MUS_OK && !more) {
            break;
        }
        const struct mus_row *row = mus_csv_row(csv);
        check_row(row, number, line);
        number = row->number;
        line = row->line;
        if (status == MUS_REJECTED) {
            mus_buf_printf(out, "%s\n", err.message);
        } else {
            check_round_trip(row);
        }
        mus_buf_add_u64(out, row->number);
        mus_buf_add_u64(out, row->line);
        for (size_t i = 0; i < row->count; i++) {
            mus_buf_add_u64(out, row->cells[i].len);
            mus_buf_add_text(out, row->cells[i]);
        }
    }
    mus_csv_close(csv);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char DELIMITERS[] = {0, ',', ';', '\t', '|', 0, 0, 0};
    if (size == 0) {
        return 0;
    }
    const struct mus_csv_options options = {
        .encoding = (enum mus_encoding)(data[0] % 4),
        .delimiter = DELIMITERS[data[0] / 4 % 8],
        .quote = data[0] >= 0xC0 ? '\'' : 0,
    };
    const struct mus_text bytes = {(const char *)data + 1, size - 1};
    struct mus_buf whole = {0};
    struct mus_buf dripped = {0};
    read_all(bytes, size, &options, &whole);
    read_all(bytes, (size_t)data[0] % 7 + 1, &options, &dripped);
    demand(mus_text_equal(mus_buf_text(&whole), mus_buf_text(&dripped)));
    mus_buf_done(&whole);
    mus_buf_done(&dripped);
    return 0;
}
