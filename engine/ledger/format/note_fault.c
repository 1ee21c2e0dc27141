#include "ledger/format/note_fault.h"

#include <stddef.h>
#include <string.h>

enum mus_status mus_fail_in_note(struct mus_error *err, enum mus_status status, const char *name)
{
    if (err == NULL || strncmp(err->message, "line ", 5) != 0) {
        return mus_fail_at(err, status, "%s", name);
    }
    struct mus_error told = *err;
    return mus_fail(err, status, "%s, %s", name, told.message);
}
