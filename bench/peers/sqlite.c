/* SQLite's FTS5 as a peer, in the manner of contest.h: a full-text table that keeps no texts, its
 * own bm25 (k1 1.2, b 0.75), and the market as a further column that must match.
 *
 * Usage: bench_peers_sqlite load TOKENS.tsv FILE
 *        bench_peers_sqlite ask QUERIES.tsv TOP FILE */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contest.h"

struct engine {
    sqlite3 *db;
    sqlite3_stmt *asking;
    struct contest_text match;
};

static struct engine the_engine;

static void must(int code, int expected)
{
    if (code != expected) {
        contest_fail("sqlite", sqlite3_errmsg(the_engine.db));
    }
}

static void run(const char *sql)
{
    must(sqlite3_exec(the_engine.db, sql, NULL, NULL, NULL), SQLITE_OK);
}

static sqlite3_stmt *prepared(const char *sql)
{
    sqlite3_stmt *statement = NULL;
    must(sqlite3_prepare_v2(the_engine.db, sql, -1, &statement, NULL), SQLITE_OK);
    return statement;
}

static void bind_text(sqlite3_stmt *statement, int place, const char *text)
{
    must(sqlite3_bind_text(statement, place, text, -1, SQLITE_STATIC), SQLITE_OK);
}

static void step_and_reset(sqlite3_stmt *statement)
{
    must(sqlite3_step(statement), SQLITE_DONE);
    must(sqlite3_reset(statement), SQLITE_OK);
}

/* ------------------------------------------------------------------ load */

/* No journal and no syncs: a load that fails is begun anew. */
static void make(const char *file)
{
    must(sqlite3_open(file, &the_engine.db), SQLITE_OK);
    run("PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
        "PRAGMA cache_size = -1000000; PRAGMA locking_mode = EXCLUSIVE");
    run("CREATE TABLE company(number INTEGER PRIMARY KEY, id TEXT);"
        "CREATE VIRTUAL TABLE tokens USING fts5(markets, offers, needs, text, content = '',"
        " tokenize = 'unicode61 remove_diacritics 0')");
}

static uint64_t insert_all(const char *tokens)
{
    sqlite3_stmt *company = prepared("INSERT INTO company VALUES (?, ?)");
    sqlite3_stmt *row_tokens =
        prepared("INSERT INTO tokens(rowid, markets, offers, needs, text) VALUES (?, ?, ?, ?, ?)");
    struct contest_rows *rows = contest_rows_open(tokens, false);
    struct contest_row row;
    sqlite3_int64 number = 0;
    while (contest_rows_next(rows, &row)) {
        number++;
        must(sqlite3_bind_int64(company, 1, number), SQLITE_OK);
        bind_text(company, 2, row.id);
        step_and_reset(company);
        must(sqlite3_bind_int64(row_tokens, 1, number), SQLITE_OK);
        bind_text(row_tokens, 2, row.markets);
        bind_text(row_tokens, 3, row.offers);
        bind_text(row_tokens, 4, row.needs);
        bind_text(row_tokens, 5, row.text);
        step_and_reset(row_tokens);
    }
    contest_rows_close(rows);
    sqlite3_finalize(company);
    sqlite3_finalize(row_tokens);
    return (uint64_t)number;
}

static void load(const char *tokens, const char *file)
{
    struct contest_clock start = contest_now();
    make(file);
    run("BEGIN");
    uint64_t companies = insert_all(tokens);
    run("COMMIT");
    struct contest_clock loaded = contest_now();
    run("INSERT INTO tokens(tokens) VALUES ('optimize')");
    must(sqlite3_close(the_engine.db), SQLITE_OK);
    contest_tell_loaded(companies, start, loaded);
}

/* ------------------------------------------------------------------ ask */

static void *open_file(const char *file)
{
    must(sqlite3_open_v2(file, &the_engine.db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    run("PRAGMA mmap_size = 8000000000; PRAGMA cache_size = -500000");
    /* The market says whether a company comes into question, and nothing about how well it fits. */
    the_engine.asking =
        prepared("SELECT id FROM (SELECT rowid AS found FROM tokens WHERE tokens MATCH ?1 AND"
                 " rank MATCH 'bm25(0.0, 1.0, 1.0, 1.0)' ORDER BY rank LIMIT ?2)"
                 " JOIN company ON number = found");
    return &the_engine;
}

static void add_column(struct contest_text *match, const char *column, const char *tokens,
                       bool *first)
{
    if (*tokens == '\0') {
        return;
    }
    contest_add(match, *first ? "" : " OR ");
    contest_add(match, column);
    contest_add(match, " : (");
    contest_add_tokens(match, tokens, "\"", "\"", " OR ");
    contest_add(match, ")");
    *first = false;
}

static void write_match(struct contest_text *match, const struct contest_row *query)
{
    bool first = true;
    contest_clear(match);
    contest_add(match, "(");
    add_column(match, "offers", query->offers, &first);
    add_column(match, "needs", query->needs, &first);
    add_column(match, "text", query->text, &first);
    contest_add(match, ") AND markets : \"");
    contest_add(match, query->country);
    contest_add(match, "\"");
}

static void ask(void *opened, const struct contest_row *query, struct contest_answer *answer)
{
    struct engine *engine = opened;
    write_match(&engine->match, query);
    bind_text(engine->asking, 1, engine->match.bytes);
    must(sqlite3_bind_int64(engine->asking, 2, (sqlite3_int64)answer->top + 1), SQLITE_OK);
    int code = sqlite3_step(engine->asking);
    for (; code == SQLITE_ROW; code = sqlite3_step(engine->asking)) {
        const char *id = (const char *)sqlite3_column_text(engine->asking, 0);
        contest_add_id(answer, query, id, strlen(id));
    }
    must(code, SQLITE_DONE);
    must(sqlite3_reset(engine->asking), SQLITE_OK);
}

int main(int argc, char **argv)
{
    static const struct contest_engine engine = {open_file, ask, NULL};
    if (argc == 4 && strcmp(argv[1], "load") == 0) {
        load(argv[2], argv[3]);
        return 0;
    }
    if (argc == 5 && strcmp(argv[1], "ask") == 0) {
        contest_run(&engine, argv[2], argv[3], argv[4]);
        return 0;
    }
    fprintf(stderr, "usage: %s load TOKENS FILE, %s ask QUERIES TOP FILE\n", argv[0], argv[0]);
    return 2;
}
