/* A page in a buffer, and replies from JSON. */
#ifndef MUS_TEST_PAGE_FIXTURE_H
#define MUS_TEST_PAGE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "cli/page.h"
#include "codec/json.h"

struct paper {
    struct mus_buf out;
    struct mus_page page;
};

static inline void begin(struct paper *paper, bool english)
{
    *paper = (struct paper){.page = {.english = english}};
    paper->page.out = &paper->out;
}

/* What the page holds is this; ends it. */
static inline void expect_page(struct paper *paper, const char *expected)
{
    assert_false(paper->out.failed);
    assert_string_equal(paper->out.data == NULL ? "" : paper->out.data, expected);
    mus_buf_done(&paper->out);
}

static inline struct mus_json *parsed(const char *text)
{
    struct mus_json *json = NULL;
    struct mus_error err;
    if (mus_json_parse(mus_text_of(text), &json, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    return json;
}

#endif
