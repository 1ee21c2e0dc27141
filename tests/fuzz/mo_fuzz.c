/* A catalogue that is accepted can be searched for anything, and nothing found lies outside it. */
#include "codec/mo.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look_up(const struct mus_mo *mo, struct mus_text message)
{
    struct mus_text found = mus_mo_find(mo, message);
    if (found.ptr != NULL &&
        (found.ptr < mo->bytes.ptr || found.ptr + found.len >= mo->bytes.ptr + mo->bytes.len)) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct mus_text bytes = {(const char *)data, size};
    struct mus_mo mo;
    struct mus_error err = {0};
    if (mus_mo_open(bytes, &mo, &err) != MUS_OK) {
        if (err.status != MUS_INVALID || err.message[0] == '\0') {
            abort();
        }
        return 0;
    }
    look_up(&mo, MUS_TEXT(""));
    look_up(&mo, MUS_TEXT("Germany"));
    look_up(&mo, MUS_TEXT("\xFF\xFF"));
    for (size_t at = 0; at < size; at += 7) {
        look_up(&mo, (struct mus_text){bytes.ptr + at, strnlen(bytes.ptr + at, size - at)});
    }
    return 0;
}
