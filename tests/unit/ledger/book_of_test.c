#include "../store/store_fixture.h"

#include "../store/ledger_fixture.h"
#include "ledger/append.h"

/* Beyond the length from which a ledger is walked by a thread of its own, and not a multiple of a
 * batch. */
enum { LONG = 50100 };

static enum mus_status append_long(struct mus_write *write, void *context, struct mus_error *err)
{
    struct world *world = context;
    enum mus_status status = MUS_OK;
    for (uint32_t i = 0; status == MUS_OK && i < LONG; i++) {
        uint64_t index;
        mus_arena_reset(&world->arena);
        status = mus_store_ledger_append(write, figure(world, RECORDED, i), &index, err);
    }
    return status;
}

static struct mus_book *book_of(struct world *world, enum mus_status expected)
{
    struct mus_book *book = NULL;
    struct mus_read *read = begin(world);
    enum mus_status status = mus_ledger_book_of(read, &book, &world->err);
    if (status != expected) {
        fail_msg("%s: %s", mus_status_name(status), world->err.message);
    }
    mus_store_read_end(read);
    return book;
}

static void a_short_and_a_long_ledger_are_read_to_their_end(void **state)
{
    struct world *world = *state;
    struct mus_book *book = book_of(world, MUS_OK);
    assert_int_equal(mus_book_size(book), 0);
    mus_book_free(book);
    append_figures(world, 3);
    book = book_of(world, MUS_OK);
    assert_int_equal(mus_book_size(book), 3);
    mus_book_free(book);
    must(world, mus_store_update(world->store, append_long, world, &world->err));
    book = book_of(world, MUS_OK);
    assert_int_equal(mus_book_size(book), 3 + LONG);
    mus_book_free(book);
}

static void a_fault_in_a_long_ledger_is_told(void **state)
{
    struct world *world = *state;
    struct mus_db_key key;
    must(world, mus_store_update(world->store, append_long, world, &world->err));
    mus_key_of_number(LONG - 7, &key);
    tamper(world, MUS_DB_LEDGER_ENTRY, mus_key_text(&key), MUS_TEXT("\1\1"));
    assert_null(book_of(world, MUS_CORRUPT));
    assert_non_null(strstr(world->err.message, "entry 50093"));
}

static void every_allocation_and_store_call_that_fails_is_told(void **state)
{
    struct world *world = *state;
    append_figures(world, 3);
    for (int what = 0; what < 2; what++) {
        enum mus_status status = MUS_NO_MEMORY;
        for (uint64_t n = 1; status != MUS_OK; n++) {
            struct mus_read *read = begin(world);
            struct mus_book *book = NULL;
            if (what == 0) {
                mus_mem_fail_at(n, false);
            } else {
                mus_store_fail_at(n);
            }
            status = mus_ledger_book_of(read, &book, &world->err);
            mus_mem_fail_at(0, false);
            mus_store_fail_at(0);
            mus_store_read_end(read);
            mus_book_free(book);
            assert_true(status == MUS_OK || status == (what == 0 ? MUS_NO_MEMORY : MUS_STORE) ||
                        status == MUS_IO);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(a_short_and_a_long_ledger_are_read_to_their_end),
        IN_WORLD(a_fault_in_a_long_ledger_is_told),
        IN_WORLD(every_allocation_and_store_call_that_fails_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
