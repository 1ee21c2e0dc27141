/* Rule sets: those that the ledger has adopted, and those that lie in files. */
#include "ledger/format/rule_set.h"

#include "musubi/ledger_shared.h"

static void put_bilingual(struct mus_json_writer *writer, const char *name, struct mus_text ja,
                          struct mus_text en)
{
    mus_json_key(writer, name);
    mus_json_begin_object(writer);
    mus_json_put_text(writer, "ja", ja);
    mus_json_put_text(writer, "en", en);
    mus_json_end_object(writer);
}

/* The ledger as a book; both end together. */
struct opened {
    struct mus_read *read;
    struct mus_book *book;
};

static enum mus_status open_book(struct mus_musubi *musubi, struct opened *out,
                                 struct mus_error *err)
{
    enum mus_status status = mus_store_read_begin(musubi->store, &out->read, err);
    return status == MUS_OK ? mus_ledger_book_of(out->read, &out->book, err) : status;
}

static void close_book(struct opened *opened)
{
    mus_book_free(opened->book);
    mus_store_read_end(opened->read);
}

/* ------------------------------------------------------------------ list */

static void write_time(struct mus_json_writer *writer, uint64_t seconds)
{
    struct mus_buf day = {0};
    mus_date_write_iso(&day, mus_date_in_tokyo((int64_t)seconds * 1000));
    mus_json_put_text(writer, "recorded", mus_buf_text(&day));
    writer->buf->failed = writer->buf->failed || day.failed;
    mus_buf_done(&day);
}

static enum mus_status give_adoption(const struct mus_book_rules *at, bool in_force,
                                     struct mus_sink *sink, struct mus_error *err)
{
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    mus_json_begin_object(&writer);
    mus_json_put_text(&writer, "rule_set", at->rules->id);
    put_bilingual(&writer, "title", at->rules->title_ja, at->rules->title_en);
    mus_json_put_text(&writer, "indicator", at->rules->indicator);
    mus_json_put_integer(&writer, "from_fiscal_year", at->rules->from_fiscal_year);
    mus_json_put_integer(&writer, "entry", (int64_t)at->entry);
    write_time(&writer, at->recorded);
    mus_json_put_bool(&writer, "in_force", in_force);
    mus_json_end_object(&writer);
    enum mus_status status = mus_sink_give(sink, &json, err);
    mus_buf_done(&json);
    return status;
}

enum mus_status mus_rules_list(struct mus_musubi *musubi, struct mus_sink *sink,
                               struct mus_error *err)
{
    struct opened opened = {0};
    enum mus_status status = open_book(musubi, &opened, err);
    if (status == MUS_OK) {
        struct mus_book_rules force =
            mus_book_rules_in_force(opened.book, mus_fiscal_year(musubi->today), MUS_BOOK_NOW);
        struct mus_book_rules at;
        for (size_t i = 0; status == MUS_OK; i++) {
            at = mus_book_rules_at(opened.book, i);
            if (at.rules == NULL) {
                break;
            }
            status = give_adoption(&at, force.rules != NULL && force.entry == at.entry, sink, err);
        }
    }
    close_book(&opened);
    return status;
}

/* ------------------------------------------------------------------ one rule set */

enum mus_status mus_rules_read_file(const char *path, struct mus_arena *arena,
                                    struct mus_rule_set *out, struct mus_error *err)
{
    struct mus_buf bytes = {0};
    enum mus_status status = mus_file_read(path, MUS_MAX_JSON_BYTES, &bytes, err);
    if (status == MUS_OK) {
        status = mus_rule_set_read(mus_buf_text(&bytes), arena, out, err);
        if (status != MUS_OK) {
            status = mus_fail_at(err, status, "%s", path);
        }
    }
    mus_buf_done(&bytes);
    return status;
}

struct found {
    struct mus_rule_set rules;
    bool adopted;
    uint64_t entry;
};

/* By id in the ledger, else a file of that name. */
static enum mus_status find(struct mus_musubi *musubi, const struct opened *opened,
                            const char *name, struct mus_arena *arena, struct found *out,
                            struct mus_error *err)
{
    struct mus_book_rules at =
        name == NULL
            ? mus_book_rules_in_force(opened->book, mus_fiscal_year(musubi->today), MUS_BOOK_NOW)
            : mus_book_rules_by_id(opened->book, mus_text_of(name), MUS_BOOK_NOW);
    if (at.rules != NULL) {
        *out = (struct found){*at.rules, true, at.entry};
        return MUS_OK;
    }
    if (name == NULL) {
        return mus_fail(err, MUS_NOT_FOUND,
                        "no rule set is in force yet; adopt one with: musubi rules adopt FILE");
    }
    struct mus_error said = {0};
    enum mus_status status = mus_rules_read_file(name, arena, &out->rules, &said);
    if (status == MUS_NOT_FOUND) {
        struct mus_text shown = mus_text_of(name);
        return mus_fail(err, MUS_NOT_FOUND,
                        "\"%.*s\" is neither a rule set of the ledger nor a file",
                        MUS_TEXT_SHORT_ARG(shown));
    }
    return status == MUS_OK ? MUS_OK : mus_fail(err, status, "%s", said.message);
}

enum mus_status mus_rules_show(struct mus_musubi *musubi, const char *id, struct mus_sink *sink,
                               struct mus_error *err)
{
    struct opened opened = {0};
    struct mus_arena arena = {0};
    struct found found = {0};
    struct mus_buf json = {0};
    struct mus_buf document = {0};
    struct mus_json_writer writer = {.buf = &json};
    enum mus_status status = open_book(musubi, &opened, err);
    if (status == MUS_OK) {
        status = find(musubi, &opened, id, &arena, &found, err);
    }
    if (status == MUS_OK) {
        mus_rule_set_write(&found.rules, &document);
        status = mus_buf_check(&document, err);
    }
    if (status == MUS_OK) {
        mus_json_begin_object(&writer);
        mus_json_key(&writer, "rule_set");
        mus_json_write_raw(&writer, mus_buf_text(&document));
        if (found.adopted) {
            mus_json_put_integer(&writer, "entry", (int64_t)found.entry);
        }
        mus_json_end_object(&writer);
        status = mus_sink_give(sink, &json, err);
    }
    close_book(&opened);
    mus_buf_done(&json);
    mus_buf_done(&document);
    mus_arena_done(&arena);
    return status;
}

/* ------------------------------------------------------------------ diff */

static void put_lines(struct mus_json_writer *writer, const char *name, struct mus_text text)
{
    mus_json_key(writer, name);
    mus_json_begin_array(writer);
    for (size_t start = 0; start < text.len;) {
        size_t end = start;
        while (end < text.len && text.ptr[end] != '\n') {
            end++;
        }
        mus_json_write_text(writer, (struct mus_text){text.ptr + start, end - start});
        start = end + 1;
    }
    mus_json_end_array(writer);
}

enum mus_status mus_rules_diff(struct mus_musubi *musubi, const char *a, const char *b,
                               struct mus_sink *sink, struct mus_error *err)
{
    struct opened opened = {0};
    struct mus_arena arena = {0};
    struct found first = {0};
    struct found second = {0};
    struct mus_buf json = {0};
    struct mus_buf lines = {0};
    struct mus_json_writer writer = {.buf = &json};
    enum mus_status status = open_book(musubi, &opened, err);
    if (status == MUS_OK) {
        status = find(musubi, &opened, a, &arena, &first, err);
    }
    if (status == MUS_OK) {
        status = find(musubi, &opened, b, &arena, &second, err);
    }
    if (status == MUS_OK) {
        mus_rule_set_diff(&first.rules, &second.rules, &lines);
        status = mus_buf_check(&lines, err);
    }
    if (status == MUS_OK) {
        mus_json_begin_object(&writer);
        mus_json_put_text(&writer, "a", first.rules.id);
        mus_json_put_text(&writer, "b", second.rules.id);
        put_lines(&writer, "differences", mus_buf_text(&lines));
        mus_json_end_object(&writer);
        status = mus_sink_give(sink, &json, err);
    }
    close_book(&opened);
    mus_buf_done(&json);
    mus_buf_done(&lines);
    mus_arena_done(&arena);
    return status;
}

/* ------------------------------------------------------------------ adopt */

struct adoption {
    struct mus_ledger_context context;
    struct mus_ledger_request request;
    struct mus_ledger_done done;
};

static enum mus_status adopt(struct mus_write *write, void *context, struct mus_error *err)
{
    struct adoption *adoption = context;
    return mus_ledger_append(write, &adoption->context, &adoption->request, &adoption->done, err);
}

enum mus_status mus_rules_adopt(struct mus_musubi *musubi, const char *file, const char *by,
                                struct mus_sink *sink, struct mus_error *err)
{
    struct adoption adoption = {
        .context = mus_musubi_context(musubi, by),
        .request = {.kind = MUS_LEDGER_RULES, .date = MUS_NO_DATE},
    };
    struct mus_arena arena = {0};
    struct mus_rule_set rules;
    struct mus_buf document = {0};
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    enum mus_status status = mus_rules_read_file(file, &arena, &rules, err);
    if (status == MUS_OK) {
        mus_rule_set_write(&rules, &document);
        status = mus_buf_check(&document, err);
    }
    if (status == MUS_OK) {
        adoption.request.rules = mus_buf_text(&document);
        status = mus_store_update(musubi->store, adopt, &adoption, err);
    }
    if (status == MUS_OK) {
        mus_json_begin_object(&writer);
        mus_json_put_text(&writer, "rule_set", rules.id);
        mus_json_put_integer(&writer, "entry", (int64_t)adoption.done.entry);
        mus_json_end_object(&writer);
        status = mus_sink_give(sink, &json, err);
    }
    mus_buf_done(&json);
    mus_buf_done(&document);
    mus_arena_done(&arena);
    return status;
}
