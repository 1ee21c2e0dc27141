/* An open store in a temporary folder, asked through the public interface alone. */
#ifndef MUS_TEST_MUSUBI_FIXTURE_H
#define MUS_TEST_MUSUBI_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "musubi/musubi.h"

struct place {
    char top[32];
    char dir[64];
    struct mus_open_options open;
    struct mus_musubi *musubi;
    struct mus_buf out; /* the answers, one a line */
    size_t answers;
    size_t refuse_at; /* the sink fails at this answer; 0: never */
    uint64_t progress;
    struct mus_sink sink;
    struct mus_error err;
};

static inline int remove_one(const char *path, const struct stat *info, int type, struct FTW *ftw)
{
    (void)info;
    (void)type;
    (void)ftw;
    return remove(path);
}

static inline enum mus_status take_answer(void *user, const char *json, size_t len,
                                          struct mus_error *err)
{
    struct place *place = user;
    place->answers++;
    if (place->answers == place->refuse_at) {
        return mus_fail(err, MUS_IO, "the reader has gone");
    }
    mus_buf_add(&place->out, json, len);
    mus_buf_add_byte(&place->out, '\n');
    return MUS_OK;
}

static inline void note_progress(void *user, uint64_t done, uint64_t total)
{
    (void)total;
    ((struct place *)user)->progress = done;
}

static inline int make_place(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    strcpy(place->top, "/tmp/musubi-XXXXXX");
    if (mkdtemp(place->top) == NULL) {
        return -1;
    }
    snprintf(place->dir, sizeof place->dir, "%s/s", place->top);
    place->open = (struct mus_open_options){.store = place->dir, .today = "2026-11-23"};
    place->sink = (struct mus_sink){.take = take_answer, .progress = note_progress, .user = place};
    *state = place;
    return 0;
}

static inline int remove_place(void **state)
{
    struct place *place = *state;
    mus_close(place->musubi);
    mus_buf_done(&place->out);
    nftw(place->top, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(place);
    return 0;
}

static inline void ok(struct place *place, enum mus_status status)
{
    if (status != MUS_OK) {
        fail_msg("%s: %s", mus_status_name(status), place->err.message);
    }
}

static inline void clear(struct place *place)
{
    mus_buf_clear(&place->out);
    place->answers = 0;
}

static inline void expect(struct place *place, enum mus_status found, enum mus_status status,
                          const char *message)
{
    assert_string_equal(mus_status_name(found), mus_status_name(status));
    assert_string_equal(place->err.message, message);
}

static inline void expect_answers(struct place *place, const char *expected)
{
    assert_string_equal(place->out.data == NULL ? "" : place->out.data, expected);
    clear(place);
}

static inline void open_it(struct place *place)
{
    ok(place, mus_open(&place->open, &place->musubi, &place->err));
}

static inline int make_store(void **state)
{
    if (make_place(state) != 0) {
        return -1;
    }
    struct place *place = *state;
    ok(place, mus_init(&place->open, &place->sink, &place->err));
    clear(place);
    open_it(place);
    return 0;
}

static inline void put(struct place *place, const char *json)
{
    ok(place, mus_company_put(place->musubi, json, strlen(json), &place->sink, &place->err));
    clear(place);
}

/* A file of this content in the temporary folder. */
static inline const char *file(struct place *place, const char *name, const char *content)
{
    static char path[96];
    snprintf(path, sizeof path, "%s/%s", place->top, name);
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(content, 1, strlen(content), out), strlen(content));
    assert_int_equal(fclose(out), 0);
    return path;
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, make_place, remove_place)
#define IN_STORE(test) cmocka_unit_test_setup_teardown(test, make_store, remove_place)

#endif
