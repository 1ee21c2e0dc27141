/* Where in a document we are, for messages: `listings[0].purposes[2]`.
 *
 * A place costs no allocation. It starts as `struct mus_place place = {0};`, the document itself.
 * Going down returns a mark, going back takes it:
 *
 *     size_t mark = mus_place_key(&place, "listings");
 *     for (…) {
 *         size_t element = mus_place_index(&place, i);
 *         … return mus_place_fail(&place, err, MUS_INVALID, "unknown code \"%s\"", code);
 *         mus_place_back(&place, element);
 *     }
 *     mus_place_back(&place, mark);
 *
 * What does not fit is cut at a whole character and ends in "…"; going back restores it. */
#ifndef MUS_CODEC_PLACE_H
#define MUS_CODEC_PLACE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "base/text.h"

#define MUS_PLACE_MAX 160 /* bytes, before the "…" */

struct mus_place {
    char text[MUS_PLACE_MAX + 4]; /* always terminated */
    size_t len;                   /* without the "…" */
    bool cut;
};

/* Into the member called `key`: "key" at the start, ".key" elsewhere. */
size_t mus_place_key(struct mus_place *place, const char *key);
size_t mus_place_key_text(struct mus_place *place, struct mus_text key);
/* Into the element at `index`: "[2]". */
size_t mus_place_index(struct mus_place *place, size_t index);
/* Back to where the call that gave this mark was made. */
void mus_place_back(struct mus_place *place, size_t mark);
/* Terminated; "" for the document itself. Borrowed: it changes with the place. */
const char *mus_place_text(const struct mus_place *place);

/* As mus_fail, with "place: " in front of the message, or nothing for the document itself. */
enum mus_status mus_place_fail(const struct mus_place *place, struct mus_error *err,
                               enum mus_status status, const char *format, ...) MUS_PRINTF(4, 5);

#endif
