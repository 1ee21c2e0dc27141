/* Dates and fiscal years: what was read is written and read again. */
#include "base/calendar.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool held)
{
    if (!held) {
        abort();
    }
}

static void read_again(mus_date date)
{
    struct mus_buf buf = {0};
    mus_date again = MUS_NO_DATE;
    mus_date_write_iso(&buf, date);
    require(mus_date_read_iso(mus_buf_text(&buf), &again, NULL) == MUS_OK && again == date);
    mus_buf_clear(&buf);
    mus_date_write_japanese(&buf, date);
    enum mus_status status = mus_date_read(mus_buf_text(&buf), &again, NULL, NULL);
    /* The year of an era has at most three digits: 令和999年 is 3017. */
    require((status == MUS_OK && again == date) || mus_fiscal_year(date) >= 3017);
    mus_buf_done(&buf);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mus_text text = {(const char *)data, size};
    struct mus_error err;
    enum mus_date_note note;
    mus_date date;
    int year;
    if (mus_date_read(text, &date, &note, &err) == MUS_OK) {
        read_again(date);
    } else {
        require(mus_text_is_utf8(mus_text_of(err.message), NULL));
    }
    mus_date iso;
    if (mus_date_read_iso(text, &iso, &err) == MUS_OK) {
        require(mus_date_read(text, &date, &note, &err) == MUS_OK && date == iso);
    }
    if (mus_fiscal_year_read(text, &year, &err) == MUS_OK) {
        require(year >= 1600 && year <= 9999);
    }
    return 0;
}
