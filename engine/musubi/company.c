#include "base/clock.h"
#include "codec/json.h"
#include "match/duplicates.h"
#include "matcher/text/name_key.h"
#include "musubi/handle.h"
#include "musubi/summary.h"
#include "profile/company_check.h"
#include "profile/company_complete.h"
#include "profile/company_join.h"
#include "profile/company_json.h"
#include "profile/company_merge.h"
#include "profile/field.h"
#include "store/companies.h"
#include "store/erase.h"
#include "store/merge.h"

enum { DEFAULT_SEARCH = 20, DEFAULT_DUPLICATES = 100 };

/* ------------------------------------------------------------------ show, export */

/* The record, with contacts in hand where they are asked for and may be shown. */
static enum mus_status get(struct mus_musubi *musubi, const struct mus_read *read,
                           struct mus_text id, bool contacts, struct mus_arena *arena,
                           struct mus_company_record *record, bool *shown, struct mus_error *err)
{
    enum mus_status status = mus_store_company(read, id, arena, record, err);
    *shown = status == MUS_OK && contacts && record->has_contacts &&
             mus_contacts_withheld(&record->company, musubi->today)[0] == '\0';
    return *shown ? mus_store_company_whole(read, id, arena, record, err) : status;
}

enum mus_status mus_company_show(struct mus_musubi *musubi, const char *id, bool contacts,
                                 struct mus_sink *sink, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    struct mus_read *read = NULL;
    struct mus_company_record record;
    bool shown = false;
    enum mus_status status = mus_store_read_begin(musubi->store, &read, err);
    if (status == MUS_OK) {
        status = get(musubi, read, mus_text_of(id), contacts, &arena, &record, &shown, err);
    }
    if (status == MUS_OK) {
        mus_write_whole(&writer, &musubi->world, &record, shown);
        status = mus_sink_give(sink, &json, err);
    }
    mus_store_read_end(read);
    mus_buf_done(&json);
    mus_arena_done(&arena);
    return status;
}

enum what { WHAT_SUMMARY, WHAT_EXCHANGE };

struct listing_of {
    struct mus_musubi *musubi;
    const struct mus_read *read;
    enum what what;
    bool contacts;
    struct mus_sink *sink;
    struct mus_arena arena;
    struct mus_buf json;
};

static enum mus_status give_one(struct listing_of *list, struct mus_text id, struct mus_error *err)
{
    struct mus_json_writer writer = {.buf = &list->json};
    struct mus_company_record record;
    bool shown = false;
    mus_arena_reset(&list->arena);
    enum mus_status status =
        get(list->musubi, list->read, id, list->contacts, &list->arena, &record, &shown, err);
    if (status != MUS_OK) {
        return status;
    }
    if (list->what == WHAT_SUMMARY) {
        mus_write_summary(&writer, &list->musubi->world, &record.company);
    } else {
        /* So that an import of the export gives the same companies. */
        record.company.source = record.source_count > 0 ? record.sources[0] : record.company.source;
        mus_company_write_json(&writer, &record.company, shown);
    }
    return mus_sink_give(list->sink, &list->json, err);
}

static void list_done(struct listing_of *list)
{
    mus_arena_done(&list->arena);
    mus_buf_done(&list->json);
}

/* Companies from `from` on, at most limit (0: all). */
static enum mus_status give_range(struct listing_of *list, struct mus_text from, bool skip_from,
                                  int64_t limit, struct mus_error *err)
{
    struct mus_walker *walker = NULL;
    struct mus_walk_item item;
    struct mus_id_range range = {.from = from};
    enum mus_status status = mus_walker_open(list->read, MUS_WALK_COMPANIES, range, &walker, err);
    for (int64_t given = 0; status == MUS_OK && (limit == 0 || given < limit);) {
        status = mus_walker_next(walker, &item, err);
        if (status != MUS_OK || item.id.ptr == NULL) {
            break;
        }
        if (skip_from && mus_text_equal(item.id, from)) {
            continue;
        }
        status = give_one(list, item.id, err);
        given++;
    }
    mus_walker_close(walker);
    return status;
}

enum mus_status mus_company_list(struct mus_musubi *musubi, const char *after, int64_t limit,
                                 struct mus_sink *sink, struct mus_error *err)
{
    struct mus_read *read = NULL;
    enum mus_status status = mus_store_read_begin(musubi->store, &read, err);
    if (status != MUS_OK) {
        return status;
    }
    struct listing_of list = {.musubi = musubi, .read = read, .what = WHAT_SUMMARY, .sink = sink};
    status = give_range(&list, mus_text_of(after), true, limit, err);
    list_done(&list);
    mus_store_read_end(read);
    return status;
}

enum mus_status mus_company_export(struct mus_musubi *musubi, bool contacts, struct mus_sink *sink,
                                   struct mus_error *err)
{
    struct mus_read *read = NULL;
    enum mus_status status = mus_store_read_begin(musubi->store, &read, err);
    if (status != MUS_OK) {
        return status;
    }
    struct listing_of list = {
        .musubi = musubi, .read = read, .what = WHAT_EXCHANGE, .contacts = contacts, .sink = sink};
    status = give_range(&list, MUS_NO_TEXT, false, 0, err);
    list_done(&list);
    mus_store_read_end(read);
    return status;
}

/* ------------------------------------------------------------------ search */

struct search {
    struct listing_of list;
    struct mus_buf words_key; /* as names are compared */
    struct mus_buf name_key;
    struct mus_text words;
    struct mus_text by_id;  /* the company that the words are the id of; given first */
    struct mus_texts exact; /* those with exactly this name; given next */
    int64_t left;
};

static bool contains(struct mus_text text, struct mus_text part)
{
    for (size_t at = 0; part.len > 0 && part.len <= text.len && at <= text.len - part.len; at++) {
        if (mus_text_equal((struct mus_text){text.ptr + at, part.len}, part)) {
            return true;
        }
    }
    return false;
}

static enum mus_status name_contains(struct search *search, struct mus_text name, bool *found,
                                     struct mus_error *err)
{
    mus_buf_clear(&search->name_key);
    if (name.ptr == NULL || *found) {
        return MUS_OK;
    }
    enum mus_status status = mus_name_key(name, MUS_NAME_BLOCK, &search->name_key, NULL, err);
    *found = status == MUS_OK &&
             contains(mus_buf_text(&search->name_key), mus_buf_text(&search->words_key));
    return status;
}

static enum mus_status is_sought(struct search *search, const struct mus_company_record *record,
                                 bool *found, struct mus_error *err)
{
    const struct mus_company *company = &record->company;
    *found =
        contains(company->id, search->words) || contains(company->corporate_number, search->words);
    for (size_t i = 0; !*found && i < record->source_count; i++) {
        *found = mus_text_equal(record->sources[i].id, search->words);
    }
    const struct mus_text names[] = {company->name_ja, company->name_kana, company->name_en};
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < 3; i++) {
        status = name_contains(search, names[i], found, err);
    }
    return status;
}

static bool is_given(const struct search *search, struct mus_text id)
{
    if (mus_text_equal(search->by_id, id)) {
        return true;
    }
    for (size_t i = 0; i < search->exact.count; i++) {
        if (mus_text_equal(search->exact.items[i], id)) {
            return true;
        }
    }
    return false;
}

/* An id also leads to the company that it was merged into. */
static enum mus_status give_by_id(struct search *search, struct mus_arena *arena,
                                  struct mus_error *err)
{
    struct mus_error none;
    enum mus_status status =
        mus_store_resolve(search->list.read, search->words, arena, &search->by_id, &none);
    if (status == MUS_NOT_FOUND) {
        return MUS_OK;
    }
    if (status != MUS_OK) {
        return mus_fail(err, status, "%s", none.message);
    }
    search->left--;
    return give_one(&search->list, search->by_id, err);
}

/* Names that are exactly the words come next, found by the index. */
static enum mus_status give_exact(struct search *search, struct mus_arena *arena,
                                  struct mus_error *err)
{
    struct mus_buf key = {0};
    enum mus_status status = mus_name_key(search->words, MUS_NAME_COMPARE, &key, NULL, err);
    if (status == MUS_OK && key.len > 0) {
        status =
            mus_store_find_name(search->list.read, mus_buf_text(&key), arena, &search->exact, err);
    }
    mus_buf_done(&key);
    for (size_t i = 0; status == MUS_OK && i < search->exact.count && search->left > 0; i++) {
        if (!mus_text_equal(search->exact.items[i], search->by_id)) {
            status = give_one(&search->list, search->exact.items[i], err);
            search->left--;
        }
    }
    return status;
}

static enum mus_status give_containing(struct search *search, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_walker *walker = NULL;
    struct mus_walk_item item;
    enum mus_status status = mus_walker_open(search->list.read, MUS_WALK_COMPANIES,
                                             (struct mus_id_range){0}, &walker, err);
    while (status == MUS_OK && search->left > 0) {
        struct mus_company_record record;
        bool found = false;
        mus_arena_reset(&arena);
        status = mus_walker_next(walker, &item, err);
        if (status != MUS_OK || item.id.ptr == NULL) {
            break;
        }
        status = mus_company_record_decode(item.bytes.ptr, item.bytes.len, &arena, &record, err);
        if (status == MUS_OK) {
            status = is_sought(search, &record, &found, err);
        }
        if (status == MUS_OK && found && !is_given(search, item.id)) {
            status = give_one(&search->list, item.id, err);
            search->left--;
        }
    }
    mus_walker_close(walker);
    mus_arena_done(&arena);
    return status;
}

enum mus_status mus_company_search(struct mus_musubi *musubi, const char *words, int64_t limit,
                                   struct mus_sink *sink, struct mus_error *err)
{
    struct search search = {.words = mus_text_trim(mus_text_of(words)),
                            .left = limit == 0 ? DEFAULT_SEARCH : limit};
    struct mus_arena arena = {0};
    struct mus_read *read = NULL;
    if (search.words.len == 0) {
        return mus_fail(err, MUS_INVALID, "there are no words to search for");
    }
    enum mus_status status = mus_store_read_begin(musubi->store, &read, err);
    search.list =
        (struct listing_of){.musubi = musubi, .read = read, .what = WHAT_SUMMARY, .sink = sink};
    if (status == MUS_OK) {
        status = mus_name_key(search.words, MUS_NAME_BLOCK, &search.words_key, NULL, err);
    }
    if (status == MUS_OK) {
        status = give_by_id(&search, &arena, err);
    }
    if (status == MUS_OK) {
        status = give_exact(&search, &arena, err);
    }
    if (status == MUS_OK) {
        status = give_containing(&search, err);
    }
    mus_buf_done(&search.words_key);
    mus_buf_done(&search.name_key);
    list_done(&search.list);
    mus_store_read_end(read);
    mus_arena_done(&arena);
    return status;
}

/* ------------------------------------------------------------------ put */

struct put {
    struct mus_musubi *musubi;
    const struct mus_company *input;
    mus_field_set cleared;
    struct mus_arena arena; /* of one attempt */
    struct mus_merged merged;
    char new_id[MUS_NEW_ID_BYTES + 1];
};

static enum mus_status put_company(struct mus_write *write, void *context, struct mus_error *err)
{
    struct put *put = context;
    struct mus_company_record old;
    const struct mus_read *view = mus_store_write_view(write);
    mus_arena_reset(&put->arena);
    enum mus_status status = MUS_NOT_FOUND;
    if (put->input->id.ptr != NULL) {
        /* Sealed contacts stay as they are unless new ones come: only those need the key. */
        status = mus_company_has(put->input, MUS_FIELD_CONTACTS)
                     ? mus_store_company_whole(view, put->input->id, &put->arena, &old, err)
                     : mus_store_company(view, put->input->id, &put->arena, &old, err);
        if (status != MUS_OK && status != MUS_NOT_FOUND) {
            return status;
        }
    }
    status = mus_company_edit(status == MUS_OK ? &old : NULL, put->input, put->cleared,
                              mus_clock_now_ms(), &put->arena, &put->merged, err);
    if (status != MUS_OK || put->merged.unchanged) {
        return status;
    }
    if (put->merged.record.company.id.ptr == NULL) {
        put->merged.record.company.id = mus_text_of(put->new_id);
    }
    status = mus_company_check(&put->merged.record.company, &put->musubi->tables,
                               put->musubi->today, err);
    return status == MUS_OK ? mus_store_put(write, &put->merged.record, NULL, err) : status;
}

static void write_put(struct mus_json_writer *writer, const struct mus_merged *merged)
{
    mus_json_begin_object(writer);
    mus_json_put_text(writer, "company", merged->record.company.id);
    mus_json_put_bool(writer, "added", merged->added);
    mus_json_key(writer, "changed");
    mus_json_begin_array(writer);
    for (int field = 0; field < MUS_FIELD_COUNT; field++) {
        if ((merged->changed & MUS_FIELD_BIT(field)) != 0) {
            mus_json_write_z(writer, mus_field_info((enum mus_field)field)->key);
        }
    }
    mus_json_end_array(writer);
    mus_json_end_object(writer);
}

enum mus_status mus_company_put(struct mus_musubi *musubi, const char *text, size_t len,
                                struct mus_sink *sink, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_buf reply = {0};
    struct mus_json *json = NULL;
    struct mus_company input;
    struct put put = {.musubi = musubi, .input = &input};
    mus_store_new_id(put.new_id);
    enum mus_status status = mus_json_parse((struct mus_text){text, len}, &json, err);
    if (status == MUS_OK) {
        status = mus_company_read_json(json, &arena, &input, &put.cleared, err);
    }
    if (status == MUS_OK) {
        status = mus_company_complete(&input, &musubi->tables, &arena, err);
    }
    if (status == MUS_OK) {
        status = mus_store_update(musubi->store, put_company, &put, err);
    }
    if (status == MUS_OK) {
        struct mus_json_writer writer = {.buf = &reply};
        write_put(&writer, &put.merged);
        status = mus_sink_give(sink, &reply, err);
    }
    mus_json_free(json);
    mus_buf_done(&reply);
    mus_arena_done(&put.arena);
    mus_arena_done(&arena);
    return status;
}

/* ------------------------------------------------------------------ erase, merge */

enum mus_status mus_company_erase(struct mus_musubi *musubi, const char *id, struct mus_sink *sink,
                                  struct mus_error *err)
{
    size_t ids = 0;
    enum mus_status status = mus_store_erase(musubi->store, mus_text_of(id), &ids, err);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    mus_json_begin_object(&writer);
    mus_json_put_z(&writer, "company", id);
    mus_json_put_integer(&writer, "erased", (int64_t)ids);
    mus_json_end_object(&writer);
    status = mus_sink_give(sink, &json, err);
    mus_buf_done(&json);
    return status;
}

struct join {
    struct mus_musubi *musubi;
    struct mus_text survivor, merged;
    struct mus_arena arena;
    uint64_t number;
};

static enum mus_status join_companies(struct mus_write *write, void *context, struct mus_error *err)
{
    struct join *join = context;
    const struct mus_read *view = mus_store_write_view(write);
    struct mus_company_record survivor;
    struct mus_company_record merged;
    struct mus_merged joined;
    int64_t now = mus_clock_now_ms();
    mus_arena_reset(&join->arena);
    enum mus_status status =
        mus_store_company_whole(view, join->survivor, &join->arena, &survivor, err);
    if (status == MUS_OK) {
        status = mus_store_company_whole(view, join->merged, &join->arena, &merged, err);
    }
    if (status == MUS_OK) {
        status = mus_company_join(&survivor, &merged, now, &join->arena, &joined, err);
    }
    if (status == MUS_OK) {
        status = mus_company_check(&joined.record.company, &join->musubi->tables,
                                   join->musubi->today, err);
    }
    if (status == MUS_OK) {
        status = mus_store_merge(write, &joined.record, join->merged, now, &join->number, err);
    }
    return status;
}

static enum mus_status give_merge(struct mus_sink *sink, uint64_t number, const char *survivor,
                                  const char *merged, bool undone, struct mus_error *err)
{
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    mus_json_begin_object(&writer);
    mus_json_put_integer(&writer, "merge", (int64_t)number);
    if (survivor != NULL) {
        mus_json_put_z(&writer, "survivor", survivor);
        mus_json_put_z(&writer, "merged", merged);
    }
    mus_json_put_bool(&writer, "undone", undone);
    mus_json_end_object(&writer);
    enum mus_status status = mus_sink_give(sink, &json, err);
    mus_buf_done(&json);
    return status;
}

enum mus_status mus_company_merge(struct mus_musubi *musubi, const char *survivor,
                                  const char *merged, struct mus_sink *sink, struct mus_error *err)
{
    struct join join = {
        .musubi = musubi, .survivor = mus_text_of(survivor), .merged = mus_text_of(merged)};
    enum mus_status status = mus_store_update(musubi->store, join_companies, &join, err);
    mus_arena_done(&join.arena);
    return status == MUS_OK ? give_merge(sink, join.number, survivor, merged, false, err) : status;
}

static enum mus_status undo(struct mus_write *write, void *context, struct mus_error *err)
{
    const uint64_t *number = context;
    return mus_store_undo_merge(write, *number, err);
}

enum mus_status mus_company_unmerge(struct mus_musubi *musubi, int64_t merge, struct mus_sink *sink,
                                    struct mus_error *err)
{
    uint64_t number = (uint64_t)merge;
    enum mus_status status = mus_store_update(musubi->store, undo, &number, err);
    return status == MUS_OK ? give_merge(sink, number, NULL, NULL, true, err) : status;
}

/* ------------------------------------------------------------------ duplicates */

static void write_duplicate(struct mus_json_writer *writer, const struct mus_world *world,
                            const struct mus_duplicate *pair, const struct mus_company *a,
                            const struct mus_company *b)
{
    mus_json_begin_object(writer);
    mus_json_key(writer, "a");
    mus_write_summary(writer, world, a);
    mus_json_key(writer, "b");
    mus_write_summary(writer, world, b);
    mus_json_put_z(writer, "likelihood", mus_likelihood_name(pair->likelihood));
    mus_json_put_integer(writer, "weight", pair->weight);
    mus_json_key(writer, "reasons");
    mus_json_begin_array(writer);
    for (unsigned i = 0; i < MUS_SAMENESS_COUNT; i++) {
        if ((pair->reasons & (1U << i)) != 0) {
            mus_json_write_z(writer, mus_sameness_name((enum mus_sameness)i));
        }
    }
    mus_json_end_array(writer);
    mus_json_end_object(writer);
}

static enum mus_status give_duplicate(struct listing_of *list, const struct mus_duplicate *pair,
                                      struct mus_error *err)
{
    struct mus_company_record a;
    struct mus_company_record b;
    mus_arena_reset(&list->arena);
    enum mus_status status = mus_store_company(list->read, pair->a, &list->arena, &a, err);
    if (status == MUS_OK) {
        status = mus_store_company(list->read, pair->b, &list->arena, &b, err);
    }
    if (status == MUS_OK) {
        struct mus_json_writer writer = {.buf = &list->json};
        write_duplicate(&writer, &list->musubi->world, pair, &a.company, &b.company);
        status = mus_sink_give(list->sink, &list->json, err);
    }
    return status;
}

enum mus_status mus_company_duplicates(struct mus_musubi *musubi, int64_t limit,
                                       struct mus_sink *sink, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_duplicates found = {0};
    struct mus_read *read = NULL;
    enum mus_status status = mus_store_read_begin(musubi->store, &read, err);
    struct listing_of list = {.musubi = musubi, .read = read, .sink = sink};
    if (status == MUS_OK) {
        status = mus_duplicates_find(read, (size_t)(limit == 0 ? DEFAULT_DUPLICATES : limit),
                                     &arena, &found, err);
    }
    for (size_t i = 0; status == MUS_OK && i < found.count; i++) {
        status = give_duplicate(&list, &found.items[i], err);
    }
    list_done(&list);
    mus_store_read_end(read);
    mus_arena_done(&arena);
    return status;
}
