/* What a contender written in C or C++ is made of: a collection that it loads, and queries that it
 * answers pass by pass, each timed alone.
 *
 * Words between the contenders and bench/peers/run, one line each, columns parted by tabs:
 *
 *   load    prints  loaded COMPANIES WALL_S CPU_S TIDYING_CPU_S
 *   ask     prints  ready WALL_US CPU_US             once its index is open
 *           reads   PASS FIRST COUNT                 (parted by spaces)
 *           prints  PASS QUERY WALL_US CPU_US MATCHED ID ID …   for each of these queries
 *           prints  done                             and reads on, until its input ends
 *
 * CPU time is that of the asking thread; of loading, that of all threads. Nothing is printed while
 * a query is timed. MATCHED is how many companies the engine says it found, 0 where it says
 * nothing. Failures are fatal: a message, and exit. */
#ifndef MUS_PEERS_CONTEST_H
#define MUS_PEERS_CONTEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum contest_limits { CONTEST_TOP_MAX = 100, CONTEST_ID_BYTES = 65 };

/* A run of tokens parted by spaces. */
struct contest_tokens {
    const char *next;
};
/* The next token, with its length; NULL at the end. It is not terminated. */
const char *contest_token(struct contest_tokens *tokens, size_t *len);
/* A text that grows. Start with {0}. */
struct contest_text {
    char *bytes;
    size_t len, room;
};
void contest_clear(struct contest_text *text);
void contest_add(struct contest_text *text, const char *terminated);
void contest_add_bytes(struct contest_text *text, const char *bytes, size_t len);
/* Adds each token, put between `before` and `after`, and `between` between two of them. */
void contest_add_tokens(struct contest_text *text, const char *tokens, const char *before,
                        const char *after, const char *between);

/* A row of tokens.tsv, or of queries.tsv, which has no markets. Lists are tokens parted by spaces.
 */
struct contest_row {
    const char *id, *country, *markets;
    /* Of a company: what stands there. Of a query: what to look for there. */
    const char *offers, *needs, *text;
};

/* Reads tokens.tsv, or queries.tsv, from the start. The row is borrowed until the next is read. */
struct contest_rows;
struct contest_rows *contest_rows_open(const char *path, bool queries);
bool contest_rows_next(struct contest_rows *rows, struct contest_row *out);
void contest_rows_close(struct contest_rows *rows);

struct contest_clock {
    double wall, cpu;
};
/* Seconds since a fixed moment: of the wall and of all threads of the process. */
struct contest_clock contest_now(void);
/* How many companies were loaded since `start`, and what tidying up after that took. */
void contest_tell_loaded(uint64_t companies, struct contest_clock start,
                         struct contest_clock loaded);

/* The companies found for a query, best first. */
struct contest_answer {
    uint64_t matched;
    size_t top; /* how many are wanted */
    size_t count;
    char ids[CONTEST_TOP_MAX][CONTEST_ID_BYTES];
};
/* Adds an id, unless it is that of the asking company or there are enough. Contenders that cannot
 * leave that company out by themselves ask for one more than `top`. */
void contest_add_id(struct contest_answer *answer, const struct contest_row *query, const char *id,
                    size_t len);

/* Answers one query; only this is timed. */
typedef void contest_ask(void *engine, const struct contest_row *query,
                         struct contest_answer *answer);
/* Opens an engine, as far as it needs to be before the first query. */
typedef void *contest_open(const char *index);
/* Makes answers ready to be printed where the engine gave them in a form of its own; untimed. May
 * be NULL. */
typedef void contest_read(void *engine, const struct contest_row *query,
                          struct contest_answer *answer);

struct contest_engine {
    contest_open *open;
    contest_ask *ask;
    contest_read *read;
};
/* Opens the index and answers passes as they are asked for, until the input ends. */
void contest_run(const struct contest_engine *engine, const char *queries, const char *top,
                 const char *index);

void contest_fail(const char *what, const char *why);

#ifdef __cplusplus
}
#endif

#endif
