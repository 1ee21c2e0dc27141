#include "codec/row.h"

#include <string.h>

const char *mus_column_name(size_t index, char *name)
{
    char reversed[MUS_COLUMN_NAME_MAX];
    size_t len = 0;
    /* 26 letters and no zero: A follows Z as AA. */
    for (size_t left = index + 1; left > 0; left = (left - 1) / 26) {
        reversed[len++] = (char)('A' + (left - 1) % 26);
    }
    for (size_t i = 0; i < len; i++) {
        name[i] = reversed[len - 1 - i];
    }
    name[len] = '\0';
    return name;
}
