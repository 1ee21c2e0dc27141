#include "contest.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "timer.h"

void contest_fail(const char *what, const char *why)
{
    fprintf(stderr, "peers: %s: %s\n", what, why);
    exit(1);
}

static void *or_fail(void *memory)
{
    if (memory == NULL) {
        contest_fail("memory", "it ran out");
    }
    return memory;
}

/* ------------------------------------------------------------------ tokens */

const char *contest_token(struct contest_tokens *tokens, size_t *len)
{
    const char *token = tokens->next + strspn(tokens->next, " ");
    *len = strcspn(token, " ");
    tokens->next = token + *len;
    return *len == 0 ? NULL : token;
}

void contest_clear(struct contest_text *text)
{
    text->len = 0;
    contest_add_bytes(text, "", 0);
}

void contest_add_bytes(struct contest_text *text, const char *bytes, size_t len)
{
    if (text->len + len >= text->room) {
        text->room = 2 * (text->len + len) + 256;
        text->bytes = or_fail(realloc(text->bytes, text->room));
    }
    memcpy(text->bytes + text->len, bytes, len);
    text->len += len;
    text->bytes[text->len] = '\0';
}

void contest_add(struct contest_text *text, const char *terminated)
{
    contest_add_bytes(text, terminated, strlen(terminated));
}

void contest_add_tokens(struct contest_text *text, const char *tokens, const char *before,
                        const char *after, const char *between)
{
    struct contest_tokens left = {tokens};
    size_t len = 0;
    bool first = true;
    for (const char *token = contest_token(&left, &len); token != NULL;
         token = contest_token(&left, &len)) {
        contest_add(text, first ? "" : between);
        contest_add(text, before);
        contest_add_bytes(text, token, len);
        contest_add(text, after);
        first = false;
    }
}

/* ------------------------------------------------------------------ rows */

enum { COMPANY_COLUMNS = 6, QUERY_COLUMNS = 5 };

struct contest_rows {
    FILE *file;
    const char *path;
    bool queries;
    char *line;
    size_t room;
};

struct contest_rows *contest_rows_open(const char *path, bool queries)
{
    struct contest_rows *rows = or_fail(calloc(1, sizeof *rows));
    rows->path = path;
    rows->queries = queries;
    rows->file = fopen(path, "r");
    if (rows->file == NULL) {
        contest_fail(path, strerror(errno));
    }
    return rows;
}

static size_t split(char *line, const char **columns, size_t most)
{
    size_t count = 0;
    line[strcspn(line, "\n")] = '\0';
    for (char *rest = line; rest != NULL && count < most;) {
        columns[count++] = strsep(&rest, "\t");
    }
    return count;
}

static void read_row(const struct contest_rows *rows, char *line, struct contest_row *out)
{
    const char *columns[COMPANY_COLUMNS];
    size_t expected = rows->queries ? QUERY_COLUMNS : COMPANY_COLUMNS;
    if (split(line, columns, expected) != expected) {
        contest_fail(rows->path, "a line with too few columns");
    }
    const char *const *lists = columns + expected - 3;
    *out = (struct contest_row){columns[0], columns[1], rows->queries ? "" : columns[2],
                                lists[0],   lists[1],   lists[2]};
}

bool contest_rows_next(struct contest_rows *rows, struct contest_row *out)
{
    if (getline(&rows->line, &rows->room, rows->file) < 0) {
        return false;
    }
    read_row(rows, rows->line, out);
    return true;
}

void contest_rows_close(struct contest_rows *rows)
{
    fclose(rows->file);
    free(rows->line);
    free(rows);
}

/* ------------------------------------------------------------------ time */

struct contest_clock contest_now(void)
{
    return (struct contest_clock){wall_seconds(), cpu_seconds()};
}

void contest_tell_loaded(uint64_t companies, struct contest_clock start,
                         struct contest_clock loaded)
{
    printf("loaded\t%llu\t%.3f\t%.3f\t%.3f\n", (unsigned long long)companies,
           loaded.wall - start.wall, loaded.cpu - start.cpu, cpu_seconds() - loaded.cpu);
}

/* ------------------------------------------------------------------ asking */

void contest_add_id(struct contest_answer *answer, const struct contest_row *query, const char *id,
                    size_t len)
{
    bool own = strlen(query->id) == len && memcmp(query->id, id, len) == 0;
    if (own || answer->count >= answer->top) {
        return;
    }
    if (len >= CONTEST_ID_BYTES) {
        contest_fail(query->id, "the engine answered with an id that is too long");
    }
    char *place = answer->ids[answer->count++];
    memcpy(place, id, len);
    place[len] = '\0';
}

struct queries {
    struct contest_row *rows;
    size_t count;
};

/* All of them are kept, each in a line of its own. */
static struct queries read_queries(const char *path)
{
    struct queries queries = {NULL, 0};
    struct contest_rows *rows = contest_rows_open(path, true);
    struct contest_row row;
    while (contest_rows_next(rows, &row)) {
        queries.rows = or_fail(realloc(queries.rows, (queries.count + 1) * sizeof row));
        queries.rows[queries.count++] = row;
        rows->line = NULL; /* the row lies in it */
        rows->room = 0;
    }
    contest_rows_close(rows);
    return queries;
}

static void answer_one(const struct contest_engine *engine, void *opened,
                       const struct contest_row *query, struct contest_answer *answer,
                       const char *pass)
{
    answer->count = 0;
    answer->matched = 0;
    double wall = wall_seconds();
    double cpu = seconds_of(CLOCK_THREAD_CPUTIME_ID);
    engine->ask(opened, query, answer);
    cpu = seconds_of(CLOCK_THREAD_CPUTIME_ID) - cpu;
    wall = wall_seconds() - wall;
    if (engine->read != NULL) {
        engine->read(opened, query, answer);
    }
    printf("%s\t%s\t%.1f\t%.1f\t%llu\t", pass, query->id, wall * 1e6, cpu * 1e6,
           (unsigned long long)answer->matched);
    for (size_t i = 0; i < answer->count; i++) {
        printf("%s%s", i > 0 ? " " : "", answer->ids[i]);
    }
    putchar('\n');
}

static void answer_passes(const struct contest_engine *engine, void *opened,
                          const struct queries *queries, struct contest_answer *answer)
{
    char pass[16];
    size_t first = 0;
    size_t count = 0;
    while (scanf("%15s %zu %zu", pass, &first, &count) == 3) {
        for (size_t i = first; i < queries->count && i < first + count; i++) {
            answer_one(engine, opened, &queries->rows[i], answer, pass);
        }
        puts("done");
        fflush(stdout);
    }
}

void contest_run(const struct contest_engine *engine, const char *queries, const char *top,
                 const char *index)
{
    static char printed[1 << 20];
    static struct contest_answer answer;
    setvbuf(stdout, printed, _IOFBF, sizeof printed);
    struct queries all = read_queries(queries);
    answer.top = strtoul(top, NULL, 10);
    if (answer.top < 1 || answer.top >= CONTEST_TOP_MAX) {
        contest_fail("TOP", "expected 1 to 99");
    }
    double wall = wall_seconds();
    double cpu = seconds_of(CLOCK_THREAD_CPUTIME_ID);
    void *opened = engine->open(index);
    printf("ready\t%.1f\t%.1f\n", (wall_seconds() - wall) * 1e6,
           (seconds_of(CLOCK_THREAD_CPUTIME_ID) - cpu) * 1e6);
    fflush(stdout);
    answer_passes(engine, opened, &all, &answer);
}
