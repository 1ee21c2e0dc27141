/* What a row's judgement rests on: the companies to which its id and its source led, and what was
 * stored of the one it was merged with. While these are the same, judging the row again gives the
 * same. So a row can be judged with any read of the store, and it is seen when it is stored whether
 * the judgement still holds. */
#ifndef MUS_IMPORT_STANDING_H
#define MUS_IMPORT_STANDING_H

#include "base/arena.h"
#include "base/status.h"
#include "profile/company.h"
#include "store/ready.h"

#include <stdbool.h>

struct mus_standing {
    struct mus_text id;               /* what the row says; not given: nothing to look for */
    struct mus_source source;         /* likewise */
    struct mus_text by_id, by_source; /* where they lead; not given: to no company */
    struct mus_stored stored;         /* of that company: with mus_standing_keep */
};

/* Looks for the id and the source; both are borrowed, what is found lies in the arena. */
enum mus_status mus_standing_find(const struct mus_read *view, struct mus_text id,
                                  struct mus_source source, struct mus_arena *arena,
                                  struct mus_standing *out, struct mus_error *err) MUS_MUST_CHECK;
/* A copy in the arena, with what is stored. */
enum mus_status mus_standing_keep(const struct mus_read *view, const struct mus_standing *standing,
                                  struct mus_arena *arena, struct mus_standing *out,
                                  struct mus_error *err) MUS_MUST_CHECK;
/* Looks again. The arena is working memory. */
enum mus_status mus_standing_holds(const struct mus_read *view, const struct mus_standing *standing,
                                   struct mus_arena *arena, bool *holds,
                                   struct mus_error *err) MUS_MUST_CHECK;

#endif
