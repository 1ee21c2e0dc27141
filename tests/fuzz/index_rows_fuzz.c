/* Rows beside the segments of a store: a changed company is written back as it was, and whatever a
 * discount holds is found by who looks for it and sorted without a trace of its order. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "store/segments_internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void try_changed(struct mus_text bytes)
{
    struct mus_changed_row row;
    struct mus_buf back = {0};
    if (mus_changed_row_read(bytes, &row, NULL) == MUS_OK) {
        mus_changed_row_write(&row, &back);
        demand(mus_text_equal(mus_buf_text(&back), bytes));
    }
    mus_buf_done(&back);
}

static void try_discount(const uint8_t *data, size_t size)
{
    enum { MOST = 64 };
    struct mus_feature_count counts[MOST];
    const struct mus_discount discount =
        mus_discount_open((struct mus_text){(const char *)data, size});
    size_t count = 0;
    uint64_t before = 0;
    uint64_t after = 0;
    for (; count < discount.count && count < MOST; count++) {
        counts[count] = mus_discount_item(&discount, count);
        counts[count].companies &= 0xFFFF; /* so that no sum passes 32 bits */
        before += counts[count].companies;
        (void)mus_discount_of(&discount, counts[count].kind, counts[count].hash);
    }
    count = mus_feature_counts_sort(counts, count);
    for (size_t i = 0; i < count; i++) {
        after += counts[i].companies;
        demand(i == 0 || counts[i].kind > counts[i - 1].kind ||
               (counts[i].kind == counts[i - 1].kind && counts[i].hash > counts[i - 1].hash));
    }
    demand(before == after);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    try_changed((struct mus_text){(const char *)data, size});
    try_discount(data, size);
    return 0;
}
