/* The rules of a map: columns, conditions, patterns, tables. */
#include "import/map_json.h"

#include "base/limits.h"
#include "profile/table_make.h"

#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

/* ------------------------------------------------------------------ small things */

enum mus_status mus_map_expected(struct mus_map_reader *reader, const char *what,
                                 const struct mus_json *found)
{
    struct mus_text text = mus_json_text(found);
    if (text.ptr != NULL) {
        return mus_place_fail(&reader->place, reader->err, MUS_INVALID,
                              "expected %s, found \"%.*s\"", what, MUS_TEXT_SHORT_ARG(text));
    }
    return mus_place_fail(&reader->place, reader->err, MUS_INVALID, "expected %s, found %s", what,
                          mus_json_type_name(mus_json_type(found)));
}

enum mus_status mus_map_object(struct mus_map_reader *reader, const struct mus_json *value,
                               const char *const *keys, size_t count)
{
    if (mus_json_type(value) != MUS_JSON_OBJECT) {
        return mus_map_expected(reader, "an object", value);
    }
    return mus_json_check_keys(value, keys, count, mus_place_text(&reader->place), reader->err);
}

enum mus_status mus_map_string(struct mus_map_reader *reader, const struct mus_json *value,
                               struct mus_text *out)
{
    if (mus_json_type(value) != MUS_JSON_STRING) {
        return mus_map_expected(reader, "a text", value);
    }
    *out = mus_arena_copy(reader->arena, mus_json_text(value));
    return out->ptr == NULL ? mus_fail_memory(reader->err) : MUS_OK;
}

enum mus_status mus_map_fold(struct mus_map_reader *reader, struct mus_text text,
                             struct mus_text *out)
{
    struct mus_buf buf = {0};
    enum mus_status status = mus_table_fold(text, &buf, reader->err);
    if (status == MUS_OK) {
        *out = mus_arena_copy(reader->arena, buf.len == 0 ? MUS_TEXT("") : mus_buf_text(&buf));
        status = out->ptr == NULL ? mus_fail_memory(reader->err) : MUS_OK;
    }
    mus_buf_done(&buf);
    return status;
}

static enum mus_status read_word(struct mus_map_reader *reader, const struct mus_json *value,
                                 bool fold, struct mus_text *out)
{
    enum mus_status status = mus_map_string(reader, value, out);
    return status == MUS_OK && fold ? mus_map_fold(reader, *out, out) : status;
}

enum mus_status mus_map_strings(struct mus_map_reader *reader, const struct mus_json *value,
                                bool fold, struct mus_texts *out)
{
    bool list = mus_json_type(value) == MUS_JSON_ARRAY;
    size_t count = list ? mus_json_count(value) : 1;
    if (count == 0 || count > MUS_MAX_MAP_WORDS) {
        return mus_place_fail(&reader->place, reader->err, MUS_INVALID,
                              "expected 1 to %d texts, found %zu", MUS_MAX_MAP_WORDS, count);
    }
    struct mus_text *items = mus_arena_alloc(reader->arena, count, sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(reader->err);
    }
    enum mus_status status = MUS_OK;
    struct mus_json_iter iter;
    if (!list) {
        status = read_word(reader, value, fold, &items[0]);
    }
    bool more = list && mus_json_first(value, &iter);
    for (; status == MUS_OK && more; more = mus_json_next(&iter)) {
        size_t mark = mus_place_index(&reader->place, iter.index);
        status = read_word(reader, iter.value, fold, &items[iter.index]);
        mus_place_back(&reader->place, mark);
    }
    if (status == MUS_OK) {
        *out = (struct mus_texts){items, count};
    }
    return status;
}

/* ------------------------------------------------------------------ tables */

static const struct mus_lookup *known_table(const struct mus_map_reader *reader,
                                            struct mus_text name)
{
    for (const struct mus_map_table *at = reader->known; at != NULL; at = at->next) {
        if (mus_text_equal(at->lookup.name, name)) {
            return &at->lookup;
        }
    }
    return NULL;
}

static struct mus_map_table *remember(struct mus_map_reader *reader)
{
    struct mus_map_table *table = mus_arena_alloc(reader->arena, 1, sizeof *table);
    if (table != NULL) {
        table->next = reader->known;
        reader->known = table;
    }
    return table;
}

enum mus_status mus_map_table(struct mus_map_reader *reader, const struct mus_json *value,
                              const struct mus_lookup **out)
{
    struct mus_text name = mus_json_text(value);
    if (name.ptr == NULL) {
        return mus_map_expected(reader, "the name of a table", value);
    }
    *out = known_table(reader, name);
    if (*out != NULL) {
        return MUS_OK;
    }
    const struct mus_table *table =
        reader->tables == NULL ? NULL : mus_tables_get(reader->tables, name.ptr);
    if (table == NULL) {
        return mus_place_fail(&reader->place, reader->err, MUS_INVALID,
                              "there is no table \"%.*s\", neither in the map nor in the store",
                              MUS_TEXT_SHORT_ARG(name));
    }
    struct mus_map_table *made = remember(reader);
    if (made == NULL) {
        return mus_fail_memory(reader->err);
    }
    *out = &made->lookup;
    return mus_lookup_of_table(table, reader->arena, &made->lookup, reader->err);
}

static enum mus_status read_spelling(struct mus_map_reader *reader,
                                     const struct mus_json_iter *iter, struct mus_spelling *out)
{
    size_t mark = mus_place_key_text(&reader->place, iter->key);
    enum mus_status status = mus_map_fold(reader, iter->key, &out->folded);
    if (status == MUS_OK && out->folded.len == 0) {
        status = mus_place_fail(&reader->place, reader->err, MUS_INVALID, "the word is empty");
    }
    if (status == MUS_OK && mus_json_type(iter->value) != MUS_JSON_NULL) {
        status = mus_map_string(reader, iter->value, &out->value);
    }
    mus_place_back(&reader->place, mark);
    return status;
}

enum mus_status mus_map_read_table(struct mus_map_reader *reader, struct mus_text name,
                                   const struct mus_json *value)
{
    size_t count = mus_json_count(value);
    if (mus_json_type(value) != MUS_JSON_OBJECT || count == 0 || count > MUS_MAX_MAP_WORDS) {
        return mus_map_expected(reader, "an object of 1 to 10000 words", value);
    }
    struct mus_spelling *items = mus_arena_alloc(reader->arena, count, sizeof *items);
    struct mus_map_table *made = remember(reader);
    if (items == NULL || made == NULL) {
        return mus_fail_memory(reader->err);
    }
    enum mus_status status = MUS_OK;
    struct mus_json_iter iter;
    bool more = mus_json_first(value, &iter);
    for (; status == MUS_OK && more; more = mus_json_next(&iter)) {
        status = read_spelling(reader, &iter, &items[iter.index]);
    }
    if (status == MUS_OK) {
        status = mus_lookup_make(name, items, count, &made->lookup, reader->err);
        if (status == MUS_INVALID) {
            status = mus_fail_at(reader->err, status, "%s", mus_place_text(&reader->place));
        }
    }
    return status;
}

/* ------------------------------------------------------------------ columns, conditions */

enum mus_status mus_map_read_column(struct mus_map_reader *reader, const struct mus_json *value,
                                    struct mus_map_column *out)
{
    struct mus_map_column column = {.at = MUS_NO_COLUMN};
    if (mus_json_type(value) == MUS_JSON_INTEGER) {
        int64_t number = mus_json_integer(value);
        if (number < 1 || number > MUS_MAX_COLUMNS) {
            return mus_place_fail(&reader->place, reader->err, MUS_INVALID,
                                  "expected a column from 1 to %d, found %lld", MUS_MAX_COLUMNS,
                                  (long long)number);
        }
        column.number = (size_t)number;
        *out = column;
        return MUS_OK;
    }
    if (mus_json_type(value) != MUS_JSON_STRING || mus_text_trim(mus_json_text(value)).len == 0) {
        return mus_map_expected(reader, "a heading or the number of a column", value);
    }
    if (reader->no_header) {
        return mus_map_expected(reader, "the number of a column, since there is no header", value);
    }
    enum mus_status status = mus_map_string(reader, value, &column.heading);
    if (status == MUS_OK) {
        *out = column;
    }
    return status;
}

static enum mus_status read_reason(struct mus_map_reader *reader, const struct mus_json *value,
                                   struct mus_text *out)
{
    size_t mark = mus_place_key(&reader->place, "reason");
    enum mus_status status = mus_map_string(reader, value, out);
    mus_place_back(&reader->place, mark);
    return status;
}

enum mus_status mus_map_read_condition(struct mus_map_reader *reader, const struct mus_json *value,
                                       bool reason, struct mus_map_condition *out)
{
    static const char *const keys[] = {"column", "in", "given", "reason"};
    struct mus_map_condition condition = {0};
    enum mus_status status = mus_map_object(reader, value, keys, reason ? 4 : 3);
    const struct mus_json *in = mus_json_get(value, "in");
    const struct mus_json *given = mus_json_get(value, "given");
    if (status == MUS_OK) {
        size_t mark = mus_place_key(&reader->place, "column");
        status = mus_map_read_column(reader, mus_json_get(value, "column"), &condition.column);
        mus_place_back(&reader->place, mark);
    }
    if (status == MUS_OK && (in == NULL) == (mus_json_type(given) != MUS_JSON_BOOL)) {
        status = mus_place_fail(&reader->place, reader->err, MUS_INVALID,
                                "expected either \"in\" or \"given\" with true or false");
    }
    if (status == MUS_OK && in != NULL) {
        size_t mark = mus_place_key(&reader->place, "in");
        status = mus_map_strings(reader, in, true, &condition.words);
        mus_place_back(&reader->place, mark);
    } else {
        condition.test = mus_json_bool(given) ? MUS_MAP_GIVEN : MUS_MAP_MISSING;
    }
    if (status == MUS_OK && reason) {
        status = read_reason(reader, mus_json_get(value, "reason"), &condition.reason);
    }
    if (status == MUS_OK) {
        *out = condition;
    }
    return status;
}

/* ------------------------------------------------------------------ patterns */

enum argument { ARGUMENT_TEXT, ARGUMENT_TEXTS, ARGUMENT_PIECES, ARGUMENT_RANGE, ARGUMENT_TABLE };

static const struct {
    const char *key;
    enum mus_map_operation operation;
    enum argument argument;
} STEPS[] = {
    {"after_first", MUS_MAP_AFTER_FIRST, ARGUMENT_TEXT},
    {"after_last", MUS_MAP_AFTER_LAST, ARGUMENT_TEXT},
    {"before_first", MUS_MAP_BEFORE_FIRST, ARGUMENT_TEXT},
    {"before_last", MUS_MAP_BEFORE_LAST, ARGUMENT_TEXT},
    {"through_first", MUS_MAP_THROUGH_FIRST, ARGUMENT_TEXT},
    {"through_last", MUS_MAP_THROUGH_LAST, ARGUMENT_TEXT},
    {"last_pieces", MUS_MAP_LAST_PIECES, ARGUMENT_PIECES},
    {"take", MUS_MAP_TAKE, ARGUMENT_RANGE},
    {"strip_prefix", MUS_MAP_STRIP_PREFIX, ARGUMENT_TEXTS},
    {"strip_suffix", MUS_MAP_STRIP_SUFFIX, ARGUMENT_TEXTS},
    {"starts", MUS_MAP_STARTS, ARGUMENT_TEXTS},
    {"ends", MUS_MAP_ENDS, ARGUMENT_TEXTS},
    {"contains", MUS_MAP_CONTAINS, ARGUMENT_TEXTS},
    {"front", MUS_MAP_FRONT, ARGUMENT_TABLE},
    {"within", MUS_MAP_WITHIN, ARGUMENT_TABLE},
};

static enum mus_status read_step_texts(struct mus_map_reader *reader, const struct mus_json *value,
                                       struct mus_map_step *out)
{
    enum mus_status status = mus_map_strings(reader, value, false, &out->texts);
    for (size_t i = 0; status == MUS_OK && i < out->texts.count; i++) {
        if (out->texts.items[i].len == 0) {
            status = mus_place_fail(&reader->place, reader->err, MUS_INVALID, "a text is empty");
        }
    }
    return status;
}

static bool is_count(const struct mus_json *value, int64_t min)
{
    return mus_json_type(value) == MUS_JSON_INTEGER && mus_json_integer(value) >= min &&
           mus_json_integer(value) <= MUS_MAX_CELL_BYTES;
}

/* [",", 2] */
static enum mus_status read_pieces(struct mus_map_reader *reader, const struct mus_json *value,
                                   struct mus_map_step *out)
{
    const struct mus_json *text = mus_json_at(value, 0);
    const struct mus_json *count = mus_json_at(value, 1);
    if (mus_json_type(value) != MUS_JSON_ARRAY || mus_json_count(value) != 2 ||
        mus_json_text(text).len == 0 || !is_count(count, 1)) {
        return mus_map_expected(reader, "a text and a number of pieces, such as [\",\", 2]", NULL);
    }
    out->count = (size_t)mus_json_integer(count);
    return read_step_texts(reader, text, out);
}

/* [0, 3] */
static enum mus_status read_range(struct mus_map_reader *reader, const struct mus_json *value,
                                  struct mus_map_step *out)
{
    const struct mus_json *start = mus_json_at(value, 0);
    const struct mus_json *count = mus_json_at(value, 1);
    if (mus_json_type(value) != MUS_JSON_ARRAY || mus_json_count(value) != 2 ||
        !is_count(start, 0) || !is_count(count, 1)) {
        return mus_map_expected(reader, "a start from 0 and a length, such as [0, 3]", NULL);
    }
    out->start = (size_t)mus_json_integer(start);
    out->count = (size_t)mus_json_integer(count);
    return MUS_OK;
}

static enum mus_status read_argument(struct mus_map_reader *reader, enum argument argument,
                                     const struct mus_json *value, struct mus_map_step *out)
{
    switch (argument) {
    case ARGUMENT_TEXT:
        return mus_json_type(value) == MUS_JSON_STRING ? read_step_texts(reader, value, out)
                                                       : mus_map_expected(reader, "a text", value);
    case ARGUMENT_TEXTS:
        return read_step_texts(reader, value, out);
    case ARGUMENT_PIECES:
        return read_pieces(reader, value, out);
    case ARGUMENT_RANGE:
        return read_range(reader, value, out);
    case ARGUMENT_TABLE:
        break;
    }
    return mus_map_table(reader, value, &out->lookup);
}

static enum mus_status read_step(struct mus_map_reader *reader, const struct mus_json *value,
                                 struct mus_map_step *out)
{
    struct mus_json_iter iter;
    if (mus_json_count(value) != 1 || !mus_json_first(value, &iter) || iter.key.ptr == NULL) {
        return mus_map_expected(reader, "a step, an object with one key", value);
    }
    for (size_t i = 0; i < COUNT(STEPS); i++) {
        if (mus_text_equals(iter.key, STEPS[i].key)) {
            size_t mark = mus_place_key(&reader->place, STEPS[i].key);
            out->operation = STEPS[i].operation;
            enum mus_status status = read_argument(reader, STEPS[i].argument, iter.value, out);
            mus_place_back(&reader->place, mark);
            return status;
        }
    }
    return mus_place_fail(&reader->place, reader->err, MUS_INVALID, "unknown step \"%.*s\"",
                          MUS_TEXT_SHORT_ARG(iter.key));
}

/* One step, or an array of steps. */
static enum mus_status read_pattern(struct mus_map_reader *reader, const struct mus_json *value,
                                    struct mus_map_rule *rule)
{
    bool list = mus_json_type(value) == MUS_JSON_ARRAY;
    size_t count = list ? mus_json_count(value) : 1;
    if (count == 0 || count > MUS_MAX_MAP_RULES) {
        return mus_place_fail(&reader->place, reader->err, MUS_INVALID,
                              "expected 1 to %d steps, found %zu", MUS_MAX_MAP_RULES, count);
    }
    struct mus_map_step *steps = mus_arena_alloc(reader->arena, count, sizeof *steps);
    if (steps == NULL) {
        return mus_fail_memory(reader->err);
    }
    enum mus_status status = list ? MUS_OK : read_step(reader, value, &steps[0]);
    for (size_t i = 0; list && status == MUS_OK && i < count; i++) {
        size_t mark = mus_place_index(&reader->place, i);
        status = read_step(reader, mus_json_at(value, i), &steps[i]);
        mus_place_back(&reader->place, mark);
    }
    rule->steps = steps;
    rule->step_count = count;
    return status;
}

/* ------------------------------------------------------------------ rules */

static const char *const RULE_KEYS[] = {"column", "join",    "constant", "when",  "pattern",
                                        "table",  "default", "unit",     "split", "optional"};

static enum mus_status read_columns(struct mus_map_reader *reader, const struct mus_json *value,
                                    struct mus_map_rule *rule)
{
    bool list = mus_json_type(value) == MUS_JSON_ARRAY;
    size_t count = list ? mus_json_count(value) : 1;
    if (count == 0 || count > MUS_MAX_MAP_RULES) {
        return mus_place_fail(&reader->place, reader->err, MUS_INVALID,
                              "expected 1 to %d columns, found %zu", MUS_MAX_MAP_RULES, count);
    }
    rule->columns = mus_arena_alloc(reader->arena, count, sizeof *rule->columns);
    if (rule->columns == NULL) {
        return mus_fail_memory(reader->err);
    }
    rule->column_count = count;
    enum mus_status status = list ? MUS_OK : mus_map_read_column(reader, value, &rule->columns[0]);
    for (size_t i = 0; list && status == MUS_OK && i < count; i++) {
        size_t mark = mus_place_index(&reader->place, i);
        status = mus_map_read_column(reader, mus_json_at(value, i), &rule->columns[i]);
        mus_place_back(&reader->place, mark);
    }
    return status;
}

/* A text, a number, true or false, or a list of texts, as it could stand in a cell. */
static enum mus_status read_constant(struct mus_map_reader *reader, const struct mus_json *value,
                                     struct mus_map_rule *rule)
{
    struct mus_buf buf = {0};
    struct mus_texts texts = {0};
    enum mus_status status = MUS_OK;
    if (mus_json_type(value) == MUS_JSON_INTEGER) {
        mus_buf_printf(&buf, "%lld", (long long)mus_json_integer(value));
    } else if (mus_json_type(value) == MUS_JSON_BOOL) {
        mus_buf_add_z(&buf, mus_json_bool(value) ? "true" : "false");
    } else {
        status = mus_map_strings(reader, value, false, &texts);
    }
    for (size_t i = 0; status == MUS_OK && i < texts.count; i++) {
        mus_buf_add_z(&buf, i == 0 ? "" : "\n");
        mus_buf_add_text(&buf, texts.items[i]);
    }
    if (status == MUS_OK) {
        status = mus_buf_check(&buf, reader->err);
    }
    if (status == MUS_OK) {
        rule->constant = mus_arena_copy(reader->arena, mus_text_trim(mus_buf_text(&buf)));
        status = rule->constant.len > 0 ? MUS_OK : mus_map_expected(reader, "a value", value);
    }
    if (status == MUS_OK && mus_json_type(value) == MUS_JSON_ARRAY) {
        rule->separators = MUS_TEXT("\n");
    }
    mus_buf_done(&buf);
    return status;
}

static enum mus_status read_when(struct mus_map_reader *reader, const struct mus_json *value,
                                 struct mus_map_rule *rule)
{
    rule->when = mus_arena_alloc(reader->arena, 1, sizeof *rule->when);
    return rule->when == NULL ? mus_fail_memory(reader->err)
                              : mus_map_read_condition(reader, value, false, rule->when);
}

static enum mus_status read_member(struct mus_map_reader *reader, const char *key,
                                   const struct mus_json *value, struct mus_map_rule *rule)
{
    if (strcmp(key, "column") == 0) {
        return read_columns(reader, value, rule);
    }
    if (strcmp(key, "join") == 0) {
        return mus_map_string(reader, value, &rule->join);
    }
    if (strcmp(key, "constant") == 0) {
        return read_constant(reader, value, rule);
    }
    if (strcmp(key, "when") == 0) {
        return read_when(reader, value, rule);
    }
    if (strcmp(key, "pattern") == 0) {
        return read_pattern(reader, value, rule);
    }
    if (strcmp(key, "table") == 0) {
        return mus_map_table(reader, value, &rule->lookup);
    }
    if (strcmp(key, "default") == 0) {
        rule->has_fallback = true;
        return mus_json_type(value) == MUS_JSON_NULL
                   ? MUS_OK
                   : mus_map_string(reader, value, &rule->fallback);
    }
    if (strcmp(key, "unit") == 0) {
        rule->unit = mus_json_integer(value);
        return rule->unit >= 1 && rule->unit <= MUS_MAX_CAPITAL_JPY
                   ? MUS_OK
                   : mus_map_expected(reader, "a whole number from 1 on", value);
    }
    if (strcmp(key, "split") == 0) {
        enum mus_status status = mus_map_string(reader, value, &rule->separators);
        return status == MUS_OK && rule->separators.len == 0
                   ? mus_map_expected(reader, "one or more characters", value)
                   : status;
    }
    if (mus_json_type(value) != MUS_JSON_BOOL) {
        return mus_map_expected(reader, "true or false", value);
    }
    rule->optional = mus_json_bool(value);
    return MUS_OK;
}

static bool is_list(enum mus_value_type type)
{
    return type == MUS_VALUE_TEXTS || type == MUS_VALUE_CODES || type == MUS_VALUE_WORD_SET;
}

/* What is said in vain is a mistake. */
static enum mus_status check_rule(struct mus_map_reader *reader, const struct mus_json *value,
                                  const struct mus_map_rule *rule, enum mus_value_type type)
{
    const char *wrong = NULL;
    bool constant = rule->constant.ptr != NULL;
    if (constant == (rule->column_count > 0)) {
        wrong = "expected either \"column\" or \"constant\"";
    } else if (constant && (rule->step_count > 0 || rule->lookup != NULL || rule->optional)) {
        wrong = "a constant goes with neither pattern nor table nor optional";
    } else if (mus_json_get(value, "join") != NULL && rule->column_count < 2) {
        wrong = "\"join\" goes with several columns";
    } else if (rule->has_fallback && rule->lookup == NULL) {
        wrong = "\"default\" goes with \"table\"";
    } else if (mus_json_get(value, "unit") != NULL && type != MUS_VALUE_NUMBER) {
        wrong = "\"unit\" goes with a number";
    } else if (mus_json_get(value, "split") != NULL && !is_list(type)) {
        wrong = "\"split\" goes with a list";
    }
    return wrong == NULL ? MUS_OK
                         : mus_place_fail(&reader->place, reader->err, MUS_INVALID, "%s", wrong);
}

static enum mus_status read_rule(struct mus_map_reader *reader, const struct mus_json *value,
                                 enum mus_value_type type, struct mus_map_rule *out)
{
    struct mus_map_rule rule = {.unit = 1};
    enum mus_status status = mus_map_object(reader, value, RULE_KEYS, COUNT(RULE_KEYS));
    for (size_t i = 0; status == MUS_OK && i < COUNT(RULE_KEYS); i++) {
        const struct mus_json *member = mus_json_get(value, RULE_KEYS[i]);
        if (member != NULL) {
            size_t mark = mus_place_key(&reader->place, RULE_KEYS[i]);
            status = read_member(reader, RULE_KEYS[i], member, &rule);
            mus_place_back(&reader->place, mark);
        }
    }
    if (status == MUS_OK) {
        status = check_rule(reader, value, &rule, type);
    }
    if (status == MUS_OK) {
        *out = rule;
    }
    return status;
}

enum mus_status mus_map_read_rules(struct mus_map_reader *reader, const struct mus_json *value,
                                   struct mus_map_field *out)
{
    bool list = mus_json_type(value) == MUS_JSON_ARRAY;
    size_t count = list ? mus_json_count(value) : 1;
    if (count == 0 || count > MUS_MAX_MAP_RULES) {
        return mus_place_fail(&reader->place, reader->err, MUS_INVALID,
                              "expected 1 to %d rules, found %zu", MUS_MAX_MAP_RULES, count);
    }
    out->rules = mus_arena_alloc(reader->arena, count, sizeof *out->rules);
    if (out->rules == NULL) {
        return mus_fail_memory(reader->err);
    }
    out->rule_count = count;
    enum mus_value_type type = out->target.part.type;
    enum mus_status status = list ? MUS_OK : read_rule(reader, value, type, &out->rules[0]);
    for (size_t i = 0; list && status == MUS_OK && i < count; i++) {
        size_t mark = mus_place_index(&reader->place, i);
        status = read_rule(reader, mus_json_at(value, i), type, &out->rules[i]);
        mus_place_back(&reader->place, mark);
    }
    return status;
}
