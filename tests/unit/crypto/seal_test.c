#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/mem.h"
#include "crypto/crypto.h"
#include "crypto/seal.h"

static const struct mus_key KEY = {{1, 2, 3}};
static const struct mus_key OTHER = {{1, 2, 4}};

static void seal(struct mus_buf *out, struct mus_text plain)
{
    struct mus_error err;
    assert_int_equal(mus_seal(&KEY, MUS_TEXT("c-1"), plain, out, &err), MUS_OK);
}

static void what_is_sealed_can_be_unsealed(void **state)
{
    (void)state;
    const struct mus_text texts[] = {MUS_TEXT(""),
                                     MUS_TEXT("a"),
                                     MUS_TEXT("担当 山田"),
                                     {(const char *)&KEY, sizeof KEY},
                                     MUS_NO_TEXT};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct mus_buf sealed = {0};
        struct mus_buf plain = {0};
        struct mus_error err;
        seal(&sealed, texts[i]);
        assert_int_equal(sealed.len, texts[i].len + MUS_SEAL_OVERHEAD);
        mus_buf_add_z(&plain, "before ");
        assert_int_equal(mus_unseal(&KEY, MUS_TEXT("c-1"), mus_buf_text(&sealed), &plain, &err),
                         MUS_OK);
        assert_int_equal(plain.len, 7 + texts[i].len);
        assert_memory_equal(plain.data, "before ", 7);
        if (texts[i].len > 0) {
            assert_memory_equal(plain.data + 7, texts[i].ptr, texts[i].len);
        }
        mus_buf_wipe(&plain);
        mus_buf_done(&sealed);
    }
}

static void sealing_twice_gives_different_bytes(void **state)
{
    (void)state;
    struct mus_buf a = {0};
    struct mus_buf b = {0};
    seal(&a, MUS_TEXT("text"));
    seal(&b, MUS_TEXT("text"));
    assert_memory_not_equal(a.data + 5, b.data + 5, a.len - 5);
    mus_buf_done(&a);
    mus_buf_done(&b);
}

static void expect_unreadable(const struct mus_key *key, struct mus_text ad, struct mus_text sealed,
                              const char *message)
{
    struct mus_buf plain = {0};
    struct mus_error err;
    mus_buf_add_z(&plain, "as before");
    assert_int_equal(mus_unseal(key, ad, sealed, &plain, &err), MUS_UNREADABLE);
    assert_string_equal(err.message, message);
    assert_string_equal(plain.data, "as before");
    assert_int_equal(plain.len, 9);
    mus_buf_done(&plain);
}

static void every_changed_byte_is_noticed(void **state)
{
    (void)state;
    struct mus_buf sealed = {0};
    seal(&sealed, MUS_TEXT("contacts"));
    for (size_t i = 0; i < sealed.len; i++) {
        sealed.data[i] = (char)(sealed.data[i] ^ 0x10);
        expect_unreadable(&KEY, MUS_TEXT("c-1"), mus_buf_text(&sealed),
                          i == 0   ? "sealed data: unknown version 17"
                          : i <= 4 ? "sealed data: sealed with another key"
                                   : "sealed data: altered, or sealed for something else");
        sealed.data[i] = (char)(sealed.data[i] ^ 0x10);
    }
    for (size_t len = MUS_SEAL_OVERHEAD; len < sealed.len; len++) {
        expect_unreadable(&KEY, MUS_TEXT("c-1"), (struct mus_text){sealed.data, len},
                          "sealed data: altered, or sealed for something else");
    }
    expect_unreadable(&KEY, MUS_TEXT("c-1"), (struct mus_text){sealed.data, MUS_SEAL_OVERHEAD - 1},
                      "sealed data: cut short at 44 bytes");
    expect_unreadable(&KEY, MUS_TEXT("c-1"), MUS_NO_TEXT, "sealed data: cut short at 0 bytes");
    mus_buf_done(&sealed);
}

static void another_key_or_owner_does_not_open_it(void **state)
{
    (void)state;
    struct mus_buf sealed = {0};
    seal(&sealed, MUS_TEXT("contacts"));
    expect_unreadable(&OTHER, MUS_TEXT("c-1"), mus_buf_text(&sealed),
                      "sealed data: sealed with another key");
    expect_unreadable(&KEY, MUS_TEXT("c-2"), mus_buf_text(&sealed),
                      "sealed data: altered, or sealed for something else");
    mus_buf_done(&sealed);
}

static void a_blob_names_its_key(void **state)
{
    (void)state;
    struct mus_buf sealed = {0};
    struct mus_key_id id;
    seal(&sealed, MUS_TEXT("contacts"));
    assert_true(mus_sealed_by(mus_buf_text(&sealed), &id));
    assert_true(mus_key_id_equal(id, mus_key_id_of(&KEY)));
    assert_false(mus_key_id_equal(id, mus_key_id_of(&OTHER)));
    assert_false(mus_sealed_by(MUS_TEXT("short"), &id));
    assert_false(mus_sealed_by(MUS_NO_TEXT, &id));
    mus_buf_done(&sealed);
}

static void random_keys_differ_and_can_be_wiped(void **state)
{
    (void)state;
    struct mus_key a;
    struct mus_key b;
    mus_key_random(&a);
    mus_key_random(&b);
    assert_memory_not_equal(a.bytes, b.bytes, sizeof a.bytes);
    mus_key_wipe(&a);
    assert_memory_equal(a.bytes, (unsigned char[MUS_KEY_BYTES]){0}, sizeof a.bytes);
}

static void running_out_of_memory_is_said_and_harms_nothing(void **state)
{
    (void)state;
    struct mus_buf kept = {0};
    seal(&kept, MUS_TEXT("contacts"));
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_buf sealed = {0};
        struct mus_buf plain = {0};
        mus_mem_fail_at(n, false);
        status = mus_seal(&KEY, MUS_TEXT("c-1"), MUS_TEXT("contacts"), &sealed, NULL);
        if (status == MUS_OK) {
            status = mus_unseal(&KEY, MUS_TEXT("c-1"), mus_buf_text(&kept), &plain, NULL);
        }
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        mus_buf_wipe(&sealed);
        mus_buf_wipe(&plain);
        assert_true(n < 100);
    }
    mus_buf_done(&kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_sealed_can_be_unsealed),
        cmocka_unit_test(sealing_twice_gives_different_bytes),
        cmocka_unit_test(every_changed_byte_is_noticed),
        cmocka_unit_test(another_key_or_owner_does_not_open_it),
        cmocka_unit_test(a_blob_names_its_key),
        cmocka_unit_test(random_keys_differ_and_can_be_wiped),
        cmocka_unit_test(running_out_of_memory_is_said_and_harms_nothing),
    };
    return mus_crypto_init(NULL) == MUS_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
