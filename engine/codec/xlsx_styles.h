/* How the cells of a workbook look, by the number of their style. */
#ifndef MUS_CODEC_XLSX_STYLES_H
#define MUS_CODEC_XLSX_STYLES_H

#include "codec/xlsx_number.h"
#include "codec/xlsx_part.h"

#include "base/buf.h"
#include "base/status.h"

#include <stdint.h>

/* Start with {0}: no styles, all cells are plain numbers. */
struct mus_xlsx_styles {
    struct mus_buf looks; /* one byte each: enum mus_xlsx_look */
};

enum mus_status mus_xlsx_styles_read(struct mus_xlsx_styles *styles,
                                     struct mus_xlsx_archive *archive, const char *part,
                                     struct mus_error *err) MUS_MUST_CHECK;
void mus_xlsx_styles_done(struct mus_xlsx_styles *styles);
/* style is a cell's attribute, NULL where it has none. */
enum mus_xlsx_look mus_xlsx_styles_look(const struct mus_xlsx_styles *styles, const char *style);

#endif
