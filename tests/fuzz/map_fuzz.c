/* A map, a zero byte, and a table: what is read of a map can be bound to the table or is refused,
 * and every row becomes a company or is refused. Without a map the headings speak. */
#include "codec/sheet.h"
#include "import/draft.h"
#include "import/headings.h"

#include <stdlib.h>
#include <string.h>

#include "profile/builtin.h"
#include "profile/company_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void demand_refusal(enum mus_status status, const struct mus_error *err)
{
    demand(status == MUS_INVALID || status == MUS_LIMIT);
    demand(err->status == status && err->message[0] != '\0');
}

/* The tables are read once and kept to the end. */
static const struct mus_tables *tables(void)
{
    static struct mus_arena arena;
    static struct mus_tables read;
    if (read.count == 0) {
        const struct mus_builtin_table *names = mus_builtin_tables(&read.count);
        struct mus_table *items = mus_arena_alloc(&arena, read.count, sizeof *items);
        for (size_t i = 0; i < read.count; i++) {
            demand(mus_builtin_read(names[i].name.ptr, &arena, &items[i], NULL) == MUS_OK);
        }
        read.items = items;
    }
    return &read;
}

static void demand_row(struct mus_draft *draft, const struct mus_row *row, struct mus_arena *arena)
{
    struct mus_remark remark;
    struct mus_company company;
    struct mus_company again;
    mus_field_set mapped = 0;
    struct mus_error err = {0};
    enum mus_status status = mus_draft_read(draft, row, arena, &remark, &err);
    if (status != MUS_OK) {
        demand_refusal(status, &err);
        demand(remark.column == MUS_NO_COLUMN || remark.column < draft->map->width);
        return;
    }
    demand(mus_draft_company(draft, NULL, MUS_TEXT("s"), false, &company, &mapped, NULL) == MUS_OK);
    demand((company.given & ~mapped) == 0);
    status = mus_company_check(&company, tables(), MUS_NO_DATE, &err);
    if (status != MUS_OK) {
        demand_refusal(status, &err);
    }
    /* Laid over itself it stays what it is. */
    demand(mus_draft_company(draft, &company, MUS_TEXT("s"), true, &again, &mapped, NULL) ==
           MUS_OK);
    demand(again.listings.count <= company.listings.count);
}

static void demand_rows(struct mus_sheet *sheet, const struct mus_map *map)
{
    struct mus_arena arena = {0};
    struct mus_draft draft = {0};
    bool more = true;
    demand(mus_draft_init(&draft, map, tables(), NULL) == MUS_OK);
    while (more) {
        enum mus_status status = mus_sheet_next(sheet, &more, NULL);
        if (status != MUS_OK && status != MUS_REJECTED) {
            break;
        }
        if (status == MUS_OK && more) {
            mus_arena_reset(&arena);
            demand_row(&draft, mus_sheet_row(sheet), &arena);
        }
    }
    mus_draft_done(&draft);
    mus_arena_done(&arena);
}

static void demand_table(struct mus_text table, struct mus_map *map, struct mus_arena *arena)
{
    struct mus_sheet *sheet = NULL;
    struct mus_headings_notes notes;
    struct mus_error err = {0};
    const struct mus_sheet_options options = {
        .encoding = MUS_ENCODING_UTF8, .header_row = map->header_row, .no_header = map->no_header};
    if (table.len >= 2 && memcmp(table.ptr, "PK", 2) == 0) {
        return; /* workbooks have a target of their own */
    }
    if (mus_sheet_open_bytes(table, &options, &sheet, NULL) != MUS_OK) {
        return;
    }
    struct mus_texts header =
        map->no_header ? (struct mus_texts){NULL, 0} : mus_sheet_header(sheet);
    enum mus_status status = map->field_count > 0
                                 ? mus_map_bind(map, header, !map->no_header, arena, &err)
                                 : mus_headings_map(header, tables(), arena, map, &notes, &err);
    if (status == MUS_OK) {
        demand_rows(sheet, map);
    } else {
        demand_refusal(status, &err);
    }
    mus_sheet_close(sheet);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = (const char *)data;
    const char *zero = size == 0 ? NULL : memchr(bytes, 0, size);
    size_t len = zero == NULL ? size : (size_t)(zero - bytes);
    struct mus_text table = {zero == NULL ? "" : zero + 1, zero == NULL ? 0 : size - len - 1};
    struct mus_arena arena = {0};
    struct mus_map map = {.row_name = {.at = MUS_NO_COLUMN}};
    struct mus_error err = {0};
    enum mus_status status = MUS_OK;
    if (len > 0) {
        status = mus_map_read_json((struct mus_text){bytes, len}, tables(), &arena, &map, &err);
    }
    if (status == MUS_OK) {
        demand_table(table, &map, &arena);
    } else {
        demand_refusal(status, &err);
    }
    mus_arena_done(&arena);
    return 0;
}
