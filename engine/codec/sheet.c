#include "codec/sheet.h"

#include "codec/csv.h"
#include "codec/source.h"
#include "codec/xlsx.h"

#include "base/arena.h"
#include "base/mem.h"

#include <inttypes.h>
#include <string.h>

#define MAGIC_BYTES 4

struct mus_sheet {
    enum mus_sheet_kind kind;
    struct mus_csv *csv; /* one of the two */
    struct mus_xlsx *xlsx;
    uint64_t first_row; /* rows before it are passed over */
    struct mus_arena arena;
    struct mus_texts header;
};

/* A source whose first bytes have been looked at. */
struct peeked {
    struct mus_byte_source source;
    char head[MAGIC_BYTES];
    size_t len;
    size_t at;
};

static enum mus_status read_peeked(void *context, char *into, size_t capacity, size_t *got,
                                   struct mus_error *err)
{
    struct peeked *peeked = context;
    size_t left = peeked->len - peeked->at;
    if (left == 0) {
        return peeked->source.read(peeked->source.context, into, capacity, got, err);
    }
    size_t len = left < capacity ? left : capacity;
    memcpy(into, peeked->head + peeked->at, len);
    peeked->at += len;
    *got = len;
    return MUS_OK;
}

static void close_peeked(void *context)
{
    struct peeked *peeked = context;
    mus_byte_source_close(&peeked->source);
    mus_free(peeked);
}

/* Takes the source, also when it fails. */
static enum mus_status peek(struct mus_byte_source source, struct peeked **out,
                            struct mus_error *err)
{
    struct peeked *peeked = mus_alloc_zero(1, sizeof *peeked);
    if (peeked == NULL) {
        mus_byte_source_close(&source);
        return mus_fail_memory(err);
    }
    peeked->source = source;
    size_t got = 1;
    while (got > 0 && peeked->len < MAGIC_BYTES) {
        enum mus_status status = source.read(source.context, peeked->head + peeked->len,
                                             MAGIC_BYTES - peeked->len, &got, err);
        if (status != MUS_OK) {
            close_peeked(peeked);
            return status;
        }
        peeked->len += got;
    }
    *out = peeked;
    return MUS_OK;
}

/* A ZIP archive, or the container of old Excel files, about which the XLSX reader has a word. */
static bool is_workbook(struct mus_text head)
{
    return mus_text_starts(head, MUS_TEXT("PK\x03\x04")) ||
           mus_text_starts(head, MUS_TEXT("PK\x05\x06")) ||
           mus_text_starts(head, MUS_TEXT("\xD0\xCF\x11\xE0"));
}

static enum mus_status read_next(struct mus_sheet *sheet, bool *more, struct mus_error *err)
{
    return sheet->kind == MUS_SHEET_CSV ? mus_csv_next(sheet->csv, more, err)
                                        : mus_xlsx_next(sheet->xlsx, more, err);
}

static bool is_empty(const struct mus_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        if (mus_text_trim(row->cells[i]).len > 0) {
            return false;
        }
    }
    return row->errors == 0;
}

static enum mus_status keep_header(struct mus_sheet *sheet, const struct mus_row *row,
                                   struct mus_error *err)
{
    size_t count = row->count;
    while (count > 0 && mus_text_trim(row->cells[count - 1]).len == 0) {
        count--;
    }
    struct mus_text *names = mus_arena_alloc(&sheet->arena, count, sizeof *names);
    if (names == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < count; i++) {
        names[i] = mus_arena_copy(&sheet->arena, mus_text_trim(row->cells[i]));
        if (names[i].ptr == NULL) {
            return mus_fail_memory(err);
        }
    }
    sheet->header = (struct mus_texts){names, count};
    return MUS_OK;
}

static enum mus_status read_header(struct mus_sheet *sheet, struct mus_error *err)
{
    bool more = false;
    uint64_t wanted = sheet->first_row;
    enum mus_status status = mus_sheet_next(sheet, &more, err);
    if (status == MUS_REJECTED) {
        if (err != NULL) {
            err->status = MUS_INVALID;
        }
        return MUS_INVALID;
    }
    if (status != MUS_OK) {
        return status;
    }
    const struct mus_row *row = mus_sheet_row(sheet);
    if (more && wanted > 0 && row->number > wanted) {
        return mus_fail(err, MUS_INVALID, "row %" PRIu64 ": the header row is empty", wanted);
    }
    if (!more && wanted > 0) {
        return mus_fail(err, MUS_INVALID, "there is no row %" PRIu64 " for the header", wanted);
    }
    if (!more) {
        return mus_fail(err, MUS_INVALID, "the table is empty");
    }
    return keep_header(sheet, row, err);
}

/* Takes `sheet`, whose reader is open. */
static enum mus_status finish_open(struct mus_sheet *sheet, const struct mus_sheet_options *options,
                                   struct mus_sheet **out, struct mus_error *err)
{
    sheet->first_row = options->header_row;
    enum mus_status status = options->no_header ? MUS_OK : read_header(sheet, err);
    if (status != MUS_OK) {
        mus_sheet_close(sheet);
        return status;
    }
    *out = sheet;
    return MUS_OK;
}

/* Takes the source. The workbook is read again from its path, or from `bytes` where that is NULL.
 */
static enum mus_status open_source(struct mus_byte_source source, const char *path,
                                   struct mus_text bytes, const struct mus_sheet_options *options,
                                   struct mus_sheet **out, struct mus_error *err)
{
    static const struct mus_sheet_options DEFAULTS = {0};
    const struct mus_sheet_options *chosen = options == NULL ? &DEFAULTS : options;
    struct mus_sheet *sheet = mus_alloc_zero(1, sizeof *sheet);
    if (sheet == NULL) {
        mus_byte_source_close(&source);
        return mus_fail_memory(err);
    }
    struct peeked *peeked = NULL;
    enum mus_status status = peek(source, &peeked, err);
    if (peeked == NULL) {
        mus_free(sheet);
        return status;
    }
    if (is_workbook((struct mus_text){peeked->head, peeked->len})) {
        const struct mus_xlsx_options xlsx = {.sheet = chosen->sheet};
        close_peeked(peeked);
        sheet->kind = MUS_SHEET_XLSX;
        status = path != NULL ? mus_xlsx_open_file(path, &xlsx, &sheet->xlsx, err)
                              : mus_xlsx_open_bytes(bytes, &xlsx, &sheet->xlsx, err);
    } else {
        const struct mus_csv_options csv = {.encoding = chosen->encoding,
                                            .delimiter = chosen->delimiter};
        sheet->kind = MUS_SHEET_CSV;
        status = mus_csv_open((struct mus_byte_source){read_peeked, close_peeked, peeked}, &csv,
                              &sheet->csv, err);
    }
    if (status != MUS_OK) {
        mus_free(sheet);
        return status;
    }
    return finish_open(sheet, chosen, out, err);
}

enum mus_status mus_sheet_open(const char *path, const struct mus_sheet_options *options,
                               struct mus_sheet **out, struct mus_error *err)
{
    struct mus_byte_source source;
    enum mus_status status = mus_byte_source_of_file(path, &source, err);
    if (status != MUS_OK) {
        return status;
    }
    return open_source(source, path, MUS_NO_TEXT, options, out, err);
}

enum mus_status mus_sheet_open_bytes(struct mus_text bytes, const struct mus_sheet_options *options,
                                     struct mus_sheet **out, struct mus_error *err)
{
    struct mus_byte_source source;
    enum mus_status status = mus_byte_source_of_bytes(bytes, &source, err);
    if (status != MUS_OK) {
        return status;
    }
    return open_source(source, NULL, bytes, options, out, err);
}

void mus_sheet_close(struct mus_sheet *sheet)
{
    if (sheet == NULL) {
        return;
    }
    mus_csv_close(sheet->csv);
    mus_xlsx_close(sheet->xlsx);
    mus_arena_done(&sheet->arena);
    mus_free(sheet);
}

struct mus_texts mus_sheet_header(const struct mus_sheet *sheet)
{
    return sheet->header;
}

enum mus_status mus_sheet_next(struct mus_sheet *sheet, bool *more, struct mus_error *err)
{
    for (;;) {
        bool row = false;
        enum mus_status status = read_next(sheet, &row, err);
        if (status != MUS_OK && status != MUS_REJECTED) {
            return status;
        }
        bool above =
            (row || status == MUS_REJECTED) && mus_sheet_row(sheet)->number < sheet->first_row;
        if (above || (row && is_empty(mus_sheet_row(sheet)))) {
            continue;
        }
        if (status == MUS_OK) {
            *more = row;
        }
        return status;
    }
}

const struct mus_row *mus_sheet_row(const struct mus_sheet *sheet)
{
    return sheet->kind == MUS_SHEET_CSV ? mus_csv_row(sheet->csv) : mus_xlsx_row(sheet->xlsx);
}

enum mus_sheet_kind mus_sheet_kind(const struct mus_sheet *sheet)
{
    return sheet->kind;
}

enum mus_encoding mus_sheet_encoding(const struct mus_sheet *sheet)
{
    return sheet->kind == MUS_SHEET_CSV ? mus_csv_encoding(sheet->csv) : MUS_ENCODING_UTF8;
}
