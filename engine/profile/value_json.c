#include "profile/value_json.h"

#include "base/limits.h"

#include <assert.h>

bool mus_reader_not_given(const struct mus_json *value)
{
    enum mus_json_type type = mus_json_type(value);
    return type == MUS_JSON_ABSENT || type == MUS_JSON_NULL ||
           (type == MUS_JSON_STRING && mus_text_trim(mus_json_text(value)).len == 0);
}

enum mus_status mus_reader_type(struct mus_reader *reader, const struct mus_json *value,
                                enum mus_json_type type)
{
    enum mus_json_type found = mus_json_type(value);
    if (found != type) {
        return mus_place_fail(&reader->place, reader->err, MUS_INVALID, "expected %s, found %s",
                              mus_json_type_name(type), mus_json_type_name(found));
    }
    return MUS_OK;
}

enum mus_status mus_reader_object(struct mus_reader *reader, const struct mus_json *value,
                                  const char *const *keys, size_t count)
{
    enum mus_status status = mus_reader_type(reader, value, MUS_JSON_OBJECT);
    if (status != MUS_OK) {
        return status;
    }
    return mus_json_check_keys(value, keys, count, mus_place_text(&reader->place), reader->err);
}

enum mus_status mus_reader_array(struct mus_reader *reader, const struct mus_json *value,
                                 size_t max)
{
    enum mus_status status = mus_reader_type(reader, value, MUS_JSON_ARRAY);
    if (status == MUS_OK && mus_json_count(value) > max) {
        return mus_place_fail(&reader->place, reader->err, MUS_LIMIT, "%zu entries, at most %zu",
                              mus_json_count(value), max);
    }
    return status;
}

enum mus_status mus_read_text(struct mus_reader *reader, const struct mus_json *value, size_t max,
                              struct mus_text *out)
{
    if (mus_reader_not_given(value)) {
        return MUS_OK;
    }
    enum mus_status status = mus_reader_type(reader, value, MUS_JSON_STRING);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_text text = mus_json_text(value);
    if (text.len > max) {
        return mus_place_fail(&reader->place, reader->err, MUS_LIMIT, "%zu bytes, at most %zu",
                              text.len, max);
    }
    struct mus_text copy = mus_arena_copy(reader->arena, text);
    if (copy.ptr == NULL) {
        return mus_fail_memory(reader->err);
    }
    *out = copy;
    return MUS_OK;
}

enum mus_status mus_read_text_at(struct mus_reader *reader, const struct mus_json *object,
                                 const char *key, size_t max, struct mus_text *out)
{
    size_t mark = mus_place_key(&reader->place, key);
    enum mus_status status = mus_read_text(reader, mus_json_get(object, key), max, out);
    mus_place_back(&reader->place, mark);
    return status;
}

enum mus_status mus_read_id(struct mus_reader *reader, const struct mus_json *value,
                            struct mus_text *out)
{
    struct mus_text id = MUS_NO_TEXT;
    enum mus_status status = mus_read_text(reader, value, SIZE_MAX - 1, &id);
    if (status != MUS_OK || id.ptr == NULL) {
        return status;
    }
    if (!mus_text_is_id(id)) {
        return mus_place_fail(&reader->place, reader->err, MUS_INVALID,
                              "malformed id \"%.*s\"; expected 1 to 64 of A-Z a-z 0-9 . _ : -",
                              MUS_TEXT_SHORT_ARG(id));
    }
    *out = id;
    return MUS_OK;
}

enum mus_status mus_read_number(struct mus_reader *reader, const struct mus_json *value,
                                int64_t min, int64_t max, int64_t *out)
{
    if (mus_reader_not_given(value)) {
        return MUS_OK;
    }
    enum mus_status status = mus_reader_type(reader, value, MUS_JSON_INTEGER);
    if (status != MUS_OK) {
        return status;
    }
    int64_t number = mus_json_integer(value);
    if (number < min || number > max) {
        return mus_place_fail(&reader->place, reader->err, MUS_INVALID,
                              "%lld is out of range; expected %lld to %lld", (long long)number,
                              (long long)min, (long long)max);
    }
    *out = number;
    return MUS_OK;
}

enum mus_status mus_read_integer_at(struct mus_reader *reader, const struct mus_json *object,
                                    const char *key, int64_t min, int64_t max, int64_t *out)
{
    size_t mark = mus_place_key(&reader->place, key);
    const struct mus_json *value = mus_json_get(object, key);
    enum mus_status status = mus_reader_type(reader, value, MUS_JSON_INTEGER);
    status = status == MUS_OK ? mus_read_number(reader, value, min, max, out) : status;
    mus_place_back(&reader->place, mark);
    return status;
}

enum mus_status mus_read_bool(struct mus_reader *reader, const struct mus_json *value, bool *out)
{
    if (mus_reader_not_given(value)) {
        return MUS_OK;
    }
    enum mus_status status = mus_reader_type(reader, value, MUS_JSON_BOOL);
    if (status == MUS_OK) {
        *out = mus_json_bool(value);
    }
    return status;
}

enum mus_status mus_read_date(struct mus_reader *reader, const struct mus_json *value,
                              mus_date *out)
{
    if (mus_reader_not_given(value)) {
        return MUS_OK;
    }
    enum mus_status status = mus_reader_type(reader, value, MUS_JSON_STRING);
    if (status != MUS_OK) {
        return status;
    }
    status = mus_date_read_iso(mus_json_text(value), out, reader->err);
    return status == MUS_OK
               ? MUS_OK
               : mus_fail_at(reader->err, status, "%s", mus_place_text(&reader->place));
}

enum mus_status mus_read_day_at(struct mus_reader *reader, const struct mus_json *object,
                                const char *key, mus_date *out)
{
    mus_date date = MUS_NO_DATE;
    size_t mark = mus_place_key(&reader->place, key);
    enum mus_status status = mus_read_date(reader, mus_json_get(object, key), &date);
    if (status == MUS_OK && date == MUS_NO_DATE) {
        status = mus_place_fail(&reader->place, reader->err, MUS_INVALID, "expected a date");
    }
    mus_place_back(&reader->place, mark);
    if (status == MUS_OK) {
        *out = date;
    }
    return status;
}

enum mus_status mus_read_constant_at(struct mus_reader *reader, const struct mus_json *object,
                                     const char *key, const char *expected)
{
    size_t mark = mus_place_key(&reader->place, key);
    enum mus_status status = MUS_OK;
    if (!mus_text_equals(mus_json_text(mus_json_get(object, key)), expected)) {
        status =
            mus_place_fail(&reader->place, reader->err, MUS_INVALID, "expected \"%s\"", expected);
    }
    mus_place_back(&reader->place, mark);
    return status;
}

/* Vocabularies are short: the message lists all their words. */
static enum mus_status unknown_word(struct mus_reader *reader, enum mus_vocabulary vocabulary,
                                    struct mus_text word)
{
    struct mus_buf expected = {0};
    for (unsigned i = 1; i <= mus_vocabulary_size(vocabulary); i++) {
        mus_buf_add_z(&expected, i == 1 ? "" : ", ");
        mus_buf_add_z(&expected, mus_vocabulary_code(vocabulary, i));
    }
    enum mus_status status = mus_buf_check(&expected, reader->err);
    if (status == MUS_OK) {
        status = mus_place_fail(&reader->place, reader->err, MUS_INVALID,
                                "unknown code \"%.*s\"; expected %.*s", MUS_TEXT_SHORT_ARG(word),
                                MUS_TEXT_ARG(mus_buf_text(&expected)));
    }
    mus_buf_done(&expected);
    return status;
}

enum mus_status mus_read_word(struct mus_reader *reader, const struct mus_json *value,
                              enum mus_vocabulary vocabulary, unsigned *out)
{
    if (mus_reader_not_given(value)) {
        return MUS_OK;
    }
    enum mus_status status = mus_reader_type(reader, value, MUS_JSON_STRING);
    if (status != MUS_OK) {
        return status;
    }
    unsigned number = mus_vocabulary_number(vocabulary, mus_json_text(value));
    if (number == 0) {
        return unknown_word(reader, vocabulary, mus_json_text(value));
    }
    *out = number;
    return MUS_OK;
}

/* An element of a list stands for something: neither null nor blank. */
static enum mus_status check_element(struct mus_reader *reader, const struct mus_json *value)
{
    enum mus_status status = mus_reader_type(reader, value, MUS_JSON_STRING);
    if (status == MUS_OK && mus_reader_not_given(value)) {
        return mus_place_fail(&reader->place, reader->err, MUS_INVALID, "is blank");
    }
    return status;
}

static enum mus_status read_word_element(struct mus_reader *reader, const struct mus_json *value,
                                         enum mus_vocabulary vocabulary, uint16_t *set)
{
    unsigned word = 0;
    enum mus_status status = check_element(reader, value);
    if (status == MUS_OK) {
        status = mus_read_word(reader, value, vocabulary, &word);
    }
    if (status == MUS_OK) {
        *set = (uint16_t)(*set | 1u << word);
    }
    return status;
}

enum mus_status mus_read_word_set(struct mus_reader *reader, const struct mus_json *value,
                                  enum mus_vocabulary vocabulary, uint16_t *out)
{
    assert(mus_vocabulary_size(vocabulary) < 16);
    if (mus_reader_not_given(value)) {
        return MUS_OK;
    }
    enum mus_status status = mus_reader_array(reader, value, MUS_MAX_LIST);
    uint16_t set = 0;
    struct mus_json_iter iter;
    for (bool more = mus_json_first(value, &iter); status == MUS_OK && more;
         more = mus_json_next(&iter)) {
        size_t mark = mus_place_index(&reader->place, iter.index);
        status = read_word_element(reader, iter.value, vocabulary, &set);
        mus_place_back(&reader->place, mark);
    }
    if (status == MUS_OK) {
        *out = set;
    }
    return status;
}

enum mus_status mus_read_texts(struct mus_reader *reader, const struct mus_json *value, size_t max,
                               bool ids, struct mus_texts *out)
{
    if (mus_reader_not_given(value)) {
        return MUS_OK;
    }
    enum mus_status status = mus_reader_array(reader, value, max);
    size_t count = mus_json_count(value);
    if (status != MUS_OK || count == 0) {
        return status;
    }
    struct mus_text *items = mus_arena_alloc(reader->arena, count, sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(reader->err);
    }
    struct mus_json_iter iter;
    for (bool more = mus_json_first(value, &iter); more; more = mus_json_next(&iter)) {
        size_t mark = mus_place_index(&reader->place, iter.index);
        status = check_element(reader, iter.value);
        if (status == MUS_OK) {
            status = ids ? mus_read_id(reader, iter.value, &items[iter.index])
                         : mus_read_text(reader, iter.value, MUS_MAX_NAME, &items[iter.index]);
        }
        mus_place_back(&reader->place, mark);
        if (status != MUS_OK) {
            return status;
        }
    }
    *out = (struct mus_texts){items, count};
    return MUS_OK;
}

/* A member without which a code is none. */
static enum mus_status read_needed(struct mus_reader *reader, const struct mus_json *object,
                                   const char *key, struct mus_text *out)
{
    enum mus_status status = mus_read_text_at(reader, object, key, MUS_MAX_CODE, out);
    if (status == MUS_OK && out->ptr == NULL) {
        return mus_place_fail(&reader->place, reader->err, MUS_INVALID, "\"%s\" is missing", key);
    }
    return status;
}

static enum mus_status read_code(struct mus_reader *reader, const struct mus_json *value,
                                 bool versions, struct mus_code *out)
{
    static const char *const keys[] = {"scheme", "code", "version"};
    enum mus_status status = mus_reader_object(reader, value, keys, versions ? 3 : 2);
    if (status == MUS_OK) {
        status = read_needed(reader, value, "scheme", &out->scheme);
    }
    if (status == MUS_OK && versions) {
        status = mus_read_text_at(reader, value, "version", MUS_MAX_CODE, &out->version);
    }
    return status == MUS_OK ? read_needed(reader, value, "code", &out->code) : status;
}

enum mus_status mus_read_codes(struct mus_reader *reader, const struct mus_json *value,
                               bool versions, struct mus_codes *out)
{
    if (mus_reader_not_given(value)) {
        return MUS_OK;
    }
    enum mus_status status = mus_reader_array(reader, value, MUS_MAX_LIST);
    size_t count = mus_json_count(value);
    if (status != MUS_OK || count == 0) {
        return status;
    }
    struct mus_code *items = mus_arena_alloc(reader->arena, count, sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(reader->err);
    }
    struct mus_json_iter iter;
    for (bool more = mus_json_first(value, &iter); more; more = mus_json_next(&iter)) {
        size_t mark = mus_place_index(&reader->place, iter.index);
        status = read_code(reader, iter.value, versions, &items[iter.index]);
        mus_place_back(&reader->place, mark);
        if (status != MUS_OK) {
            return status;
        }
    }
    *out = (struct mus_codes){items, count};
    return MUS_OK;
}

enum mus_status mus_read_bilingual(struct mus_reader *reader, const struct mus_json *value,
                                   size_t max, struct mus_bilingual *out)
{
    static const char *const keys[] = {"ja", "en"};
    if (mus_reader_not_given(value)) {
        return MUS_OK;
    }
    enum mus_status status = mus_reader_object(reader, value, keys, 2);
    if (status == MUS_OK) {
        status = mus_read_text_at(reader, value, "ja", max, &out->ja);
    }
    return status == MUS_OK ? mus_read_text_at(reader, value, "en", max, &out->en) : status;
}

void mus_write_texts(struct mus_json_writer *writer, struct mus_texts texts)
{
    mus_json_begin_array(writer);
    for (size_t i = 0; i < texts.count; i++) {
        mus_json_write_text(writer, texts.items[i]);
    }
    mus_json_end_array(writer);
}

void mus_put_texts(struct mus_json_writer *writer, const char *key, struct mus_texts texts)
{
    if (texts.count > 0) {
        mus_json_key(writer, key);
        mus_write_texts(writer, texts);
    }
}

void mus_write_codes(struct mus_json_writer *writer, struct mus_codes codes)
{
    mus_json_begin_array(writer);
    for (size_t i = 0; i < codes.count; i++) {
        mus_json_begin_object(writer);
        mus_json_put_text(writer, "scheme", codes.items[i].scheme);
        mus_json_put_given(writer, "version", codes.items[i].version);
        mus_json_put_text(writer, "code", codes.items[i].code);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
}

void mus_put_codes(struct mus_json_writer *writer, const char *key, struct mus_codes codes)
{
    if (codes.count > 0) {
        mus_json_key(writer, key);
        mus_write_codes(writer, codes);
    }
}

void mus_put_word(struct mus_json_writer *writer, const char *key, enum mus_vocabulary vocabulary,
                  unsigned number)
{
    if (number != 0) {
        mus_json_put_z(writer, key, mus_vocabulary_code(vocabulary, number));
    }
}

void mus_write_word_set(struct mus_json_writer *writer, enum mus_vocabulary vocabulary,
                        uint16_t set)
{
    mus_json_begin_array(writer);
    for (unsigned i = 1; i <= mus_vocabulary_size(vocabulary); i++) {
        if ((set >> i & 1u) != 0) {
            mus_json_write_z(writer, mus_vocabulary_code(vocabulary, i));
        }
    }
    mus_json_end_array(writer);
}

void mus_put_word_set(struct mus_json_writer *writer, const char *key,
                      enum mus_vocabulary vocabulary, uint16_t set)
{
    if (set != 0) {
        mus_json_key(writer, key);
        mus_write_word_set(writer, vocabulary, set);
    }
}

void mus_put_bilingual(struct mus_json_writer *writer, const char *key, struct mus_bilingual text)
{
    if (text.ja.ptr == NULL && text.en.ptr == NULL) {
        return;
    }
    mus_json_key(writer, key);
    mus_json_begin_object(writer);
    mus_json_put_given(writer, "ja", text.ja);
    mus_json_put_given(writer, "en", text.en);
    mus_json_end_object(writer);
}

void mus_put_date(struct mus_json_writer *writer, const char *key, mus_date date)
{
    if (date == MUS_NO_DATE) {
        return;
    }
    struct mus_buf text = {0};
    mus_date_write_iso(&text, date);
    if (text.failed) {
        writer->buf->failed = true;
    }
    mus_json_put_text(writer, key, mus_buf_text(&text));
    mus_buf_done(&text);
}
