/* Groonga as a peer, in the manner of contest.h. It knows no BM25: the sum of tf-idf over the three
 * fields, as its own select makes it. Companies are loaded first and indexed at once afterwards,
 * which its manual names as the fast way.
 *
 * Usage: bench_peers_groonga load TOKENS.tsv FOLDER
 *        bench_peers_groonga ask QUERIES.tsv TOP FOLDER */
#include <errno.h>
#include <groonga.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "codec/json.h"
#include "contest.h"

enum { LOADED_AT_ONCE = 1000 };

struct engine {
    grn_ctx context;
    struct contest_text command;
    char *reply; /* to the last command; groonga's */
    unsigned reply_len;
};

static struct engine the_engine;

static void run(const char *command)
{
    int flags = 0;
    grn_ctx *context = &the_engine.context;
    grn_ctx_send(context, command, (unsigned)strlen(command), 0);
    do {
        grn_ctx_recv(context, &the_engine.reply, &the_engine.reply_len, &flags);
    } while (flags & GRN_CTX_MORE);
    if (context->rc != GRN_SUCCESS) {
        contest_fail("groonga", context->errbuf);
    }
}

static void begin(const char *folder, bool fresh)
{
    static char path[4096];
    if (snprintf(path, sizeof path, "%s/db", folder) >= (int)sizeof path) {
        contest_fail(folder, "the name is too long");
    }
    grn_init();
    grn_ctx_init(&the_engine.context, 0);
    grn_obj *db = fresh ? grn_db_create(&the_engine.context, path, NULL)
                        : grn_db_open(&the_engine.context, path);
    if (db == NULL) {
        contest_fail(path, the_engine.context.errbuf);
    }
}

static void end(void)
{
    grn_obj_close(&the_engine.context, grn_ctx_db(&the_engine.context));
    grn_ctx_fin(&the_engine.context);
    grn_fin();
}

/* ------------------------------------------------------------------ load */

static const char *const TABLES[] = {
    "table_create Market TABLE_HASH_KEY ShortText",
    "table_create Company TABLE_HASH_KEY ShortText",
    "column_create Company markets COLUMN_VECTOR Market",
    "column_create Company offers COLUMN_SCALAR Text",
    "column_create Company needs COLUMN_SCALAR Text",
    "column_create Company text COLUMN_SCALAR Text",
    "table_create OfferTerm TABLE_PAT_KEY ShortText --default_tokenizer TokenDelimit",
    "table_create NeedTerm TABLE_PAT_KEY ShortText --default_tokenizer TokenDelimit",
    "table_create TextTerm TABLE_PAT_KEY ShortText --default_tokenizer TokenDelimit",
};
static const char *const INDEXES[] = {
    "column_create Market found COLUMN_INDEX Company markets",
    "column_create OfferTerm found COLUMN_INDEX Company offers",
    "column_create NeedTerm found COLUMN_INDEX Company needs",
    "column_create TextTerm found COLUMN_INDEX Company text",
    "io_flush",
};

static void run_all(const char *const *commands, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        run(commands[i]);
    }
}

static void add_field(struct contest_text *command, const char *key, const char *value)
{
    contest_add(command, key);
    contest_add(command, "\"");
    contest_add(command, value);
    contest_add(command, "\"");
}

/* Tokens hold nothing that JSON would have to escape. */
static void add_company(struct contest_text *command, const struct contest_row *row)
{
    add_field(command, "{\"_key\":", row->id);
    contest_add(command, ",\"markets\":[");
    contest_add_tokens(command, row->markets, "\"", "\"", ",");
    add_field(command, "],\"offers\":", row->offers);
    add_field(command, ",\"needs\":", row->needs);
    add_field(command, ",\"text\":", row->text);
    contest_add(command, "}");
}

static void load_block(struct contest_text *command)
{
    contest_add(command, "]");
    run("load --table Company");
    run(command->bytes);
}

static uint64_t load_all(const char *tokens)
{
    struct contest_text *command = &the_engine.command;
    struct contest_rows *rows = contest_rows_open(tokens, false);
    struct contest_row row;
    uint64_t companies = 0;
    while (contest_rows_next(rows, &row)) {
        if (companies % LOADED_AT_ONCE == 0) {
            contest_clear(command);
        }
        contest_add(command, command->len == 0 ? "[" : ",");
        add_company(command, &row);
        companies++;
        if (companies % LOADED_AT_ONCE == 0) {
            load_block(command);
        }
    }
    if (companies % LOADED_AT_ONCE != 0) {
        load_block(command);
    }
    contest_rows_close(rows);
    return companies;
}

static void load(const char *tokens, const char *folder)
{
    struct contest_clock start = contest_now();
    if (mkdir(folder, 0777) != 0) {
        contest_fail(folder, strerror(errno));
    }
    begin(folder, true);
    run_all(TABLES, sizeof TABLES / sizeof TABLES[0]);
    uint64_t companies = load_all(tokens);
    run_all(INDEXES, sizeof INDEXES / sizeof INDEXES[0]);
    end();
    contest_tell_loaded(companies, start, contest_now());
}

/* ------------------------------------------------------------------ ask */

static void *open_folder(const char *folder)
{
    begin(folder, false);
    return &the_engine;
}

static void add_terms(struct contest_text *command, const char *index, const char *tokens,
                      bool *first)
{
    if (*tokens == '\0') {
        return;
    }
    contest_add(command, *first ? "" : " || ");
    contest_add(command, "query(\"scorer_tf_idf(");
    contest_add(command, index);
    contest_add(command, ".found)\", \"");
    contest_add_tokens(command, tokens, "", "", " OR ");
    contest_add(command, "\")");
    *first = false;
}

static void write_command(struct contest_text *command, const struct contest_row *query, size_t top)
{
    char limit[32];
    bool first = true;
    contest_clear(command);
    contest_add(command, "select Company --filter '(");
    add_terms(command, "OfferTerm", query->offers, &first);
    add_terms(command, "NeedTerm", query->needs, &first);
    add_terms(command, "TextTerm", query->text, &first);
    contest_add(command, ") && markets @ \"");
    contest_add(command, query->country);
    contest_add(command, "\"' --sort_keys -_score --output_columns _key --cache no --limit ");
    snprintf(limit, sizeof limit, "%zu", top + 1);
    contest_add(command, limit);
}

static void ask(void *opened, const struct contest_row *query, struct contest_answer *answer)
{
    struct engine *engine = opened;
    write_command(&engine->command, query, answer->top);
    run(engine->command.bytes);
}

/* [[[MATCHED], [columns], [ID], [ID], …]] */
static void read_reply(void *opened, const struct contest_row *query, struct contest_answer *answer)
{
    const struct engine *engine = opened;
    struct mus_error err = {0};
    struct mus_json *json = NULL;
    struct mus_text text = {engine->reply, engine->reply_len};
    if (mus_json_parse_reply(text, &json, &err) != MUS_OK) {
        contest_fail("groonga", err.message);
    }
    const struct mus_json *found = mus_json_at(json, 0);
    answer->matched = (uint64_t)mus_json_integer(mus_json_at(mus_json_at(found, 0), 0));
    for (size_t i = 2; i < mus_json_count(found); i++) {
        struct mus_text id = mus_json_text(mus_json_at(mus_json_at(found, i), 0));
        contest_add_id(answer, query, id.ptr, id.len);
    }
    mus_json_free(json);
}

int main(int argc, char **argv)
{
    static const struct contest_engine engine = {open_folder, ask, read_reply};
    if (argc == 4 && strcmp(argv[1], "load") == 0) {
        load(argv[2], argv[3]);
        return 0;
    }
    if (argc == 5 && strcmp(argv[1], "ask") == 0) {
        contest_run(&engine, argv[2], argv[3], argv[4]);
        end();
        return 0;
    }
    fprintf(stderr, "usage: %s load TOKENS FOLDER, %s ask QUERIES TOP FOLDER\n", argv[0], argv[0]);
    return 2;
}
