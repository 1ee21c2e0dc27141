#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "codec/json.h"
#include "entry_fixture.h"
#include "ledger/format/entry_line.h"

#define HEAD(kind)                                                                                 \
    "{\"entry\":12,\"kind\":\"" kind "\",\"recorded\":\"2026-05-11T10:00:00+09:00\","              \
    "\"by\":\"a0a1a2a3a4a5a6a7a8a9aaabacadaeaf\","

static struct mus_buf line_of(const struct mus_ledger_entry *entry, uint64_t index)
{
    struct mus_buf line = {0};
    struct mus_error err = {0};
    struct mus_json *json = NULL;
    mus_ledger_entry_line(entry, index, &line);
    assert_false(line.failed);
    assert_null(memchr(line.data, '\n', line.len));
    if (mus_json_parse(mus_buf_text(&line), &json, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    assert_int_equal(mus_json_integer(mus_json_get(json, "entry")), index);
    mus_json_free(json);
    return line;
}

static void assert_line(const struct mus_ledger_entry *entry, const char *expected)
{
    struct mus_buf line = line_of(entry, 12);
    assert_string_equal(line.data, expected);
    mus_buf_done(&line);
}

static void a_named_entry_reads_so(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = named_entry();
    assert_line(
        &entry,
        HEAD("named") "\"stage\":\"concluded\",\"date\":\"2026-05-10\","
                      "\"programme\":\"KOBS\",\"edition\":\"18\",\"purpose\":\"sales\","
                      "\"agreement\":\"mou\",\"evidence\":"
                      "\"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\","
                      "\"companies\":[{\"id\":\"101112131415161718191a1b1c1d1e1f\","
                      "\"corporate_number\":\"8700110005901\",\"country\":\"JP\","
                      "\"size\":\"sme\",\"kind\":\"company\"},"
                      "{\"id\":\"202122232425262728292a2b2c2d2e2f\",\"country\":\"VN\"}]}");
}

static void what_a_named_entry_lacks_is_left_out(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = named_entry();
    entry.as.named.edition = MUS_NO_TEXT;
    entry.as.named.agreement = MUS_TEXT("");
    entry.as.named.has_evidence = false;
    entry.as.named.sides[0].corporate_number = 0;
    assert_line(&entry, HEAD("named") "\"stage\":\"concluded\",\"date\":\"2026-05-10\","
                                      "\"programme\":\"KOBS\",\"purpose\":\"sales\","
                                      "\"companies\":[{\"id\":\"101112131415161718191a1b1c1d1e1f\","
                                      "\"country\":\"JP\",\"size\":\"sme\",\"kind\":\"company\"},"
                                      "{\"id\":\"202122232425262728292a2b2c2d2e2f\","
                                      "\"country\":\"VN\"}]}");
}

static void a_reported_entry_reads_so(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = reported_entry();
    assert_line(&entry, HEAD("reported") "\"date\":\"2026-05-11\",\"programme\":\"FAIR\","
                                         "\"edition\":\"18\",\"side\":\"visitor\",\"n\":7,"
                                         "\"respondent\":{"
                                         "\"id\":\"303132333435363738393a3b3c3d3e3f\","
                                         "\"country\":\"JP\",\"size\":\"small\","
                                         "\"kind\":\"sole_proprietor\"}}");
}

static void entries_about_entries_read_so(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = confirmed_entry();
    assert_line(&entry, HEAD("confirmed") "\"confirms\":12}");
    entry = reversed_entry();
    assert_line(&entry, HEAD("reversed") "\"reverses\":4886718345,\"reason\":\"not_ours\"}");
}

static void a_succession_reads_so(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = succession_entry();
    assert_line(&entry, HEAD("succession") "\"date\":\"2026-05-11\","
                                           "\"from\":\"202122232425262728292a2b2c2d2e2f\","
                                           "\"to\":\"101112131415161718191a1b1c1d1e1f\"}");
}

static void adopted_rules_stand_in_it_as_they_are(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = rules_entry();
    assert_line(&entry, HEAD("rules") "\"rule_set\":" RULES "}");
}

static void a_figure_reads_so(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = figure_entry();
    assert_line(&entry, HEAD("figure") "\"fiscal_year\":2024,\"figure\":\"published\","
                                       "\"value\":805,\"indicator\":\"fair-matches\","
                                       "\"source\":\"報告 \\\"2024\\\"\"}");
    entry.as.figure.value = 0;
    entry.as.figure.kind = MUS_LEDGER_TARGET;
    entry.as.figure.source = MUS_TEXT("");
    assert_line(&entry, HEAD("figure") "\"fiscal_year\":2024,\"figure\":\"target\","
                                       "\"value\":0,\"indicator\":\"fair-matches\","
                                       "\"source\":\"\"}");
}

static void a_rotation_reads_so(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = rotation_entry();
    assert_line(&entry, HEAD("rotation") "\"algorithm\":\"ed25519\","
                                         "\"key\":\"S0tLS0tLS0tLS0tLS0tLS0tLS0tLS0tLS0tLS0tLS0s=\","
                                         "\"signature\":\"U1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NT"
                                         "U1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTUw==\"}");
}

static void a_source_of_quotes_and_backslashes_has_room(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = figure_entry();
    char source[MUS_LEDGER_MAX_SOURCE];
    for (size_t i = 0; i < sizeof source; i++) {
        source[i] = i % 2 == 0 ? '"' : '\\';
    }
    entry.as.figure.source = (struct mus_text){source, sizeof source};
    struct mus_buf line = line_of(&entry, MUS_LEDGER_MAX_INDEX);
    struct mus_json *json = NULL;
    assert_int_equal(mus_json_parse(mus_buf_text(&line), &json, NULL), MUS_OK);
    assert_true(
        mus_text_equal(mus_json_text(mus_json_get(json, "source")), entry.as.figure.source));
    mus_json_free(json);
    mus_buf_done(&line);
}

static void the_longest_named_entry_has_room(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = largest_named_entry();
    entry.recorded = MUS_LEDGER_LAST_SECOND;
    struct mus_buf line = line_of(&entry, MUS_LEDGER_MAX_INDEX);
    assert_in_range(line.len, 650, 1024); /* FRAME_ROOM */
    mus_buf_done(&line);
}

/* The text of `recorded` for a time. */
static void assert_time(uint64_t recorded, const char *expected)
{
    struct mus_ledger_entry entry = confirmed_entry();
    entry.recorded = recorded;
    struct mus_buf line = line_of(&entry, 0);
    struct mus_json *json = NULL;
    assert_int_equal(mus_json_parse(mus_buf_text(&line), &json, NULL), MUS_OK);
    assert_string_equal(mus_json_text(mus_json_get(json, "recorded")).ptr, expected);
    mus_json_free(json);
    mus_buf_done(&line);
}

static void times_are_those_of_tokyo(void **state)
{
    (void)state;
    assert_time(0, "1970-01-01T09:00:00+09:00");
    assert_time(1709218799, "2024-02-29T23:59:59+09:00");
    assert_time(1709218800, "2024-03-01T00:00:00+09:00");
    assert_time(MUS_LEDGER_LAST_SECOND, "9999-12-31T23:59:59+09:00");
}

static void indexes_are_whole(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = confirmed_entry();
    const uint64_t indexes[] = {0, 9, 10, 99, 100, 1000000, MUS_LEDGER_MAX_INDEX};
    for (size_t i = 0; i < sizeof indexes / sizeof indexes[0]; i++) {
        struct mus_buf line = line_of(&entry, indexes[i]);
        mus_buf_done(&line);
    }
}

static void lines_are_appended(void **state)
{
    (void)state;
    struct mus_ledger_entry entry = confirmed_entry();
    struct mus_buf out = {0};
    mus_buf_add_z(&out, "before ");
    mus_ledger_entry_line(&entry, 12, &out);
    mus_buf_add_byte(&out, '\n');
    assert_string_equal(out.data, "before " HEAD("confirmed") "\"confirms\":12}\n");
    mus_buf_done(&out);
}

static void a_failing_allocation_is_remembered(void **state)
{
    (void)state;
    for (int kind = MUS_LEDGER_NAMED; kind < MUS_LEDGER_KIND_END; kind++) {
        struct mus_ledger_entry entry = entry_of_each(kind);
        bool failed = true;
        for (uint64_t n = 1; failed; n++) {
            struct mus_buf out = {0};
            mus_mem_fail_at(n, false);
            mus_ledger_entry_line(&entry, 12, &out);
            mus_mem_fail_at(0, false);
            failed = out.failed;
            mus_buf_done(&out);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_named_entry_reads_so),
        cmocka_unit_test(what_a_named_entry_lacks_is_left_out),
        cmocka_unit_test(a_reported_entry_reads_so),
        cmocka_unit_test(entries_about_entries_read_so),
        cmocka_unit_test(a_succession_reads_so),
        cmocka_unit_test(adopted_rules_stand_in_it_as_they_are),
        cmocka_unit_test(a_figure_reads_so),
        cmocka_unit_test(a_rotation_reads_so),
        cmocka_unit_test(a_source_of_quotes_and_backslashes_has_room),
        cmocka_unit_test(the_longest_named_entry_has_room),
        cmocka_unit_test(times_are_those_of_tokyo),
        cmocka_unit_test(indexes_are_whole),
        cmocka_unit_test(lines_are_appended),
        cmocka_unit_test(a_failing_allocation_is_remembered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
