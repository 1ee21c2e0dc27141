#include "profile/table_make.h"

#include "base/limits.h"
#include "codec/json.h"

/* Where a message belongs: a row of the table that is checked. */
struct check {
    const struct mus_table *table;
    const struct mus_table_origin *origin;
    struct mus_error *err;
    size_t row;
};

static const struct mus_table_origin BY_CODE = {MUS_TABLE_BY_CODE, NULL};

/* Puts row and field in front of the message. */
static enum mus_status at(const struct check *check, const char *field, enum mus_status status)
{
    const struct mus_table_origin *origin = check->origin;
    unsigned long long number = origin->numbers == NULL ? 0 : origin->numbers[check->row];
    struct mus_text code = check->table->rows[check->row].code;
    switch (origin->place) {
    case MUS_TABLE_BY_INDEX:
        return mus_fail_at(check->err, status, "rows[%llu].%s", number, field);
    case MUS_TABLE_BY_NUMBER:
        return mus_fail_at(check->err, status, "row %llu: %s", number, field);
    case MUS_TABLE_BY_CODE:
        break;
    }
    return mus_fail_at(check->err, status, "row \"%.*s\": %s", MUS_TEXT_SHORT_ARG(code), field);
}

/* The table as a whole */

static enum mus_status check_text(struct mus_text text, size_t max, struct mus_error *err)
{
    if (text.len > max) {
        return mus_fail(err, MUS_LIMIT, "%zu bytes, at most %zu", text.len, max);
    }
    if (!mus_text_is_utf8(text, NULL)) {
        return mus_fail(err, MUS_INVALID, "\"%.*s\" is not UTF-8", MUS_TEXT_SHORT_ARG(text));
    }
    return MUS_OK;
}

static enum mus_status check_head_text(const char *key, struct mus_text text, size_t max,
                                       struct mus_error *err)
{
    enum mus_status status = check_text(text, max, err);
    return status == MUS_OK ? MUS_OK : mus_fail_at(err, status, "%s", key);
}

enum mus_status mus_table_check_head(const struct mus_table *table, struct mus_error *err)
{
    static const char expected[] = "1 to 64 of A-Z a-z 0-9 . _ : -";
    if (!mus_text_is_id(table->name)) {
        return mus_fail(err, MUS_INVALID, "table: malformed name \"%.*s\"; expected %s",
                        MUS_TEXT_SHORT_ARG(table->name), expected);
    }
    if (!mus_text_is_id(table->version)) {
        return mus_fail(err, MUS_INVALID, "version: malformed version \"%.*s\"; expected %s",
                        MUS_TEXT_SHORT_ARG(table->version), expected);
    }
    enum mus_status status = check_head_text("title.ja", table->title.ja, MUS_MAX_NAME, err);
    if (status == MUS_OK) {
        status = check_head_text("title.en", table->title.en, MUS_MAX_NAME, err);
    }
    if (status == MUS_OK) {
        status = check_head_text("source", table->source, MUS_MAX_LONG_TEXT, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    if (table->count == 0) {
        return mus_fail(err, MUS_INVALID, "rows: the table has none");
    }
    if (table->count > MUS_MAX_TABLE_ROWS) {
        return mus_fail(err, MUS_LIMIT, "rows: %zu entries, at most %d", table->count,
                        MUS_MAX_TABLE_ROWS);
    }
    return MUS_OK;
}

/* A row by itself */

static bool is_code_byte(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == ':' || c == '/' || c == '-';
}

bool mus_table_is_code(struct mus_text text)
{
    if (text.len < 1 || text.len > MUS_MAX_CODE) {
        return false;
    }
    for (size_t i = 0; i < text.len; i++) {
        if (!is_code_byte(text.ptr[i])) {
            return false;
        }
    }
    return true;
}

static enum mus_status check_code(struct mus_text code, struct mus_error *err)
{
    if (mus_table_is_code(code)) {
        return MUS_OK;
    }
    return mus_fail(err, MUS_INVALID,
                    "malformed code \"%.*s\"; expected 1 to 64 of A-Z a-z 0-9 . _ : / -",
                    MUS_TEXT_SHORT_ARG(code));
}

static enum mus_status check_days(mus_date from, mus_date to, struct mus_error *err)
{
    if (from == MUS_NO_DATE || to == MUS_NO_DATE || from <= to) {
        return MUS_OK;
    }
    return mus_fail(err, MUS_INVALID, "the last day is before the first");
}

static bool is_day(mus_date date)
{
    return date == MUS_NO_DATE || mus_date_exists(date);
}

static enum mus_status check_labels(const struct check *check, const struct mus_table_row *row)
{
    const struct {
        const char *field;
        struct mus_text text;
        size_t max;
    } texts[] = {
        {"ja", row->label.ja, MUS_MAX_NAME},
        {"en", row->label.en, MUS_MAX_NAME},
        {"note.ja", row->note.ja, MUS_MAX_LONG_TEXT},
        {"note.en", row->note.en, MUS_MAX_LONG_TEXT},
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        enum mus_status status = check_text(texts[i].text, texts[i].max, check->err);
        if (status != MUS_OK) {
            return at(check, texts[i].field, status);
        }
    }
    if (row->label.ja.len == 0 && row->label.en.len == 0) {
        return at(check, "ja",
                  mus_fail(check->err, MUS_INVALID, "a label in \"ja\" or \"en\" is missing"));
    }
    return MUS_OK;
}

static enum mus_status check_synonyms(const struct check *check, const struct mus_table_row *row)
{
    if (row->synonyms.count > MUS_MAX_LIST) {
        return at(check, "synonyms",
                  mus_fail(check->err, MUS_LIMIT, "%zu entries, at most %d", row->synonyms.count,
                           MUS_MAX_LIST));
    }
    for (size_t i = 0; i < row->synonyms.count; i++) {
        struct mus_text synonym = row->synonyms.items[i];
        enum mus_status status = check_text(synonym, MUS_MAX_NAME, check->err);
        if (status == MUS_OK && mus_text_trim(synonym).len == 0) {
            status = mus_fail(check->err, MUS_INVALID, "a synonym is blank");
        }
        if (status != MUS_OK) {
            return at(check, "synonyms", status);
        }
    }
    return MUS_OK;
}

static enum mus_status check_member(const struct mus_table_row *row, size_t i,
                                    struct mus_error *err)
{
    const struct mus_table_member *member = &row->members[i];
    enum mus_status status = check_code(member->code, err);
    if (status == MUS_OK && !(is_day(member->from) && is_day(member->to))) {
        status = mus_fail(err, MUS_INVALID, "\"%.*s\" has a day that does not exist",
                          MUS_TEXT_SHORT_ARG(member->code));
    }
    if (status == MUS_OK) {
        status = check_days(member->from, member->to, err);
    }
    if (status != MUS_OK || i == 0) {
        return status;
    }
    const struct mus_table_member *before = member - 1;
    if (mus_text_equal(before->code, member->code) &&
        (before->to == MUS_NO_DATE || before->to >= member->from)) {
        return mus_fail(err, MUS_INVALID, "\"%.*s\" stands twice for the same time",
                        MUS_TEXT_SHORT_ARG(member->code));
    }
    if (mus_text_compare(before->code, member->code) > 0) {
        return mus_fail(err, MUS_INVALID, "\"%.*s\" is out of order",
                        MUS_TEXT_SHORT_ARG(member->code));
    }
    return MUS_OK;
}

static enum mus_status check_members(const struct check *check, const struct mus_table_row *row)
{
    if (row->member_count > MUS_MAX_TABLE_MEMBERS) {
        return at(check, "members",
                  mus_fail(check->err, MUS_LIMIT, "%zu entries, at most %d", row->member_count,
                           MUS_MAX_TABLE_MEMBERS));
    }
    for (size_t i = 0; i < row->member_count; i++) {
        enum mus_status status = check_member(row, i, check->err);
        if (status != MUS_OK) {
            return at(check, "members", status);
        }
    }
    return MUS_OK;
}

static enum mus_status check_complements(const struct check *check, const struct mus_table_row *row)
{
    enum mus_status status = MUS_OK;
    if (row->complement_count > MUS_MAX_LIST) {
        status = mus_fail(check->err, MUS_LIMIT, "%zu entries, at most %d", row->complement_count,
                          MUS_MAX_LIST);
    }
    for (size_t i = 0; status == MUS_OK && i < row->complement_count; i++) {
        const struct mus_table_complement *one = &row->complements[i];
        if (one->value > 1000000) {
            status = mus_fail(check->err, MUS_INVALID, "%u is out of range; expected 0 to 1000000",
                              (unsigned)one->value);
        } else if (i > 0 && mus_text_compare(one[-1].code, one->code) >= 0) {
            status = mus_fail(check->err, MUS_INVALID, "\"%.*s\" stands twice or out of order",
                              MUS_TEXT_SHORT_ARG(one->code));
        }
    }
    return status == MUS_OK ? MUS_OK : at(check, "complements", status);
}

static enum mus_status check_order(const struct mus_table_row *row, struct mus_error *err)
{
    if (row->order >= -1 && row->order <= MUS_JSON_INTEGER_MAX) {
        return MUS_OK;
    }
    return mus_fail(err, MUS_INVALID, "%lld is out of range; expected 0 to %lld",
                    (long long)row->order, (long long)MUS_JSON_INTEGER_MAX);
}

static enum mus_status check_row(const struct check *check)
{
    const struct mus_table_row *row = &check->table->rows[check->row];
    enum mus_status status = check_code(row->code, check->err);
    if (status != MUS_OK) {
        return at(check, "code", status);
    }
    status = check_order(row, check->err);
    if (status != MUS_OK) {
        return at(check, "order", status);
    }
    status = is_day(row->valid_from) && is_day(row->valid_to)
                 ? check_days(row->valid_from, row->valid_to, check->err)
                 : mus_fail(check->err, MUS_INVALID, "no such day");
    if (status != MUS_OK) {
        return at(check, "valid_to", status);
    }
    status = check_labels(check, row);
    if (status == MUS_OK) {
        status = check_synonyms(check, row);
    }
    if (status == MUS_OK) {
        status = check_members(check, row);
    }
    return status == MUS_OK ? check_complements(check, row) : status;
}

enum mus_status mus_table_check_rows(const struct mus_table *table,
                                     const struct mus_table_origin *origin, struct mus_error *err)
{
    struct check check = {.table = table, .origin = origin, .err = err};
    enum mus_status status = MUS_OK;
    for (; status == MUS_OK && check.row < table->count; check.row++) {
        status = check_row(&check);
    }
    return status;
}

/* What ties rows to each other */

static enum mus_status check_sorted(const struct check *check)
{
    const struct mus_table_row *row = &check->table->rows[check->row];
    int order = check->row == 0 ? -1 : mus_text_compare(row[-1].code, row->code);
    if (order < 0) {
        return MUS_OK;
    }
    return at(check, "code",
              mus_fail(check->err, MUS_INVALID, "\"%.*s\" stands %s", MUS_TEXT_SHORT_ARG(row->code),
                       order == 0 ? "twice" : "out of order"));
}

static const struct mus_table_row *parent_of(const struct mus_table *table,
                                             const struct mus_table_row *row)
{
    return row->parent.len == 0 ? NULL : mus_table_find(table, row->parent);
}

/* Levels from this row up, counted no further than `most`. */
static size_t count_levels(const struct mus_table *table, const struct mus_table_row *row,
                           size_t most)
{
    size_t levels = 0;
    while (row != NULL && levels < most) {
        levels++;
        row = parent_of(table, row);
    }
    return levels;
}

static enum mus_status check_parent(const struct check *check)
{
    const struct mus_table_row *row = &check->table->rows[check->row];
    if (row->parent.len == 0) {
        return MUS_OK;
    }
    if (parent_of(check->table, row) == NULL) {
        return at(check, "parent",
                  mus_fail(check->err, MUS_INVALID, "unknown code \"%.*s\"",
                           MUS_TEXT_SHORT_ARG(row->parent)));
    }
    if (count_levels(check->table, row, MUS_MAX_TABLE_DEPTH + 1) <= MUS_MAX_TABLE_DEPTH) {
        return MUS_OK;
    }
    /* A way up that is longer than the table comes by some row twice. */
    if (count_levels(check->table, row, check->table->count + 1) > check->table->count) {
        return at(check, "parent",
                  mus_fail(check->err, MUS_INVALID, "the parents above \"%.*s\" go in a circle",
                           MUS_TEXT_SHORT_ARG(row->parent)));
    }
    return at(check, "parent",
              mus_fail(check->err, MUS_LIMIT, "more than %d levels", MUS_MAX_TABLE_DEPTH));
}

static const struct mus_table_complement *find_complement(const struct mus_table_row *row,
                                                          struct mus_text code)
{
    for (size_t i = 0; i < row->complement_count; i++) {
        if (mus_text_equal(row->complements[i].code, code)) {
            return &row->complements[i];
        }
    }
    return NULL;
}

static enum mus_status check_symmetry(const struct check *check)
{
    const struct mus_table_row *row = &check->table->rows[check->row];
    for (size_t i = 0; i < row->complement_count; i++) {
        const struct mus_table_complement *there = &row->complements[i];
        const struct mus_table_row *other = mus_table_find(check->table, there->code);
        if (other == NULL) {
            return at(check, "complements",
                      mus_fail(check->err, MUS_INVALID, "unknown code \"%.*s\"",
                               MUS_TEXT_SHORT_ARG(there->code)));
        }
        const struct mus_table_complement *back = find_complement(other, row->code);
        if (back == NULL || back->value != there->value) {
            return at(check, "complements",
                      mus_fail(check->err, MUS_INVALID, "\"%.*s\" is %u here and %s%u there",
                               MUS_TEXT_SHORT_ARG(there->code), (unsigned)there->value,
                               back == NULL ? "not written, so " : "",
                               back == NULL ? 0U : (unsigned)back->value));
        }
    }
    return MUS_OK;
}

/* Keys that are equal stand together, and the first of them decides: no other row may have it for a
 * synonym. */
static enum mus_status check_keys(struct check *check)
{
    const struct mus_table *table = check->table;
    const struct mus_table_key *first = table->keys;
    for (size_t i = 0; i < table->key_count; i++) {
        const struct mus_table_key *key = &table->keys[i];
        if (i == 0 || !mus_text_equal(first->folded, key->folded)) {
            first = key;
        }
        if (key->rank == 2 && key->row != first->row) {
            check->row = key->row;
            return at(check, "synonyms",
                      mus_fail(check->err, MUS_INVALID, "\"%.*s\" stands for \"%.*s\" as well",
                               MUS_TEXT_SHORT_ARG(key->folded),
                               MUS_TEXT_SHORT_ARG(table->rows[first->row].code)));
        }
    }
    return MUS_OK;
}

enum mus_status mus_table_check_ties(const struct mus_table *table,
                                     const struct mus_table_origin *origin, struct mus_error *err)
{
    struct check check = {.table = table, .origin = origin, .err = err};
    enum mus_status status = MUS_OK;
    for (; status == MUS_OK && check.row < table->count; check.row++) {
        status = check_sorted(&check);
    }
    for (check.row = 0; status == MUS_OK && check.row < table->count; check.row++) {
        status = check_parent(&check);
        if (status == MUS_OK) {
            status = check_symmetry(&check);
        }
    }
    return status == MUS_OK ? check_keys(&check) : status;
}

static bool key_is_sound(const struct mus_table *table, size_t i)
{
    const struct mus_table_key *key = &table->keys[i];
    if (key->row >= table->count || key->rank > 2 || key->folded.len == 0) {
        return false;
    }
    return i == 0 || mus_text_compare(key[-1].folded, key->folded) <= 0;
}

enum mus_status mus_table_check(const struct mus_table *table, struct mus_error *err)
{
    enum mus_status status = mus_table_check_head(table, err);
    size_t codes = 0;
    for (size_t i = 0; status == MUS_OK && i < table->key_count; i++) {
        if (!key_is_sound(table, i)) {
            status = mus_fail(err, MUS_INVALID, "key %zu of the table is not in order", i);
        }
        codes += table->keys[i].rank == 0;
    }
    if (status == MUS_OK && codes != table->count) {
        status = mus_fail(err, MUS_INVALID, "%zu of %zu codes have a key", codes, table->count);
    }
    if (status == MUS_OK) {
        status = mus_table_check_rows(table, &BY_CODE, err);
    }
    return status == MUS_OK ? mus_table_check_ties(table, &BY_CODE, err) : status;
}
