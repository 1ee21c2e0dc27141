#include "lexicon/lexicon.h"

#include "lexicon/layout.h"
#include "lexicon_fixture.h"

static const char LINES[] = "下水\tsewage\n下水道\tsewerage|sewer\n水\twater\n水道\tsewage\n";

static void every_headword_and_every_beginning_is_there(void **state)
{
    (void)state;
    struct built built;
    build(&built, LINES);
    assert_int_equal(built.lexicon.headwords, 4);
    assert_int_equal(built.lexicon.prefixes, 5);
    assert_int_equal(built.lexicon.terms, 4);
    uint64_t key = mus_lexicon_step(MUS_LEXICON_START, U'下');
    assert_int_equal(mus_lexicon_find(&built.lexicon, key), 1);
    key = mus_lexicon_step(key, U'水');
    assert_true(mus_lexicon_find(&built.lexicon, key) > 1);
    assert_int_equal(mus_lexicon_find(&built.lexicon, mus_lexicon_step(key, U'水')), 0);
    assert_int_equal(mus_lexicon_find(&built.lexicon, MUS_LEXICON_START), 0);
    unbuild(&built);
}

static void bytes_may_lie_anywhere(void **state)
{
    (void)state;
    struct built built;
    build(&built, LINES);
    for (size_t shift = 1; shift < 8; shift++) {
        char *moved = malloc(built.bytes.len + shift);
        memcpy(moved + shift, built.bytes.data, built.bytes.len);
        assert_int_equal(mus_lexicon_open((struct mus_text){moved + shift, built.bytes.len},
                                          &built.lexicon, NULL),
                         MUS_OK);
        assert_int_equal(mus_lexicon_check(&built.lexicon, NULL), MUS_OK);
        assert_bag(&built, "下水道", "sewage 1000|sewerage 1000|sewer 707");
        free(moved);
    }
    unbuild(&built);
}

static void opens(struct mus_text bytes, enum mus_status expected, const char *message)
{
    struct mus_lexicon lexicon;
    struct mus_error err = {0};
    assert_int_equal(mus_lexicon_open(bytes, &lexicon, &err), expected);
    assert_string_equal(err.message, message);
}

static void another_version_is_a_conflict(void **state)
{
    (void)state;
    struct built built;
    char message[200];
    build(&built, LINES);
    struct mus_text bytes = mus_buf_text(&built.bytes);
    built.bytes.data[8] = 9;
    opens(bytes, MUS_CONFLICT, "the lexicon has format 9, expected 2: it is to be built again");
    built.bytes.data[8] = 2;
    built.bytes.data[12] = 99;
    snprintf(message, sizeof message,
             "the lexicon was made for version 99 of the text analysis, this is %d: it is to be "
             "built again",
             MUS_ANALYSIS_VERSION);
    opens(bytes, MUS_CONFLICT, message);
    unbuild(&built);
}

static void bytes_that_are_not_a_lexicon_are_corrupt(void **state)
{
    (void)state;
    struct built built;
    build(&built, LINES);
    struct mus_text bytes = mus_buf_text(&built.bytes);
    opens(MUS_NO_TEXT, MUS_CORRUPT, "these bytes are no compiled lexicon");
    opens(MUS_TEXT("muslexicon"), MUS_CORRUPT, "the lexicon is cut off in its header");
    for (size_t len = 16; len < bytes.len; len++) {
        opens((struct mus_text){bytes.ptr, len}, MUS_CORRUPT,
              "the lexicon is not as long as its header says");
    }
    mus_buf_add_byte(&built.bytes, 0);
    opens(mus_buf_text(&built.bytes), MUS_CORRUPT, "the lexicon is not as long as its header says");
    built.bytes.data[0] = 'x';
    opens(mus_buf_text(&built.bytes), MUS_CORRUPT, "these bytes are no compiled lexicon");
    unbuild(&built);
}

static void a_header_that_cannot_be_is_corrupt(void **state)
{
    (void)state;
    static const char what[] = "the lexicon's header holds what cannot be";
    struct built built;
    build(&built, LINES);
    struct mus_text bytes = mus_buf_text(&built.bytes);
    built.bytes.data[16] = 6; /* headwords, of 5 prefixes */
    opens(bytes, MUS_CORRUPT, what);
    built.bytes.data[16] = 4;
    built.bytes.data[20] = 6; /* prefixes */
    opens(bytes, MUS_CORRUPT, what);
    built.bytes.data[20] = 5;
    built.bytes.data[28] = 99; /* reach */
    opens(bytes, MUS_CORRUPT, what);
    unbuild(&built);
}

/* What opening lets through checking finds, byte by byte; a reach that is larger than it need be
 * alone does no harm. */
static void every_byte_is_checked(void **state)
{
    (void)state;
    enum { REACH_AT = 28 };
    struct built built;
    build(&built, LINES);
    for (size_t i = 0; i < built.bytes.len; i++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            struct mus_lexicon lexicon;
            built.bytes.data[i] = (char)(built.bytes.data[i] ^ (1 << bit));
            enum mus_status status = mus_lexicon_open(mus_buf_text(&built.bytes), &lexicon, NULL);
            if (status == MUS_OK) {
                status = mus_lexicon_check(&lexicon, NULL);
            }
            bool is_hash =
                i >= built.bytes.len - MUS_SHORT_HASH_BYTES * (size_t)built.lexicon.terms;
            const unsigned char *byte = (const unsigned char *)built.bytes.data + i;
            bool is_key = byte >= built.lexicon.slots && byte < built.lexicon.lists;
            bool is_weight = byte >= built.lexicon.lists && !is_hash;
            /* Another hash, key or weight can be as good as the one that stood there. */
            if (!is_hash && !is_key && !is_weight && i != REACH_AT) {
                assert_true(status == MUS_CORRUPT || status == MUS_CONFLICT);
            }
            built.bytes.data[i] = (char)(built.bytes.data[i] ^ (1 << bit));
        }
    }
    unbuild(&built);
}

static void put(struct built *built, const unsigned char *at, uint32_t value)
{
    size_t offset = (size_t)(at - (const unsigned char *)built->bytes.data);
    for (size_t i = 0; i < 4; i++) {
        built->bytes.data[offset + i] = (char)(value >> (8 * i));
    }
}

static void checks(struct built *built, const char *message)
{
    struct mus_error err = {0};
    assert_int_equal(mus_lexicon_check(&built->lexicon, &err), MUS_CORRUPT);
    assert_string_equal(err.message, message);
}

static void damage_is_named(void **state)
{
    (void)state;
    struct built built;
    build(&built, LINES);
    const unsigned char *lists = built.lexicon.lists;
    put(&built, lists, 1);
    checks(&built, "the list at word 0 of the lexicon is damaged");
    put(&built, lists, 0);
    put(&built, lists + 4, 1000);
    checks(&built, "the list at word 1 of the lexicon is damaged");
    put(&built, lists + 4, 1);
    uint32_t entry = mus_lexicon_word(&built.lexicon, 2);
    put(&built, lists + 8, 4 << MUS_LEXICON_WEIGHT_BITS | 1000);
    checks(&built, "the list at word 1 of the lexicon is damaged");
    put(&built, lists + 8, 1001);
    checks(&built, "the list at word 1 of the lexicon is damaged");
    put(&built, lists + 8, entry);
    assert_int_equal(mus_lexicon_check(&built.lexicon, NULL), MUS_OK);
    put(&built, built.lexicon.hashes + 4, UINT32_MAX);
    checks(&built, "term 1 of the lexicon is out of order");
    unbuild(&built);

    build(&built, LINES);
    built.lexicon.headwords--;
    checks(&built, "the lexicon has 4 headwords and 5 prefixes, not 3 and 5");
    unbuild(&built);
}

static void a_slot_that_leads_nowhere_is_damage(void **state)
{
    (void)state;
    struct built built;
    build(&built, LINES);
    for (uint32_t i = 0; i < built.lexicon.slot_count; i++) {
        const unsigned char *slot = built.lexicon.slots + (size_t)i * MUS_LEXICON_SLOT_BYTES;
        uint32_t value = (uint32_t)mus_bytes_little_endian(slot + 8, 4);
        char message[80];
        snprintf(message, sizeof message, "slot %u of the lexicon is damaged", i);
        if (value != 0) {
            put(&built, slot + 8, 1000);
            checks(&built, message);
            put(&built, slot + 8, value);
        }
    }
    unbuild(&built);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_headword_and_every_beginning_is_there),
        cmocka_unit_test(bytes_may_lie_anywhere),
        cmocka_unit_test(another_version_is_a_conflict),
        cmocka_unit_test(bytes_that_are_not_a_lexicon_are_corrupt),
        cmocka_unit_test(a_header_that_cannot_be_is_corrupt),
        cmocka_unit_test(every_byte_is_checked),
        cmocka_unit_test(damage_is_named),
        cmocka_unit_test(a_slot_that_leads_nowhere_is_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
