/* Problems written in tests: a single quote stands for a double one. */
#ifndef PROBLEM_FIXTURE_H
#define PROBLEM_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"

struct refusal {
    const char *problem;
    const char *message;
    enum mus_status status;
};

#define ROW(problem, message)                                                                      \
    {                                                                                              \
        problem, message, MUS_INVALID                                                              \
    }
#define LIMIT(problem, message)                                                                    \
    {                                                                                              \
        problem, message, MUS_LIMIT                                                                \
    }

static inline void put_quoted(struct mus_buf *out, const char *text)
{
    mus_buf_clear(out);
    mus_buf_add_z(out, text);
    assert_false(out->failed);
    for (size_t i = 0; i < out->len; i++) {
        out->data[i] = (char)(out->data[i] == '\'' ? '"' : out->data[i]);
    }
}

static inline void assert_text(struct mus_text found, const char *expected)
{
    assert_int_equal(found.len, strlen(expected));
    assert_memory_equal(found.ptr, expected, found.len);
}

#endif
