#include "profile/countries.h"

#include "base/limits.h"
#include "base/mem.h"
#include "codec/json.h"
#include "codec/mo.h"
#include "codec/source.h"
#include "crypto/digest.h"
#include "profile/builtin.h"
#include "profile/table_make.h"

#include <stdlib.h>

static const char CODES[] = "iso-codes/json/iso_3166-1.json";
static const char CATALOGUE[] = "locale/ja/LC_MESSAGES/iso_3166-1.mo";

/* One way in which a country is spelled. */
struct spelling {
    struct mus_text text;
    struct mus_text folded;
    size_t row;
    unsigned rank; /* 0: its label or code, 1: known to the built-in table, 2: of iso-codes */
    size_t number; /* in the order in which they came */
};

struct joiner {
    struct mus_arena *arena;
    struct mus_error *err;
    struct mus_table builtin;
    struct mus_mo catalogue; /* empty where there is none */
    struct mus_table_row *rows;
    size_t row_count;
    size_t row_room;
    struct spelling *spellings;
    size_t spelling_count;
    size_t spelling_room;
};

/* Files */

static enum mus_status read_all(struct mus_byte_source *source, const char *path,
                                struct mus_buf *out, struct mus_error *err)
{
    char block[4096];
    size_t got;
    do {
        enum mus_status status = source->read(source->context, block, sizeof block, &got, err);
        if (status != MUS_OK) {
            return status;
        }
        if (out->len + got > MUS_MAX_JSON_BYTES) {
            return mus_fail(err, MUS_LIMIT, "%s: longer than %d bytes", path, MUS_MAX_JSON_BYTES);
        }
        mus_buf_add(out, block, got);
    } while (got > 0);
    return mus_buf_check(out, err);
}

/* MUS_NOT_FOUND where there is no such file. */
static enum mus_status read_file(const char *share, const char *name, struct mus_buf *out,
                                 struct mus_error *err)
{
    struct mus_buf path = {0};
    struct mus_byte_source source = {0};
    mus_buf_printf(&path, "%s/%s", share, name);
    enum mus_status status = mus_buf_check(&path, err);
    if (status == MUS_OK) {
        status = mus_byte_source_of_file(path.data, &source, err);
    }
    if (status == MUS_OK) {
        status = read_all(&source, path.data, out, err);
    }
    mus_byte_source_close(&source);
    mus_buf_done(&path);
    return status;
}

/* Spellings */

static enum mus_status add_spelling(struct joiner *joiner, size_t row, unsigned rank,
                                    struct mus_text text)
{
    if (mus_text_trim(text).len == 0) {
        return MUS_OK;
    }
    if (joiner->spelling_count == joiner->spelling_room) {
        size_t room = joiner->spelling_room == 0 ? 4096 : joiner->spelling_room * 2;
        struct spelling *more = mus_realloc(joiner->spellings, room, sizeof *more);
        if (more == NULL) {
            return mus_fail_memory(joiner->err);
        }
        joiner->spellings = more;
        joiner->spelling_room = room;
    }
    struct mus_buf folded = {0};
    struct spelling spelling = {.row = row, .rank = rank, .number = joiner->spelling_count};
    enum mus_status status = mus_table_fold(text, &folded, joiner->err);
    if (status == MUS_OK) {
        spelling.text = mus_arena_copy(joiner->arena, text);
        spelling.folded = mus_arena_copy(joiner->arena, mus_buf_text(&folded));
        if (spelling.text.ptr == NULL || spelling.folded.ptr == NULL) {
            status = mus_fail_memory(joiner->err);
        }
    }
    mus_buf_done(&folded);
    if (status == MUS_OK) {
        joiner->spellings[joiner->spelling_count++] = spelling;
    }
    return status;
}

static enum mus_status add_spellings(struct joiner *joiner, size_t row, unsigned rank,
                                     const struct mus_text *texts, size_t count)
{
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        status = add_spelling(joiner, row, rank, texts[i]);
    }
    return status;
}

/* What the row itself says, and what the built-in table knows of it. */
static enum mus_status add_known_spellings(struct joiner *joiner, size_t row,
                                           const struct mus_table_row *builtin)
{
    const struct mus_table_row *made = &joiner->rows[row];
    const struct mus_text own[] = {made->code, made->label.ja, made->label.en};
    enum mus_status status = add_spellings(joiner, row, 0, own, 3);
    if (status != MUS_OK || builtin == NULL) {
        return status;
    }
    const struct mus_text labels[] = {builtin->label.ja, builtin->label.en};
    status = add_spellings(joiner, row, 1, labels, 2);
    return status == MUS_OK
               ? add_spellings(joiner, row, 1, builtin->synonyms.items, builtin->synonyms.count)
               : status;
}

static int by_folded(const void *left, const void *right)
{
    const struct spelling *a = left;
    const struct spelling *b = right;
    int order = mus_text_compare(a->folded, b->folded);
    if (order == 0) {
        order = (a->rank > b->rank) - (a->rank < b->rank);
    }
    return order != 0 ? order : (a->number > b->number) - (a->number < b->number);
}

static int by_row(const void *left, const void *right)
{
    const struct spelling *a = left;
    const struct spelling *b = right;
    int order = (a->row > b->row) - (a->row < b->row);
    return order != 0 ? order : (a->number > b->number) - (a->number < b->number);
}

/* Keeps of equal spellings the first, and of those that are left the synonyms, row by row. */
static void settle_spellings(struct joiner *joiner)
{
    struct spelling *all = joiner->spellings;
    size_t kept = 0;
    qsort(all, joiner->spelling_count, sizeof *all, by_folded);
    struct mus_text last = MUS_NO_TEXT;
    for (size_t i = 0; i < joiner->spelling_count; i++) {
        bool first = i == 0 || !mus_text_equal(last, all[i].folded);
        last = all[i].folded;
        if (first && all[i].rank > 0 && all[i].folded.len > 0) {
            all[kept++] = all[i];
        }
    }
    qsort(all, kept, sizeof *all, by_row);
    joiner->spelling_count = kept;
}

static enum mus_status give_synonyms(struct joiner *joiner)
{
    settle_spellings(joiner);
    struct mus_text *items = mus_arena_alloc(joiner->arena, joiner->spelling_count, sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(joiner->err);
    }
    for (size_t i = 0; i < joiner->row_count; i++) {
        joiner->rows[i].synonyms = (struct mus_texts){NULL, 0};
    }
    for (size_t i = 0; i < joiner->spelling_count; i++) {
        items[i] = joiner->spellings[i].text;
        struct mus_texts *synonyms = &joiner->rows[joiner->spellings[i].row].synonyms;
        synonyms->items = synonyms->count == 0 ? &items[i] : synonyms->items;
        synonyms->count++;
    }
    return MUS_OK;
}

/* Rows */

/* Whether the built-in table has the name, for whatever country. */
static enum mus_status is_known(struct joiner *joiner, struct mus_text name, bool *known)
{
    struct mus_buf folded = {0};
    enum mus_status status = mus_table_fold(name, &folded, joiner->err);
    if (status == MUS_OK) {
        *known = mus_table_find_folded(&joiner->builtin, mus_buf_text(&folded)) != NULL;
    }
    mus_buf_done(&folded);
    return status;
}

static enum mus_status choose_label(struct joiner *joiner, const struct mus_table_row *builtin,
                                    struct mus_text builtin_label, struct mus_text name,
                                    struct mus_text *out)
{
    bool known = false;
    enum mus_status status = builtin == NULL ? MUS_OK : is_known(joiner, name, &known);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_text chosen = name.len == 0 || known ? builtin_label : name;
    *out = mus_arena_copy(joiner->arena, chosen);
    return out->ptr == NULL && chosen.ptr != NULL ? mus_fail_memory(joiner->err) : MUS_OK;
}

/* The empty message is the catalogue's header, not a name. */
static struct mus_text translate(const struct joiner *joiner, struct mus_text name)
{
    return name.len == 0 ? MUS_NO_TEXT : mus_mo_find(&joiner->catalogue, name);
}

static enum mus_status label_row(struct joiner *joiner, const struct mus_table_row *builtin,
                                 const struct mus_json *entry, struct mus_table_row *row)
{
    struct mus_text name = mus_json_text(mus_json_get(entry, "common_name"));
    struct mus_text formal = mus_json_text(mus_json_get(entry, "name"));
    name = name.len == 0 ? formal : name;
    struct mus_bilingual known = {0};
    if (builtin != NULL) {
        known = builtin->label;
    }
    enum mus_status status = choose_label(joiner, builtin, known.en, name, &row->label.en);
    struct mus_text translated = translate(joiner, name);
    if (translated.len == 0 && builtin == NULL) {
        translated = translate(joiner, formal);
    }
    return status == MUS_OK ? choose_label(joiner, builtin, known.ja, translated, &row->label.ja)
                            : status;
}

static enum mus_status add_iso_spellings(struct joiner *joiner, size_t row,
                                         const struct mus_json *entry)
{
    static const char *const keys[] = {"alpha_3", "name", "common_name", "official_name"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        struct mus_text text = mus_json_text(mus_json_get(entry, keys[i]));
        const struct mus_text both[] = {text, translate(joiner, text)};
        enum mus_status status = add_spellings(joiner, row, 2, both, 2);
        if (status != MUS_OK) {
            return status;
        }
    }
    return MUS_OK;
}

static bool is_alpha_2(struct mus_text code)
{
    return code.len == 2 && code.ptr[0] >= 'A' && code.ptr[0] <= 'Z' && code.ptr[1] >= 'A' &&
           code.ptr[1] <= 'Z';
}

static enum mus_status join_entry(struct joiner *joiner, const struct mus_json *entry)
{
    struct mus_text code = mus_json_text(mus_json_get(entry, "alpha_2"));
    if (!is_alpha_2(code)) {
        return mus_fail(joiner->err, MUS_INVALID,
                        "3166-1[%zu].alpha_2: \"%.*s\" is not two capital letters",
                        joiner->row_count, MUS_TEXT_SHORT_ARG(code));
    }
    const struct mus_table_row *builtin = mus_table_find(&joiner->builtin, code);
    struct mus_table_row row = {.order = -1, .valid_from = MUS_NO_DATE, .valid_to = MUS_NO_DATE};
    if (builtin != NULL) {
        row = *builtin;
    }
    row.code = mus_arena_copy(joiner->arena, code);
    if (row.code.ptr == NULL) {
        return mus_fail_memory(joiner->err);
    }
    enum mus_status status = label_row(joiner, builtin, entry, &row);
    if (status != MUS_OK) {
        return status;
    }
    size_t index = joiner->row_count++;
    joiner->rows[index] = row;
    status = add_known_spellings(joiner, index, builtin);
    return status == MUS_OK ? add_iso_spellings(joiner, index, entry) : status;
}

static bool has_row(const struct joiner *joiner, struct mus_text code)
{
    for (size_t i = 0; i < joiner->row_count; i++) {
        if (mus_text_equal(joiner->rows[i].code, code)) {
            return true;
        }
    }
    return false;
}

static enum mus_status join_rows(struct joiner *joiner, const struct mus_json *entries)
{
    if (mus_json_type(entries) != MUS_JSON_ARRAY) {
        return mus_fail(joiner->err, MUS_INVALID, "3166-1: expected an array, found %s",
                        mus_json_type_name(mus_json_type(entries)));
    }
    joiner->rows = mus_arena_alloc(joiner->arena, mus_json_count(entries) + joiner->builtin.count,
                                   sizeof *joiner->rows);
    if (joiner->rows == NULL) {
        return mus_fail_memory(joiner->err);
    }
    enum mus_status status = MUS_OK;
    struct mus_json_iter iter;
    for (bool more = mus_json_first(entries, &iter); status == MUS_OK && more;
         more = mus_json_next(&iter)) {
        status = join_entry(joiner, iter.value);
    }
    for (size_t i = 0; status == MUS_OK && i < joiner->builtin.count; i++) {
        const struct mus_table_row *builtin = &joiner->builtin.rows[i];
        if (!has_row(joiner, builtin->code)) {
            joiner->rows[joiner->row_count] = *builtin;
            status = add_known_spellings(joiner, joiner->row_count++, builtin);
        }
    }
    return status == MUS_OK ? give_synonyms(joiner) : status;
}

/* The table */

/* Made of what the table holds, so that whatever changes it changes the version. */
static enum mus_status name_version(struct joiner *joiner, struct mus_table *table)
{
    struct mus_buf record = {0};
    struct mus_buf version = {0};
    mus_table_encode(table, &record);
    struct mus_digest digest = mus_digest_of(MUS_DIGEST_BLAKE2B, record.data, record.len);
    mus_buf_add_z(&version, "iso-");
    for (size_t i = 0; i < 4; i++) {
        mus_buf_printf(&version, "%02x", digest.bytes[i]);
    }
    version.failed = version.failed || record.failed;
    enum mus_status status = mus_buf_check(&version, joiner->err);
    if (status == MUS_OK) {
        table->version = mus_arena_copy(joiner->arena, mus_buf_text(&version));
        status = table->version.ptr == NULL ? mus_fail_memory(joiner->err) : MUS_OK;
    }
    mus_buf_done(&record);
    mus_buf_done(&version);
    return status;
}

static enum mus_status name_source(struct joiner *joiner, struct mus_table *table)
{
    struct mus_buf source = {0};
    mus_buf_printf(&source,
                   "Codes and names: ISO 3166-1 in iso-codes, as installed; the rest: %.*s",
                   MUS_TEXT_ARG(joiner->builtin.source));
    enum mus_status status = mus_buf_check(&source, joiner->err);
    if (status == MUS_OK) {
        table->source = mus_arena_copy(joiner->arena, mus_buf_text(&source));
        status = table->source.ptr == NULL ? mus_fail_memory(joiner->err) : MUS_OK;
    }
    mus_buf_done(&source);
    return status;
}

static enum mus_status join_table(struct joiner *joiner, struct mus_text codes,
                                  struct mus_table *out)
{
    struct mus_json *root = NULL;
    enum mus_status status = mus_json_parse(codes, &root, joiner->err);
    if (status == MUS_OK) {
        status = join_rows(joiner, mus_json_get(root, "3166-1"));
    }
    mus_json_free(root);
    mus_free(joiner->spellings);
    joiner->spellings = NULL;
    struct mus_table table = joiner->builtin;
    table.rows = joiner->rows;
    table.count = joiner->row_count;
    if (status == MUS_OK) {
        const struct mus_table_origin by_code = {MUS_TABLE_BY_CODE, NULL};
        status = mus_table_make(&table, &by_code, joiner->arena, joiner->err);
    }
    if (status == MUS_OK) {
        status = name_source(joiner, &table);
    }
    if (status == MUS_OK) {
        status = name_version(joiner, &table);
    }
    if (status == MUS_OK) {
        *out = table;
    }
    return status;
}

static enum mus_status open_catalogue(struct joiner *joiner, const char *share,
                                      struct mus_buf *bytes)
{
    enum mus_status status = read_file(share, CATALOGUE, bytes, joiner->err);
    if (status == MUS_NOT_FOUND) {
        return MUS_OK;
    }
    if (status != MUS_OK) {
        return status;
    }
    status = mus_mo_open(mus_buf_text(bytes), &joiner->catalogue, joiner->err);
    return status == MUS_OK ? MUS_OK : mus_fail_at(joiner->err, status, "%s/%s", share, CATALOGUE);
}

enum mus_status mus_countries_table(const char *share, struct mus_arena *arena,
                                    struct mus_table *out, struct mus_error *err)
{
    const char *folder = share == NULL ? "/usr/share" : share;
    struct joiner joiner = {.arena = arena, .err = err};
    struct mus_buf codes = {0};
    struct mus_buf catalogue = {0};
    enum mus_status status = mus_builtin_read("countries", arena, &joiner.builtin, err);
    if (status != MUS_OK) {
        return status;
    }
    status = read_file(folder, CODES, &codes, err);
    if (status == MUS_NOT_FOUND) {
        *out = joiner.builtin;
        status = MUS_OK;
        goto out;
    }
    if (status != MUS_OK) {
        goto out;
    }
    status = open_catalogue(&joiner, folder, &catalogue);
    if (status != MUS_OK) {
        goto out;
    }
    status = join_table(&joiner, mus_buf_text(&codes), out);
    if (status == MUS_INVALID || status == MUS_LIMIT) {
        status = mus_fail_at(err, status, "%s/%s", folder, CODES);
    }
out:
    mus_buf_done(&codes);
    mus_buf_done(&catalogue);
    return status;
}
