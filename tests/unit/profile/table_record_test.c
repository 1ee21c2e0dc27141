#include "table_fixture.h"

#include "base/buf.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

static struct mus_buf record_of_full_table(void)
{
    struct mus_arena arena = {0};
    struct mus_table table = table_of(FULL_TABLE, &arena);
    struct mus_buf record = {0};
    mus_table_encode(&table, &record);
    assert_false(record.failed);
    mus_arena_done(&arena);
    return record;
}

static void what_is_decoded_is_what_was_encoded(void **state)
{
    (void)state;
    struct mus_buf record = record_of_full_table();
    struct mus_arena arena = {0};
    struct mus_table table;
    struct mus_error err;
    assert_int_equal(mus_table_decode(record.data, record.len, &arena, &table, &err), MUS_OK);
    /* The table must not point into the record. */
    memset(record.data, 0, record.len);
    assert_int_equal(mus_table_check(&table, &err), MUS_OK);
    struct mus_buf json = {0};
    mus_table_write_json(&table, &json);
    assert_string_equal(json.data, FULL_TABLE);
    assert_row(mus_table_lookup(&table, MUS_TEXT("ガス")), "A");
    mus_buf_done(&json);
    mus_buf_done(&record);
    mus_arena_done(&arena);
}

/* A table that is taken in spite of damage must be sound, and the damage part of it. */
static void assert_harmless(const char *bytes, size_t len)
{
    struct mus_arena arena = {0};
    struct mus_table table;
    struct mus_error err = {0};
    enum mus_status status = mus_table_decode(bytes, len, &arena, &table, &err);
    if (status == MUS_OK) {
        assert_int_equal(mus_table_check(&table, &err), MUS_OK);
        struct mus_buf again = {0};
        mus_table_encode(&table, &again);
        assert_int_equal(again.len, len);
        assert_memory_equal(again.data, bytes, len);
        mus_buf_done(&again);
    } else {
        assert_int_equal(status, MUS_CORRUPT);
        assert_memory_equal(err.message, "table record", 12);
    }
    mus_arena_done(&arena);
}

static void damage_to_any_byte_is_refused_or_harmless(void **state)
{
    (void)state;
    static const unsigned char masks[] = {0x01, 0x80, 0xFF};
    struct mus_buf record = record_of_full_table();
    char *damaged = malloc(record.len);
    for (size_t i = 0; i < record.len; i++) {
        for (size_t k = 0; k < sizeof masks; k++) {
            memcpy(damaged, record.data, record.len);
            damaged[i] = (char)((unsigned char)damaged[i] ^ masks[k]);
            assert_harmless(damaged, record.len);
        }
    }
    free(damaged);
    mus_buf_done(&record);
}

static void a_record_cut_anywhere_is_refused(void **state)
{
    (void)state;
    struct mus_buf record = record_of_full_table();
    for (size_t len = 0; len < record.len; len++) {
        struct mus_arena arena = {0};
        struct mus_table table;
        struct mus_error err;
        char *cut =
            malloc(len + 1); /* the end is the end of the block: ASan sees reading past it */
        char *start = cut + 1;
        memcpy(start, record.data, len);
        assert_int_equal(mus_table_decode(start, len, &arena, &table, &err), MUS_CORRUPT);
        assert_string_equal(err.message, "table record: not what was written");
        free(cut);
        mus_arena_done(&arena);
    }
    struct mus_arena arena = {0};
    struct mus_table table;
    struct mus_error err;
    mus_buf_add_byte(&record, 0);
    assert_int_equal(mus_table_decode(record.data, record.len, &arena, &table, &err), MUS_CORRUPT);
    assert_string_equal(err.message, "table record: not what was written");
    assert_int_equal(mus_table_decode(NULL, 0, &arena, &table, &err), MUS_CORRUPT);
    mus_arena_done(&arena);
    mus_buf_done(&record);
}

static void a_record_that_breaks_a_rule_is_corrupt(void **state)
{
    (void)state;
    struct mus_buf record = record_of_full_table();
    struct mus_arena arena = {0};
    struct mus_table table;
    struct mus_error err;
    char *parent = memmem(record.data, record.len, "A.1\1\0\0\0A", 8);
    assert_non_null(parent);
    parent[7] = 'Z';
    assert_int_equal(mus_table_decode(record.data, record.len, &arena, &table, &err), MUS_CORRUPT);
    assert_string_equal(err.message,
                        "table record \"things\": row \"A.1\": parent: unknown code \"Z\"");
    mus_arena_done(&arena);
    mus_buf_done(&record);
}

static void decoding_survives_every_failing_allocation(void **state)
{
    (void)state;
    struct mus_buf record = record_of_full_table();
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_arena arena = {0};
        struct mus_table table;
        struct mus_error err;
        mus_mem_fail_at(n, false);
        status = mus_table_decode(record.data, record.len, &arena, &table, &err);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        mus_arena_done(&arena);
    }
    status = MUS_NO_MEMORY;
    for (size_t limit = 1; status != MUS_OK; limit += 16) {
        struct mus_arena arena = {.limit = limit};
        struct mus_table table;
        struct mus_error err;
        status = mus_table_decode(record.data, record.len, &arena, &table, &err);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        mus_arena_done(&arena);
    }
    mus_buf_done(&record);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_decoded_is_what_was_encoded),
        cmocka_unit_test(damage_to_any_byte_is_refused_or_harmless),
        cmocka_unit_test(a_record_cut_anywhere_is_refused),
        cmocka_unit_test(a_record_that_breaks_a_rule_is_corrupt),
        cmocka_unit_test(decoding_survives_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
