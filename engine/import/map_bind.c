/* A map meets a file: headings become column numbers. */
#include "import/map.h"

#include "base/buf.h"
#include "base/limits.h"
#include "codec/row.h"
#include "codec/source.h"
#include "profile/table_make.h"

struct binder {
    struct mus_map *map;
    struct mus_texts header;
    const struct mus_text *folded; /* of each heading */
    bool has_header;
    struct mus_error *err;
};

static enum mus_status fold_header(struct mus_texts header, struct mus_arena *arena,
                                   const struct mus_text **out, struct mus_error *err)
{
    struct mus_buf buf = {0};
    struct mus_text *folded = mus_arena_alloc(arena, header.count, sizeof *folded);
    enum mus_status status = folded == NULL ? mus_fail_memory(err) : MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < header.count; i++) {
        mus_buf_clear(&buf);
        status = mus_table_fold(header.items[i], &buf, err);
        if (status == MUS_OK && buf.len > 0) {
            folded[i] = mus_arena_copy(arena, mus_buf_text(&buf));
            status = folded[i].ptr == NULL ? mus_fail_memory(err) : MUS_OK;
        }
    }
    mus_buf_done(&buf);
    *out = folded;
    return status;
}

/* The headings that there are, for a message. */
static enum mus_status no_such_heading(const struct binder *binder, struct mus_text heading)
{
    struct mus_buf known = {0};
    for (size_t i = 0; i < binder->header.count; i++) {
        mus_buf_printf(&known, "%s\"%.*s\"", i == 0 ? "" : ", ",
                       MUS_TEXT_SHORT_ARG(binder->header.items[i]));
    }
    enum mus_status status = mus_buf_check(&known, binder->err);
    if (status == MUS_OK) {
        status = mus_fail(binder->err, MUS_INVALID, "no column is called \"%.*s\"; there are %.*s",
                          MUS_TEXT_SHORT_ARG(heading), MUS_TEXT_ARG(mus_buf_text(&known)));
    }
    mus_buf_done(&known);
    return status;
}

static enum mus_status bind_heading(const struct binder *binder, struct mus_map_column *column,
                                    bool optional)
{
    struct mus_buf wanted = {0};
    size_t found = MUS_NO_COLUMN;
    size_t other = MUS_NO_COLUMN;
    enum mus_status status = mus_table_fold(column->heading, &wanted, binder->err);
    for (size_t i = 0; status == MUS_OK && i < binder->header.count; i++) {
        if (binder->folded[i].len == 0 ||
            !mus_text_equal(binder->folded[i], mus_buf_text(&wanted))) {
            continue;
        }
        other = found == MUS_NO_COLUMN ? other : i;
        found = found == MUS_NO_COLUMN ? i : found;
    }
    mus_buf_done(&wanted);
    if (status != MUS_OK) {
        return status;
    }
    if (other != MUS_NO_COLUMN) {
        return mus_fail(binder->err, MUS_INVALID,
                        "columns %zu and %zu are both called \"%.*s\"; say which by its number",
                        found + 1, other + 1, MUS_TEXT_SHORT_ARG(column->heading));
    }
    if (found == MUS_NO_COLUMN && !optional) {
        return no_such_heading(binder, column->heading);
    }
    column->at = found;
    return MUS_OK;
}

static enum mus_status bind_column(const struct binder *binder, struct mus_map_column *column,
                                   bool optional)
{
    enum mus_status status = MUS_OK;
    if (column->heading.ptr == NULL && column->number == 0) {
        return MUS_OK;
    }
    if (column->heading.ptr == NULL) {
        column->at = column->number - 1;
        if (binder->has_header && column->number > binder->header.count) {
            if (!optional) {
                return mus_fail(binder->err, MUS_INVALID,
                                "there is no column %zu; the header has %zu", column->number,
                                binder->header.count);
            }
            column->at = MUS_NO_COLUMN;
        }
    } else if (!binder->has_header) {
        status = mus_fail(binder->err, MUS_INVALID,
                          "without a header a column has a number, not the name \"%.*s\"",
                          MUS_TEXT_SHORT_ARG(column->heading));
    } else {
        status = bind_heading(binder, column, optional);
    }
    if (status == MUS_OK && column->at != MUS_NO_COLUMN && column->at >= binder->map->width) {
        binder->map->width = column->at + 1;
    }
    return status;
}

static enum mus_status bind_rule(const struct binder *binder, struct mus_map_rule *rule)
{
    for (size_t i = 0; i < rule->column_count; i++) {
        enum mus_status status = bind_column(binder, &rule->columns[i], rule->optional);
        if (status != MUS_OK) {
            return mus_fail_at(binder->err, status, "column");
        }
    }
    if (rule->when == NULL) {
        return MUS_OK;
    }
    enum mus_status status = bind_column(binder, &rule->when->column, rule->optional);
    return status == MUS_OK ? MUS_OK : mus_fail_at(binder->err, status, "when.column");
}

static enum mus_status bind_field(const struct binder *binder, struct mus_map_field *field)
{
    for (size_t i = 0; i < field->rule_count; i++) {
        enum mus_status status = bind_rule(binder, &field->rules[i]);
        if (status == MUS_INVALID && field->rule_count > 1) {
            return mus_fail_at(binder->err, status, "fields.%.*s[%zu]",
                               MUS_TEXT_SHORT_ARG(field->path), i);
        }
        if (status != MUS_OK) {
            return status == MUS_INVALID ? mus_fail_at(binder->err, status, "fields.%.*s",
                                                       MUS_TEXT_SHORT_ARG(field->path))
                                         : status;
        }
    }
    return MUS_OK;
}

enum mus_status mus_map_bind(struct mus_map *map, struct mus_texts header, bool has_header,
                             struct mus_arena *arena, struct mus_error *err)
{
    struct binder binder = {.map = map, .header = header, .has_header = has_header, .err = err};
    map->width = 0;
    enum mus_status status = fold_header(header, arena, &binder.folded, err);
    for (size_t i = 0; status == MUS_OK && i < map->field_count; i++) {
        status = bind_field(&binder, &map->fields[i]);
    }
    for (size_t i = 0; status == MUS_OK && i < map->reject_count; i++) {
        status = bind_column(&binder, &map->rejects[i].column, false);
        if (status == MUS_INVALID) {
            status = mus_fail_at(err, status, "reject_if[%zu].column", i);
        }
    }
    if (status == MUS_OK) {
        status = bind_column(&binder, &map->row_name, false);
        if (status == MUS_INVALID) {
            status = mus_fail_at(err, status, "row_name.column");
        }
    }
    return status;
}

static enum mus_status read_all(struct mus_byte_source *source, struct mus_buf *out,
                                struct mus_error *err)
{
    enum { PIECE = 16 * 1024 };
    for (size_t got = 1; got > 0;) {
        if (out->len > MUS_MAX_JSON_BYTES) {
            return mus_fail(err, MUS_LIMIT, "larger than %d bytes", MUS_MAX_JSON_BYTES);
        }
        if (!mus_buf_reserve(out, PIECE)) {
            return mus_fail_memory(err);
        }
        enum mus_status status =
            source->read(source->context, out->data + out->len, PIECE, &got, err);
        if (status != MUS_OK) {
            return status;
        }
        out->len += got;
    }
    return MUS_OK;
}

enum mus_status mus_map_read_file(const char *path, const struct mus_tables *tables,
                                  struct mus_arena *arena, struct mus_map *out,
                                  struct mus_error *err)
{
    struct mus_byte_source source = {0};
    struct mus_buf text = {0};
    enum mus_status status = mus_byte_source_of_file(path, &source, err);
    if (status != MUS_OK) {
        return status;
    }
    status = read_all(&source, &text, err);
    mus_byte_source_close(&source);
    if (status == MUS_OK) {
        struct mus_text json = mus_buf_text(&text);
        struct mus_text mark = MUS_TEXT("\xEF\xBB\xBF");
        bool marked = mus_text_starts(json, mark);
        json = marked ? (struct mus_text){json.ptr + mark.len, json.len - mark.len} : json;
        status = mus_map_read_json(json, tables, arena, out, err);
    }
    if (status == MUS_INVALID || status == MUS_LIMIT) {
        status = mus_fail_at(err, status, "%s", path);
    }
    mus_buf_done(&text);
    return status;
}
