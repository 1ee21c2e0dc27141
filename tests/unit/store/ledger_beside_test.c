#include "store_fixture.h"

#include "crypto/note.h"
#include "ledger_fixture.h"

static void a_request_leads_to_what_came_of_it(void **state)
{
    struct world *world = *state;
    const struct mus_digest content = {{1, 2, 3}};
    struct mus_digest found_content;
    uint64_t index = 0;
    bool found = true;
    append_figures(world, 2);
    struct mus_write *write = begin_write(world);
    const struct mus_read *view = mus_store_write_view(write);
    must(world, mus_store_ledger_request(view, MUS_TEXT("r-1"), &found, &index, &found_content,
                                         &world->err));
    assert_false(found);
    must(world, mus_store_ledger_put_request(write, MUS_TEXT("r-1"), 1, &content, &world->err));
    must(world, mus_store_ledger_request(view, MUS_TEXT("r-1"), &found, &index, &found_content,
                                         &world->err));
    assert_true(found);
    assert_int_equal(index, 1);
    assert_int_equal(mus_digest_compare(&content, &found_content), 0);
    end_write(world, write);
    expect_sound(world);
}

static void a_request_is_made_once_and_of_something(void **state)
{
    struct world *world = *state;
    const struct mus_digest content = {{0}};
    char longest[MUS_LEDGER_MAX_REQUEST + 1];
    memset(longest, 'r', sizeof longest);
    struct mus_text fits = {longest, MUS_LEDGER_MAX_REQUEST};
    struct mus_text too_long = {longest, MUS_LEDGER_MAX_REQUEST + 1};
    append_figures(world, 1);
    struct mus_write *write = begin_write(world);
    must(world, mus_store_ledger_put_request(write, fits, 0, &content, &world->err));
    assert_int_equal(mus_store_ledger_put_request(write, too_long, 0, &content, &world->err),
                     MUS_LIMIT);
    assert_string_equal(world->err.message, "request id: 129 bytes, at most 128");
    assert_int_equal(mus_store_ledger_put_request(write, MUS_TEXT(""), 0, &content, &world->err),
                     MUS_INVALID);
    assert_string_equal(world->err.message, "request id: is empty");
    must(world, mus_store_ledger_put_request(write, MUS_TEXT("r"), 0, &content, &world->err));
    assert_int_equal(mus_store_ledger_put_request(write, MUS_TEXT("r"), 0, &content, &world->err),
                     MUS_CONFLICT);
    assert_string_equal(world->err.message, "request \"r\": entry 0 came of it already");
    assert_int_equal(mus_store_ledger_put_request(write, MUS_TEXT("s"), 1, &content, &world->err),
                     MUS_NOT_FOUND);
    assert_string_equal(world->err.message, "no entry 1 (the ledger has 1)");
    end_write(world, write);
    expect_sound(world);
}

static void checkpoints_are_found_by_size_and_the_last_one_is_known(void **state)
{
    struct world *world = *state;
    struct mus_text note;
    uint64_t size = 99;
    append_figures(world, 3);
    struct mus_write *write = begin_write(world);
    const struct mus_read *view = mus_store_write_view(write);
    must(world, mus_store_last_checkpoint(view, &world->arena, &size, &note, &world->err));
    assert_null(note.ptr);
    must(world, mus_store_put_checkpoint(write, 3, MUS_TEXT("three"), &world->err));
    must(world, mus_store_put_checkpoint(write, 0, MUS_TEXT("none"), &world->err));
    must(world, mus_store_put_checkpoint(write, 3, MUS_TEXT("three, signed"), &world->err));
    must(world, mus_store_last_checkpoint(view, &world->arena, &size, &note, &world->err));
    assert_int_equal(size, 3);
    assert_text(note, "three, signed");
    must(world, mus_store_checkpoint(view, 0, &world->arena, &note, &world->err));
    assert_text(note, "none");
    must(world, mus_store_checkpoint(view, 1, &world->arena, &note, &world->err));
    assert_null(note.ptr);
    assert_int_equal(mus_store_put_checkpoint(write, 4, MUS_TEXT("x"), &world->err), MUS_NOT_FOUND);
    assert_string_equal(world->err.message, "no entry 3 (the ledger has 3)");
    assert_int_equal(mus_store_put_checkpoint(write, 1, MUS_TEXT(""), &world->err), MUS_INVALID);
    mus_store_write_end(write);
}

static struct mus_text note_key(struct world *world, unsigned char first)
{
    const unsigned char bytes[32] = {first};
    struct mus_note_key key;
    struct mus_buf text = {0};
    must(world,
         mus_note_key_make(MUS_TEXT("ledger.example"), MUS_NOTE_ED25519, bytes, &key, &world->err));
    mus_note_key_write(&key, &text);
    struct mus_text kept = mus_arena_copy(&world->arena, mus_buf_text(&text));
    mus_buf_done(&text);
    return kept;
}

static void keys_stand_in_the_order_they_came(void **state)
{
    struct world *world = *state;
    struct mus_texts keys;
    struct mus_write *write = begin_write(world);
    must(world,
         mus_store_ledger_keys(mus_store_write_view(write), &world->arena, &keys, &world->err));
    assert_int_equal(keys.count, 0);
    for (unsigned char i = 9; i > 6; i--) {
        must(world, mus_store_add_ledger_key(write, note_key(world, i), &world->err));
    }
    assert_int_equal(mus_store_add_ledger_key(write, MUS_TEXT("x"), &world->err), MUS_INVALID);
    must(world,
         mus_store_ledger_keys(mus_store_write_view(write), &world->arena, &keys, &world->err));
    assert_int_equal(keys.count, 3);
    for (unsigned char i = 0; i < 3; i++) {
        assert_true(mus_text_equal(keys.items[i], note_key(world, (unsigned char)(9 - i))));
    }
    end_write(world, write);
    expect_sound(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(a_request_leads_to_what_came_of_it),
        IN_WORLD(a_request_is_made_once_and_of_something),
        IN_WORLD(checkpoints_are_found_by_size_and_the_last_one_is_known),
        IN_WORLD(keys_stand_in_the_order_they_came),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
