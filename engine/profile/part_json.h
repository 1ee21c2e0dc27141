/* The smaller objects of a company as JSON: hold, declarations, contacts, consent, review. All
 * stand at the reader's place, are not null, and are read strictly; *out is written only on
 * success, lists only where they have elements. Written is one whole value each. */
#ifndef MUS_PROFILE_PART_JSON_H
#define MUS_PROFILE_PART_JSON_H

#include "profile/value_json.h"

enum mus_status mus_hold_read_json(struct mus_reader *reader, const struct mus_json *value,
                                   struct mus_hold *out) MUS_MUST_CHECK;
/* Sorted by name: the order of an object's members means nothing. */
enum mus_status mus_declarations_read_json(struct mus_reader *reader, const struct mus_json *value,
                                           struct mus_declarations *out) MUS_MUST_CHECK;
enum mus_status mus_contacts_read_json(struct mus_reader *reader, const struct mus_json *value,
                                       struct mus_contacts *out) MUS_MUST_CHECK;
enum mus_status mus_consent_read_json(struct mus_reader *reader, const struct mus_json *value,
                                      struct mus_consent *out) MUS_MUST_CHECK;
enum mus_status mus_review_read_json(struct mus_reader *reader, const struct mus_json *value,
                                     struct mus_review_state *out) MUS_MUST_CHECK;

void mus_hold_write_json(struct mus_json_writer *writer, const struct mus_hold *hold);
void mus_declarations_write_json(struct mus_json_writer *writer,
                                 const struct mus_declarations *declarations);
void mus_contacts_write_json(struct mus_json_writer *writer, const struct mus_contacts *contacts);
void mus_consent_write_json(struct mus_json_writer *writer, const struct mus_consent *consent);
void mus_review_write_json(struct mus_json_writer *writer, const struct mus_review_state *review);

#endif
