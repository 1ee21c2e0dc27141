/* Bytes that pass the check are the bytes that writing gives; bytes that only decode give a firm
 * that can be read from end to end. */
#include "profile/firm_record.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

/* Reading some terms alone refuses the same bytes. */
static void read_some(const uint8_t *data, size_t size, enum mus_status expected)
{
    static bool sieve[16] = {false, true, false, true, true};
    static const struct mus_term_set wanted = {.sieve = sieve, .sieve_shift = 60};
    struct mus_firm_reader reader = {0};
    struct mus_firm firm;
    demand(mus_firm_record_read(&reader, data, size, &wanted, &firm, NULL) == expected);
    mus_firm_reader_done(&reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mus_arena arena = {0};
    struct mus_firm firm;
    struct mus_error err = {0};
    enum mus_status status = mus_firm_record_decode(data, size, &arena, &firm, &err);
    read_some(data, size, status);
    if (status == MUS_OK) {
        struct mus_buf again = {0};
        mus_firm_record_write(&firm, &again);
        status = mus_firm_record_check(data, size, &err);
        demand(status == MUS_OK || status == MUS_CORRUPT);
        demand(status != MUS_OK || (again.len == size && memcmp(again.data, data, size) == 0));
        mus_buf_done(&again);
    } else {
        demand((status == MUS_CORRUPT || status == MUS_CONFLICT) && err.status == status);
    }
    mus_arena_done(&arena);
    return 0;
}
