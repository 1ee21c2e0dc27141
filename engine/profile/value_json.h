/* Values inside a company read from JSON: texts, lists, words, codes, dates.
 *
 * A reader knows where it is, so that every message begins with the place:
 * `listings[2].purposes[0]: …`. Texts and arrays are copied into the arena. In every function a
 * NULL value, null and a blank text mean "not given": *out is then left as it is, which the caller
 * has zeroed. A reader belongs to one thread at a time. */
#ifndef MUS_PROFILE_VALUE_JSON_H
#define MUS_PROFILE_VALUE_JSON_H

#include "base/arena.h"
#include "codec/json.h"
#include "codec/json_write.h"
#include "codec/place.h"
#include "profile/company.h"

struct mus_reader {
    struct mus_place place;
    struct mus_arena *arena;
    struct mus_error *err;
};

/* True for NULL, null and a text of nothing but white space. */
bool mus_reader_not_given(const struct mus_json *value);
/* MUS_INVALID unless the value has this type. */
enum mus_status mus_reader_type(struct mus_reader *reader, const struct mus_json *value,
                                enum mus_json_type type) MUS_MUST_CHECK;
/* An object with no other keys than these. */
enum mus_status mus_reader_object(struct mus_reader *reader, const struct mus_json *value,
                                  const char *const *keys, size_t count) MUS_MUST_CHECK;
/* An array of at most `max` elements, or MUS_LIMIT. */
enum mus_status mus_reader_array(struct mus_reader *reader, const struct mus_json *value,
                                 size_t max) MUS_MUST_CHECK;

enum mus_status mus_read_text(struct mus_reader *reader, const struct mus_json *value, size_t max,
                              struct mus_text *out) MUS_MUST_CHECK;
/* The member of an object. */
enum mus_status mus_read_text_at(struct mus_reader *reader, const struct mus_json *object,
                                 const char *key, size_t max, struct mus_text *out) MUS_MUST_CHECK;
/* An id as mus_text_is_id has it. */
enum mus_status mus_read_id(struct mus_reader *reader, const struct mus_json *value,
                            struct mus_text *out) MUS_MUST_CHECK;
enum mus_status mus_read_number(struct mus_reader *reader, const struct mus_json *value,
                                int64_t min, int64_t max, int64_t *out) MUS_MUST_CHECK;
/* The member of an object, which must be there. */
enum mus_status mus_read_integer_at(struct mus_reader *reader, const struct mus_json *object,
                                    const char *key, int64_t min, int64_t max,
                                    int64_t *out) MUS_MUST_CHECK;
enum mus_status mus_read_bool(struct mus_reader *reader, const struct mus_json *value,
                              bool *out) MUS_MUST_CHECK;
enum mus_status mus_read_date(struct mus_reader *reader, const struct mus_json *value,
                              mus_date *out) MUS_MUST_CHECK;
/* The member of an object, which must be there. */
enum mus_status mus_read_day_at(struct mus_reader *reader, const struct mus_json *object,
                                const char *key, mus_date *out) MUS_MUST_CHECK;
/* MUS_INVALID unless the member of an object is this text: format: expected "musubi-map/1". */
enum mus_status mus_read_constant_at(struct mus_reader *reader, const struct mus_json *object,
                                     const char *key, const char *expected) MUS_MUST_CHECK;
enum mus_status mus_read_word(struct mus_reader *reader, const struct mus_json *value,
                              enum mus_vocabulary vocabulary, unsigned *out) MUS_MUST_CHECK;
enum mus_status mus_read_word_set(struct mus_reader *reader, const struct mus_json *value,
                                  enum mus_vocabulary vocabulary, uint16_t *out) MUS_MUST_CHECK;
/* At most `max` texts of at most MUS_MAX_NAME bytes, none of them blank; ids where `ids`. */
enum mus_status mus_read_texts(struct mus_reader *reader, const struct mus_json *value, size_t max,
                               bool ids, struct mus_texts *out) MUS_MUST_CHECK;
/* Objects of scheme and code, and of a version where `versions`. */
enum mus_status mus_read_codes(struct mus_reader *reader, const struct mus_json *value,
                               bool versions, struct mus_codes *out) MUS_MUST_CHECK;
/* {"ja", "en"}, each at most `max` bytes. */
enum mus_status mus_read_bilingual(struct mus_reader *reader, const struct mus_json *value,
                                   size_t max, struct mus_bilingual *out) MUS_MUST_CHECK;

/* What the above read. Neither key nor value where there is nothing: an empty list, no text in
 * either language, MUS_NO_DATE. */
void mus_put_texts(struct mus_json_writer *writer, const char *key, struct mus_texts texts);
void mus_put_codes(struct mus_json_writer *writer, const char *key, struct mus_codes codes);
void mus_put_word(struct mus_json_writer *writer, const char *key, enum mus_vocabulary vocabulary,
                  unsigned number);
void mus_put_word_set(struct mus_json_writer *writer, const char *key,
                      enum mus_vocabulary vocabulary, uint16_t set);
void mus_put_bilingual(struct mus_json_writer *writer, const char *key, struct mus_bilingual text);
void mus_put_date(struct mus_json_writer *writer, const char *key, mus_date date);
/* The bare array, empty or not. */
void mus_write_texts(struct mus_json_writer *writer, struct mus_texts texts);
void mus_write_codes(struct mus_json_writer *writer, struct mus_codes codes);
void mus_write_word_set(struct mus_json_writer *writer, enum mus_vocabulary vocabulary,
                        uint16_t set);

#endif
