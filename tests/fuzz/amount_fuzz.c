/* Amounts: a number that was read reads the same when it is written plainly. */
#include "codec/amount.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool held)
{
    if (!held) {
        abort();
    }
}

static void check(struct mus_text text, int64_t unit)
{
    struct mus_error err;
    int64_t value = 0;
    bool missing = false;
    if (mus_amount_read(text, unit, &value, &missing, &err) != MUS_OK) {
        require(mus_text_is_utf8(mus_text_of(err.message), NULL));
        return;
    }
    if (missing) {
        return;
    }
    char plain[32];
    int64_t again = 0;
    snprintf(plain, sizeof plain, "%" PRId64, value);
    require(mus_amount_read(mus_text_of(plain), 1, &again, &missing, &err) == MUS_OK);
    require(!missing && again == value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mus_text text = {(const char *)data, size};
    check(text, 1);
    check(text, 1000);
    check(text, INT64_MAX);
    return 0;
}
