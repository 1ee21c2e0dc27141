/* How a spreadsheet shows the numbers it stores: which formats mean a date, and a stored number as
 * the text that its owner sees. Pure. */
#ifndef MUS_CODEC_XLSX_NUMBER_H
#define MUS_CODEC_XLSX_NUMBER_H

#include "base/buf.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

enum mus_xlsx_look {
    MUS_XLSX_NUMBER,
    MUS_XLSX_DATE,
    MUS_XLSX_DATE_TIME,
    MUS_XLSX_TIME,     /* of day */
    MUS_XLSX_DURATION, /* hours may exceed 24 */
};

/* The look of a built-in format: 14–22, 27–36, 45–47 and 50–58 are dates and times (ECMA-376 part
 * 1, 18.8.30, with the Japanese ones). */
enum mus_xlsx_look mus_xlsx_look_of_id(uint32_t format_id);
/* The look of a format code such as [$-411]ggge"年"m"月"d"日";@. */
enum mus_xlsx_look mus_xlsx_look_of_code(const char *code);
/* Appends the stored number in this look: see xlsx.h. What is no number, or no day of the calendar,
 * is appended as the number or text that it is. */
void mus_xlsx_write_number(struct mus_text stored, enum mus_xlsx_look look, bool system_1904,
                           struct mus_buf *out);

#endif
