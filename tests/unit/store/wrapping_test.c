#include "store_fixture.h"

#include <sys/stat.h>

#include "store/keys.h"

static void path_of(const struct world *world, const char *name, char out[128])
{
    snprintf(out, 128, "%s/%s", world->dir, name);
}

static void put_two(struct world *world)
{
    put_json(world, COMPANY("c-1", "川崎", CONTACT("山田")));
    put_json(world, COMPANY("c-2", "幸", CONTACT("田中")));
}

static void read_key_file(const struct world *world, char out[256])
{
    char path[128];
    path_of(world, "wrapping.key", path);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_non_null(fgets(out, 256, file));
    fclose(file);
}

static void expect_no_next(const struct world *world)
{
    char path[128];
    path_of(world, "wrapping.key.next", path);
    assert_int_equal(access(path, F_OK), -1);
}

static void after_replacing_the_old_key_opens_nothing(void **state)
{
    struct world *world = *state;
    char old[256];
    char now[256];
    char path[128];
    put_two(world);
    read_key_file(world, old);
    must(world, mus_store_replace_key(world->store, NULL, &world->err));
    read_key_file(world, now);
    assert_string_not_equal(old, now);
    expect_no_next(world);
    expect_contact(world, "c-1", "山田");
    expect_sound(world);
    reopen(world);
    expect_contact(world, "c-2", "田中");
    expect_sound(world);

    path_of(world, "wrapping.key", path);
    FILE *file = fopen(path, "w");
    fputs(old, file);
    fclose(file);
    reopen(world);
    struct mus_company_record record;
    assert_int_equal(get(world, "c-1", &record), MUS_UNREADABLE);
    char message[MUS_ERROR_MESSAGE_MAX];
    snprintf(message, sizeof message,
             "contacts of \"c-1\": %s: key %.8s is not the key of %s, which is %.8s", path,
             old + 13, world->dir, now + 13);
    assert_string_equal(world->err.message, message);
    assert_true(check(world).contacts_not_checked);
}

static void a_passphrase_can_take_the_place_of_a_key(void **state)
{
    struct world *world = *state;
    const struct mus_keyring_options passphrase = {MUS_TEXT("secret"), {1, 8}};
    const struct mus_keyring_options wrong = {MUS_TEXT("Secret"), {0, 0}};
    put_two(world);
    must(world, mus_store_replace_key(world->store, &passphrase, &world->err));
    expect_contact(world, "c-1", "山田");
    reopen(world);
    struct mus_company_record record;
    char path[128];
    char message[256];
    path_of(world, "wrapping.key", path);
    assert_int_equal(mus_store_key_status(world->store, &world->err), MUS_UNREADABLE);
    snprintf(message, sizeof message, "%s: this key needs its passphrase", path);
    assert_string_equal(world->err.message, message);
    assert_int_equal(get(world, "c-1", &record), MUS_UNREADABLE);
    close_store(world);

    world->options.passphrase = wrong;
    assert_int_equal(mus_store_open(world->dir, &world->options, &world->store, &world->err),
                     MUS_UNREADABLE);
    snprintf(message, sizeof message, "%s: the passphrase is wrong", path);
    assert_string_equal(world->err.message, message);
    world->options.passphrase = passphrase;
    open_store(world);
    expect_contact(world, "c-1", "山田");
}

static void without_the_key_file_all_but_contacts_can_be_read_and_written(void **state)
{
    struct world *world = *state;
    char path[128];
    char message[256];
    put_two(world);
    path_of(world, "wrapping.key", path);
    assert_int_equal(unlink(path), 0);
    reopen(world);
    put_json(world, COMPANY("c-3", "中原", ""));
    expect_name(world, "c-3", "中原");
    struct mus_company_record record = record_of(world, COMPANY("c-4", "高津", CONTACT("佐藤")));
    assert_int_equal(try_put_record(world, &record, NULL), MUS_UNREADABLE);
    snprintf(message, sizeof message, "%s: no such key file", path);
    assert_string_equal(world->err.message, message);
    assert_int_equal(mus_store_replace_key(world->store, NULL, &world->err), MUS_UNREADABLE);
    assert_int_equal(check(world).errors, 0);
}

/* Every call of the database, and every allocation, failing in turn: afterwards either key is in
 * force, with its file, and nothing is lost. */
static void a_replacement_cut_short_leaves_one_key_in_force(void **state)
{
    struct world *world = *state;
    put_two(world);
    for (int memory = 0; memory < 2; memory++) {
        enum mus_status status = MUS_STORE;
        for (uint64_t n = 1; status != MUS_OK; n++) {
            (memory ? mus_mem_fail_at(n, false) : mus_store_fail_at(n));
            status = mus_store_replace_key(world->store, NULL, &world->err);
            mus_mem_fail_at(0, false);
            mus_store_fail_at(0);
            expect_contact(world, "c-1", "山田");
            reopen(world);
            expect_no_next(world);
            expect_contact(world, "c-2", "田中");
            expect_sound(world);
            assert_true(n < 300);
        }
    }
}

/* What a crash between the commit and the renaming leaves. */
static void a_new_key_that_was_not_renamed_yet_is_found(void **state)
{
    struct world *world = *state;
    char file[128];
    char next[128];
    char stale[] = "musubi-passphrase/1 deadbeef argon2id 3 65536 MDEyMzQ1Njc4OWFiY2RlAA==\n";
    put_two(world);
    path_of(world, "wrapping.key", file);
    path_of(world, "wrapping.key.next", next);
    close_store(world);
    assert_int_equal(rename(file, next), 0);
    FILE *out = fopen(file, "w");
    fputs(stale, out);
    fclose(out);
    assert_int_equal(chmod(file, 0600), 0);
    world->options.read_only = true;
    open_store(world);
    expect_contact(world, "c-1", "山田");
    assert_int_equal(access(next, F_OK), 0);
    close_store(world);
    world->options.read_only = false;
    open_store(world);
    expect_contact(world, "c-1", "山田");
    expect_no_next(world);

    out = fopen(next, "w");
    fputs(stale, out);
    fclose(out);
    assert_int_equal(chmod(next, 0600), 0);
    reopen(world);
    expect_contact(world, "c-1", "山田");
    expect_no_next(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(after_replacing_the_old_key_opens_nothing),
        IN_WORLD(a_passphrase_can_take_the_place_of_a_key),
        IN_WORLD(without_the_key_file_all_but_contacts_can_be_read_and_written),
        IN_WORLD(a_replacement_cut_short_leaves_one_key_in_force),
        IN_WORLD(a_new_key_that_was_not_renamed_yet_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
