/* Rows of one sheet of an Office Open XML workbook (.xlsx), streamed; only the shared strings and
 * the cell styles are held in memory.
 *
 * A cell is text as its owner sees it: numbers with the 15 digits Excel keeps and without exponent
 * (42, 0.1, 8700110005901), truth as TRUE or FALSE, days as 2025-04-01 (with a time of day:
 * 2025-04-01 09:30:00), times as 09:30 or 09:30:15, formulas by their last result, rich text
 * without its furigana. An error such as #N/A is given empty and counted in the row. Of merged
 * cells the first has the value. Rows that hold nothing are passed over.
 *
 * DOCTYPE, and with it every entity of a file's own, is refused; so is what unpacks beyond the
 * limits. Where the build has no libzip and expat, opening fails with "this build reads no XLSX
 * files". A reader belongs to one thread at a time. */
#ifndef MUS_CODEC_XLSX_H
#define MUS_CODEC_XLSX_H

#include "codec/row.h"

#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

struct mus_xlsx;

struct mus_xlsx_options {
    struct mus_text sheet; /* its name; not given: the first that is shown */
    uint64_t max_strings;  /* bytes of shared strings; 0: MUS_MAX_XLSX_STRINGS */
    uint64_t max_part;     /* bytes of one unpacked part; 0: MUS_MAX_XLSX_PART */
};

/* Whether this build reads XLSX files. */
bool mus_xlsx_is_built(void);

/* options may be NULL. MUS_NOT_FOUND: no such file, or no such sheet, the message naming those
 * there are. MUS_INVALID: no workbook, a damaged one, an encrypted or old .xls one. */
enum mus_status mus_xlsx_open_file(const char *path, const struct mus_xlsx_options *options,
                                   struct mus_xlsx **out, struct mus_error *err) MUS_MUST_CHECK;
/* The bytes are borrowed and must outlive the reader. */
enum mus_status mus_xlsx_open_bytes(struct mus_text bytes, const struct mus_xlsx_options *options,
                                    struct mus_xlsx **out, struct mus_error *err) MUS_MUST_CHECK;
void mus_xlsx_close(struct mus_xlsx *xlsx);

/* As mus_csv_next: MUS_REJECTED refuses one row (`row 5: more than 1024 columns`, `row 5, column F:
 * a cell larger than 1048576 bytes`, `row 5: a row larger than 4194304 bytes`), any other failure
 * is final and repeated. */
enum mus_status mus_xlsx_next(struct mus_xlsx *xlsx, bool *more,
                              struct mus_error *err) MUS_MUST_CHECK;
const struct mus_row *mus_xlsx_row(const struct mus_xlsx *xlsx);
/* The name of the sheet that is read. */
struct mus_text mus_xlsx_sheet_name(const struct mus_xlsx *xlsx);

#endif
