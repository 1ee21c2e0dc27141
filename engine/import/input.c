#include "import/input.h"

#include "base/mem.h"
#include "codec/source.h"
#include "import/lines.h"
#include "import/rejected.h"

struct mus_input {
    struct mus_sheet *sheet; /* one of the two */
    struct mus_lines *lines;
    bool has_header;
    uint64_t rows;
    struct mus_input_row row;
};

static enum mus_status begins_with_mark(const char *path, bool *out, struct mus_error *err)
{
    enum { MARK = 3 };
    char head[MARK];
    size_t len = 0;
    size_t got = 1;
    struct mus_byte_source source = {0};
    enum mus_status status = mus_byte_source_of_file(path, &source, err);
    while (status == MUS_OK && got > 0 && len < MARK) {
        status = source.read(source.context, head + len, MARK - len, &got, err);
        len += status == MUS_OK ? got : 0;
    }
    mus_byte_source_close(&source);
    if (status == MUS_OK) {
        *out = mus_text_equals((struct mus_text){head, len}, "\xEF\xBB\xBF");
    }
    return status;
}

static enum mus_status open_sheet(const struct mus_input_options *options, struct mus_input *input,
                                  struct mus_error *err)
{
    struct mus_sheet_options sheet = options->sheet;
    bool marked = false;
    enum mus_status status = begins_with_mark(options->path, &marked, err);
    if (status != MUS_OK) {
        return status;
    }
    if (marked) {
        sheet.encoding = MUS_ENCODING_UTF8;
    }
    input->has_header = !sheet.no_header;
    return mus_sheet_open(options->path, &sheet, &input->sheet, err);
}

enum mus_status mus_input_open(const struct mus_input_options *options, struct mus_input **out,
                               struct mus_error *err)
{
    struct mus_input *input = mus_alloc_zero(1, sizeof *input);
    if (input == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = options->json ? mus_lines_open(options->path, &input->lines, err)
                                           : open_sheet(options, input, err);
    if (status != MUS_OK) {
        mus_input_close(input);
        return status;
    }
    *out = input;
    return MUS_OK;
}

void mus_input_close(struct mus_input *input)
{
    if (input != NULL) {
        mus_sheet_close(input->sheet);
        mus_lines_close(input->lines);
        mus_free(input);
    }
}

struct mus_texts mus_input_header(const struct mus_input *input)
{
    return input->sheet == NULL || !input->has_header ? (struct mus_texts){NULL, 0}
                                                      : mus_sheet_header(input->sheet);
}

enum mus_encoding mus_input_encoding(const struct mus_input *input)
{
    return input->sheet == NULL ? MUS_ENCODING_UTF8 : mus_sheet_encoding(input->sheet);
}

bool mus_input_is_xlsx(const struct mus_input *input)
{
    return input->sheet != NULL && mus_sheet_kind(input->sheet) == MUS_SHEET_XLSX;
}

static void take_line(struct mus_input *input)
{
    const struct mus_line *line = mus_lines_at(input->lines);
    input->row = (struct mus_input_row){
        .cells = {.number = ++input->rows, .line = line->number},
        .line = line->text,
        .offset = line->offset,
        .bytes = line->bytes,
    };
}

/* Without a header the reason of an earlier refusal is known by how it begins. */
static void take_cells(struct mus_input *input)
{
    struct mus_row row = *mus_sheet_row(input->sheet);
    struct mus_text last = row.count == 0 ? MUS_TEXT("") : row.cells[row.count - 1];
    if (!input->has_header && mus_text_starts(last, MUS_TEXT(MUS_REJECTED_MARK))) {
        row.count--;
    }
    input->rows++;
    input->row = (struct mus_input_row){.cells = row};
}

enum mus_status mus_input_next(struct mus_input *input, bool *more, struct mus_error *err)
{
    struct mus_error refusal = {0};
    enum mus_status status = input->sheet == NULL ? mus_lines_next(input->lines, more, &refusal)
                                                  : mus_sheet_next(input->sheet, more, &refusal);
    if (status != MUS_OK && status != MUS_REJECTED) {
        return mus_fail(err, status, "%s", refusal.message);
    }
    if (status == MUS_OK && !*more) {
        return MUS_OK;
    }
    if (input->sheet == NULL) {
        take_line(input);
    } else {
        take_cells(input);
    }
    if (status == MUS_REJECTED) {
        input->row.error = refusal;
        *more = true;
    }
    return MUS_OK;
}

const struct mus_input_row *mus_input_at(const struct mus_input *input)
{
    return &input->row;
}

enum mus_status mus_input_copy(const struct mus_input_row *row, struct mus_arena *arena,
                               struct mus_input_row *out, size_t *bytes, struct mus_error *err)
{
    struct mus_input_row copy = *row;
    size_t total = sizeof copy + row->line.len;
    if (row->line.ptr != NULL) {
        copy.line = mus_arena_copy(arena, row->line);
    }
    struct mus_text *cells = mus_arena_alloc(arena, row->cells.count, sizeof *cells);
    if (cells == NULL || (row->line.ptr != NULL && copy.line.ptr == NULL)) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < row->cells.count; i++) {
        cells[i] = mus_arena_copy(arena, row->cells.cells[i]);
        total += sizeof cells[i] + row->cells.cells[i].len;
        if (cells[i].ptr == NULL) {
            return mus_fail_memory(err);
        }
    }
    copy.cells.cells = cells;
    *out = copy;
    if (bytes != NULL) {
        *bytes = total;
    }
    return MUS_OK;
}
