#include "import/value.h"

#include "base/buf.h"
#include "base/limits.h"
#include "codec/amount.h"
#include "import/value_list.h"
#include "import/value_text.h"

#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

/* ------------------------------------------------------------------ yes and no */

static const char *const YES[] = {"yes",      "y",    "true", "1",  "はい", "有",       "有り",
                                  "あり",     "可",   "○",    "◯",  "〇",   "同意する", "同意",
                                  "希望する", "する", "可能", "on", "済",   "該当"};
static const char *const NO[] = {"no",         "n",      "false",  "0",   "いいえ",     "無",
                                 "無し",       "なし",   "不可",   "×",   "✕",          "☓",
                                 "同意しない", "しない", "不同意", "off", "希望しない", "非該当"};

static bool is_one_of(struct mus_text word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (mus_text_equals(word, words[i])) {
            return true;
        }
    }
    return false;
}

static enum mus_status read_answer(struct mus_value_reader *reader, struct mus_text text,
                                   enum mus_answer *out, struct mus_error *err)
{
    struct mus_text word;
    enum mus_status status = mus_text_narrowed(text, reader->arena, &word, err);
    if (status != MUS_OK) {
        return status;
    }
    if (is_one_of(word, YES, COUNT(YES))) {
        *out = MUS_ANSWER_YES;
        return MUS_OK;
    }
    if (is_one_of(word, NO, COUNT(NO))) {
        *out = MUS_ANSWER_NO;
        return MUS_OK;
    }
    return mus_fail(err, MUS_INVALID, "expected yes or no, found \"%.*s\"",
                    MUS_TEXT_SHORT_ARG(text));
}

/* ------------------------------------------------------------------ numbers */

static enum mus_status read_amount(struct mus_text text, int64_t unit, struct mus_value *out,
                                   struct mus_error *err)
{
    bool missing = false;
    enum mus_status status = mus_amount_read(text, unit, &out->as.number, &missing, err);
    out->given = status == MUS_OK && !missing;
    return status;
}

static enum mus_status read_percent(struct mus_text text, struct mus_value *out,
                                    struct mus_error *err)
{
    static const struct mus_text signs[] = {{"%", 1}, {"\xEF\xBC\x85", 3}};
    for (size_t i = 0; i < COUNT(signs); i++) {
        size_t len = signs[i].len;
        if (text.len > len && memcmp(text.ptr + text.len - len, signs[i].ptr, len) == 0) {
            text = mus_text_trim((struct mus_text){text.ptr, text.len - len});
            break;
        }
    }
    return read_amount(text, 1, out, err);
}

static bool all_digits(struct mus_text text, int64_t *number)
{
    enum { SHORTEST_YEAR = 3, LONGEST_YEAR = 4 }; /* "98" is not said to be 1998 */
    *number = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') {
            return false;
        }
        *number = *number * 10 + (text.ptr[i] - '0');
    }
    return text.len >= SHORTEST_YEAR && text.len <= LONGEST_YEAR;
}

/* "1998" or "昭和45". */
static bool read_bare_year(struct mus_text text, int64_t *year)
{
    int found;
    if (all_digits(text, year)) {
        return true;
    }
    if (mus_fiscal_year_read(text, &found, NULL) == MUS_OK) {
        *year = found;
        return true;
    }
    return false;
}

/* What stands before the first 年, or before the sign behind four digits. */
static struct mus_text year_part(struct mus_text text)
{
    static const struct mus_text nen = {"年", 3};
    for (size_t at = 0; at + nen.len <= text.len; at++) {
        if (memcmp(text.ptr + at, nen.ptr, nen.len) == 0) {
            return mus_text_trim((struct mus_text){text.ptr, at});
        }
    }
    int64_t number;
    if (text.len > 4 && all_digits((struct mus_text){text.ptr, 4}, &number) &&
        strchr("/.-", text.ptr[4]) != NULL) {
        return (struct mus_text){text.ptr, 4};
    }
    return text;
}

/* Whoever writes the day or month of the foundation has given its year. */
static enum mus_status read_year(struct mus_value_reader *reader, struct mus_text text,
                                 struct mus_value *out, struct mus_error *err)
{
    struct mus_text narrow;
    mus_date date;
    int year;
    int month;
    int day;
    enum mus_status status = mus_text_narrowed(text, reader->arena, &narrow, err);
    if (status != MUS_OK) {
        return status;
    }
    out->given = true;
    if (read_bare_year(year_part(narrow), &out->as.number)) {
        return MUS_OK;
    }
    if (mus_date_read(text, &date, NULL, NULL) == MUS_OK) {
        mus_date_parts(date, &year, &month, &day);
        out->as.number = year;
        return MUS_OK;
    }
    return mus_fail(err, MUS_INVALID, "expected a year, found \"%.*s\"", MUS_TEXT_SHORT_ARG(text));
}

static enum mus_status read_date(struct mus_value_reader *reader, struct mus_text text,
                                 struct mus_value *out, struct mus_error *err)
{
    enum mus_date_note note = MUS_DATE_PLAIN;
    struct mus_buf words = {0};
    enum mus_status status = mus_date_read(text, &out->as.date, &note, err);
    out->given = status == MUS_OK;
    if (status != MUS_OK || note != MUS_DATE_ERA_PAST_ITS_END) {
        return status;
    }
    mus_buf_printf(&words, "\"%.*s\" lies after the end of its era; taken as ",
                   MUS_TEXT_SHORT_ARG(text));
    mus_date_write_iso(&words, out->as.date);
    reader->note = mus_arena_copy(reader->arena, mus_buf_text(&words));
    if (words.failed || reader->note.ptr == NULL) {
        status = mus_fail_memory(err);
    }
    mus_buf_done(&words);
    return status;
}

/* ------------------------------------------------------------------ all */

static enum mus_status read_given(struct mus_value_reader *reader,
                                  const struct mus_target_part *part, struct mus_text text,
                                  struct mus_value *out, struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    switch (part->type) {
    case MUS_VALUE_TEXT:
        if (!part->lines) {
            status = mus_text_one_line(text, reader->arena, &text, err);
        }
        if (status != MUS_OK) {
            return status;
        }
        out->given = true;
        out->latin = part->by_script && !mus_text_is_japanese(text);
        return mus_text_take(reader, part->rule, text, &out->as.text, err);
    case MUS_VALUE_NUMBER:
        return read_amount(text, reader->unit, out, err);
    case MUS_VALUE_YEAR:
        return read_year(reader, text, out, err);
    case MUS_VALUE_PERCENT:
        return read_percent(text, out, err);
    case MUS_VALUE_WORD:
        out->given = true;
        return mus_word_take(reader, part->vocabulary, text, &out->as.word, err);
    case MUS_VALUE_WORD_SET:
    case MUS_VALUE_TEXTS:
    case MUS_VALUE_CODES:
        out->given = true;
        return mus_list_take(reader, part, text, out, err);
    case MUS_VALUE_DATE:
        return read_date(reader, text, out, err);
    case MUS_VALUE_ANSWER:
    case MUS_VALUE_FLAG:
        break; /* done before: "なし" is an answer */
    }
    return MUS_OK;
}

enum mus_status mus_value_read(struct mus_value_reader *reader, const struct mus_target_part *part,
                               struct mus_text text, struct mus_value *out, struct mus_error *err)
{
    struct mus_value value = {0};
    enum mus_status status = MUS_OK;
    reader->note = MUS_NO_TEXT;
    bool answer = part->type == MUS_VALUE_ANSWER || part->type == MUS_VALUE_FLAG;
    if (answer && text.len > 0) {
        enum mus_answer found = MUS_ANSWER_NONE;
        status = read_answer(reader, text, &found, err);
        value.given = true;
        if (part->type == MUS_VALUE_FLAG) {
            value.as.flag = found == MUS_ANSWER_YES;
        } else {
            value.as.answer = found;
        }
    } else if (!answer && !mus_value_is_missing(text)) {
        status = read_given(reader, part, text, &value, err);
    }
    if (status == MUS_OK) {
        *out = value;
    }
    return status;
}

void mus_value_store(const struct mus_value *value, const struct mus_target_part *part, void *home)
{
    char *at = (char *)home + (value->latin ? part->latin_offset : part->offset);
    switch (part->type) {
    case MUS_VALUE_TEXT:
        memcpy(at, &value->as.text, sizeof value->as.text);
        break;
    case MUS_VALUE_NUMBER:
    case MUS_VALUE_YEAR:
    case MUS_VALUE_PERCENT:
        memcpy(at, &value->as.number, sizeof value->as.number);
        break;
    case MUS_VALUE_WORD:
        memcpy(at, &value->as.word, sizeof value->as.word);
        break;
    case MUS_VALUE_WORD_SET:
        memcpy(at, &value->as.set, sizeof value->as.set);
        break;
    case MUS_VALUE_TEXTS:
        memcpy(at, &value->as.texts, sizeof value->as.texts);
        break;
    case MUS_VALUE_CODES:
        memcpy(at, &value->as.codes, sizeof value->as.codes);
        break;
    case MUS_VALUE_DATE:
        memcpy(at, &value->as.date, sizeof value->as.date);
        break;
    case MUS_VALUE_ANSWER:
        memcpy(at, &value->as.answer, sizeof value->as.answer);
        break;
    case MUS_VALUE_FLAG:
        memcpy(at, &value->as.flag, sizeof value->as.flag);
        break;
    }
}

void mus_value_clear(const struct mus_target_part *part, void *home)
{
    struct mus_value none = {0};
    if (part->type == MUS_VALUE_DATE) {
        none.as.date = MUS_NO_DATE;
    }
    mus_value_store(&none, part, home);
    if (part->by_script) {
        none.latin = true;
        mus_value_store(&none, part, home);
    }
}
