/* What documents that are gone count for, beside their segments. A row is put with each folding;
 * rows of a segment are joined so that each is many times as long as all behind it: a match looks
 * into every row for every term, and with few of them what is put is still written again but some
 * times. */
#include "base/mem.h"
#include "store/segments_internal.h"

enum {
    TIMES = 8,  /* as long as all rows behind it, or longer, is one that is left alone */
    GUESSES = 8 /* where a hash stands; beyond that they do not lie evenly */
};

struct mus_feature_count mus_discount_item(const struct mus_discount *discount, size_t index)
{
    const unsigned char *at = discount->bytes + index * MUS_DISCOUNT_BYTES;
    return (struct mus_feature_count){.kind = (enum mus_feature_kind)mus_load_u32(at, 3),
                                      .hash = mus_load_u64(at, 0),
                                      .companies = mus_load_u32(at, 2)};
}

struct mus_discount mus_discount_open(struct mus_text value)
{
    struct mus_discount discount = {(const unsigned char *)value.ptr,
                                    value.len / MUS_DISCOUNT_BYTES, 0};
    size_t high = discount.count;
    while (discount.translated < high) {
        size_t middle = discount.translated + (high - discount.translated) / 2;
        bool before = mus_discount_item(&discount, middle).kind < MUS_FEATURE_FOUND_TRANSLATED;
        discount.translated = before ? middle + 1 : discount.translated;
        high = before ? high : middle;
    }
    return discount;
}

/* Hashes lie evenly, so that where one stands can be guessed from what lies about it (interpolation
 * search; Peterson 1957), which touches few of the many pages. Should they not, halving finds it.
 */
uint32_t mus_discount_of(const struct mus_discount *discount, enum mus_feature_kind kind,
                         uint64_t hash)
{
    size_t low = kind == MUS_FEATURE_FOUND ? 0 : discount->translated;
    size_t high = kind == MUS_FEATURE_FOUND ? discount->translated : discount->count;
    uint64_t least = 0;
    uint64_t most = UINT64_MAX;
    for (unsigned step = 0; low < high; step++) {
        uint64_t share = (hash - least) >> 32;
        uint64_t all = ((most - least) >> 32) + 1;
        size_t at =
            low + (step < GUESSES ? (size_t)(share * (high - low) / all) : (high - low) / 2);
        const struct mus_feature_count item = mus_discount_item(discount, at);
        if (item.hash == hash) {
            return item.kind == kind ? item.companies : 0;
        }
        if (item.hash < hash) {
            low = at + 1;
            least = item.hash + 1;
        } else {
            high = at;
            most = item.hash - 1;
        }
    }
    return 0;
}

enum mus_status mus_discounts_kept(const struct mus_read *read, const uint64_t *segment,
                                   struct mus_arena *arena, struct mus_discounts *out,
                                   struct mus_error *err)
{
    struct mus_db_sizes sizes;
    struct mus_cursor *cursor = NULL;
    struct mus_discount *list = NULL;
    struct mus_db_key first;
    size_t n = 0;
    mus_key_of_numbers(segment == NULL ? 0 : *segment, 0, &first);
    struct mus_text key = mus_key_text(&first);
    enum mus_cursor_step step = MUS_CURSOR_AT_OR_AFTER;
    enum mus_status status = mus_db_sizes(read->txn, MUS_DB_DISCOUNT, &sizes, err);
    if (status == MUS_OK) {
        list = mus_arena_alloc(arena, (size_t)sizes.entries, sizeof *list);
        status = list == NULL ? mus_fail_memory(err)
                              : mus_cursor_open(read->txn, MUS_DB_DISCOUNT, &cursor, err);
    }
    while (status == MUS_OK && n < sizes.entries) {
        struct mus_text value;
        uint64_t owner = 0;
        uint64_t row = 0;
        status = mus_cursor_step(cursor, step, &key, &value, err);
        if (status != MUS_OK || key.ptr == NULL) {
            break;
        }
        if (!mus_key_read_numbers(key, &owner, &row) || value.len % MUS_DISCOUNT_BYTES != 0) {
            status = mus_fail(err, MUS_CORRUPT, "index, discount: %zu bytes under a key of %zu",
                              value.len, key.len);
        } else if (segment != NULL && owner != *segment) {
            break;
        } else {
            list[n++] = mus_discount_open(value);
        }
        step = MUS_CURSOR_NEXT;
    }
    mus_cursor_close(cursor);
    *out = (struct mus_discounts){list, n};
    return status;
}

/* ------------------------------------------------------------------ putting */

static size_t join_two(const struct mus_feature_count *a, size_t a_count,
                       const struct mus_feature_count *b, size_t b_count,
                       struct mus_feature_count *out)
{
    size_t i = 0;
    size_t k = 0;
    size_t n = 0;
    while (i < a_count && k < b_count) {
        bool same = a[i].kind == b[k].kind && a[i].hash == b[k].hash;
        bool first = a[i].kind != b[k].kind ? a[i].kind < b[k].kind : a[i].hash < b[k].hash;
        out[n] = same || first ? a[i] : b[k];
        out[n++].companies += same ? b[k].companies : 0;
        i += same || first;
        k += same || !first;
    }
    while (i < a_count) {
        out[n++] = a[i++];
    }
    while (k < b_count) {
        out[n++] = b[k++];
    }
    return n;
}

/* Two neighbours become one, and so on: what comes is sorted already in long pieces, of which a
 * sort would know nothing. */
size_t mus_counts_join(struct mus_feature_count **counts, struct mus_feature_count **room,
                       size_t *ends, size_t runs)
{
    while (runs > 1) {
        const struct mus_feature_count *from = *counts;
        size_t joined = 0;
        size_t begin = 0;
        size_t n = 0;
        for (size_t run = 0; run < runs; run += 2) {
            size_t middle = ends[run];
            size_t end = run + 1 < runs ? ends[run + 1] : middle;
            n += join_two(from + begin, middle - begin, from + middle, end - middle, *room + n);
            begin = end;
            ends[joined++] = n;
        }
        struct mus_feature_count *swapped = *counts;
        *counts = *room;
        *room = swapped;
        runs = joined;
    }
    return runs == 0 ? 0 : ends[0];
}

/* All counts of the rows and `more`, sorted. */
static enum mus_status join_counts(const struct mus_discount *rows, size_t row_count,
                                   struct mus_feature_counts more, struct mus_joined_counts *out,
                                   struct mus_error *err)
{
    size_t count = more.count;
    for (size_t i = 0; i < row_count; i++) {
        count += rows[i].count;
    }
    struct mus_feature_count *counts = mus_alloc(count, sizeof *counts);
    struct mus_feature_count *room = mus_alloc(count, sizeof *room);
    size_t *ends = mus_alloc(row_count + 1, sizeof *ends);
    enum mus_status status =
        counts == NULL || room == NULL || ends == NULL ? mus_fail_memory(err) : MUS_OK;
    size_t n = 0;
    for (size_t i = 0; status == MUS_OK && i < row_count; i++) {
        for (size_t k = 0; k < rows[i].count; k++) {
            counts[n++] = mus_discount_item(&rows[i], k);
        }
        ends[i] = n;
    }
    if (status == MUS_OK) {
        for (size_t i = 0; i < more.count; i++) {
            counts[n++] = more.items[i];
        }
        ends[row_count] = n;
        size_t joined = mus_counts_join(&counts, &room, ends, row_count + 1);
        *out = (struct mus_joined_counts){counts, joined};
        counts = NULL;
    }
    mus_free(counts);
    mus_free(room);
    mus_free(ends);
    return status;
}

static enum mus_status put_counts(struct mus_write *write, uint64_t segment, uint64_t row,
                                  const struct mus_joined_counts *counts, struct mus_error *err)
{
    struct mus_buf bytes = {0};
    struct mus_db_key key;
    mus_key_of_numbers(segment, row, &key);
    for (size_t i = 0; i < counts->count; i++) {
        mus_buf_add_u64(&bytes, counts->items[i].hash);
        mus_buf_add_u32(&bytes, counts->items[i].companies);
        mus_buf_add_u32(&bytes, counts->items[i].kind);
    }
    enum mus_status status = mus_buf_check(&bytes, err);
    if (status == MUS_OK) {
        status = mus_db_put(write->view.txn, MUS_DB_DISCOUNT, mus_key_text(&key),
                            mus_buf_text(&bytes), err);
    }
    mus_buf_done(&bytes);
    return status;
}

/* Rows are numbered from 0; those from the first on that is not TIMES as long as what comes behind
 * it are joined. */
enum mus_status mus_discount_put(struct mus_write *write, uint64_t segment,
                                 struct mus_feature_counts counts, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_discounts kept = {NULL, 0};
    struct mus_joined_counts joined = {NULL, 0};
    enum mus_status status = mus_discounts_kept(&write->view, &segment, &arena, &kept, err);
    size_t first = kept.count;
    size_t behind = counts.count;
    while (first > 0 && kept.items[first - 1].count < TIMES * behind) {
        first--;
        behind += kept.items[first].count;
    }
    if (status == MUS_OK) {
        status = join_counts(kept.items + first, kept.count - first, counts, &joined, err);
    }
    for (size_t i = first; status == MUS_OK && i < kept.count; i++) {
        struct mus_db_key key;
        mus_key_of_numbers(segment, i, &key);
        status =
            mus_db_delete(write->view.txn, MUS_DB_DISCOUNT, mus_key_text(&key), MUS_NO_TEXT, err);
    }
    if (status == MUS_OK) {
        status = put_counts(write, segment, first, &joined, err);
    }
    mus_free(joined.items);
    mus_arena_done(&arena);
    return status;
}

enum mus_status mus_discounts_of(struct mus_write *write, const struct mus_kept_segment *kept,
                                 size_t count, struct mus_arena *arena,
                                 struct mus_joined_counts *out, struct mus_error *err)
{
    static const struct mus_feature_counts nothing;
    struct mus_discount *rows = NULL;
    size_t row_count = 0;
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        struct mus_discounts discounts;
        status = mus_discounts_kept(&write->view, &kept[i].number, arena, &discounts, err);
        struct mus_discount *more =
            status == MUS_OK ? mus_arena_alloc(arena, row_count + discounts.count, sizeof *more)
                             : NULL;
        if (status == MUS_OK && more == NULL) {
            status = mus_fail_memory(err);
        }
        for (size_t k = 0; status == MUS_OK && k < row_count + discounts.count; k++) {
            more[k] = k < row_count ? rows[k] : discounts.items[k - row_count];
        }
        if (status == MUS_OK) {
            rows = more;
            row_count += discounts.count;
        }
    }
    return status == MUS_OK ? join_counts(rows, row_count, nothing, out, err) : status;
}

/* ------------------------------------------------------------------ taking away */

/* The key of the segment's first discount; not given where there is none. */
static enum mus_status first_discount(struct mus_write *write, uint64_t number,
                                      struct mus_db_key *key, bool *there, struct mus_error *err)
{
    struct mus_cursor *cursor = NULL;
    struct mus_text value;
    uint64_t owner = 0;
    uint64_t row = 0;
    mus_key_of_numbers(number, 0, key);
    struct mus_text at = mus_key_text(key);
    enum mus_status status = mus_cursor_open(write->view.txn, MUS_DB_DISCOUNT, &cursor, err);
    if (status == MUS_OK) {
        status = mus_cursor_step(cursor, MUS_CURSOR_AT_OR_AFTER, &at, &value, err);
    }
    *there = status == MUS_OK && at.ptr != NULL && mus_key_read_numbers(at, &owner, &row) &&
             owner == number;
    mus_cursor_close(cursor);
    mus_key_of_numbers(number, row, key);
    return status;
}

enum mus_status mus_discounts_remove(struct mus_write *write, uint64_t number,
                                     struct mus_error *err)
{
    for (;;) {
        struct mus_db_key key;
        bool there = false;
        enum mus_status status = first_discount(write, number, &key, &there, err);
        if (status == MUS_OK && there) {
            status = mus_db_delete(write->view.txn, MUS_DB_DISCOUNT, mus_key_text(&key),
                                   MUS_NO_TEXT, err);
        }
        if (status != MUS_OK || !there) {
            return status;
        }
    }
}
