/* Rows come in order and hold UTF-8 within the limits. An input that begins with "PK" is a whole
 * file; any other is cut at its NULs into a workbook's parts, which are then packed: sheet, shared
 * strings, styles, workbook, relations. */
#include "codec/xlsx.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

#include "../unit/codec/xlsx_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void check_row(const struct mus_row *row, uint64_t number)
{
    demand(row->number > number && row->number <= MUS_MAX_XLSX_ROWS);
    demand(row->count <= MUS_MAX_COLUMNS);
    for (size_t i = 0; i < row->count; i++) {
        demand(row->cells[i].ptr != NULL && row->cells[i].len <= MUS_MAX_CELL_BYTES);
        demand(mus_text_is_utf8(row->cells[i], NULL));
    }
}

static void read_all(struct mus_text file)
{
    const struct mus_xlsx_options options = {.max_strings = 65536, .max_part = 1024 * 1024};
    struct mus_xlsx *xlsx = NULL;
    struct mus_error err = {0};
    uint64_t number = 0;
    bool more = true;
    if (mus_xlsx_open_bytes(file, &options, &xlsx, &err) != MUS_OK) {
        demand(xlsx == NULL && err.message[0] != '\0');
        return;
    }
    while (more) {
        enum mus_status status = mus_xlsx_next(xlsx, &more, &err);
        if (status != MUS_OK && status != MUS_REJECTED) {
            demand(mus_xlsx_next(xlsx, &more, &err) == status);
            break;
        }
        if (status == MUS_REJECTED || more) {
            check_row(mus_xlsx_row(xlsx), number);
            number = mus_xlsx_row(xlsx)->number;
        }
    }
    mus_xlsx_close(xlsx);
}

/* The text up to the next NUL, terminated; NULL at the end of the input. */
static char *take_part(const uint8_t **at, size_t *left)
{
    if (*left == 0) {
        return NULL;
    }
    size_t len = strnlen((const char *)*at, *left);
    char *part = malloc(len + 1);
    demand(part != NULL);
    memcpy(part, *at, len);
    part[len] = '\0';
    size_t taken = len < *left ? len + 1 : len;
    *at += taken;
    *left -= taken;
    return part;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size >= 2 && memcmp(data, "PK", 2) == 0) {
        read_all((struct mus_text){(const char *)data, size});
        return 0;
    }
    char *parts[5];
    struct mus_buf file = {0};
    for (size_t i = 0; i < 5; i++) {
        parts[i] = take_part(&data, &size);
    }
    xlsx_make(&(struct xlsx_parts){.sheet = parts[0],
                                   .strings = parts[1],
                                   .styles = parts[2],
                                   .workbook = parts[3],
                                   .relations = parts[4]},
              &file);
    read_all(mus_buf_text(&file));
    mus_buf_done(&file);
    for (size_t i = 0; i < 5; i++) {
        free(parts[i]);
    }
    return 0;
}
