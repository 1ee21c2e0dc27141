/* Journal entries of merges: what is accepted is written back as it was. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "store/journal.h"
#include "store/redirect.h"

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
    struct mus_journal_entry entry;
    struct mus_redirect redirect;
    struct mus_buf back = {0};
    if (mus_journal_decode(bytes, &entry, NULL) == MUS_OK) {
        mus_journal_encode(&entry, &back);
        demand(mus_text_equal(mus_buf_text(&back), bytes));
    }
    if (mus_redirect_read(bytes, &redirect)) {
        demand(redirect.id.len == size - 8);
    }
    mus_buf_done(&back);
    return 0;
}
