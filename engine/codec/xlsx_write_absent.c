/* In place of the XLSX writer where libxlsxwriter is missing. */
#include "codec/xlsx_write.h"

bool mus_xlsx_writer_is_built(void)
{
    return false;
}

enum mus_status mus_xlsx_writer_new(const struct mus_xlsx_write_options *options,
                                    struct mus_xlsx_writer **out, struct mus_error *err)
{
    (void)options;
    (void)out;
    return mus_fail(err, MUS_INVALID, "this build writes no XLSX files");
}

/* No writer could be made, so that nothing below is ever called with one. */
void mus_xlsx_writer_free(struct mus_xlsx_writer *writer)
{
    (void)writer;
}

void mus_xlsx_write_sheet(struct mus_xlsx_writer *writer, struct mus_text name)
{
    (void)writer;
    (void)name;
}

void mus_xlsx_write_widths(struct mus_xlsx_writer *writer, const unsigned *widths, size_t count)
{
    (void)writer;
    (void)widths;
    (void)count;
}

void mus_xlsx_write_freeze(struct mus_xlsx_writer *writer)
{
    (void)writer;
}

void mus_xlsx_write_text(struct mus_xlsx_writer *writer, struct mus_text text,
                         enum mus_xlsx_style style)
{
    (void)writer;
    (void)text;
    (void)style;
}

void mus_xlsx_write_integer(struct mus_xlsx_writer *writer, int64_t value)
{
    (void)writer;
    (void)value;
}

void mus_xlsx_write_date(struct mus_xlsx_writer *writer, mus_date date)
{
    (void)writer;
    (void)date;
}

void mus_xlsx_end_row(struct mus_xlsx_writer *writer)
{
    (void)writer;
}

enum mus_status mus_xlsx_writer_take(struct mus_xlsx_writer *writer, struct mus_buf *out,
                                     struct mus_error *err)
{
    (void)writer;
    (void)out;
    return mus_fail(err, MUS_INVALID, "this build writes no XLSX files");
}
