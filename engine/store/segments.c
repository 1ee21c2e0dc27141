/* Reading the index: what is kept, and a view of it for a match. */
#include "store/segments.h"

#include "matcher/index/build.h"
#include "store/companies.h"
#include "store/segments_internal.h"

#include <string.h>

enum { POSITION_BYTES = 12 };

/* ------------------------------------------------------------------ rows */

/* Among the changed: nothing, or u64 segment, u32 document, match record. */
enum mus_status mus_changed_row_read(struct mus_text value, struct mus_changed_row *out,
                                     struct mus_error *err)
{
    *out = (struct mus_changed_row){.placed = value.len > 0};
    if (!out->placed) {
        return MUS_OK;
    }
    if (value.len <= POSITION_BYTES) {
        return mus_fail(err, MUS_CORRUPT, "index, changed company: %zu bytes, expected more",
                        value.len);
    }
    const unsigned char *at = (const unsigned char *)value.ptr;
    out->position.segment = mus_load_u64(at, 0);
    out->position.doc = mus_load_u32(at, 2);
    out->before = (struct mus_text){value.ptr + POSITION_BYTES, value.len - POSITION_BYTES};
    return MUS_OK;
}

void mus_changed_row_write(const struct mus_changed_row *row, struct mus_buf *out)
{
    if (row->placed) {
        mus_buf_add_u64(out, row->position.segment);
        mus_buf_add_u32(out, row->position.doc);
        mus_buf_add_text(out, row->before);
    }
}

/* ------------------------------------------------------------------ segments */

/* Who is gone from the segment, as it is stored. */
static enum mus_status read_gone(const struct mus_read *read, struct mus_text key,
                                 struct mus_kept_segment *kept, struct mus_error *err)
{
    struct mus_text gone;
    enum mus_status status = mus_db_get(read->txn, MUS_DB_GONE, key, &gone, err);
    if (status != MUS_OK || gone.ptr == NULL) {
        return status;
    }
    if (gone.len != mus_segment_gone_bytes(&kept->segment.segment)) {
        return mus_fail(err, MUS_CORRUPT,
                        "index segment %llu: who is gone is not as long as the segment",
                        (unsigned long long)kept->number);
    }
    kept->segment.gone = (const unsigned char *)gone.ptr;
    return MUS_OK;
}

uint32_t mus_segment_living(const struct mus_search_segment *segment)
{
    uint32_t live = segment->segment.docs;
    for (size_t i = 0; segment->gone != NULL && i < (segment->segment.docs + 63) / 64; i++) {
        live -= (uint32_t)__builtin_popcountll(mus_load_u64(segment->gone, i));
    }
    return live;
}

void mus_segments_count_living(struct mus_kept_segment *kept, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        kept[i].live = mus_segment_living(&kept[i].segment);
    }
}

static enum mus_status read_segment(const struct mus_read *read, struct mus_text key,
                                    struct mus_text value, struct mus_kept_segment *out,
                                    struct mus_error *err)
{
    *out = (struct mus_kept_segment){.number = 0};
    if (!mus_key_read_number(key, &out->number)) {
        return mus_fail(err, MUS_CORRUPT, "index segment: a key of %zu bytes", key.len);
    }
    enum mus_status status = mus_segment_open(value.ptr, value.len, &out->segment.segment, err);
    if (status != MUS_OK) {
        return mus_fail_at(err, status, "index segment %llu", (unsigned long long)out->number);
    }
    return read_gone(read, key, out, err);
}

enum mus_status mus_segments_kept(const struct mus_read *read, struct mus_arena *arena,
                                  struct mus_kept_segment **out, size_t *count,
                                  struct mus_error *err)
{
    struct mus_db_sizes sizes;
    struct mus_cursor *cursor = NULL;
    struct mus_kept_segment *list = NULL;
    size_t n = 0;
    enum mus_status status = mus_db_sizes(read->txn, MUS_DB_SEGMENT, &sizes, err);
    if (status == MUS_OK) {
        list = mus_arena_alloc(arena, (size_t)sizes.entries, sizeof *list);
        status = list == NULL ? mus_fail_memory(err)
                              : mus_cursor_open(read->txn, MUS_DB_SEGMENT, &cursor, err);
    }
    for (; status == MUS_OK && n < sizes.entries; n++) {
        struct mus_text key = MUS_NO_TEXT;
        struct mus_text value;
        status =
            mus_cursor_step(cursor, n == 0 ? MUS_CURSOR_FIRST : MUS_CURSOR_NEXT, &key, &value, err);
        if (status == MUS_OK) {
            status = read_segment(read, key, value, &list[n], err);
        }
    }
    mus_cursor_close(cursor);
    if (status == MUS_OK) {
        *out = list;
        *count = n;
    }
    return status;
}

enum mus_status mus_segment_kept(const struct mus_read *read, uint64_t number,
                                 struct mus_kept_segment *out, bool *there, struct mus_error *err)
{
    struct mus_db_key key;
    struct mus_text value;
    mus_key_of_number(number, &key);
    enum mus_status status = mus_db_get(read->txn, MUS_DB_SEGMENT, mus_key_text(&key), &value, err);
    *there = status == MUS_OK && value.ptr != NULL;
    return *there ? read_segment(read, mus_key_text(&key), value, out, err) : status;
}

size_t mus_segments_find(const struct mus_kept_segment *kept, size_t count, uint64_t number)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        bool before = kept[middle].number < number;
        low = before ? middle + 1 : low;
        high = before ? high : middle;
    }
    return low < count && kept[low].number == number ? low : count;
}

bool mus_segments_locate(const struct mus_kept_segment *kept, size_t count, struct mus_text id,
                         struct mus_position *out)
{
    uint64_t hash = mus_text_hash(id);
    for (size_t i = 0; i < count; i++) {
        uint32_t doc = 0;
        if (mus_segment_locate(&kept[i].segment, id, hash, false, &doc)) {
            *out = (struct mus_position){kept[i].number, doc};
            return true;
        }
    }
    return false;
}

enum mus_status mus_segments_locate_kept(const struct mus_read *read, struct mus_text id,
                                         struct mus_position *out, bool *there,
                                         struct mus_error *err)
{
    struct mus_cursor *cursor = NULL;
    enum mus_cursor_step step = MUS_CURSOR_FIRST;
    *there = false;
    enum mus_status status = mus_cursor_open(read->txn, MUS_DB_SEGMENT, &cursor, err);
    while (status == MUS_OK && !*there) {
        struct mus_kept_segment kept;
        struct mus_text key = MUS_NO_TEXT;
        struct mus_text value;
        status = mus_cursor_step(cursor, step, &key, &value, err);
        if (status != MUS_OK || key.ptr == NULL) {
            break;
        }
        status = read_segment(read, key, value, &kept, err);
        *there = status == MUS_OK && mus_segments_locate(&kept, 1, id, out);
        step = MUS_CURSOR_NEXT;
    }
    mus_cursor_close(cursor);
    return status;
}

/* ------------------------------------------------------------------ weights */

enum { WEIGHTS = sizeof(struct mus_text_weights) / sizeof(uint32_t) };

enum mus_status mus_segments_weights(const struct mus_read *read, struct mus_text_weights *out,
                                     struct mus_error *err)
{
    struct mus_text value;
    uint32_t numbers[WEIGHTS];
    *out = mus_weights_default().text;
    enum mus_status status =
        mus_db_get(read->txn, MUS_DB_META, MUS_META_INDEX_WEIGHTS, &value, err);
    if (status != MUS_OK || value.len != sizeof numbers) {
        return status; /* another version of the program had other weights */
    }
    for (size_t i = 0; i < WEIGHTS; i++) {
        numbers[i] = mus_load_u32((const unsigned char *)value.ptr, i);
    }
    memcpy(out, numbers, sizeof numbers);
    return MUS_OK;
}

enum mus_status mus_segments_set_weights(struct mus_write *write,
                                         const struct mus_text_weights *weights,
                                         struct mus_error *err)
{
    struct mus_buf value = {0};
    uint32_t numbers[WEIGHTS];
    memcpy(numbers, weights, sizeof numbers);
    for (size_t i = 0; i < WEIGHTS; i++) {
        mus_buf_add_u32(&value, numbers[i]);
    }
    enum mus_status status = mus_buf_check(&value, err);
    if (status == MUS_OK) {
        status = mus_db_put(write->view.txn, MUS_DB_META, MUS_META_INDEX_WEIGHTS,
                            mus_buf_text(&value), err);
    }
    mus_buf_done(&value);
    return status;
}

/* ------------------------------------------------------------------ the view of a match */

/* Who is gone from the segments of a view: copies, where a changed company's document is marked. */
struct marking {
    struct mus_kept_segment *kept;
    unsigned char **marks; /* of each segment; NULL: none of its own yet */
    size_t count;
    struct mus_arena *arena;
};

static bool own_marks(const struct marking *marking, size_t at)
{
    struct mus_search_segment *segment = &marking->kept[at].segment;
    size_t bytes = mus_segment_gone_bytes(&segment->segment);
    if (marking->marks[at] == NULL) {
        marking->marks[at] = mus_arena_alloc(marking->arena, bytes, 1);
        if (marking->marks[at] != NULL && segment->gone != NULL) {
            memcpy(marking->marks[at], segment->gone, bytes);
        }
        segment->gone = marking->marks[at];
    }
    return marking->marks[at] != NULL;
}

static enum mus_status hide(const struct marking *marking, struct mus_position position,
                            struct mus_error *err)
{
    size_t at = mus_segments_find(marking->kept, marking->count, position.segment);
    if (at == marking->count || position.doc >= marking->kept[at].segment.segment.docs) {
        return mus_fail(err, MUS_CORRUPT, "index, changed company: no document %u in segment %llu",
                        position.doc, (unsigned long long)position.segment);
    }
    if (!own_marks(marking, at)) {
        return mus_fail_memory(err);
    }
    marking->marks[at][position.doc / 8] |= (unsigned char)(1u << (position.doc % 8));
    return MUS_OK;
}

static enum mus_status view_changed(const struct mus_read *read, struct mus_kept_segment *kept,
                                    size_t count, struct mus_arena *arena, struct mus_segments *out,
                                    struct mus_error *err)
{
    struct mus_db_sizes sizes;
    struct mus_cursor *cursor = NULL;
    struct mus_changed_company *list = NULL;
    const struct marking marking = {kept, mus_arena_alloc(arena, count, sizeof(unsigned char *)),
                                    count, arena};
    size_t n = 0;
    enum mus_status status = mus_db_sizes(read->txn, MUS_DB_CHANGED, &sizes, err);
    if (status == MUS_OK) {
        list = mus_arena_alloc(arena, (size_t)sizes.entries, sizeof *list);
        status = list == NULL || marking.marks == NULL
                     ? mus_fail_memory(err)
                     : mus_cursor_open(read->txn, MUS_DB_CHANGED, &cursor, err);
    }
    for (; status == MUS_OK && n < sizes.entries; n++) {
        struct mus_changed_row row;
        struct mus_text value;
        struct mus_changed_company *company = &list[n];
        *company = (struct mus_changed_company){0};
        status = mus_cursor_step(cursor, n == 0 ? MUS_CURSOR_FIRST : MUS_CURSOR_NEXT, &company->id,
                                 &value, err);
        if (status == MUS_OK) {
            status = mus_changed_row_read(value, &row, err);
        }
        if (status == MUS_OK && row.placed) {
            company->before = row.before;
            status = hide(&marking, row.position, err);
        }
        if (status == MUS_OK) {
            status = mus_db_get(read->txn, MUS_DB_FIRM, company->id, &company->now, err);
        }
    }
    mus_cursor_close(cursor);
    out->changed = list;
    out->changed_count = n;
    return status;
}

enum mus_status mus_segments_are_current(const struct mus_read *read, bool *current,
                                         struct mus_error *err)
{
    struct mus_text value;
    uint32_t version = 0;
    enum mus_status status = mus_db_get(read->txn, MUS_DB_META, MUS_META_INDEX, &value, err);
    *current =
        status == MUS_OK && mus_value_read_u32(value, &version) && version == MUS_SEGMENT_VERSION;
    return status;
}

static enum mus_status view(const struct mus_read *read, struct mus_arena *arena,
                            struct mus_segments *out, struct mus_error *err)
{
    struct mus_kept_segment *kept = NULL;
    struct mus_search_segment *items = NULL;
    struct mus_discounts discounts = {NULL, 0};
    size_t count = 0;
    enum mus_status status = mus_segments_kept(read, arena, &kept, &count, err);
    if (status == MUS_OK) {
        status = mus_discounts_kept(read, NULL, arena, &discounts, err);
    }
    if (status == MUS_OK) {
        status = view_changed(read, kept, count, arena, out, err);
    }
    if (status == MUS_OK) {
        status = mus_store_company_count(read, &out->companies, err);
    }
    if (status == MUS_OK) {
        items = mus_arena_alloc(arena, count, sizeof *items);
        status = items == NULL ? mus_fail_memory(err) : MUS_OK;
    }
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        items[i] = kept[i].segment;
    }
    out->items = items;
    out->count = count;
    out->discounts = discounts.items;
    out->discount_count = discounts.count;
    return status;
}

enum mus_status mus_store_segments(const struct mus_read *read, struct mus_arena *arena,
                                   struct mus_segments *out, bool *there, struct mus_error *err)
{
    *out = (struct mus_segments){0};
    enum mus_status status = mus_segments_are_current(read, there, err);
    return status == MUS_OK && *there ? view(read, arena, out, err) : status;
}

enum mus_status mus_store_index_serves(const struct mus_read *read,
                                       const struct mus_text_weights *weights, bool *serves,
                                       struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_kept_segment *kept = NULL;
    size_t count = 0;
    bool all = false;
    enum mus_status status = mus_segments_are_current(read, &all, err);
    if (status == MUS_OK && all) {
        status = mus_segments_kept(read, &arena, &kept, &count, err);
    }
    uint64_t fingerprint = mus_index_fingerprint(weights);
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        all = all && kept[i].segment.segment.fingerprint == fingerprint;
    }
    mus_arena_done(&arena);
    if (status == MUS_OK) {
        *serves = all;
    }
    return status;
}

enum mus_status mus_store_indexed_firm(const struct mus_read *read, struct mus_text id,
                                       struct mus_text *out, struct mus_error *err)
{
    enum mus_status status = mus_db_get(read->txn, MUS_DB_FIRM, id, out, err);
    return status != MUS_OK || out->ptr != NULL
               ? status
               : mus_fail(err, MUS_CORRUPT,
                          "company \"%.*s\": stands in the index and has no match record",
                          MUS_TEXT_SHORT_ARG(id));
}
