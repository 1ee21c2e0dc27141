/* musubi itself, through its public interface: the two-sided match of a company of the store, by
 * which markets the other aims at. In the manner of contest.h.
 *
 * Usage: bench_peers_musubi load COMPANIES.jsonl STORE
 *        bench_peers_musubi ask|explain QUERIES.tsv TOP STORE */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "codec/json.h"
#include "contest.h"
#include "musubi/musubi.h"

static const char *const TODAY = "2026-04-01";

static void must(enum mus_status status, const struct mus_error *err)
{
    if (status != MUS_OK) {
        contest_fail("musubi", err->message);
    }
}

/* ------------------------------------------------------------------ load */

static enum mus_status keep(void *user, const char *json, size_t len, struct mus_error *err)
{
    (void)err;
    contest_clear(user);
    contest_add_bytes(user, json, len);
    return MUS_OK;
}

static uint64_t added_in(const struct contest_text *answer)
{
    struct mus_error err = {0};
    struct mus_json *json = NULL;
    must(mus_json_parse_reply((struct mus_text){answer->bytes, answer->len}, &json, &err), &err);
    int64_t added = mus_json_integer(mus_json_get(json, "added"));
    mus_json_free(json);
    return (uint64_t)added;
}

/* The store is closed before the time is told: what was put off till then counts as well. */
static void load(const char *companies, const char *store)
{
    struct mus_error err = {0};
    struct contest_text answer = {0};
    struct mus_sink sink = {.take = keep, .user = &answer};
    struct mus_open_options open = {.store = store, .today = TODAY};
    struct mus_import_options options = {.file = companies};
    struct mus_musubi *musubi = NULL;
    must(mus_init(&open, &sink, &err), &err);
    must(mus_open(&open, &musubi, &err), &err);
    struct contest_clock start = contest_now();
    must(mus_import_companies(musubi, &options, &sink, &err), &err);
    uint64_t added = added_in(&answer);
    mus_close(musubi);
    contest_tell_loaded(added, start, contest_now());
    free(answer.bytes);
}

/* ------------------------------------------------------------------ ask */

struct engine {
    struct mus_musubi *musubi;
    struct mus_match_options options;
    struct contest_text filters;
    struct contest_text answer; /* as the match gave it */
};

static struct engine the_engine;

static void *open_store(const char *store)
{
    struct mus_error err = {0};
    struct mus_open_options open = {.store = store, .today = TODAY, .read_only = true};
    must(mus_open(&open, &the_engine.musubi, &err), &err);
    return &the_engine;
}

static void ask(void *opened, const struct contest_row *query, struct contest_answer *answer)
{
    struct engine *engine = opened;
    struct mus_error err = {0};
    struct mus_sink sink = {.take = keep, .user = &engine->answer};
    contest_clear(&engine->filters);
    contest_add(&engine->filters, "{\"target_markets\":[\"");
    contest_add(&engine->filters, query->country);
    contest_add(&engine->filters, "\"]}");
    engine->options.company = query->id;
    engine->options.filters = engine->filters.bytes;
    engine->options.top = (int64_t)answer->top;
    engine->options.threads = 1;
    must(mus_match(engine->musubi, &engine->options, &sink, &err), &err);
}

static void read_ids(void *opened, const struct contest_row *query, struct contest_answer *answer)
{
    const struct engine *engine = opened;
    struct mus_error err = {0};
    struct mus_json *json = NULL;
    struct mus_text text = {engine->answer.bytes, engine->answer.len};
    must(mus_json_parse_reply(text, &json, &err), &err);
    const struct mus_json *results = mus_json_get(json, "results");
    for (size_t i = 0; i < mus_json_count(results); i++) {
        struct mus_text id = mus_json_text(mus_json_get(mus_json_at(results, i), "company"));
        contest_add_id(answer, query, id.ptr, id.len);
    }
    mus_json_free(json);
}

int main(int argc, char **argv)
{
    static const struct contest_engine engine = {open_store, ask, read_ids};
    mus_mem_keep();
    if (argc == 4 && strcmp(argv[1], "load") == 0) {
        load(argv[2], argv[3]);
        return 0;
    }
    the_engine.options.explain = argc == 5 && strcmp(argv[1], "explain") == 0;
    if (argc == 5 && (the_engine.options.explain || strcmp(argv[1], "ask") == 0)) {
        contest_run(&engine, argv[2], argv[3], argv[4]);
        mus_close(the_engine.musubi);
        return 0;
    }
    fprintf(stderr, "usage: %s load COMPANIES STORE, %s ask|explain QUERIES TOP STORE\n", argv[0],
            argv[0]);
    return 2;
}
