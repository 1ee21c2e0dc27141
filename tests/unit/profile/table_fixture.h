/* Tables for the tests of this folder. */
#ifndef MUS_TEST_TABLE_FIXTURE_H
#define MUS_TEST_TABLE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/status.h"
#include "profile/table.h"

#define TABLE_OF(rows)                                                                             \
    "{\"format\":\"musubi-table/1\",\"table\":\"t\",\"version\":\"1\",\"rows\":[" rows "]}"

/* Everything a table can hold. */
#define FULL_TABLE                                                                                    \
    "{\"format\":\"musubi-table/1\",\"table\":\"things\",\"version\":\"2026-11\","                    \
    "\"title\":{\"ja\":\"物\",\"en\":\"Things\"},\"source\":\"The project\",\"rows\":[\n"            \
    " {\"code\":\"A\",\"ja\":\"甲\",\"en\":\"First\",\"note\":{\"ja\":\"注\"},\"order\":2,"         \
    "\"valid_from\":\"2020-04-01\",\"valid_to\":\"2027-03-31\",\"synonyms\":[\"ｶﾞｽ\",\"one\"]," \
    "\"complements\":[{\"code\":\"A\",\"value\":150000},{\"code\":\"B\",\"value\":900000}]},\n"       \
    " {\"code\":\"A.1\",\"parent\":\"A\",\"en\":\"Part of the first\",\"order\":0},\n"                \
    " {\"code\":\"B\",\"ja\":\"乙\",\"members\":[{\"code\":\"JP\"},"                                 \
    "{\"code\":\"VN\",\"from\":\"1995-07-28\",\"to\":\"2000-01-01\"},"                                \
    "{\"code\":\"VN\",\"from\":\"2010-01-01\"}],"                                                     \
    "\"complements\":[{\"code\":\"A\",\"value\":900000}]}\n]}\n"

static inline struct mus_table table_of(const char *json, struct mus_arena *arena)
{
    struct mus_table table;
    struct mus_error err = {0};
    if (mus_table_read_json(mus_text_of(json), arena, &table, &err) != MUS_OK ||
        mus_table_check(&table, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    return table;
}

static inline void assert_text(struct mus_text text, const char *expected)
{
    if (!mus_text_equals(text, expected)) {
        fail_msg("\"%.*s\" is not \"%s\"", MUS_TEXT_ARG(text), expected);
    }
}

/* The code of the row, "" for none. */
static inline void assert_row(const struct mus_table_row *row, const char *expected)
{
    assert_text(row == NULL ? MUS_TEXT("") : row->code, expected);
}

#endif
