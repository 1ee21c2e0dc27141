/* The ledger through the public interface: what every call answers, and that each failing
 * allocation is told as one, leaks nothing and leaves a sound store. */
#include "musubi_fixture.h"

#define A "{\"id\":\"c-1\",\"name\":{\"ja\":\"川崎工業\"},\"country\":\"JP\"}"
#define B "{\"id\":\"c-2\",\"name\":{\"en\":\"Hanoi Water\"},\"country\":\"VN\"}"
#define MATCH                                                                                      \
    "{\"kind\":\"named\",\"companies\":[\"c-1\",\"c-2\"],\"stage\":\"concluded\","                 \
    "\"date\":\"2026-05-11\",\"programme\":\"KOBS\",\"purpose\":\"sales\"}"
#define RULES                                                                                      \
    "{\"format\":\"musubi-rules/1\",\"id\":\"r\",\"title\":{\"ja\":\"規則\",\"en\":\"Rules\"},"  \
    "\"indicator\":\"city-matches\",\"from_fiscal_year\":2014,\"named\":[{\"programmes\":"         \
    "[\"any\"],\"stages\":[\"concluded\"],\"confirmed\":false}],\"reported\":[],"                  \
    "\"one_match\":[\"pair\"]}"
#define ANSWERS                                                                                    \
    "respondent,side,edition,n,date\nc-1,visitor,fair-18,2,2026-11-14\nc-9,visitor,x,1,x\n"

typedef enum mus_status ask(struct place *place);

static const char *in(const struct place *place, const char *name, char path[96])
{
    snprintf(path, 96, "%s/%s", place->top, name);
    return path;
}

static enum mus_status record(struct place *place)
{
    return mus_ledger_record(place->musubi, MATCH, strlen(MATCH), "田中", &place->sink,
                             &place->err);
}

static enum mus_status confirm(struct place *place)
{
    return mus_ledger_confirm(place->musubi, 0, "山田", &place->sink, &place->err);
}

static enum mus_status list(struct place *place)
{
    const struct mus_ledger_list_options options = {.limit = 3};
    return mus_ledger_list(place->musubi, &options, &place->sink, &place->err);
}

static enum mus_status show(struct place *place)
{
    return mus_ledger_show(place->musubi, 0, &place->sink, &place->err);
}

static enum mus_status succession(struct place *place)
{
    const struct mus_ledger_succession_options options = {.by = "課長", .dry_run = true};
    return mus_ledger_succession(place->musubi, &options, &place->sink, &place->err);
}

static enum mus_status dry_import(struct place *place)
{
    char path[96];
    const struct mus_ledger_import_options options = {
        .what = "reported", .file = in(place, "answers.csv", path), .by = "田中", .dry_run = true};
    enum mus_status status = mus_ledger_import(place->musubi, &options, &place->sink, &place->err);
    return status == MUS_REJECTED ? MUS_OK : status;
}

static enum mus_status show_key(struct place *place)
{
    return mus_key_show(place->musubi, NULL, &place->sink, &place->err);
}

static enum mus_status checkpoint(struct place *place)
{
    return mus_ledger_checkpoint(place->musubi, NULL, &place->sink, &place->err);
}

static enum mus_status export(struct place *place) {
    char path[96]; return mus_ledger_export(place->musubi, in(place, "out", path), true, NULL,
                                            &place->sink, &place->err);
}

/* The verification key, as it stands in the last answer. */
static void take_key(struct place *place, char key[256])
{
    ok(place, show_key(place));
    const char *from = strstr(place->out.data, "\"key\":\"");
    assert_non_null(from);
    from += strlen("\"key\":\"");
    size_t len = strcspn(from, "\"");
    assert_true(len < 256);
    memcpy(key, from, len);
    key[len] = '\0';
    clear(place);
}

static char verification_key[256];

static enum mus_status verify(struct place *place)
{
    char folder[96];
    char receipt[96];
    const struct mus_ledger_verify_options options = {.folder = in(place, "out", folder),
                                                      .key = verification_key,
                                                      .receipt = in(place, "r.bin", receipt),
                                                      .threads = 1};
    return mus_ledger_verify(&options, &place->sink, &place->err);
}

static enum mus_status prove(struct place *place)
{
    char proof[96];
    char receipt[96];
    char picture[96];
    const struct mus_ledger_prove_options options = {.entry = 0,
                                                     .output = in(place, "p.txt", proof),
                                                     .receipt = in(place, "r.bin", receipt),
                                                     .qr = in(place, "r.svg", picture)};
    return mus_ledger_prove(place->musubi, &options, &place->sink, &place->err);
}

static enum mus_status prove_since(struct place *place)
{
    char path[96];
    return mus_ledger_prove_since(place->musubi, in(place, "out/checkpoint", path), NULL,
                                  &place->sink, &place->err);
}

static enum mus_status check_receipt(struct place *place)
{
    char path[96];
    return mus_ledger_check_proof(in(place, "r.bin", path), verification_key, NULL, &place->sink,
                                  &place->err);
}

static enum mus_status check_proof(struct place *place)
{
    char path[96];
    return mus_ledger_check_proof(in(place, "p.txt", path), verification_key, NULL, &place->sink,
                                  &place->err);
}

static enum mus_status request(struct place *place)
{
    return mus_ledger_witness_request(place->musubi, NULL, 0, NULL, &place->sink, &place->err);
}

static enum mus_status list_rules(struct place *place)
{
    return mus_rules_list(place->musubi, &place->sink, &place->err);
}

static enum mus_status show_rules(struct place *place)
{
    return mus_rules_show(place->musubi, NULL, &place->sink, &place->err);
}

static enum mus_status diff_rules(struct place *place)
{
    char path[96];
    return mus_rules_diff(place->musubi, "r", in(place, "rules.json", path), &place->sink,
                          &place->err);
}

static enum mus_status adopt(struct place *place)
{
    char path[96];
    return mus_rules_adopt(place->musubi, in(place, "rules.json", path), "課長", &place->sink,
                           &place->err);
}

/* A ledger of which everything can be asked. */
static void fill(struct place *place)
{
    put(place, A);
    put(place, B);
    file(place, "answers.csv", ANSWERS);
    file(place, "rules.json", RULES);
    ok(place, mus_key_new(place->musubi, "example.org/log", NULL, &place->sink, &place->err));
    ok(place, record(place));
    ok(place, confirm(place));
    ok(place, adopt(place));
    ok(place, export(place));
    ok(place, prove(place));
    clear(place);
    take_key(place, verification_key);
}

static void fail_each(struct place *place, ask *question)
{
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        mus_mem_fail_at(n, false);
        status = question(place);
        mus_mem_fail_at(0, false);
        clear(place);
        if (status != MUS_OK) {
            assert_string_equal(mus_status_name(status), "no_memory");
        }
        assert_true(n < 20000);
    }
}

static void every_question_says_that_memory_ran_out(void **state)
{
    static ask *const questions[] = {list,        show,          succession,  dry_import,
                                     show_key,    checkpoint,    verify,      prove,
                                     prove_since, check_receipt, check_proof, request,
                                     list_rules,  show_rules,    diff_rules,  export};
    struct place *place = *state;
    fill(place);
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        fail_each(place, questions[i]);
    }
    ok(place, mus_check(place->musubi, &place->sink, &place->err));
    assert_non_null(strstr(place->out.data, "\"errors\":0"));
}

/* Where the answer cannot be given any more the entry stands: each try may add one. */
static void writing_leaves_a_sound_ledger(void **state)
{
    static ask *const writers[] = {record, adopt};
    enum { TRIES = 150 };
    struct place *place = *state;
    fill(place);
    for (size_t i = 0; i < sizeof writers / sizeof writers[0]; i++) {
        for (uint64_t n = 1; n <= TRIES; n++) {
            mus_mem_fail_at(n, false);
            enum mus_status status = writers[i](place);
            mus_mem_fail_at(0, false);
            clear(place);
            assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        }
    }
    ok(place, mus_check(place->musubi, &place->sink, &place->err));
    assert_non_null(strstr(place->out.data, "\"errors\":0"));
}

static void an_export_without_the_key_says_so(void **state)
{
    char folder[96];
    struct place *place = *state;
    const struct mus_signing elsewhere = {.key_file = "/nowhere/ledger.key"};
    fill(place);
    ok(place, record(place));
    clear(place);
    ok(place, mus_ledger_export(place->musubi, in(place, "out", folder), false, &elsewhere,
                                &place->sink, &place->err));
    assert_non_null(strstr(place->out.data, "\"size\":3,"));
    assert_non_null(strstr(place->out.data, "\"left_out\":1,\"signed_now\":false"));
}

static void what_was_cut_off_is_found_by_the_receipt(void **state)
{
    struct place *place = *state;
    fill(place);
    ok(place, verify(place));
    assert_non_null(strstr(place->out.data, "\"reach_checked\":true"));
}

static void numbers_below_zero_are_refused(void **state)
{
    struct place *place = *state;
    const struct mus_ledger_list_options from = {.from = -1};
    const struct mus_ledger_prove_options entry = {.entry = -1};
    assert_int_equal(mus_ledger_confirm(place->musubi, -1, "x", &place->sink, &place->err),
                     MUS_INVALID);
    assert_int_equal(mus_ledger_show(place->musubi, -1, &place->sink, &place->err), MUS_INVALID);
    assert_int_equal(mus_ledger_list(place->musubi, &from, &place->sink, &place->err), MUS_INVALID);
    assert_int_equal(mus_ledger_prove(place->musubi, &entry, &place->sink, &place->err),
                     MUS_INVALID);
    assert_int_equal(mus_ledger_reverse(place->musubi, 0, "regret", "x", &place->sink, &place->err),
                     MUS_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_STORE(every_question_says_that_memory_ran_out),
        IN_STORE(writing_leaves_a_sound_ledger),
        IN_STORE(an_export_without_the_key_says_so),
        IN_STORE(what_was_cut_off_is_found_by_the_receipt),
        IN_STORE(numbers_below_zero_are_refused),
    };
    return cmocka_run_group_tests_name("musubi/ledger", tests, NULL, NULL);
}
