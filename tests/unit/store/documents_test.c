#include "store_fixture.h"

#include "base/limits.h"
#include "store/documents.h"

static enum mus_status put_document(struct world *world, const char *kind, struct mus_text bytes,
                                    struct mus_digest *digest)
{
    struct mus_write *write = NULL;
    must(world, mus_store_write_begin(world->store, &write, &world->err));
    enum mus_status status =
        mus_store_put_document(write, mus_text_of(kind), bytes, digest, &world->err);
    if (status == MUS_OK) {
        status = mus_store_write_commit(write, &world->err);
    }
    mus_store_write_end(write);
    return status;
}

static void expect_in_force(struct world *world, const char *kind, const char *expected)
{
    struct mus_text bytes;
    struct mus_read *read = begin(world);
    must(world,
         mus_store_document_in_force(read, mus_text_of(kind), &world->arena, &bytes, &world->err));
    mus_store_read_end(read);
    assert_text(bytes, expected);
}

static void the_document_put_last_is_in_force_and_older_ones_stay(void **state)
{
    struct world *world = *state;
    struct mus_digest first;
    struct mus_digest second;
    struct mus_text bytes;
    expect_in_force(world, "weights", "");
    must(world, put_document(world, "weights", MUS_TEXT("one"), &first));
    must(world, put_document(world, "weights", MUS_TEXT("two"), &second));
    must(world, put_document(world, "rules", MUS_TEXT("three"), NULL));
    expect_in_force(world, "weights", "two");
    expect_in_force(world, "rules", "three");
    struct mus_read *read = begin(world);
    must(world,
         mus_store_document(read, MUS_TEXT("weights"), &first, &world->arena, &bytes, &world->err));
    assert_text(bytes, "one");
    mus_store_read_end(read);
    must(world, put_document(world, "weights", MUS_TEXT("one"), NULL));
    expect_in_force(world, "weights", "one");
    assert_int_equal(check(world).documents, 3);
    expect_sound(world);
}

static void an_unknown_digest_is_said(void **state)
{
    struct world *world = *state;
    struct mus_digest digest = mus_digest_of(MUS_DIGEST_SHA256, "", 0);
    struct mus_text bytes;
    struct mus_read *read = begin(world);
    assert_int_equal(
        mus_store_document(read, MUS_TEXT("weights"), &digest, &world->arena, &bytes, &world->err),
        MUS_NOT_FOUND);
    assert_string_equal(world->err.message,
                        "no weights document "
                        "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"");
    mus_store_read_end(read);
}

static void kinds_and_sizes_have_limits(void **state)
{
    struct world *world = *state;
    assert_int_equal(put_document(world, "no kind", MUS_TEXT("x"), NULL), MUS_INVALID);
    assert_string_equal(world->err.message, "\"no kind\" is no kind of document");
    assert_int_equal(put_document(world, "a23456789012345678901234567890123", MUS_TEXT("x"), NULL),
                     MUS_INVALID);
    must(world, put_document(world, "a2345678901234567890123456789012", MUS_TEXT("x"), NULL));
    char *big = calloc(MUS_MAX_JSON_BYTES + 1, 1);
    struct mus_text bytes = {big, MUS_MAX_JSON_BYTES + 1};
    assert_int_equal(put_document(world, "weights", bytes, NULL), MUS_LIMIT);
    assert_string_equal(world->err.message, "document of 4194305 bytes, at most 4194304");
    bytes.len--;
    assert_int_equal(put_document(world, "weights", bytes, NULL), MUS_OK);
    free(big);
    expect_sound(world);
}

static enum mus_status keep_document(struct world *world, struct mus_text bytes,
                                     struct mus_digest *digest)
{
    struct mus_write *write = NULL;
    must(world, mus_store_write_begin(world->store, &write, &world->err));
    enum mus_status status =
        mus_store_keep_document(write, MUS_TEXT("pairing"), bytes, digest, &world->err);
    if (status == MUS_OK) {
        status = mus_store_write_commit(write, &world->err);
    }
    mus_store_write_end(write);
    return status;
}

static void what_is_kept_is_not_in_force(void **state)
{
    struct world *world = *state;
    struct mus_digest digest;
    struct mus_digest again;
    struct mus_text bytes;
    must(world, keep_document(world, MUS_TEXT("one"), &digest));
    must(world, keep_document(world, MUS_TEXT("one"), &again));
    assert_int_equal(mus_digest_compare(&digest, &again), 0);
    expect_in_force(world, "pairing", "");
    must(world, put_document(world, "pairing", MUS_TEXT("two"), NULL));
    must(world, keep_document(world, MUS_TEXT("three"), NULL));
    expect_in_force(world, "pairing", "two");
    struct mus_read *read = begin(world);
    must(world, mus_store_borrow_document(read, MUS_TEXT("pairing"), &digest, &bytes, &world->err));
    assert_text(bytes, "one");
    assert_int_equal(
        mus_store_borrow_document(read, MUS_TEXT("weights"), &digest, &bytes, &world->err),
        MUS_NOT_FOUND);
    mus_store_read_end(read);
    assert_int_equal(check(world).documents, 3);
    expect_sound(world);
}

/* What cannot be kept is refused before it is looked at: no memory is needed for so much. */
static void what_is_kept_has_a_limit(void **state)
{
    struct world *world = *state;
    assert_int_equal(keep_document(world, (struct mus_text){"", MUS_MAX_KEPT_DOCUMENT + 1}, NULL),
                     MUS_LIMIT);
    assert_string_equal(world->err.message, "document of 67108865 bytes, at most 67108864");
}

static enum mus_status enforce_document(struct world *world, const char *kind,
                                        const struct mus_digest *digest)
{
    struct mus_write *write = NULL;
    must(world, mus_store_write_begin(world->store, &write, &world->err));
    enum mus_status status =
        mus_store_enforce_document(write, mus_text_of(kind), digest, &world->err);
    if (status == MUS_OK) {
        status = mus_store_write_commit(write, &world->err);
    }
    mus_store_write_end(write);
    return status;
}

static void what_is_kept_may_be_put_in_force(void **state)
{
    struct world *world = *state;
    struct mus_digest one;
    struct mus_digest two;
    must(world, keep_document(world, MUS_TEXT("one"), &one));
    must(world, keep_document(world, MUS_TEXT("two"), &two));
    must(world, enforce_document(world, "pairing", &two));
    expect_in_force(world, "pairing", "two");
    must(world, enforce_document(world, "pairing", &one));
    expect_in_force(world, "pairing", "one");
    assert_int_equal(enforce_document(world, "no kind", &one), MUS_INVALID);
    assert_string_equal(world->err.message, "\"no kind\" is no kind of document");
    assert_int_equal(check(world).documents, 2);
    expect_sound(world);
}

static enum mus_status drop(struct mus_write *write, void *context, struct mus_error *err)
{
    const struct mus_text *kind = context;
    return mus_store_drop_document(write, *kind, err);
}

static enum mus_status drop_document(struct world *world, const char *kind)
{
    struct mus_text text = mus_text_of(kind);
    return mus_store_update(world->store, drop, &text, &world->err);
}

static void what_is_dropped_is_gone_and_the_others_stay(void **state)
{
    struct world *world = *state;
    struct mus_digest digest;
    struct mus_text bytes;
    must(world, drop_document(world, "weights")); /* there is none */
    must(world, put_document(world, "weights", MUS_TEXT("one"), NULL));
    must(world, put_document(world, "weights", MUS_TEXT("two"), &digest));
    must(world, put_document(world, "rules", MUS_TEXT("two"), NULL));
    must(world, drop_document(world, "weights"));
    expect_in_force(world, "weights", "");
    expect_in_force(world, "rules", "two");
    struct mus_read *read = begin(world);
    assert_int_equal(
        mus_store_borrow_document(read, MUS_TEXT("weights"), &digest, &bytes, &world->err),
        MUS_NOT_FOUND);
    mus_store_read_end(read);
    assert_int_equal(check(world).documents, 2);
    assert_int_equal(drop_document(world, "no kind"), MUS_INVALID);
    assert_string_equal(world->err.message, "\"no kind\" is no kind of document");
    must(world, drop_document(world, "weights"));
    must(world, put_document(world, "weights", MUS_TEXT("two"), NULL));
    expect_in_force(world, "weights", "two");
    expect_sound(world);
}

static void dropping_is_whole_or_not_at_all(void **state)
{
    struct world *world = *state;
    enum mus_status status = MUS_NO;
    must(world, put_document(world, "weights", MUS_TEXT("one"), NULL));
    for (uint64_t n = 1; status != MUS_OK; n++) {
        assert_true(n < 100);
        expect_in_force(world, "weights", "one");
        mus_store_fail_at(n);
        status = drop_document(world, "weights");
        mus_store_fail_at(0);
        assert_true(status == MUS_OK || status == MUS_STORE);
        expect_sound(world);
    }
    expect_in_force(world, "weights", "");
    assert_int_equal(check(world).documents, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(the_document_put_last_is_in_force_and_older_ones_stay),
        IN_WORLD(an_unknown_digest_is_said),
        IN_WORLD(kinds_and_sizes_have_limits),
        IN_WORLD(what_is_kept_is_not_in_force),
        IN_WORLD(what_is_kept_has_a_limit),
        IN_WORLD(what_is_kept_may_be_put_in_force),
        IN_WORLD(what_is_dropped_is_gone_and_the_others_stay),
        IN_WORLD(dropping_is_whole_or_not_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
