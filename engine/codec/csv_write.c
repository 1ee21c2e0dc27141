#include "codec/csv_write.h"

#include <inttypes.h>
#include <string.h>

void mus_csv_write_bom(struct mus_csv_writer *writer)
{
    mus_buf_add_z(writer->out, "\xEF\xBB\xBF");
}

/* Whether a reader would take the bare cell for something else: a delimiter, a quote, an end of
 * line or of file, ="text", a byte order mark or a line "sep=;". Blanks at the ends are quoted for
 * readers that trim. */
static bool needs_quotes(struct mus_text cell, char delimiter)
{
    if (mus_text_starts(cell, MUS_TEXT("\xEF\xBB\xBF")) ||
        mus_text_starts(cell, MUS_TEXT("sep="))) {
        return true;
    }
    for (size_t i = 0; i < cell.len; i++) {
        unsigned char c = (unsigned char)cell.ptr[i];
        bool at_end = i == 0 || i == cell.len - 1;
        if (c < 0x20 || c == '"' || c == (unsigned char)delimiter || (c == ' ' && at_end)) {
            return true;
        }
    }
    return false;
}

static bool looks_like_formula(struct mus_text cell)
{
    static const char STARTS[] = {'=', '+', '-', '@', '\t', '\r'};
    return cell.len > 0 && memchr(STARTS, cell.ptr[0], sizeof STARTS) != NULL;
}

static void begin_cell(struct mus_csv_writer *writer, char delimiter, bool empty)
{
    if (writer->column > 0) {
        mus_buf_add_byte(writer->out, (unsigned char)delimiter);
    }
    writer->lone_empty = writer->column == 0 && empty;
    writer->column++;
}

void mus_csv_write_cell(struct mus_csv_writer *writer, struct mus_text cell)
{
    char delimiter = writer->delimiter == 0 ? ',' : writer->delimiter;
    bool guarded = writer->spreadsheet_safe && looks_like_formula(cell);
    begin_cell(writer, delimiter, cell.len == 0);
    bool quoted = needs_quotes(cell, delimiter);
    if (quoted) {
        mus_buf_add_byte(writer->out, '"');
    }
    if (guarded) {
        mus_buf_add_byte(writer->out, '\'');
    }
    size_t start = 0;
    for (size_t i = 0; i < cell.len; i++) {
        if (cell.ptr[i] == '"') {
            mus_buf_add(writer->out, cell.ptr + start, i + 1 - start);
            mus_buf_add_byte(writer->out, '"');
            start = i + 1;
        }
    }
    mus_buf_add(writer->out, cell.ptr + start, cell.len - start);
    if (quoted) {
        mus_buf_add_byte(writer->out, '"');
    }
}

void mus_csv_write_integer(struct mus_csv_writer *writer, int64_t value)
{
    begin_cell(writer, writer->delimiter == 0 ? ',' : writer->delimiter, false);
    mus_buf_printf(writer->out, "%" PRId64, value);
}

void mus_csv_end_row(struct mus_csv_writer *writer)
{
    if (writer->lone_empty) {
        mus_buf_add_z(writer->out, "\"\""); /* an empty line would be passed over */
    }
    mus_buf_add_z(writer->out, "\r\n");
    writer->column = 0;
    writer->lone_empty = false;
}

void mus_csv_write_row(struct mus_csv_writer *writer, const struct mus_text *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        mus_csv_write_cell(writer, cells[i]);
    }
    mus_csv_end_row(writer);
}
