/* A table that is read is sound; written and read again it gives the same bytes, and so does its
 * record. */
#include "profile/table.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void demand_same_json(const struct mus_table *a, const struct mus_table *b)
{
    struct mus_buf first = {0};
    struct mus_buf second = {0};
    mus_table_write_json(a, &first);
    mus_table_write_json(b, &second);
    demand(!first.failed && mus_text_equal(mus_buf_text(&first), mus_buf_text(&second)));
    mus_buf_done(&first);
    mus_buf_done(&second);
}

static void demand_round_trips(const struct mus_table *table, struct mus_arena *arena)
{
    struct mus_buf json = {0};
    struct mus_buf record = {0};
    struct mus_table again;
    mus_table_write_json(table, &json);
    demand(mus_table_read_json(mus_buf_text(&json), arena, &again, NULL) == MUS_OK);
    demand_same_json(table, &again);
    mus_table_encode(table, &record);
    demand(mus_table_decode(record.data, record.len, arena, &again, NULL) == MUS_OK);
    demand_same_json(table, &again);
    mus_buf_done(&json);
    mus_buf_done(&record);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct mus_text text = {(const char *)data, size};
    struct mus_arena arena = {0};
    struct mus_table table;
    struct mus_error err = {0};
    enum mus_status status = mus_table_read_json(text, &arena, &table, &err);
    if (status == MUS_OK) {
        demand(mus_table_check(&table, NULL) == MUS_OK);
        for (size_t i = 0; i < table.count; i++) {
            demand(mus_table_find(&table, table.rows[i].code) == &table.rows[i]);
        }
        demand_round_trips(&table, &arena);
    } else {
        demand(status == MUS_INVALID || status == MUS_LIMIT);
        demand(err.status == status && err.message[0] != '\0');
        demand(strchr(err.message, '\n') == NULL);
    }
    mus_arena_done(&arena);
    return 0;
}
