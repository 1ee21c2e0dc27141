#include "profile/table.h"

#include "profile/table_make.h"

const struct mus_table_row *mus_table_find(const struct mus_table *table, struct mus_text code)
{
    size_t low = 0;
    size_t high = table->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = mus_text_compare(table->rows[middle].code, code);
        if (order == 0) {
            return &table->rows[middle];
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

/* The first key that is not smaller: of equal keys the one that decides. */
const struct mus_table_row *mus_table_find_folded(const struct mus_table *table,
                                                  struct mus_text folded)
{
    size_t low = 0;
    size_t high = table->key_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (mus_text_compare(table->keys[middle].folded, folded) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == table->key_count || !mus_text_equal(table->keys[low].folded, folded)) {
        return NULL;
    }
    return &table->rows[table->keys[low].row];
}

const struct mus_table_row *mus_table_lookup(const struct mus_table *table, struct mus_text words)
{
    const struct mus_table_row *row = mus_table_find(table, mus_text_trim(words));
    if (row != NULL) {
        return row;
    }
    struct mus_buf folded = {0};
    if (mus_table_fold(words, &folded, NULL) == MUS_OK && folded.len > 0) {
        row = mus_table_find_folded(table, mus_buf_text(&folded));
    }
    mus_buf_done(&folded);
    return row;
}

static bool belongs(const struct mus_table_member *member, mus_date day)
{
    return (member->from == MUS_NO_DATE || member->from <= day) &&
           (member->to == MUS_NO_DATE || day <= member->to);
}

bool mus_table_group_has(const struct mus_table *groups, struct mus_text group,
                         struct mus_text country, mus_date day)
{
    const struct mus_table_row *row = mus_table_find(groups, group);
    for (size_t i = 0; row != NULL && i < row->member_count; i++) {
        if (mus_text_equal(row->members[i].code, country) && belongs(&row->members[i], day)) {
            return true;
        }
    }
    return false;
}

enum mus_status mus_table_group_members(const struct mus_table_row *group, mus_date day,
                                        struct mus_arena *arena, struct mus_texts *out,
                                        struct mus_error *err)
{
    struct mus_text *items = mus_arena_alloc(arena, group->member_count, sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(err);
    }
    /* Times of one member do not overlap, so that a day finds each once. */
    size_t count = 0;
    for (size_t i = 0; i < group->member_count; i++) {
        if (belongs(&group->members[i], day)) {
            items[count++] = group->members[i].code;
        }
    }
    *out = (struct mus_texts){count == 0 ? NULL : items, count};
    return MUS_OK;
}

const struct mus_table *mus_tables_get(const struct mus_tables *tables, const char *name)
{
    for (size_t i = 0; i < tables->count; i++) {
        if (mus_text_equals(tables->items[i].name, name)) {
            return &tables->items[i];
        }
    }
    return NULL;
}

const struct mus_table *mus_tables_get_version(const struct mus_tables *tables,
                                               struct mus_text name, struct mus_text version)
{
    for (size_t i = 0; i < tables->count; i++) {
        const struct mus_table *table = &tables->items[i];
        if (mus_text_equal(table->name, name) && mus_text_equal(table->version, version)) {
            return table;
        }
    }
    return NULL;
}
