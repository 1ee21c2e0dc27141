/* Fields that the records of an event share: a text is u16 length and bytes (an empty one was not
 * given), texts are u16 count and the texts, a name is the texts ja and en. Pure; any thread. */
#ifndef MUS_FAIR_FORMAT_RECORD_FIELDS_H
#define MUS_FAIR_FORMAT_RECORD_FIELDS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/bytes.h"
#include "base/status.h"
#include "base/text.h"
#include "profile/company.h"

#include <stddef.h>

#define MUS_RECORD_VERSION 1 /* of each of the records */
#define MUS_RECORD_TEXT 2    /* bytes of an empty text */

/* No text of these records is longer than two bytes can say: their checks see to it. */
void mus_field_add_text(struct mus_buf *out, struct mus_text text);
void mus_field_add_texts(struct mus_buf *out, const struct mus_texts *texts);
void mus_field_add_name(struct mus_buf *out, const struct mus_bilingual *name);

/* The version; bytes that failed before it have failed already. `what` stands in messages. */
enum mus_status mus_field_version(struct mus_bytes *bytes, const char *what,
                                  struct mus_error *err) MUS_MUST_CHECK;
struct mus_text mus_field_text(struct mus_bytes *bytes);
struct mus_bilingual mus_field_name(struct mus_bytes *bytes);
/* Room for a list of as many elements as are said, never more than the bytes that are left could
 * hold at `least` bytes each; *items is NULL where there are none. */
enum mus_status mus_field_list(struct mus_bytes *bytes, size_t least, size_t size,
                               struct mus_arena *arena, void **items, size_t *count,
                               struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_field_texts(struct mus_bytes *bytes, struct mus_arena *arena,
                                struct mus_texts *out, struct mus_error *err) MUS_MUST_CHECK;
/* MUS_CORRUPT unless all bytes were read, and there were enough. */
enum mus_status mus_field_end(const struct mus_bytes *bytes, const char *what,
                              struct mus_error *err) MUS_MUST_CHECK;
/* What a check refused was not written by encode: MUS_CORRUPT with the reason. */
enum mus_status mus_field_judge(enum mus_status status, const struct mus_error *reason,
                                const char *what, struct mus_error *err) MUS_MUST_CHECK;

#endif
