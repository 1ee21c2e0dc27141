/* The line of a signing key's file: what is accepted is written back as it was. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "crypto/crypto.h"
#include "crypto/signing_key_line.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mus_text text = {(const char *)data, size};
    struct mus_signing_key_line line;
    struct mus_buf back = {0};
    if (mus_crypto_init(NULL) == MUS_OK && mus_signing_key_line_read(text, &line, NULL) == MUS_OK) {
        mus_signing_key_line_write(&line, &back);
        demand(mus_text_equal(mus_buf_text(&back), text));
    }
    mus_buf_wipe(&back);
    return 0;
}
