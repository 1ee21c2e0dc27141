/* A company as JSON: one line of the exchange format, read strictly and written in one fixed
 * order. What was written reads back as the same company. */
#ifndef MUS_PROFILE_COMPANY_JSON_H
#define MUS_PROFILE_COMPANY_JSON_H

#include "base/arena.h"
#include "base/status.h"
#include "codec/json.h"
#include "codec/json_write.h"
#include "profile/company.h"

/* Refused, with the place in front (`listings[2].purposes[0]: …`), are unknown keys, wrong types,
 * numbers out of range, malformed ids and dates, unknown words, a listing id that stands twice,
 * texts and lists beyond their limits (MUS_LIMIT). What a company must be beyond its form is
 * mus_company_check's.
 *
 * null and a blank text mean "not given"; a list that is there, even empty, is given, and so is an
 * object such as hold or consent. `cleared` (may be NULL) gets the fields that stand there
 * explicitly with null or a blank text: an edit clears them. Everything is copied into the arena;
 * the tree may go. */
enum mus_status mus_company_read_json(const struct mus_json *object, struct mus_arena *arena,
                                      struct mus_company *out, mus_field_set *cleared,
                                      struct mus_error *err) MUS_MUST_CHECK;
/* One object. Fields that are not given are left out; so are the contacts, unless asked for. */
void mus_company_write_json(struct mus_json_writer *writer, const struct mus_company *company,
                            bool include_contacts);

#endif
