#include "store/lexicon.h"
#include "base/limits.h"
#include "crypto/encode.h"
#include "lexicon/builtin.h"
#include "lexicon/edict.h"
#include "lexicon/glossary.h"
#include "lexicon/source.h"
#include "matcher/text/fold.h"
#include "musubi/handle.h"
#include "musubi/lexicon_shared.h"

#include <string.h>
#include <unistd.h>

/* Where Debian's package `edict` puts it. */
#define EDICT_PATH "/usr/share/edict/edict"

/* ------------------------------------------------------------------ making a source */

/* Tables whose names say what texts are about: those of classes, of places and of trade. Others
 * name states of the store. */
static const char *const SUBJECTS[] = {"certifications",  "countries", "country_groups", "cpc_y02",
                                       "fair_categories", "ipc_green", "jsic",           "kinds",
                                       "languages",       "purposes",  "regions",        "sdg"};

static enum mus_status add_table(struct mus_lexicon_builder *builder, const struct mus_table *table,
                                 struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    for (size_t i = 0; table != NULL && status == MUS_OK && i < table->count; i++) {
        struct mus_bilingual label = table->rows[i].label;
        if (label.ja.len > 0 && label.en.len > 0) {
            status = mus_lexicon_add_pair(builder, label.ja, label.en, err);
        }
    }
    return status;
}

/* A file of the caller's, its path before whatever is wrong with it. */
static enum mus_status add_file(struct mus_lexicon_builder *builder, const char *path, bool edict,
                                struct mus_error *err)
{
    struct mus_buf bytes = {0};
    if (path == NULL) {
        return MUS_OK;
    }
    enum mus_status status = mus_file_read(path, MUS_MAX_LEXICON_BYTES, &bytes, err);
    if (status == MUS_OK) {
        struct mus_text text = mus_buf_text(&bytes);
        status = edict ? mus_lexicon_add_edict(builder, text, err)
                       : mus_lexicon_add_glossary(builder, mus_text_of(path), text, err);
        status = status == MUS_OK || !edict ? status : mus_fail_at(err, status, "%s", path);
    }
    mus_buf_done(&bytes);
    return status;
}

static enum mus_status add_all(struct mus_lexicon_builder *builder,
                               const struct mus_lexicon_recipe *recipe, struct mus_error *err)
{
    size_t count = 0;
    const struct mus_builtin_glossary *builtin = mus_lexicon_builtin(&count);
    enum mus_status status = add_file(builder, recipe->glossary, false, err);
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        status = mus_lexicon_add_glossary(builder, builtin[i].name, builtin[i].text, err);
    }
    for (size_t i = 0; status == MUS_OK && i < sizeof SUBJECTS / sizeof *SUBJECTS; i++) {
        status = add_table(builder, mus_tables_get(recipe->tables, SUBJECTS[i]), err);
    }
    return status == MUS_OK ? add_file(builder, recipe->edict, true, err) : status;
}

enum mus_status mus_lexicon_make(const struct mus_lexicon_recipe *recipe, struct mus_buf *source,
                                 struct mus_lexicon_counts counts[MUS_LEXICON_ORIGIN_COUNT],
                                 struct mus_error *err)
{
    struct mus_lexicon_builder *builder = mus_lexicon_builder_new();
    enum mus_status status = builder == NULL ? mus_fail_memory(err) : add_all(builder, recipe, err);
    if (status == MUS_OK) {
        status = mus_lexicon_write(builder, source, counts, err);
    }
    mus_lexicon_builder_free(builder);
    return status == MUS_OK ? mus_buf_check(source, err) : status;
}

/* ------------------------------------------------------------------ build */

struct putting {
    struct mus_text source;
    bool changed;
};

static enum mus_status put(struct mus_write *write, void *context, struct mus_error *err)
{
    struct putting *putting = context;
    struct mus_text before;
    struct mus_digest digest;
    enum mus_status status =
        mus_store_lexicon_source(mus_store_write_view(write), &before, &digest, err);
    if (status == MUS_OK) {
        putting->changed = before.ptr == NULL || !mus_text_equal(before, putting->source);
        status = mus_store_put_lexicon(write, putting->source, NULL, err);
    }
    return status;
}

static void write_counts(struct mus_json_writer *writer, const struct mus_lexicon_counts *counts)
{
    static const char *const names[MUS_LEXICON_ORIGIN_COUNT] = {
        [MUS_LEXICON_GLOSSARY] = "glossary",
        [MUS_LEXICON_TABLES] = "tables",
        [MUS_LEXICON_EDICT] = "edict",
    };
    mus_json_key(writer, "origins");
    mus_json_begin_array(writer);
    for (size_t i = 0; i < MUS_LEXICON_ORIGIN_COUNT; i++) {
        mus_json_begin_object(writer);
        mus_json_put_z(writer, "origin", names[i]);
        mus_json_put_integer(writer, "rows", (int64_t)counts[i].rows);
        mus_json_put_integer(writer, "passed_over", (int64_t)counts[i].passed_over);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
}

/* What the store has, into the object that is open. */
static enum mus_status write_stored(struct mus_musubi *musubi, struct mus_json_writer *writer,
                                    struct mus_error *err)
{
    struct mus_read *read = NULL;
    struct mus_text source = MUS_NO_TEXT;
    struct mus_digest digest;
    struct mus_lexicon lexicon = {0};
    bool there = false;
    enum mus_status status = mus_store_read_begin(musubi->store, &read, err);
    if (status == MUS_OK) {
        status = mus_store_lexicon_source(read, &source, &digest, err);
    }
    if (status == MUS_OK) {
        status = mus_store_lexicon(read, &lexicon, &there, err);
    }
    if (status == MUS_OK && there) {
        char hex[2 * MUS_DIGEST_BYTES + 1];
        mus_hex_print(hex, digest.bytes, sizeof digest.bytes);
        mus_json_put_z(writer, "digest", hex);
    }
    if (status == MUS_OK) {
        mus_json_put_integer(writer, "headwords", lexicon.headwords);
        mus_json_put_integer(writer, "terms", lexicon.terms);
        mus_json_put_integer(writer, "bytes", (int64_t)source.len);
    }
    mus_store_read_end(read);
    return status;
}

/* The dictionary to read; NULL: none. One that is only looked for need not be there. */
static const char *edict_of(const struct mus_lexicon_build_options *options)
{
    if (options->without_edict) {
        return NULL;
    }
    if (options->edict != NULL) {
        return options->edict;
    }
    return access(EDICT_PATH, R_OK) == 0 ? EDICT_PATH : NULL;
}

enum mus_status mus_lexicon_build(struct mus_musubi *musubi,
                                  const struct mus_lexicon_build_options *options,
                                  struct mus_sink *sink, struct mus_error *err)
{
    if (options->without_edict && options->edict != NULL) {
        return mus_fail(err, MUS_INVALID, "--edict and --without-edict exclude each other");
    }
    struct mus_buf source = {0};
    struct mus_buf json = {0};
    struct mus_lexicon_counts counts[MUS_LEXICON_ORIGIN_COUNT] = {{0}};
    struct mus_lexicon_recipe recipe = {
        .tables = &musubi->tables, .glossary = options->glossary, .edict = edict_of(options)};
    struct putting putting = {.changed = false};
    enum mus_status status = mus_lexicon_make(&recipe, &source, counts, err);
    if (status == MUS_OK) {
        putting.source = mus_buf_text(&source);
        status = mus_store_update(musubi->store, put, &putting, err);
    }
    if (status == MUS_OK) {
        struct mus_json_writer writer = {.buf = &json};
        mus_json_begin_object(&writer);
        mus_json_put_bool(&writer, "changed", putting.changed);
        status = write_stored(musubi, &writer, err);
        write_counts(&writer, counts);
        mus_json_put_given(&writer, "edict", mus_text_of(recipe.edict));
        mus_json_end_object(&writer);
    }
    status = status == MUS_OK ? mus_sink_give(sink, &json, err) : status;
    mus_buf_done(&source);
    mus_buf_done(&json);
    return status;
}

/* ------------------------------------------------------------------ show and list */

enum mus_status mus_lexicon_show(struct mus_musubi *musubi, struct mus_sink *sink,
                                 struct mus_error *err)
{
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    mus_json_begin_object(&writer);
    enum mus_status status = write_stored(musubi, &writer, err);
    mus_json_end_object(&writer);
    status = status == MUS_OK ? mus_sink_give(sink, &json, err) : status;
    mus_buf_done(&json);
    return status;
}

static enum mus_status give_row(const struct mus_lexicon_line *line, struct mus_buf *json,
                                struct mus_sink *sink, struct mus_error *err)
{
    struct mus_json_writer writer = {.buf = json};
    struct mus_text left = line->glosses;
    mus_json_begin_object(&writer);
    mus_json_put_text(&writer, "headword", line->headword);
    mus_json_key(&writer, "glosses");
    mus_json_begin_array(&writer);
    while (left.len > 0) {
        mus_json_write_text(&writer, mus_text_cut(&left, '|'));
    }
    mus_json_end_array(&writer);
    mus_json_end_object(&writer);
    return mus_sink_give(sink, json, err);
}

static bool is_in(struct mus_text word, struct mus_text text)
{
    return text.len == 0 ||
           (word.len > 0 && memmem(text.ptr, text.len, word.ptr, word.len) != NULL);
}

static enum mus_status list_rows(struct mus_text source, struct mus_text within,
                                 struct mus_sink *sink, struct mus_error *err)
{
    struct mus_buf json = {0};
    struct mus_lexicon_lines lines;
    bool more = false;
    enum mus_status status = mus_lexicon_lines_start(&lines, source, err);
    if (status == MUS_OK) {
        status = mus_lexicon_lines_next(&lines, &more, err);
    }
    while (status == MUS_OK && more) {
        if (is_in(lines.line.headword, within)) {
            status = give_row(&lines.line, &json, sink, err);
        }
        if (status == MUS_OK) {
            status = mus_lexicon_lines_next(&lines, &more, err);
        }
    }
    mus_buf_done(&json);
    return status;
}

enum mus_status mus_lexicon_list(struct mus_musubi *musubi, const char *within,
                                 struct mus_sink *sink, struct mus_error *err)
{
    struct mus_buf folded = {0};
    struct mus_read *read = NULL;
    struct mus_text source = MUS_NO_TEXT;
    struct mus_digest digest;
    enum mus_status status = mus_fold_search(mus_text_of(within), &folded, err);
    if (status != MUS_OK) {
        status = mus_fail_at(err, status, "--in");
    }
    if (status == MUS_OK) {
        status = mus_store_read_begin(musubi->store, &read, err);
    }
    if (status == MUS_OK) {
        status = mus_store_lexicon_source(read, &source, &digest, err);
    }
    if (status == MUS_OK && source.ptr != NULL) {
        status = list_rows(source, mus_buf_text(&folded), sink, err);
    }
    mus_store_read_end(read);
    mus_buf_done(&folded);
    return status;
}
