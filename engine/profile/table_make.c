#include "profile/table_make.h"

#include "matcher/text/fold.h"

#include <stdlib.h>
#include <string.h>

/* Order of members and complements */

static int by_code_and_from(const void *left, const void *right)
{
    const struct mus_table_member *a = left;
    const struct mus_table_member *b = right;
    int order = mus_text_compare(a->code, b->code);
    return order != 0 ? order : (a->from > b->from) - (a->from < b->from);
}

void mus_table_sort_members(struct mus_table_member *members, size_t count)
{
    if (count > 1) {
        qsort(members, count, sizeof *members, by_code_and_from);
    }
}

static int by_code(const void *left, const void *right)
{
    const struct mus_table_complement *a = left;
    const struct mus_table_complement *b = right;
    return mus_text_compare(a->code, b->code);
}

void mus_table_sort_complements(struct mus_table_complement *complements, size_t count)
{
    if (count > 1) {
        qsort(complements, count, sizeof *complements, by_code);
    }
}

/* Order of rows */

struct place {
    struct mus_text code;
    size_t index;
};

/* Of rows with the same code, which will be refused, the later one is the one too many. */
static int by_code_and_index(const void *left, const void *right)
{
    const struct place *a = left;
    const struct place *b = right;
    int order = mus_text_compare(a->code, b->code);
    return order != 0 ? order : (a->index > b->index) - (a->index < b->index);
}

/* The rows and their numbers in the order of the codes. */
static enum mus_status sort_rows(struct mus_table *table, struct mus_table_origin *origin,
                                 struct mus_arena *arena, struct mus_error *err)
{
    size_t count = table->count;
    struct place *places = mus_arena_alloc(arena, count, sizeof *places);
    struct mus_table_row *rows = mus_arena_alloc(arena, count, sizeof *rows);
    uint64_t *numbers = mus_arena_alloc(arena, count, sizeof *numbers);
    if (places == NULL || rows == NULL || numbers == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < count; i++) {
        places[i] = (struct place){table->rows[i].code, i};
    }
    if (count > 1) {
        qsort(places, count, sizeof *places, by_code_and_index);
    }
    for (size_t i = 0; i < count; i++) {
        rows[i] = table->rows[places[i].index];
        numbers[i] = origin->numbers == NULL ? 0 : origin->numbers[places[i].index];
    }
    table->rows = rows;
    origin->numbers = numbers;
    return MUS_OK;
}

/* Keys */

enum mus_status mus_table_fold(struct mus_text text, struct mus_buf *out, struct mus_error *err)
{
    size_t start = out->len;
    enum mus_status status = mus_fold_search(text, out, err);
    if (status != MUS_OK || out->len == start) {
        return status;
    }
    size_t end = start;
    for (size_t i = start; i < out->len; i++) {
        if (out->data[i] != ' ') {
            out->data[end++] = out->data[i];
        }
    }
    out->len = end;
    out->data[end] = '\0';
    return MUS_OK;
}

struct key_maker {
    struct mus_table_key *keys;
    size_t count;
    struct mus_buf folded; /* all keys, one behind the other */
    struct mus_error *err;
};

static enum mus_status add_key(struct key_maker *maker, struct mus_text text, size_t row,
                               uint32_t rank)
{
    size_t start = maker->folded.len;
    enum mus_status status = mus_table_fold(text, &maker->folded, maker->err);
    if (status != MUS_OK || maker->folded.len == start) {
        return status;
    }
    /* The pointer follows when the buffer has stopped moving. */
    maker->keys[maker->count++] = (struct mus_table_key){
        .folded = {.ptr = NULL, .len = maker->folded.len - start},
        .row = (uint32_t)row,
        .rank = rank,
    };
    return MUS_OK;
}

static enum mus_status add_row_keys(struct key_maker *maker, const struct mus_table_row *row,
                                    size_t index)
{
    enum mus_status status = add_key(maker, row->code, index, 0);
    if (status == MUS_OK) {
        status = add_key(maker, row->label.ja, index, 1);
    }
    if (status == MUS_OK) {
        status = add_key(maker, row->label.en, index, 1);
    }
    for (size_t i = 0; status == MUS_OK && i < row->synonyms.count; i++) {
        status = add_key(maker, row->synonyms.items[i], index, 2);
    }
    return status;
}

static int by_folded_rank_row(const void *left, const void *right)
{
    const struct mus_table_key *a = left;
    const struct mus_table_key *b = right;
    int order = mus_text_compare(a->folded, b->folded);
    if (order == 0) {
        order = (a->rank > b->rank) - (a->rank < b->rank);
    }
    return order != 0 ? order : (a->row > b->row) - (a->row < b->row);
}

static enum mus_status settle_keys(struct key_maker *maker, struct mus_arena *arena)
{
    struct mus_text all = mus_arena_copy(arena, mus_buf_text(&maker->folded));
    if (all.ptr == NULL) {
        return mus_fail_memory(maker->err);
    }
    size_t at = 0;
    for (size_t i = 0; i < maker->count; i++) {
        maker->keys[i].folded.ptr = all.ptr + at;
        at += maker->keys[i].folded.len;
    }
    if (maker->count > 1) {
        qsort(maker->keys, maker->count, sizeof *maker->keys, by_folded_rank_row);
    }
    return MUS_OK;
}

static enum mus_status make_keys(struct mus_table *table, struct mus_arena *arena,
                                 struct mus_error *err)
{
    size_t most = 0;
    for (size_t i = 0; i < table->count; i++) {
        most += 3 + table->rows[i].synonyms.count;
    }
    struct key_maker maker = {.err = err};
    maker.keys = mus_arena_alloc(arena, most, sizeof *maker.keys);
    if (maker.keys == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < table->count; i++) {
        status = add_row_keys(&maker, &table->rows[i], i);
    }
    if (status == MUS_OK) {
        status = settle_keys(&maker, arena);
    }
    mus_buf_done(&maker.folded);
    table->keys = maker.keys;
    table->key_count = maker.count;
    return status;
}

enum mus_status mus_table_make(struct mus_table *table, const struct mus_table_origin *origin,
                               struct mus_arena *arena, struct mus_error *err)
{
    struct mus_table made = *table;
    struct mus_table_origin sorted = *origin;
    enum mus_status status = mus_table_check_head(&made, err);
    if (status == MUS_OK) {
        status = sort_rows(&made, &sorted, arena, err);
    }
    if (status == MUS_OK) {
        status = mus_table_check_rows(&made, &sorted, err);
    }
    if (status == MUS_OK) {
        status = make_keys(&made, arena, err);
    }
    if (status == MUS_OK) {
        status = mus_table_check_ties(&made, &sorted, err);
    }
    if (status == MUS_OK) {
        *table = made;
    }
    return status;
}
