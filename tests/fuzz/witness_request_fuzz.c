/* What a witness is asked: what is accepted is written back as it was. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "ledger/format/witness.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mus_text bytes = {(const char *)data, size};
    struct mus_witness_request request;
    struct mus_buf back = {0};
    if (mus_witness_request_read(bytes, &request, NULL) == MUS_OK) {
        mus_witness_request_write(&request, &back);
        demand(mus_text_equal(mus_buf_text(&back), bytes));
    }
    mus_buf_done(&back);
    return 0;
}
