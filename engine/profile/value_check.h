/* Values inside a company judged in place: the parts that mus_company_check is made of.
 *
 * A check knows where it is, so that every message begins with the place. Each function judges one
 * value, at the check's place or, as ..._at, in its member `key`. Limits and well-formed stored
 * values (UTF-8, ids, words, dates) are always judged; rules that need more than the value, such as
 * reference tables, only where `rules` is set. A check belongs to one thread at a time. */
#ifndef MUS_PROFILE_VALUE_CHECK_H
#define MUS_PROFILE_VALUE_CHECK_H

#include "codec/place.h"
#include "profile/field.h"
#include "profile/table.h"

struct mus_check {
    const struct mus_tables *tables; /* may be NULL */
    bool rules;
    struct mus_place place;
    struct mus_error *err;
};

/* At most `max` bytes of UTF-8 without NUL; not given is fine. MUS_LIMIT beyond. */
enum mus_status mus_check_length(struct mus_check *check, struct mus_text text,
                                 size_t max) MUS_MUST_CHECK;
enum mus_status mus_check_count(struct mus_check *check, size_t count, size_t max) MUS_MUST_CHECK;
/* A text that must be there: not given and blank are refused. */
enum mus_status mus_check_present(struct mus_check *check, struct mus_text text,
                                  size_t max) MUS_MUST_CHECK;
enum mus_status mus_check_text_at(struct mus_check *check, const char *key, struct mus_text text,
                                  size_t max) MUS_MUST_CHECK;
enum mus_status mus_check_needed_at(struct mus_check *check, const char *key, struct mus_text text,
                                    size_t max) MUS_MUST_CHECK;
enum mus_status mus_check_bilingual_at(struct mus_check *check, const char *key,
                                       struct mus_bilingual text, size_t max) MUS_MUST_CHECK;
enum mus_status mus_check_date(struct mus_check *check, mus_date date) MUS_MUST_CHECK;
enum mus_status mus_check_date_at(struct mus_check *check, const char *key,
                                  mus_date date) MUS_MUST_CHECK;
enum mus_status mus_check_word(struct mus_check *check, enum mus_vocabulary vocabulary,
                               unsigned word) MUS_MUST_CHECK;
enum mus_status mus_check_word_set(struct mus_check *check, enum mus_vocabulary vocabulary,
                                   uint16_t set) MUS_MUST_CHECK;
enum mus_status mus_check_word_set_at(struct mus_check *check, const char *key,
                                      enum mus_vocabulary vocabulary, uint16_t set) MUS_MUST_CHECK;
/* Ids are judged always, other rules only where `rules` is set. */
enum mus_status mus_check_rule(struct mus_check *check, enum mus_field_rule rule,
                               struct mus_text text) MUS_MUST_CHECK;
enum mus_status mus_check_texts(struct mus_check *check, struct mus_texts texts, size_t max,
                                enum mus_field_rule rule) MUS_MUST_CHECK;
enum mus_status mus_check_texts_at(struct mus_check *check, const char *key, struct mus_texts texts,
                                   enum mus_field_rule rule) MUS_MUST_CHECK;
enum mus_status mus_check_codes(struct mus_check *check, struct mus_codes codes,
                                enum mus_field_rule rule) MUS_MUST_CHECK;
enum mus_status mus_check_codes_at(struct mus_check *check, const char *key, struct mus_codes codes,
                                   enum mus_field_rule rule) MUS_MUST_CHECK;

#endif
