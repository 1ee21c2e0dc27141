#include "store_fixture.h"

#include "base/limits.h"
#include "crypto/encode.h"
#include "lexicon/source.h"
#include "profile/firm_record.h"
#include "store/documents.h"
#include "store/lexicon.h"

#define KIND MUS_TEXT("lexicon")
#define COMPILED MUS_TEXT("lexicon_compiled")
#define WASTE MUS_LEXICON_HEADING "廃棄物\twaste\n"
#define REFUSE MUS_LEXICON_HEADING "廃棄物\trefuse\n"
#define NOTHING MUS_LEXICON_HEADING
#define DESCRIPTION(text) ",\"description\":{\"ja\":\"" text "\"}"

static enum mus_status change(struct mus_write *write, void *context, struct mus_error *err)
{
    const struct mus_text *source = context;
    return mus_store_put_lexicon(write, *source, NULL, err);
}

static void put(struct world *world, const char *source)
{
    struct mus_text text = mus_text_of(source);
    must(world, mus_store_update(world->store, change, &text, &world->err));
}

static void expect_source_is(struct world *world, const char *expected)
{
    struct mus_text source;
    struct mus_digest digest;
    struct mus_read *read = begin(world);
    must(world, mus_store_lexicon_source(read, &source, &digest, &world->err));
    assert_text(source, expected);
    mus_store_read_end(read);
}

/* A copy of the compiled one. */
static struct mus_text compiled_in_force(struct world *world)
{
    struct mus_text bytes;
    struct mus_read *read = begin(world);
    must(world, mus_store_document_in_force(read, COMPILED, &world->arena, &bytes, &world->err));
    mus_store_read_end(read);
    return bytes;
}

/* The English words that the company's description is translated to: "waste", "" for none. */
static void expect_translated(struct world *world, const char *id, const char *word)
{
    struct mus_walk_item item;
    struct mus_firm firm;
    const struct mus_token *tokens = NULL;
    size_t count = 0;
    struct mus_analyser *analyser = mus_analyser_new();
    assert_non_null(analyser);
    must(world, mus_terms_of(analyser, mus_text_of(word), &tokens, &count, &world->err));
    struct mus_read *read = begin(world);
    must(world, mus_store_firm(read, mus_text_of(id), &world->arena, &item, &world->err));
    must(world,
         mus_firm_record_decode(item.bytes.ptr, item.bytes.len, &world->arena, &firm, &world->err));
    assert_int_equal(firm.translated.count, count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(mus_bag_tf(firm.translated, tokens[i].hash), 1000);
    }
    mus_store_read_end(read);
    mus_analyser_free(analyser);
}

static void put_firms(struct world *world)
{
    put_json(world, COMPANY("c-1", "川崎", DESCRIPTION("廃棄物の処理")));
    put_json(world, COMPANY("c-2", "幸", DESCRIPTION("水道")));
}

static void expect_no_change(struct world *world, const struct mus_digest *before)
{
    struct mus_digest after = image_of_companies(world);
    assert_int_equal(mus_digest_compare(before, &after), 0);
}

/* ---- putting ---- */

static void a_new_store_has_none(void **state)
{
    struct world *world = *state;
    struct mus_store_tools tools;
    struct mus_lexicon lexicon;
    bool there = true;
    put_firms(world);
    expect_source_is(world, "");
    struct mus_read *read = begin(world);
    must(world, mus_store_lexicon(read, &lexicon, &there, &world->err));
    assert_false(there);
    must(world, mus_store_tools_open(read, &tools, &world->err));
    assert_null(tools.firm.lexicon);
    mus_store_tools_close(&tools);
    mus_store_tools_close(&tools); /* what is zeroed */
    mus_store_read_end(read);
    expect_translated(world, "c-1", "");
    expect_sound(world);
}

static void what_was_put_is_read_as_source_and_compiled(void **state)
{
    static const char source[] = WASTE;
    struct world *world = *state;
    struct mus_store_tools tools;
    struct mus_lexicon lexicon;
    struct mus_digest said;
    struct mus_digest read_back;
    struct mus_digest digest = mus_digest_of(MUS_DIGEST_SHA256, source, sizeof source - 1);
    struct mus_text text;
    struct mus_write *write = NULL;
    bool there = false;
    must(world, mus_store_write_begin(world->store, &write, &world->err));
    must(world, mus_store_put_lexicon(write, mus_text_of(source), &said, &world->err));
    must(world, mus_store_write_commit(write, &world->err));
    mus_store_write_end(write);
    reopen(world);
    struct mus_read *read = begin(world);
    must(world, mus_store_lexicon_source(read, &text, &read_back, &world->err));
    assert_text(text, source);
    assert_int_equal(mus_digest_compare(&said, &digest), 0);
    assert_int_equal(mus_digest_compare(&read_back, &digest), 0);
    must(world, mus_store_lexicon(read, &lexicon, &there, &world->err));
    assert_true(there);
    assert_int_equal(lexicon.headwords, 1);
    must(world, mus_lexicon_check(&lexicon, &world->err));
    must(world, mus_store_tools_open(read, &tools, &world->err));
    assert_ptr_equal(tools.firm.lexicon, &tools.lexicon);
    mus_store_tools_close(&tools);
    mus_store_read_end(read);
    assert_int_equal(check(world).documents, 2);
    expect_sound(world);
}

static void the_same_again_changes_nothing(void **state)
{
    struct world *world = *state;
    struct mus_digest said;
    struct mus_digest digest = mus_digest_of(MUS_DIGEST_SHA256, WASTE, sizeof WASTE - 1);
    struct mus_write *write = NULL;
    put_firms(world);
    put(world, WASTE);
    struct mus_digest before = image_of_companies(world);
    must(world, mus_store_write_begin(world->store, &write, &world->err));
    must(world, mus_store_put_lexicon(write, MUS_TEXT(WASTE), &said, &world->err));
    assert_int_equal(mus_digest_compare(&said, &digest), 0);
    must(world, mus_store_write_commit(write, &world->err));
    mus_store_write_end(write);
    expect_no_change(world, &before);
}

static void nothing_stays_of_the_one_before(void **state)
{
    struct world *world = *state;
    struct mus_digest source = mus_digest_of(MUS_DIGEST_SHA256, WASTE, sizeof WASTE - 1);
    struct mus_text bytes;
    put(world, WASTE);
    struct mus_text old = compiled_in_force(world);
    struct mus_digest compiled = mus_digest_of(MUS_DIGEST_SHA256, old.ptr, old.len);
    put(world, REFUSE);
    expect_source_is(world, REFUSE);
    struct mus_read *read = begin(world);
    assert_int_equal(mus_store_borrow_document(read, KIND, &source, &bytes, &world->err),
                     MUS_NOT_FOUND);
    assert_int_equal(mus_store_borrow_document(read, COMPILED, &compiled, &bytes, &world->err),
                     MUS_NOT_FOUND);
    mus_store_read_end(read);
    assert_int_equal(check(world).documents, 2);
    expect_sound(world);
}

/* ---- what it is for ---- */

static void companies_that_are_there_are_analysed_anew(void **state)
{
    struct world *world = *state;
    put_firms(world);
    expect_translated(world, "c-1", "");
    put(world, WASTE);
    struct mus_digest first = image_of_companies(world);
    expect_translated(world, "c-1", "waste");
    expect_translated(world, "c-2", "");
    put(world, REFUSE);
    expect_translated(world, "c-1", "refuse");
    expect_sound(world);
    put(world, NOTHING);
    expect_translated(world, "c-1", "");
    expect_sound(world);
    put(world, WASTE);
    expect_no_change(world, &first);
}

static void companies_put_afterwards_are_analysed_with_it(void **state)
{
    struct world *world = *state;
    struct mus_write *write = NULL;
    struct mus_company_record record =
        record_of(world, COMPANY("c-3", "中原", DESCRIPTION("廃棄物")));
    put(world, WASTE);
    put_firms(world);
    expect_translated(world, "c-1", "waste");
    put_json(world, COMPANY("c-2", "幸", DESCRIPTION("廃棄物と水道")));
    expect_translated(world, "c-2", "waste");
    must(world, mus_store_write_begin(world->store, &write, &world->err)); /* both in one write */
    must(world, mus_store_put_lexicon(write, MUS_TEXT(REFUSE), NULL, &world->err));
    must(world, mus_store_put(write, &record, NULL, &world->err));
    must(world, mus_store_write_commit(write, &world->err));
    mus_store_write_end(write);
    expect_translated(world, "c-2", "refuse");
    expect_translated(world, "c-3", "refuse");
    expect_sound(world);
}

struct other {
    struct mus_text kind;
    struct mus_text bytes; /* not given: no document */
};

static enum mus_status put_other(struct mus_write *write, void *context, struct mus_error *err)
{
    const struct other *other = context;
    enum mus_status status = mus_store_drop_document(write, other->kind, err);
    return status == MUS_OK && other->bytes.ptr != NULL
               ? mus_store_put_document(write, other->kind, other->bytes, NULL, err)
               : status;
}

/* Puts other bytes in the place of a document; their digest is right. */
static void damage(struct world *world, struct mus_text kind, struct mus_text bytes)
{
    struct other other = {kind, bytes};
    must(world, mus_store_update(world->store, put_other, &other, &world->err));
}

/* The compiled lexicon with one byte changed. */
static void damage_at(struct world *world, size_t at, char byte)
{
    struct mus_text bytes = compiled_in_force(world);
    assert_true(at < bytes.len);
    char *changed = mus_arena_alloc(&world->arena, bytes.len, 1);
    assert_non_null(changed);
    memcpy(changed, bytes.ptr, bytes.len);
    changed[at] = byte;
    damage(world, COMPILED, (struct mus_text){changed, bytes.len});
}

static void one_that_another_version_compiled_is_compiled_anew(void **state)
{
    enum { FORMAT_AT = 8 };
    struct world *world = *state;
    struct mus_lexicon lexicon;
    bool there = false;
    put_firms(world);
    put(world, WASTE);
    struct mus_digest before = image_of_companies(world);
    damage_at(world, FORMAT_AT, 9);
    tamper(world, MUS_DB_FIRM, MUS_TEXT("c-1"), MUS_TEXT("old"));
    tamper(world, MUS_DB_META, MUS_META_DERIVED, MUS_TEXT("\1\0\0\0"));
    struct mus_read *read = begin(world);
    assert_int_equal(mus_store_lexicon(read, &lexicon, &there, &world->err), MUS_CONFLICT);
    mus_store_read_end(read);
    reopen(world);
    expect_no_change(world, &before);
    expect_translated(world, "c-1", "waste");
    expect_sound(world);
}

/* ---- what the check finds ---- */

/* One fault is one finding, however many companies there are; putting a lexicon mends it. */
static void expect_finding(struct world *world, const char *message)
{
    struct mus_check_report report = check(world);
    assert_true(report.count > 0);
    assert_text(report.findings[0].message, message);
    assert_int_equal(report.errors, 1);
    assert_int_equal(report.warnings, 0);
    put(world, NOTHING);
    put(world, WASTE);
    expect_sound(world);
}

static void a_damaged_compiled_lexicon_is_found(void **state)
{
    enum { FORMAT_AT = 8, SLOTS_AT = 40 };
    struct world *world = *state;
    put_firms(world);
    put(world, REFUSE);
    struct mus_text other = compiled_in_force(world);
    put(world, WASTE);
    struct mus_text sound = compiled_in_force(world);
    damage(world, COMPILED, other);
    expect_finding(world, "document of kind \"lexicon_compiled\": is not what the lexicon gives");
    damage(world, COMPILED, MUS_NO_TEXT);
    expect_finding(world, "document of kind \"lexicon_compiled\": is missing");
    damage(world, COMPILED, (struct mus_text){sound.ptr, sound.len - 1});
    expect_finding(world,
                   "document of kind \"lexicon_compiled\": the lexicon is not as long as its "
                   "header says");
    damage_at(world, FORMAT_AT, 9);
    expect_finding(world,
                   "document of kind \"lexicon_compiled\": the lexicon has format 9, expected "
                   "2: it is to be built again");
    for (size_t at = SLOTS_AT; at < sound.len; at++) {
        damage_at(world, at, (char)~sound.ptr[at]);
        assert_int_equal(check(world).errors, 1);
    }
}

static void bytes_that_changed_on_the_disk_are_found(void **state)
{
    struct world *world = *state;
    struct mus_check_report report;
    struct mus_db_key key;
    char hex[2 * MUS_DIGEST_BYTES + 1];
    put_firms(world);
    put(world, WASTE);
    struct mus_text bytes = compiled_in_force(world);
    struct mus_digest digest = mus_digest_of(MUS_DIGEST_SHA256, bytes.ptr, bytes.len);
    mus_hex_print(hex, digest.bytes, sizeof digest.bytes);
    must(world, mus_key_of_pair("document", COMPILED, mus_text_of(hex), &key, &world->err));
    tamper(world, MUS_DB_DOCUMENT, mus_key_text(&key), MUS_TEXT("x"));
    report = check(world);
    assert_int_equal(report.errors, 2);
    assert_text(report.findings[0].message,
                "document of kind \"lexicon_compiled\": these bytes are "
                "no compiled lexicon");
    assert_true(mus_text_starts(report.findings[1].message, MUS_TEXT("document \"")));
}

static void a_source_that_is_none_is_found(void **state)
{
    struct world *world = *state;
    put(world, WASTE);
    damage(world, COMPILED, MUS_NO_TEXT);
    damage(world, KIND, MUS_TEXT("x"));
    expect_finding(world, "document of kind \"lexicon\": line 1: expected \"musubi-lexicon/1\"");
    put_firms(world);
    damage(world, KIND, MUS_NO_TEXT);
    expect_finding(world, "document of kind \"lexicon_compiled\": is not what the lexicon gives");
}

static void a_match_record_of_another_lexicon_is_found(void **state)
{
    struct world *world = *state;
    struct mus_walk_item item;
    put_firms(world);
    put(world, REFUSE);
    struct mus_read *read = begin(world);
    must(world, mus_store_firm(read, MUS_TEXT("c-1"), &world->arena, &item, &world->err));
    struct mus_text other = mus_arena_copy(&world->arena, item.bytes);
    mus_store_read_end(read);
    put(world, WASTE);
    tamper(world, MUS_DB_FIRM, MUS_TEXT("c-1"), other);
    expect_finding(world, "company \"c-1\": its match record is not what its record gives");
}

static void checking_says_what_failed(void **state)
{
    struct world *world = *state;
    put_firms(world);
    put(world, WASTE);
    for (int memory = 0; memory < 2; memory++) {
        enum mus_status status = MUS_NO;
        for (uint64_t n = 1; status != MUS_OK; n++) {
            struct mus_check_report report;
            assert_true(n < 1000);
            (memory ? mus_mem_fail_at(n, false) : mus_store_fail_at(n));
            status = mus_store_check(world->store, &world->arena, &report, &world->err);
            mus_mem_fail_at(0, false);
            mus_store_fail_at(0);
            assert_true(status == MUS_OK || status == (memory ? MUS_NO_MEMORY : MUS_STORE));
        }
    }
}

/* ---- what is refused, and what fails ---- */

/* Refused in a write that goes on and is committed. */
static void expect_bad(struct world *world, struct mus_text source, enum mus_status expected,
                       const char *message)
{
    struct mus_write *write = NULL;
    struct mus_digest before = image_of_companies(world);
    must(world, mus_store_write_begin(world->store, &write, &world->err));
    assert_int_equal(mus_store_put_lexicon(write, source, NULL, &world->err), expected);
    assert_string_equal(world->err.message, message);
    must(world, mus_store_write_commit(write, &world->err));
    mus_store_write_end(write);
    expect_no_change(world, &before);
}

static void a_bad_source_is_refused_and_changes_nothing(void **state)
{
    struct world *world = *state;
    put_firms(world);
    for (int there = 0; there < 2; there++) {
        expect_bad(world, MUS_TEXT("廃棄物\twaste\n"), MUS_INVALID,
                   "line 1: expected \"musubi-lexicon/1\"");
        expect_bad(world, MUS_TEXT(WASTE "廃棄\n"), MUS_INVALID,
                   "line 3: a headword, a tab and glosses were expected");
        expect_bad(world, (struct mus_text){NOTHING, MUS_MAX_LEXICON_BYTES + 1}, MUS_LIMIT,
                   "a lexicon has at most 67108864 bytes");
        put(world, WASTE);
    }
    expect_translated(world, "c-1", "waste");
    expect_sound(world);
}

static void fail_everywhere(struct world *world, bool memory, const char *source)
{
    struct mus_text text = mus_text_of(source);
    enum mus_status status = MUS_NO;
    struct mus_digest before = image_of_companies(world);
    for (uint64_t n = 1; status != MUS_OK && n < 1000; n++) {
        (memory ? mus_mem_fail_at(n, false) : mus_store_fail_at(n));
        status = mus_store_update(world->store, change, &text, &world->err);
        mus_mem_fail_at(0, false);
        mus_store_fail_at(0);
        if (status != MUS_OK) {
            assert_int_equal(status, memory ? MUS_NO_MEMORY : MUS_STORE);
            expect_no_change(world, &before);
        }
        assert_int_equal(check(world).errors, 0);
    }
    assert_int_equal(status, MUS_OK);
    expect_source_is(world, source);
}

static void putting_is_whole_or_not_at_all(void **state)
{
    struct world *world = *state;
    put_firms(world);
    reopen(world); /* so that the store makes its analyser anew */
    fail_everywhere(world, true, WASTE);
    fail_everywhere(world, false, REFUSE);
    fail_everywhere(world, true, NOTHING);
    fail_everywhere(world, false, WASTE);
    expect_translated(world, "c-1", "waste");
}

static void making_it_anew_is_whole_or_not_at_all(void **state)
{
    struct world *world = *state;
    put_firms(world);
    put(world, WASTE);
    struct mus_digest before = image_of_companies(world);
    for (int memory = 0; memory < 2; memory++) {
        enum mus_status status = MUS_NO;
        tamper(world, MUS_DB_META, MUS_META_DERIVED, MUS_TEXT("\1\0\0\0"));
        close_store(world);
        for (uint64_t n = 1; status != MUS_OK; n++) {
            assert_true(n < 1000);
            (memory ? mus_mem_fail_at(n, false) : mus_store_fail_at(n));
            status = mus_store_open(world->dir, &world->options, &world->store, &world->err);
            mus_mem_fail_at(0, false);
            mus_store_fail_at(0);
        }
        expect_no_change(world, &before);
    }
}

static enum mus_status open_tools(struct world *world)
{
    struct mus_store_tools tools = {0};
    struct mus_read *read = NULL;
    enum mus_status status = mus_store_read_begin(world->store, &read, &world->err);
    if (status == MUS_OK) {
        status = mus_store_tools_open(read, &tools, &world->err);
        assert_int_equal(status == MUS_OK, tools.firm.lexicon != NULL);
    }
    mus_store_tools_close(&tools);
    mus_store_read_end(read);
    return status;
}

static void opening_the_tools_says_what_failed(void **state)
{
    struct world *world = *state;
    put(world, WASTE);
    for (int memory = 0; memory < 2; memory++) {
        enum mus_status status = MUS_NO;
        for (uint64_t n = 1; status != MUS_OK; n++) {
            assert_true(n < 1000);
            (memory ? mus_mem_fail_at(n, false) : mus_store_fail_at(n));
            status = open_tools(world);
            mus_mem_fail_at(0, false);
            mus_store_fail_at(0);
            assert_true(status == MUS_OK || status == (memory ? MUS_NO_MEMORY : MUS_STORE));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(a_new_store_has_none),
        IN_WORLD(what_was_put_is_read_as_source_and_compiled),
        IN_WORLD(the_same_again_changes_nothing),
        IN_WORLD(nothing_stays_of_the_one_before),
        IN_WORLD(companies_that_are_there_are_analysed_anew),
        IN_WORLD(companies_put_afterwards_are_analysed_with_it),
        IN_WORLD(one_that_another_version_compiled_is_compiled_anew),
        IN_WORLD(a_damaged_compiled_lexicon_is_found),
        IN_WORLD(bytes_that_changed_on_the_disk_are_found),
        IN_WORLD(a_source_that_is_none_is_found),
        IN_WORLD(a_match_record_of_another_lexicon_is_found),
        IN_WORLD(checking_says_what_failed),
        IN_WORLD(a_bad_source_is_refused_and_changes_nothing),
        IN_WORLD(putting_is_whole_or_not_at_all),
        IN_WORLD(making_it_anew_is_whole_or_not_at_all),
        IN_WORLD(opening_the_tools_says_what_failed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
