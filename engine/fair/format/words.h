/* Rules that the fields of an event's records share. Messages begin with the field: role: is empty.
 * Pure; any thread. */
#ifndef MUS_FAIR_FORMAT_WORDS_H
#define MUS_FAIR_FORMAT_WORDS_H

#include "base/status.h"
#include "base/text.h"
#include "fair/format/event.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Text that a person wrote: UTF-8 on one line, at most `most` bytes. May be empty. */
enum mus_status mus_check_words(const char *field, struct mus_text text, size_t most,
                                struct mus_error *err) MUS_MUST_CHECK;
/* The same in two languages, at most MUS_MAX_NAME bytes each; one of them at least where needed. */
enum mus_status mus_check_bilingual(const char *field, const struct mus_bilingual *text,
                                    bool needed, struct mus_error *err) MUS_MUST_CHECK;
/* An id or a code of at most `most` bytes. Empty: refused where needed. */
enum mus_status mus_check_code(const char *field, struct mus_text code, size_t most, bool needed,
                               struct mus_error *err) MUS_MUST_CHECK;
/* BCP 47 tags, each once, at most `most` of them. */
enum mus_status mus_check_languages(const char *field, const struct mus_texts *languages,
                                    size_t most, struct mus_error *err) MUS_MUST_CHECK;
/* Unix seconds within the calendar. */
enum mus_status mus_check_seconds(const char *field, uint64_t seconds,
                                  struct mus_error *err) MUS_MUST_CHECK;
/* Slots of the event only. */
enum mus_status mus_check_slots(const char *field, mus_slots slots, const struct mus_event *event,
                                struct mus_error *err) MUS_MUST_CHECK;

#endif
