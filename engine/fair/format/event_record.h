/* The records of an event and what belongs to it, field by field, versioned, little-endian; layouts
 * stand at the top of event_record.c. Each encode appends the record of what passes its check; each
 * decode refuses whatever encode does not write (MUS_CORRUPT). Pure; any thread. */
#ifndef MUS_FAIR_FORMAT_EVENT_RECORD_H
#define MUS_FAIR_FORMAT_EVENT_RECORD_H

#include "base/buf.h"
#include "fair/format/event.h"

void mus_event_encode(const struct mus_event *event, struct mus_buf *out);
enum mus_status mus_event_decode(struct mus_text bytes, struct mus_arena *arena,
                                 struct mus_event *out, struct mus_error *err) MUS_MUST_CHECK;
void mus_participant_encode(const struct mus_participant *who, struct mus_buf *out);
enum mus_status mus_participant_decode(struct mus_text bytes, struct mus_arena *arena,
                                       struct mus_participant *out,
                                       struct mus_error *err) MUS_MUST_CHECK;
void mus_meeting_encode(const struct mus_meeting *m, struct mus_buf *out);
enum mus_status mus_meeting_decode(struct mus_text bytes, struct mus_meeting *out,
                                   struct mus_error *err) MUS_MUST_CHECK;
void mus_run_encode(const struct mus_run *run, struct mus_buf *out);
enum mus_status mus_run_decode(struct mus_text bytes, struct mus_run *out,
                               struct mus_error *err) MUS_MUST_CHECK;
/* The names of a participant's people: sealed in the store, never in a record beside them. */
void mus_people_encode(const struct mus_texts *names, struct mus_buf *out);
enum mus_status mus_people_decode(struct mus_text bytes, struct mus_arena *arena,
                                  struct mus_texts *out, struct mus_error *err) MUS_MUST_CHECK;

#endif
