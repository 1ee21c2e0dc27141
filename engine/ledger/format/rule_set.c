#include "ledger/format/rule_set.h"

#include "base/limits.h"
#include "codec/json.h"
#include "ledger/format/rule_words.h"
#include "profile/value_json.h"

#define FIRST_FISCAL_YEAR 1990
#define LAST_FISCAL_YEAR 2200

static enum mus_status need_text(struct mus_reader *reader, const struct mus_json *object,
                                 const char *key, size_t max, struct mus_text *out)
{
    size_t mark = mus_place_key(&reader->place, key);
    const struct mus_json *value = mus_json_get(object, key);
    enum mus_status status = mus_reader_type(reader, value, MUS_JSON_STRING);
    if (status == MUS_OK && mus_reader_not_given(value)) {
        status = mus_place_fail(&reader->place, reader->err, MUS_INVALID, "is blank");
    }
    if (status == MUS_OK) {
        status = mus_read_text(reader, value, max, out);
    }
    mus_place_back(&reader->place, mark);
    return status;
}

static enum mus_status need_id(struct mus_reader *reader, const struct mus_json *object,
                               const char *key, size_t max, struct mus_text *out)
{
    enum mus_status status = need_text(reader, object, key, max, out);
    if (status != MUS_OK) {
        return status;
    }
    size_t mark = mus_place_key(&reader->place, key);
    status = mus_read_id(reader, mus_json_get(object, key), out);
    mus_place_back(&reader->place, mark);
    return status;
}

/* One word of a list, a string that is not blank. */
static enum mus_status need_word(struct mus_reader *reader, const struct mus_json *value)
{
    enum mus_status status = mus_reader_type(reader, value, MUS_JSON_STRING);
    if (status == MUS_OK && mus_reader_not_given(value)) {
        return mus_place_fail(&reader->place, reader->err, MUS_INVALID, "is blank");
    }
    return status;
}

/* A list that says something: not left out, not empty. */
static enum mus_status need_list(struct mus_reader *reader, const struct mus_json *value,
                                 size_t max)
{
    enum mus_status status = mus_reader_array(reader, value, max);
    if (status == MUS_OK && mus_json_count(value) == 0) {
        return mus_place_fail(&reader->place, reader->err, MUS_INVALID, "is empty");
    }
    return status;
}

static enum mus_status twice(struct mus_reader *reader, struct mus_text word)
{
    return mus_place_fail(&reader->place, reader->err, MUS_INVALID, "\"%.*s\" stands twice",
                          MUS_TEXT_SHORT_ARG(word));
}

static bool holds(const struct mus_text *items, size_t count, struct mus_text text)
{
    for (size_t i = 0; i < count; i++) {
        if (mus_text_equal(items[i], text)) {
            return true;
        }
    }
    return false;
}

static enum mus_status read_programme(struct mus_reader *reader, const struct mus_json *value,
                                      struct mus_text *items, size_t count)
{
    struct mus_text code = MUS_NO_TEXT;
    enum mus_status status = need_word(reader, value);
    if (status == MUS_OK) {
        status = mus_read_id(reader, value, &code);
    }
    if (status != MUS_OK) {
        return status;
    }
    if (code.len > MUS_LEDGER_MAX_PROGRAMME) {
        return mus_place_fail(&reader->place, reader->err, MUS_LIMIT, "%zu bytes, at most %d",
                              code.len, MUS_LEDGER_MAX_PROGRAMME);
    }
    if (mus_text_equals(code, MUS_RULE_ANY)) {
        return mus_place_fail(&reader->place, reader->err, MUS_INVALID,
                              "\"any\" names all programmes and stands alone");
    }
    if (holds(items, count, code)) {
        return twice(reader, code);
    }
    items[count] = code;
    return MUS_OK;
}

static enum mus_status read_programmes(struct mus_reader *reader, const struct mus_json *value,
                                       struct mus_texts *out)
{
    enum mus_status status = need_list(reader, value, MUS_MAX_RULE_PROGRAMMES);
    if (status != MUS_OK) {
        return status;
    }
    size_t count = mus_json_count(value);
    if (count == 1 && mus_text_equals(mus_json_text(mus_json_at(value, 0)), MUS_RULE_ANY)) {
        return MUS_OK;
    }
    struct mus_text *items = mus_arena_alloc(reader->arena, count, sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(reader->err);
    }
    struct mus_json_iter iter;
    for (bool more = mus_json_first(value, &iter); status == MUS_OK && more;
         more = mus_json_next(&iter)) {
        size_t mark = mus_place_index(&reader->place, iter.index);
        status = read_programme(reader, iter.value, items, iter.index);
        mus_place_back(&reader->place, mark);
    }
    if (status == MUS_OK) {
        *out = (struct mus_texts){items, count};
    }
    return status;
}

/* The words are few: the message lists them all. */
static enum mus_status unknown_mark(struct mus_reader *reader, struct mus_text word,
                                    const struct mus_mark_words *words)
{
    struct mus_buf expected = {0};
    for (unsigned mark = 1; mark < words->end; mark++) {
        mus_buf_add_z(&expected, mark == 1 ? "" : ", ");
        mus_buf_add_z(&expected, words->name(mark));
    }
    enum mus_status status = mus_buf_check(&expected, reader->err);
    if (status == MUS_OK) {
        status = mus_place_fail(&reader->place, reader->err, MUS_INVALID,
                                "unknown word \"%.*s\"; expected %.*s", MUS_TEXT_SHORT_ARG(word),
                                MUS_TEXT_ARG(mus_buf_text(&expected)));
    }
    mus_buf_done(&expected);
    return status;
}

static enum mus_status read_mark(struct mus_reader *reader, const struct mus_json *value,
                                 const struct mus_mark_words *words, unsigned *marks)
{
    enum mus_status status = need_word(reader, value);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_text word = mus_json_text(value);
    unsigned mark = 1;
    while (mark < words->end && !mus_text_equals(word, words->name(mark))) {
        mark++;
    }
    if (mark == words->end) {
        return unknown_mark(reader, word, words);
    }
    if ((*marks & 1u << mark) != 0) {
        return twice(reader, word);
    }
    *marks |= 1u << mark;
    return MUS_OK;
}

static enum mus_status read_marks(struct mus_reader *reader, const struct mus_json *value,
                                  const struct mus_mark_words *words, unsigned *marks)
{
    enum mus_status status = need_list(reader, value, words->end);
    struct mus_json_iter iter;
    for (bool more = mus_json_first(value, &iter); status == MUS_OK && more;
         more = mus_json_next(&iter)) {
        size_t mark = mus_place_index(&reader->place, iter.index);
        status = read_mark(reader, iter.value, words, marks);
        mus_place_back(&reader->place, mark);
    }
    return status;
}

static enum mus_status read_clause(struct mus_reader *reader, const struct mus_json *value,
                                   const struct mus_mark_words *words, struct mus_rule_clause *out)
{
    const char *const keys[] = {"programmes", words->key, "confirmed"};
    enum mus_status status = mus_reader_object(reader, value, keys, 3);
    if (status == MUS_OK) {
        size_t mark = mus_place_key(&reader->place, "programmes");
        status = read_programmes(reader, mus_json_get(value, "programmes"), &out->programmes);
        mus_place_back(&reader->place, mark);
    }
    if (status == MUS_OK) {
        size_t mark = mus_place_key(&reader->place, words->key);
        status = read_marks(reader, mus_json_get(value, words->key), words, &out->marks);
        mus_place_back(&reader->place, mark);
    }
    if (status == MUS_OK) {
        size_t mark = mus_place_key(&reader->place, "confirmed");
        const struct mus_json *confirmed = mus_json_get(value, "confirmed");
        status = mus_reader_type(reader, confirmed, MUS_JSON_BOOL);
        out->confirmed = mus_json_bool(confirmed);
        mus_place_back(&reader->place, mark);
    }
    return status;
}

static enum mus_status read_clauses(struct mus_reader *reader, const struct mus_json *value,
                                    const struct mus_mark_words *words,
                                    struct mus_rule_clauses *out)
{
    enum mus_status status = mus_reader_array(reader, value, MUS_MAX_RULE_CLAUSES);
    size_t count = mus_json_count(value);
    if (status != MUS_OK || count == 0) {
        return status;
    }
    struct mus_rule_clause *items = mus_arena_alloc(reader->arena, count, sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(reader->err);
    }
    struct mus_json_iter iter;
    for (bool more = mus_json_first(value, &iter); status == MUS_OK && more;
         more = mus_json_next(&iter)) {
        size_t mark = mus_place_index(&reader->place, iter.index);
        status = read_clause(reader, iter.value, words, &items[iter.index]);
        mus_place_back(&reader->place, mark);
    }
    if (status == MUS_OK) {
        *out = (struct mus_rule_clauses){items, count};
    }
    return status;
}

static enum mus_status read_both_clauses(struct mus_reader *reader, const struct mus_json *document,
                                         struct mus_rule_set *out)
{
    size_t mark = mus_place_key(&reader->place, "named");
    enum mus_status status =
        read_clauses(reader, mus_json_get(document, "named"), &mus_stage_marks, &out->named);
    mus_place_back(&reader->place, mark);
    if (status == MUS_OK) {
        mark = mus_place_key(&reader->place, "reported");
        status = read_clauses(reader, mus_json_get(document, "reported"), &mus_side_marks,
                              &out->reported);
        mus_place_back(&reader->place, mark);
    }
    if (status == MUS_OK && out->named.count + out->reported.count == 0) {
        return mus_place_fail(&reader->place, reader->err, MUS_INVALID,
                              "\"named\" and \"reported\" are empty: nothing would count");
    }
    return status;
}

static enum mus_status read_match_key(struct mus_reader *reader, const struct mus_json *value,
                                      bool seen[MUS_MATCH_WORDS])
{
    enum mus_status status = need_word(reader, value);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_text word = mus_json_text(value);
    size_t i = 0;
    while (i < MUS_MATCH_WORDS && !mus_text_equals(word, mus_match_words[i].word)) {
        i++;
    }
    if (i == MUS_MATCH_WORDS) {
        return mus_place_fail(
            &reader->place, reader->err, MUS_INVALID,
            "unknown word \"%.*s\"; expected pair, purpose, fiscal_year, programme, edition",
            MUS_TEXT_SHORT_ARG(word));
    }
    if (seen[i]) {
        return twice(reader, word);
    }
    seen[i] = true;
    return MUS_OK;
}

static enum mus_status read_one_match(struct mus_reader *reader, const struct mus_json *value,
                                      unsigned *out)
{
    bool seen[MUS_MATCH_WORDS] = {false};
    enum mus_status status = need_list(reader, value, MUS_MATCH_WORDS);
    struct mus_json_iter iter;
    for (bool more = mus_json_first(value, &iter); status == MUS_OK && more;
         more = mus_json_next(&iter)) {
        size_t mark = mus_place_index(&reader->place, iter.index);
        status = read_match_key(reader, iter.value, seen);
        mus_place_back(&reader->place, mark);
    }
    if (status == MUS_OK && !seen[0]) {
        return mus_place_fail(&reader->place, reader->err, MUS_INVALID, "\"pair\" is missing");
    }
    for (size_t i = 0; status == MUS_OK && i < MUS_MATCH_WORDS; i++) {
        *out |= seen[i] ? mus_match_words[i].key : 0;
    }
    return status;
}

static enum mus_status read_format(struct mus_reader *reader, const struct mus_json *document)
{
    struct mus_text format = mus_json_text(mus_json_get(document, "format"));
    if (!mus_text_equals(format, MUS_RULE_FORMAT)) {
        return mus_fail(reader->err, MUS_INVALID, "format: \"%.*s\" is not known; expected \"%s\"",
                        MUS_TEXT_SHORT_ARG(format), MUS_RULE_FORMAT);
    }
    return MUS_OK;
}

static enum mus_status read_title(struct mus_reader *reader, const struct mus_json *document,
                                  struct mus_rule_set *out)
{
    static const char *const keys[] = {"ja", "en"};
    size_t mark = mus_place_key(&reader->place, "title");
    const struct mus_json *title = mus_json_get(document, "title");
    enum mus_status status = mus_reader_object(reader, title, keys, 2);
    if (status == MUS_OK) {
        status = need_text(reader, title, "ja", MUS_MAX_RULE_TEXT, &out->title_ja);
    }
    if (status == MUS_OK) {
        status = need_text(reader, title, "en", MUS_MAX_RULE_TEXT, &out->title_en);
    }
    mus_place_back(&reader->place, mark);
    return status;
}

static enum mus_status read_note(struct mus_reader *reader, const struct mus_json *document,
                                 struct mus_rule_set *out)
{
    struct mus_bilingual note = {0};
    size_t mark = mus_place_key(&reader->place, "note");
    enum mus_status status =
        mus_read_bilingual(reader, mus_json_get(document, "note"), MUS_MAX_RULE_TEXT, &note);
    mus_place_back(&reader->place, mark);
    if (status == MUS_OK) {
        out->note_ja = note.ja;
        out->note_en = note.en;
    }
    return status;
}

static enum mus_status read_year(struct mus_reader *reader, const struct mus_json *document,
                                 int *out)
{
    int64_t year = 0;
    size_t mark = mus_place_key(&reader->place, "from_fiscal_year");
    const struct mus_json *value = mus_json_get(document, "from_fiscal_year");
    enum mus_status status = mus_reader_type(reader, value, MUS_JSON_INTEGER);
    if (status == MUS_OK) {
        status = mus_read_number(reader, value, FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR, &year);
    }
    mus_place_back(&reader->place, mark);
    *out = (int)year;
    return status;
}

static enum mus_status read_home(struct mus_reader *reader, const struct mus_json *document,
                                 char out[2])
{
    struct mus_text code = MUS_TEXT("JP");
    enum mus_status status = mus_read_text_at(reader, document, "home_country", 64, &code);
    if (status != MUS_OK) {
        return status;
    }
    if (code.len != 2 || code.ptr[0] < 'A' || code.ptr[0] > 'Z' || code.ptr[1] < 'A' ||
        code.ptr[1] > 'Z') {
        return mus_fail(reader->err, MUS_INVALID,
                        "home_country: malformed code \"%.*s\"; expected two capital letters",
                        MUS_TEXT_SHORT_ARG(code));
    }
    out[0] = code.ptr[0];
    out[1] = code.ptr[1];
    return MUS_OK;
}

static enum mus_status read_same_company(struct mus_reader *reader, const struct mus_json *document,
                                         bool *by_number)
{
    struct mus_text word = MUS_TEXT("id");
    enum mus_status status = mus_read_text_at(reader, document, "same_company", 64, &word);
    if (status != MUS_OK) {
        return status;
    }
    *by_number = mus_text_equals(word, MUS_RULE_BY_NUMBER);
    if (!*by_number && !mus_text_equals(word, MUS_RULE_BY_ID)) {
        return mus_fail(reader->err, MUS_INVALID,
                        "same_company: unknown word \"%.*s\"; expected \"%s\" or \"%s\"",
                        MUS_TEXT_SHORT_ARG(word), MUS_RULE_BY_ID, MUS_RULE_BY_NUMBER);
    }
    return MUS_OK;
}

/* What says which set this is. */
static enum mus_status read_head(struct mus_reader *reader, const struct mus_json *document,
                                 struct mus_rule_set *out)
{
    static const char *const keys[] = {
        "format",       "id",    "title",    "note",      "indicator",   "from_fiscal_year",
        "home_country", "named", "reported", "one_match", "same_company"};
    enum mus_status status =
        mus_reader_object(reader, document, keys, sizeof keys / sizeof keys[0]);
    if (status == MUS_OK) {
        status = read_format(reader, document);
    }
    if (status == MUS_OK) {
        status = need_id(reader, document, "id", MUS_MAX_ID, &out->id);
    }
    if (status == MUS_OK) {
        status = read_title(reader, document, out);
    }
    if (status == MUS_OK) {
        status = read_note(reader, document, out);
    }
    if (status == MUS_OK) {
        status = need_id(reader, document, "indicator", MUS_LEDGER_MAX_INDICATOR, &out->indicator);
    }
    return status == MUS_OK ? read_year(reader, document, &out->from_fiscal_year) : status;
}

/* What says how it counts. */
static enum mus_status read_rules(struct mus_reader *reader, const struct mus_json *document,
                                  struct mus_rule_set *out)
{
    enum mus_status status = read_home(reader, document, out->home_country);
    if (status == MUS_OK) {
        status = read_both_clauses(reader, document, out);
    }
    if (status == MUS_OK) {
        size_t mark = mus_place_key(&reader->place, "one_match");
        status = read_one_match(reader, mus_json_get(document, "one_match"), &out->one_match);
        mus_place_back(&reader->place, mark);
    }
    return status == MUS_OK ? read_same_company(reader, document, &out->same_by_number) : status;
}

/* An entry holds it only up to a size. */
static enum mus_status check_size(const struct mus_rule_set *rules, struct mus_error *err)
{
    struct mus_buf canonical = {0};
    mus_rule_set_write(rules, &canonical);
    enum mus_status status = mus_buf_check(&canonical, err);
    if (status == MUS_OK && canonical.len > MUS_LEDGER_MAX_RULES) {
        status = mus_fail(err, MUS_LIMIT, "the rule set has %zu bytes, at most %d", canonical.len,
                          MUS_LEDGER_MAX_RULES);
    }
    mus_buf_done(&canonical);
    return status;
}

enum mus_status mus_rule_set_read(struct mus_text json, struct mus_arena *arena,
                                  struct mus_rule_set *out, struct mus_error *err)
{
    struct mus_json *document = NULL;
    enum mus_status status = mus_json_parse(json, &document, err);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_reader reader = {.arena = arena, .err = err};
    struct mus_rule_set rules = {0};
    status = read_head(&reader, document, &rules);
    if (status == MUS_OK) {
        status = read_rules(&reader, document, &rules);
    }
    if (status == MUS_OK) {
        status = check_size(&rules, err);
    }
    if (status == MUS_OK) {
        *out = rules;
    }
    mus_json_free(document);
    return status;
}

const struct mus_rule_clause *mus_rule_clause_for(const struct mus_rule_clauses *clauses,
                                                  struct mus_text programme)
{
    for (size_t i = 0; i < clauses->count; i++) {
        struct mus_texts programmes = clauses->items[i].programmes;
        if (programmes.count == 0 || holds(programmes.items, programmes.count, programme)) {
            return &clauses->items[i];
        }
    }
    return NULL;
}
