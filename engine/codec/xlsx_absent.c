/* In place of the XLSX reader where libzip or expat is missing. */
#include "codec/xlsx.h"

#include <stddef.h>

bool mus_xlsx_is_built(void)
{
    return false;
}

enum mus_status mus_xlsx_open_file(const char *path, const struct mus_xlsx_options *options,
                                   struct mus_xlsx **out, struct mus_error *err)
{
    (void)path;
    (void)options;
    (void)out;
    return mus_fail(err, MUS_INVALID, "this build reads no XLSX files");
}

enum mus_status mus_xlsx_open_bytes(struct mus_text bytes, const struct mus_xlsx_options *options,
                                    struct mus_xlsx **out, struct mus_error *err)
{
    (void)bytes;
    (void)options;
    (void)out;
    return mus_fail(err, MUS_INVALID, "this build reads no XLSX files");
}

/* Nothing could be opened, so that nothing below is ever called with a reader. */
void mus_xlsx_close(struct mus_xlsx *xlsx)
{
    (void)xlsx;
}

enum mus_status mus_xlsx_next(struct mus_xlsx *xlsx, bool *more, struct mus_error *err)
{
    (void)xlsx;
    (void)more;
    return mus_fail(err, MUS_INVALID, "this build reads no XLSX files");
}

const struct mus_row *mus_xlsx_row(const struct mus_xlsx *xlsx)
{
    (void)xlsx;
    return NULL;
}

struct mus_text mus_xlsx_sheet_name(const struct mus_xlsx *xlsx)
{
    (void)xlsx;
    return MUS_NO_TEXT;
}
