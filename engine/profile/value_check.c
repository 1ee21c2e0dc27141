#include "profile/value_check.h"

#include <string.h>

#include "base/limits.h"
#include "profile/rule_check.h"

enum mus_status mus_check_length(struct mus_check *check, struct mus_text text, size_t max)
{
    size_t bad;
    if (text.len > max) {
        return mus_place_fail(&check->place, check->err, MUS_LIMIT, "%zu bytes, at most %zu",
                              text.len, max);
    }
    if (!mus_text_is_utf8(text, &bad)) {
        return mus_place_fail(&check->place, check->err, MUS_INVALID, "no UTF-8 at byte %zu", bad);
    }
    if (text.len > 0 && memchr(text.ptr, '\0', text.len) != NULL) {
        return mus_place_fail(&check->place, check->err, MUS_INVALID, "holds a NUL");
    }
    return MUS_OK;
}

enum mus_status mus_check_count(struct mus_check *check, size_t count, size_t max)
{
    if (count > max) {
        return mus_place_fail(&check->place, check->err, MUS_LIMIT, "%zu entries, at most %zu",
                              count, max);
    }
    return MUS_OK;
}

/* A text that must be there, of at most `max` bytes. */
enum mus_status mus_check_present(struct mus_check *check, struct mus_text text, size_t max)
{
    if (mus_text_trim(text).len == 0) {
        return mus_place_fail(&check->place, check->err, MUS_INVALID, "is blank");
    }
    return mus_check_length(check, text, max);
}

enum mus_status mus_check_text_at(struct mus_check *check, const char *key, struct mus_text text,
                                  size_t max)
{
    size_t mark = mus_place_key(&check->place, key);
    enum mus_status status = mus_check_length(check, text, max);
    mus_place_back(&check->place, mark);
    return status;
}

enum mus_status mus_check_needed_at(struct mus_check *check, const char *key, struct mus_text text,
                                    size_t max)
{
    size_t mark = mus_place_key(&check->place, key);
    enum mus_status status = mus_check_present(check, text, max);
    mus_place_back(&check->place, mark);
    return status;
}

enum mus_status mus_check_bilingual_at(struct mus_check *check, const char *key,
                                       struct mus_bilingual text, size_t max)
{
    size_t mark = mus_place_key(&check->place, key);
    enum mus_status status = mus_check_text_at(check, "ja", text.ja, max);
    if (status == MUS_OK) {
        status = mus_check_text_at(check, "en", text.en, max);
    }
    mus_place_back(&check->place, mark);
    return status;
}

enum mus_status mus_check_date(struct mus_check *check, mus_date date)
{
    mus_date first, last;
    if (date == MUS_NO_DATE || !mus_date_of(1600, 1, 1, &first) ||
        !mus_date_of(9999, 12, 31, &last) || (date >= first && date <= last)) {
        return MUS_OK;
    }
    return mus_place_fail(&check->place, check->err, MUS_INVALID,
                          "day %d is not in the years 1600 to 9999", (int)date);
}

enum mus_status mus_check_date_at(struct mus_check *check, const char *key, mus_date date)
{
    size_t mark = mus_place_key(&check->place, key);
    enum mus_status status = mus_check_date(check, date);
    mus_place_back(&check->place, mark);
    return status;
}

enum mus_status mus_check_word(struct mus_check *check, enum mus_vocabulary vocabulary,
                               unsigned word)
{
    if (word > mus_vocabulary_size(vocabulary)) {
        return mus_place_fail(&check->place, check->err, MUS_INVALID, "unknown number %u", word);
    }
    return MUS_OK;
}

enum mus_status mus_check_word_set(struct mus_check *check, enum mus_vocabulary vocabulary,
                                   uint16_t set)
{
    unsigned known = (2u << mus_vocabulary_size(vocabulary)) - 2u;
    if ((set & ~known) != 0) {
        return mus_place_fail(&check->place, check->err, MUS_INVALID, "unknown numbers %x",
                              set & ~known);
    }
    return MUS_OK;
}

enum mus_status mus_check_word_set_at(struct mus_check *check, const char *key,
                                      enum mus_vocabulary vocabulary, uint16_t set)
{
    size_t mark = mus_place_key(&check->place, key);
    enum mus_status status = mus_check_word_set(check, vocabulary, set);
    mus_place_back(&check->place, mark);
    return status;
}

enum mus_status mus_check_rule(struct mus_check *check, enum mus_field_rule rule,
                               struct mus_text text)
{
    if (!check->rules && rule != MUS_RULE_ID) {
        return MUS_OK;
    }
    return mus_rule_check_text(rule, text, check->tables, &check->place, check->err);
}

enum mus_status mus_check_texts(struct mus_check *check, struct mus_texts texts, size_t max,
                                enum mus_field_rule rule)
{
    enum mus_status status = mus_check_count(check, texts.count, max);
    for (size_t i = 0; i < texts.count && status == MUS_OK; i++) {
        size_t mark = mus_place_index(&check->place, i);
        status = mus_check_present(check, texts.items[i], MUS_MAX_NAME);
        if (status == MUS_OK) {
            status = mus_check_rule(check, rule, texts.items[i]);
        }
        mus_place_back(&check->place, mark);
    }
    return status;
}

enum mus_status mus_check_texts_at(struct mus_check *check, const char *key, struct mus_texts texts,
                                   enum mus_field_rule rule)
{
    size_t mark = mus_place_key(&check->place, key);
    enum mus_status status = mus_check_texts(check, texts, MUS_MAX_LIST, rule);
    mus_place_back(&check->place, mark);
    return status;
}

static enum mus_status check_code(struct mus_check *check, const struct mus_code *code,
                                  enum mus_field_rule rule)
{
    enum mus_status status = mus_check_needed_at(check, "scheme", code->scheme, MUS_MAX_CODE);
    if (status == MUS_OK) {
        status = mus_check_needed_at(check, "code", code->code, MUS_MAX_CODE);
    }
    if (status != MUS_OK || !check->rules) {
        return status;
    }
    return mus_rule_check_code(rule, code, check->tables, &check->place, check->err);
}

enum mus_status mus_check_codes(struct mus_check *check, struct mus_codes codes,
                                enum mus_field_rule rule)
{
    enum mus_status status = mus_check_count(check, codes.count, MUS_MAX_LIST);
    for (size_t i = 0; i < codes.count && status == MUS_OK; i++) {
        size_t mark = mus_place_index(&check->place, i);
        status = check_code(check, &codes.items[i], rule);
        mus_place_back(&check->place, mark);
    }
    return status;
}

enum mus_status mus_check_codes_at(struct mus_check *check, const char *key, struct mus_codes codes,
                                   enum mus_field_rule rule)
{
    size_t mark = mus_place_key(&check->place, key);
    enum mus_status status = mus_check_codes(check, codes, rule);
    mus_place_back(&check->place, mark);
    return status;
}
