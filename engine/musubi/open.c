#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "crypto/crypto.h"
#include "musubi/handle.h"
#include "musubi/lexicon_shared.h"
#include "profile/builtin.h"
#include "profile/countries.h"
#include "store/lexicon.h"
#include "store/tables.h"

enum { MAX_PASSPHRASE = 1024 };

const char *mus_version(void)
{
    return MUS_VERSION;
}

enum mus_status mus_sink_give(struct mus_sink *sink, struct mus_buf *json, struct mus_error *err)
{
    enum mus_status status = mus_buf_check(json, err);
    if (status == MUS_OK) {
        status = sink->take(sink->user, json->data, json->len, err);
    }
    mus_buf_clear(json);
    return status;
}

enum mus_status mus_passphrase_read(const char *path, struct mus_buf *out, struct mus_error *err)
{
    if (path == NULL) {
        return MUS_OK;
    }
    /* Reserved first: a buffer that grows would leave copies behind. */
    if (!mus_buf_reserve(out, MAX_PASSPHRASE)) {
        return mus_fail_memory(err);
    }
    enum mus_status status = mus_file_read(path, MAX_PASSPHRASE, out, err);
    if (status != MUS_OK) {
        return status;
    }
    const char *end = out->len == 0 ? NULL : memchr(out->data, '\n', out->len);
    if (end != NULL) {
        out->len = (size_t)(end - out->data);
    }
    if (out->len > 0 && out->data[out->len - 1] == '\r') {
        out->len--;
    }
    return out->len > 0 ? MUS_OK : mus_fail(err, MUS_INVALID, "%s: the passphrase is empty", path);
}

static void store_options(const struct mus_open_options *options, const struct mus_buf *passphrase,
                          struct mus_store_options *out)
{
    *out =
        (struct mus_store_options){.read_only = options->read_only, .key_file = options->key_file};
    if (options->passphrase_file != NULL) {
        out->passphrase.passphrase = mus_buf_text(passphrase);
    }
}

void mus_passphrase_wipe(struct mus_buf *passphrase)
{
    if (passphrase->data != NULL) {
        mus_crypto_wipe(passphrase->data, passphrase->capacity);
    }
    mus_buf_done(passphrase);
}

enum mus_status mus_musubi_reload(struct mus_musubi *musubi, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_world world;
    struct mus_read *read = NULL;
    /* The world borrows the list of tables: it must lie where it will stay. */
    struct mus_tables *kept = mus_arena_alloc(&arena, 1, sizeof *kept);
    if (kept == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = mus_store_read_begin(musubi->store, &read, err);
    if (status == MUS_OK) {
        status = mus_store_tables(read, &arena, kept, err);
        mus_store_read_end(read);
    }
    if (status == MUS_OK) {
        status = mus_world_init(&world, kept, musubi->today, err);
    }
    if (status == MUS_OK) {
        status = mus_musubi_weigh(musubi, &world, err);
        if (status != MUS_OK) {
            mus_world_done(&world);
        }
    }
    if (status != MUS_OK) {
        mus_arena_done(&arena);
        return status;
    }
    mus_world_done(&musubi->world);
    mus_arena_done(&musubi->arena);
    musubi->arena = arena;
    musubi->tables = *kept;
    musubi->world = world;
    return MUS_OK;
}

enum mus_status mus_open(const struct mus_open_options *options, struct mus_musubi **out,
                         struct mus_error *err)
{
    struct mus_buf passphrase = {0};
    struct mus_store_options store;
    struct mus_musubi *musubi = mus_alloc_zero(1, sizeof *musubi);
    if (musubi == NULL) {
        return mus_fail_memory(err);
    }
    musubi->today = mus_date_in_tokyo(mus_clock_now_ms());
    musubi->signing_key = mus_path_join(options->store, "ledger.key");
    enum mus_status status = musubi->signing_key == NULL ? mus_fail_memory(err) : MUS_OK;
    musubi->today_given = options->today != NULL;
    if (status == MUS_OK && options->today != NULL) {
        status = mus_date_read(mus_text_of(options->today), &musubi->today, NULL, err);
        if (status != MUS_OK) {
            status = mus_fail_at(err, status, "--today");
        }
    }
    if (status == MUS_OK) {
        status = mus_passphrase_read(options->passphrase_file, &passphrase, err);
    }
    if (status == MUS_OK) {
        store_options(options, &passphrase, &store);
        store.today = musubi->today_given ? musubi->today : 0;
        status = mus_store_open(options->store, &store, &musubi->store, err);
    }
    if (status == MUS_OK) {
        status = mus_musubi_reload(musubi, err);
    }
    if (status == MUS_OK && musubi->tables.count == 0) {
        status = mus_fail(err, MUS_STORE,
                          "the store at \"%s\" was not made to the end; do so with: musubi init",
                          options->store);
    }
    mus_passphrase_wipe(&passphrase);
    if (status != MUS_OK) {
        mus_close(musubi);
        return status;
    }
    *out = musubi;
    return MUS_OK;
}

uint64_t mus_musubi_now(const struct mus_musubi *musubi)
{
    enum { DAY_SECONDS = 86400, NOON_IN_TOKYO = 3 * 3600 }; /* 12:00+09:00 is 03:00 UTC */
    int64_t now = mus_clock_now_ms() / 1000;
    if (musubi->today_given) {
        now = (int64_t)musubi->today * DAY_SECONDS + NOON_IN_TOKYO;
    }
    return now < 0 ? 0 : (uint64_t)now;
}

void mus_close(struct mus_musubi *musubi)
{
    if (musubi == NULL) {
        return;
    }
    mus_world_done(&musubi->world);
    mus_arena_done(&musubi->arena);
    mus_store_close(musubi->store);
    mus_free(musubi->signing_key);
    mus_free(musubi);
}

/* ------------------------------------------------------------------ making a store */

struct first_tables {
    struct mus_arena *arena;
    struct mus_text without; /* names joined by commas */
    size_t count;            /* that were put in */
};

static enum mus_status check_without(const char *without, struct mus_error *err)
{
    size_t count = 0;
    const struct mus_builtin_table *builtin = mus_builtin_tables(&count);
    struct mus_text list = mus_text_of(without);
    while (list.len > 0) {
        struct mus_text name = mus_text_trim(mus_text_cut(&list, ','));
        bool found = false;
        for (size_t i = 0; i < count && !found; i++) {
            found = mus_text_equal(builtin[i].name, name);
        }
        if (!found) {
            return mus_fail(err, MUS_INVALID, "without: no built-in table \"%.*s\"",
                            MUS_TEXT_SHORT_ARG(name));
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (!mus_text_lists(mus_text_of(without), ',', builtin[i].name)) {
            return MUS_OK;
        }
    }
    return mus_fail(err, MUS_INVALID, "without: no table would be left");
}

static enum mus_status put_builtin(struct mus_write *write, const struct mus_builtin_table *builtin,
                                   struct mus_arena *arena, struct mus_error *err)
{
    struct mus_table table;
    enum mus_status status = mus_text_equals(builtin->name, "countries")
                                 ? mus_countries_table(NULL, arena, &table, err)
                                 : mus_table_read_json(builtin->json, arena, &table, err);
    if (status != MUS_OK) {
        return mus_fail_at(err, status, "built-in table %.*s", MUS_TEXT_ARG(builtin->name));
    }
    return mus_store_put_table(write, &table, false, NULL, err);
}

static enum mus_status put_first_tables(struct mus_write *write, struct first_tables *tables,
                                        struct mus_error *err)
{
    size_t count = 0;
    const struct mus_builtin_table *builtin = mus_builtin_tables(&count);
    tables->count = 0;
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        if (!mus_text_lists(tables->without, ',', builtin[i].name)) {
            status = put_builtin(write, &builtin[i], tables->arena, err);
            tables->count++;
        }
    }
    return status;
}

/* The dictionary of terms, of the tables that are in now. */
static enum mus_status put_first_lexicon(struct mus_write *write, struct mus_arena *arena,
                                         struct mus_error *err)
{
    struct mus_tables tables;
    struct mus_buf source = {0};
    struct mus_lexicon_counts counts[MUS_LEXICON_ORIGIN_COUNT];
    enum mus_status status = mus_store_tables(mus_store_write_view(write), arena, &tables, err);
    if (status == MUS_OK) {
        struct mus_lexicon_recipe recipe = {.tables = &tables};
        status = mus_lexicon_make(&recipe, &source, counts, err);
    }
    if (status == MUS_OK) {
        status = mus_store_put_lexicon(write, mus_buf_text(&source), NULL, err);
    }
    mus_buf_done(&source);
    return status;
}

static enum mus_status put_first(struct mus_write *write, void *context, struct mus_error *err)
{
    struct first_tables *tables = context;
    enum mus_status status = put_first_tables(write, tables, err);
    return status == MUS_OK ? put_first_lexicon(write, tables->arena, err) : status;
}

static enum mus_status fill(const struct mus_open_options *options,
                            const struct mus_store_options *store_opts, size_t *tables,
                            struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_store *store = NULL;
    struct first_tables first = {.arena = &arena, .without = mus_text_of(options->without)};
    enum mus_status status = mus_store_open(options->store, store_opts, &store, err);
    if (status == MUS_OK) {
        status = mus_store_update(store, put_first, &first, err);
    }
    mus_store_close(store);
    mus_arena_done(&arena);
    *tables = first.count;
    return status;
}

/* Whether the store is one whose making was cut short before its tables were in it. */
static enum mus_status is_unfinished(const struct mus_open_options *options,
                                     const struct mus_store_options *store_opts, bool *unfinished,
                                     struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_store *store = NULL;
    struct mus_read *read = NULL;
    struct mus_table_info *items = NULL;
    size_t count = 0;
    enum mus_status status = mus_store_open(options->store, store_opts, &store, err);
    if (status == MUS_OK) {
        status = mus_store_read_begin(store, &read, err);
    }
    if (status == MUS_OK) {
        status = mus_store_list_tables(read, &arena, &items, &count, err);
    }
    if (status == MUS_OK) {
        *unfinished = count == 0;
    }
    mus_store_read_end(read);
    mus_store_close(store);
    mus_arena_done(&arena);
    return status;
}

/* An empty store; what an earlier call has left of one will do. */
static enum mus_status make(const struct mus_open_options *options,
                            const struct mus_store_options *store_opts, struct mus_error *err)
{
    enum mus_status status = mus_store_init(options->store, store_opts, err);
    if (status != MUS_CONFLICT) {
        return status;
    }
    struct mus_error other;
    bool unfinished = false;
    enum mus_status looked = is_unfinished(options, store_opts, &unfinished, &other);
    if (looked == MUS_NO_MEMORY) {
        return mus_fail_memory(err);
    }
    return looked == MUS_OK && unfinished ? MUS_OK : status;
}

enum mus_status mus_init(const struct mus_open_options *options, struct mus_sink *sink,
                         struct mus_error *err)
{
    struct mus_buf passphrase = {0};
    struct mus_buf json = {0};
    struct mus_store_options store;
    size_t tables = 0;
    enum mus_status status = check_without(options->without, err);
    if (status == MUS_OK) {
        status = mus_passphrase_read(options->passphrase_file, &passphrase, err);
    }
    if (status == MUS_OK) {
        store_options(options, &passphrase, &store);
        status = make(options, &store, err);
    }
    if (status == MUS_OK) {
        status = fill(options, &store, &tables, err);
    }
    mus_passphrase_wipe(&passphrase);
    if (status == MUS_OK) {
        struct mus_json_writer writer = {.buf = &json};
        mus_json_begin_object(&writer);
        mus_json_put_z(&writer, "store", options->store);
        mus_json_put_z(&writer, "key_file",
                       options->key_file == NULL ? "wrapping.key" : options->key_file);
        mus_json_put_integer(&writer, "tables", (int64_t)tables);
        mus_json_end_object(&writer);
        status = mus_sink_give(sink, &json, err);
    }
    mus_buf_done(&json);
    return status;
}
