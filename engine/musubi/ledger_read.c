/* Entries shown, with what the store still knows of those they are about. */
#include <inttypes.h>
#include <stdio.h>

#include "codec/json.h"
#include "crypto/encode.h"
#include "crypto/merkle.h"
#include "ledger/earlier.h"
#include "ledger/format/entry_line.h"
#include "musubi/ledger_shared.h"
#include "musubi/summary.h"
#include "profile/value_json.h"
#include "store/companies.h"
#include "store/ledger.h"

struct showing {
    const struct mus_read *read;
    struct mus_sink *sink;
    struct mus_arena arena; /* of one entry */
    struct mus_buf json, line;
    struct mus_error *err;
};

static void showing_done(struct showing *showing)
{
    mus_arena_done(&showing->arena);
    mus_buf_done(&showing->json);
    mus_buf_done(&showing->line);
}

/* ------------------------------------------------------------------ who is meant */

/* A company of an entry, and whom it stands for; id not given where the store no longer knows. */
struct meant {
    struct mus_ledger_id alias;
    const struct mus_ledger_side *side; /* NULL: a succession says no more */
    struct mus_text id;
    struct mus_company_record record;
};

struct meants {
    struct meant items[2];
    size_t count;
};

static void add_meant(struct meants *meants, const struct mus_ledger_id *alias,
                      const struct mus_ledger_side *side)
{
    meants->items[meants->count++] = (struct meant){.alias = *alias, .side = side};
}

static void gather(const struct mus_ledger_entry *entry, struct meants *out)
{
    if (entry->kind == MUS_LEDGER_NAMED) {
        add_meant(out, &entry->as.named.sides[0].company, &entry->as.named.sides[0]);
        add_meant(out, &entry->as.named.sides[1].company, &entry->as.named.sides[1]);
    } else if (entry->kind == MUS_LEDGER_REPORTED) {
        add_meant(out, &entry->as.reported.respondent.company, &entry->as.reported.respondent);
    } else if (entry->kind == MUS_LEDGER_SUCCESSION) {
        add_meant(out, &entry->as.succession.from, NULL);
        add_meant(out, &entry->as.succession.to, NULL);
    }
}

/* A company that was merged away has its heir's name. */
static enum mus_status recognise(struct showing *showing, struct meant *meant)
{
    enum mus_alias what = MUS_ALIAS_COMPANY;
    struct mus_text id = MUS_NO_TEXT;
    enum mus_status status =
        mus_store_alias_of(showing->read, &meant->alias, &what, &showing->arena, &id, showing->err);
    if (status == MUS_OK && id.ptr != NULL && what == MUS_ALIAS_COMPANY) {
        meant->id = id;
        status =
            mus_store_company(showing->read, id, &showing->arena, &meant->record, showing->err);
    }
    return status;
}

/* The two of a pair stand in the order of their random ids, which tells nothing; here they stand in
 * that of their own. */
static void order_pair(struct meants *meants)
{
    struct meant first = meants->items[0];
    if (mus_text_compare(first.id, meants->items[1].id) > 0) {
        meants->items[0] = meants->items[1];
        meants->items[1] = first;
    }
}

static void put_meant(struct mus_json_writer *writer, const struct meant *meant)
{
    char text[2 * MUS_LEDGER_ID_BYTES + 1];
    const struct mus_ledger_side *side = meant->side;
    mus_json_begin_object(writer);
    if (meant->id.ptr != NULL) {
        mus_json_put_text(writer, "company", meant->id);
        mus_put_name(writer, &meant->record.company);
    }
    mus_hex_print(text, meant->alias.bytes, sizeof meant->alias.bytes);
    mus_json_put_z(writer, "alias", text);
    if (side != NULL) {
        mus_json_put_text(writer, "country", (struct mus_text){side->country, 2});
        mus_put_word(writer, "size", MUS_VOCABULARY_SIZE, side->size);
        mus_put_word(writer, "kind", MUS_VOCABULARY_KIND, side->kind);
    }
    if (side != NULL && side->corporate_number != 0) {
        snprintf(text, sizeof text, "%013" PRIu64, side->corporate_number);
        mus_json_put_z(writer, "corporate_number", text);
    }
    mus_json_end_object(writer);
}

static enum mus_status put_companies(struct showing *showing, struct mus_json_writer *writer,
                                     const struct mus_ledger_entry *entry)
{
    struct meants meants = {.count = 0};
    enum mus_status status = MUS_OK;
    gather(entry, &meants);
    for (size_t i = 0; status == MUS_OK && i < meants.count; i++) {
        status = recognise(showing, &meants.items[i]);
    }
    if (status != MUS_OK || meants.count == 0) {
        return status;
    }
    if (entry->kind == MUS_LEDGER_NAMED) {
        order_pair(&meants);
    }
    mus_json_key(writer, "companies");
    mus_json_begin_array(writer);
    for (size_t i = 0; i < meants.count; i++) {
        put_meant(writer, &meants.items[i]);
    }
    mus_json_end_array(writer);
    return MUS_OK;
}

static enum mus_status put_person(struct showing *showing, struct mus_json_writer *writer,
                                  const struct mus_ledger_id *alias)
{
    enum mus_alias what = MUS_ALIAS_PERSON;
    struct mus_text name = MUS_NO_TEXT;
    enum mus_status status =
        mus_store_alias_of(showing->read, alias, &what, &showing->arena, &name, showing->err);
    if (status == MUS_OK) {
        mus_json_put_text(writer, "by", what == MUS_ALIAS_PERSON ? name : MUS_NO_TEXT);
    }
    return status;
}

/* ------------------------------------------------------------------ one entry */

/* What the readable line has, but for the random ids, for which names stand. */
static enum mus_status put_line(struct mus_json_writer *writer, const struct mus_json *line,
                                struct mus_error *err)
{
    static const char *const ids[] = {"by", "companies", "respondent", "from", "to"};
    struct mus_json_iter iter;
    for (bool more = mus_json_first(line, &iter); more; more = mus_json_next(&iter)) {
        bool left_out = false;
        for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
            left_out = left_out || mus_text_equals(iter.key, ids[i]);
        }
        if (left_out) {
            continue;
        }
        mus_json_key_text(writer, iter.key);
        enum mus_status status = mus_json_write_value(writer, iter.value, err);
        if (status != MUS_OK) {
            mus_json_write_null(writer);
            return status;
        }
    }
    return MUS_OK;
}

static enum mus_status put_entry(struct showing *showing, struct mus_json_writer *writer,
                                 uint64_t index, const struct mus_ledger_entry *entry)
{
    struct mus_json *line = NULL;
    uint64_t reversal = MUS_EARLIER_NONE;
    mus_buf_clear(&showing->line);
    mus_ledger_entry_line(entry, index, &showing->line);
    enum mus_status status = mus_buf_check(&showing->line, showing->err);
    if (status == MUS_OK) {
        status = mus_json_parse_reply(mus_buf_text(&showing->line), &line, showing->err);
    }
    if (status == MUS_OK) {
        status = put_line(writer, line, showing->err);
    }
    mus_json_free(line);
    if (status == MUS_OK) {
        status = put_companies(showing, writer, entry);
    }
    if (status == MUS_OK) {
        status = put_person(showing, writer, &entry->by);
    }
    if (status == MUS_OK) {
        status =
            mus_earlier_reversal(showing->read, index, &showing->arena, &reversal, showing->err);
    }
    if (status == MUS_OK && reversal != MUS_EARLIER_NONE) {
        mus_json_put_integer(writer, "reversed_by", (int64_t)reversal);
    }
    return status;
}

static enum mus_status decode(struct showing *showing, uint64_t index, struct mus_text bytes,
                              struct mus_ledger_entry *entry)
{
    enum mus_status status = mus_ledger_entry_decode(bytes, entry, showing->err);
    return status == MUS_OK ? MUS_OK : mus_fail_at(showing->err, status, "entry %" PRIu64, index);
}

/* ------------------------------------------------------------------ list */

struct selection {
    bool by_year, by_kind;
    int fiscal_year;
    enum mus_ledger_kind kind;
};

static enum mus_status read_selection(const struct mus_ledger_list_options *options,
                                      struct selection *out, struct mus_error *err)
{
    if (options->from < 0 || options->limit < 0) {
        return mus_fail(err, MUS_INVALID, "--%s: expected a number from 0 on",
                        options->from < 0 ? "from" : "limit");
    }
    if (options->kind != NULL) {
        struct mus_text word = mus_text_of(options->kind);
        out->by_kind = true;
        out->kind = mus_ledger_kind_of(word);
        if (out->kind == 0) {
            return mus_fail(err, MUS_INVALID, "--kind: no kind of entry is called \"%.*s\"",
                            MUS_TEXT_SHORT_ARG(word));
        }
    }
    if (options->fiscal_year == NULL) {
        return MUS_OK;
    }
    out->by_year = true;
    enum mus_status status =
        mus_fiscal_year_read(mus_text_of(options->fiscal_year), &out->fiscal_year, err);
    return status == MUS_OK ? MUS_OK : mus_fail_at(err, status, "--fy");
}

static bool is_selected(const struct selection *selection, const struct mus_ledger_entry *entry)
{
    int year = 0;
    if (entry->kind == MUS_LEDGER_NAMED) {
        year = mus_fiscal_year(entry->as.named.date);
    } else if (entry->kind == MUS_LEDGER_REPORTED) {
        year = mus_fiscal_year(entry->as.reported.date);
    } else if (entry->kind == MUS_LEDGER_SUCCESSION) {
        year = mus_fiscal_year(entry->as.succession.date);
    } else if (entry->kind == MUS_LEDGER_FIGURE) {
        year = entry->as.figure.fiscal_year;
    }
    return (!selection->by_kind || entry->kind == selection->kind) &&
           (!selection->by_year || year == selection->fiscal_year);
}

static enum mus_status give_one(struct showing *showing, uint64_t index,
                                const struct mus_ledger_entry *entry)
{
    struct mus_json_writer writer = {.buf = &showing->json};
    mus_arena_reset(&showing->arena);
    mus_json_begin_object(&writer);
    enum mus_status status = put_entry(showing, &writer, index, entry);
    mus_json_end_object(&writer);
    return status == MUS_OK ? mus_sink_give(showing->sink, &showing->json, showing->err) : status;
}

static enum mus_status give_all(struct showing *showing,
                                const struct mus_ledger_list_options *options,
                                const struct selection *selection)
{
    struct mus_ledger_walker *walker = NULL;
    int64_t given = 0;
    enum mus_status status =
        mus_ledger_walker_open(showing->read, (uint64_t)options->from, &walker, showing->err);
    while (status == MUS_OK && (options->limit == 0 || given < options->limit)) {
        uint64_t index;
        struct mus_text bytes = MUS_NO_TEXT;
        struct mus_ledger_entry entry;
        status = mus_ledger_walker_next(walker, &index, &bytes, showing->err);
        if (status != MUS_OK || bytes.ptr == NULL) {
            break;
        }
        status = decode(showing, index, bytes, &entry);
        if (status == MUS_OK && is_selected(selection, &entry)) {
            status = give_one(showing, index, &entry);
            given++;
        }
    }
    mus_ledger_walker_close(walker);
    return status;
}

enum mus_status mus_ledger_list(struct mus_musubi *musubi,
                                const struct mus_ledger_list_options *options,
                                struct mus_sink *sink, struct mus_error *err)
{
    struct showing showing = {.sink = sink, .err = err};
    struct selection selection = {0};
    struct mus_read *read = NULL;
    enum mus_status status = read_selection(options, &selection, err);
    if (status == MUS_OK) {
        status = mus_store_read_begin(musubi->store, &read, err);
    }
    if (status == MUS_OK) {
        showing.read = read;
        status = give_all(&showing, options, &selection);
    }
    mus_store_read_end(read);
    showing_done(&showing);
    return status;
}

/* ------------------------------------------------------------------ show */

static enum mus_status put_about(struct showing *showing, struct mus_json_writer *writer,
                                 uint64_t index)
{
    uint64_t *about = NULL;
    size_t count = 0;
    enum mus_status status =
        mus_store_ledger_about(showing->read, index, &showing->arena, &about, &count, showing->err);
    mus_json_key(writer, "about");
    mus_json_begin_array(writer);
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        struct mus_text bytes = MUS_NO_TEXT;
        struct mus_ledger_entry entry;
        status =
            mus_store_ledger_entry(showing->read, about[i], &showing->arena, &bytes, showing->err);
        if (status == MUS_OK) {
            status = decode(showing, about[i], bytes, &entry);
        }
        if (status == MUS_OK) {
            mus_json_begin_object(writer);
            mus_json_put_integer(writer, "entry", (int64_t)about[i]);
            mus_json_put_z(writer, "kind", mus_ledger_kind_name(entry.kind));
            if (entry.kind == MUS_LEDGER_REVERSED) {
                mus_json_put_z(writer, "reason", mus_ledger_reason_name(entry.as.about.reason));
            }
            status = put_person(showing, writer, &entry.by);
            mus_json_end_object(writer);
        }
    }
    mus_json_end_array(writer);
    return status;
}

static enum mus_status show(struct showing *showing, uint64_t index)
{
    struct mus_json_writer writer = {.buf = &showing->json};
    struct mus_text bytes = MUS_NO_TEXT;
    struct mus_ledger_entry entry;
    enum mus_status status =
        mus_store_ledger_entry(showing->read, index, &showing->arena, &bytes, showing->err);
    if (status == MUS_OK) {
        status = decode(showing, index, bytes, &entry);
    }
    if (status != MUS_OK) {
        return status;
    }
    const struct mus_digest leaf = mus_merkle_leaf(bytes.ptr, bytes.len);
    mus_json_begin_object(&writer);
    status = put_entry(showing, &writer, index, &entry);
    mus_put_digest(&writer, "leaf", &leaf);
    if (status == MUS_OK) {
        status = put_about(showing, &writer, index);
    }
    mus_json_end_object(&writer);
    return status == MUS_OK ? mus_sink_give(showing->sink, &showing->json, showing->err) : status;
}

enum mus_status mus_ledger_show(struct mus_musubi *musubi, int64_t entry, struct mus_sink *sink,
                                struct mus_error *err)
{
    struct showing showing = {.sink = sink, .err = err};
    struct mus_read *read = NULL;
    if (entry < 0) {
        return mus_fail(err, MUS_INVALID, "entry: expected a number from 0 on, found %" PRId64,
                        entry);
    }
    enum mus_status status = mus_store_read_begin(musubi->store, &read, err);
    if (status == MUS_OK) {
        showing.read = read;
        status = show(&showing, (uint64_t)entry);
    }
    mus_store_read_end(read);
    showing_done(&showing);
    return status;
}
