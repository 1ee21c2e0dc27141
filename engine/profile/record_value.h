/* Values of a company in stored bytes: the parts that a company's record is made of. Lists begin
 * with their u32 count; a text is a u32 length and its bytes, a date its days as i32, a word a u8,
 * a set of words a u16.
 *
 * Taking borrows texts from the bytes and gets arrays from the arena; a broken reader says so in
 * bytes->failed, and a count that the bytes left cannot hold breaks it before anything is
 * allocated. */
#ifndef MUS_PROFILE_RECORD_VALUE_H
#define MUS_PROFILE_RECORD_VALUE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/bytes.h"
#include "base/status.h"
#include "profile/field.h"

void mus_record_add_text(struct mus_buf *out, struct mus_text text);
struct mus_text mus_record_take_text(struct mus_bytes *bytes);

void mus_record_add_contacts(struct mus_buf *out, struct mus_contacts contacts);
enum mus_status mus_record_take_contacts(struct mus_bytes *bytes, struct mus_arena *arena,
                                         struct mus_contacts *out,
                                         struct mus_error *err) MUS_MUST_CHECK;

/* A given field: u32 length and payload. Taking sets the field's bit; MUS_CORRUPT where the
 * payload is not exactly one value. */
void mus_record_add_field(const struct mus_company *company, enum mus_field field,
                          struct mus_buf *out);
enum mus_status mus_record_take_field(struct mus_bytes *bytes, enum mus_field field,
                                      struct mus_arena *arena, struct mus_company *out,
                                      struct mus_error *err) MUS_MUST_CHECK;
/* Past a field, whatever its payload holds; MUS_CORRUPT where the bytes end before it. */
enum mus_status mus_record_skip_field(struct mus_bytes *bytes, enum mus_field field,
                                      struct mus_error *err) MUS_MUST_CHECK;

#endif
