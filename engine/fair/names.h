/* What the companies of a fair's participants are called: for answers and for print. Read-only once
 * made. */
#ifndef MUS_FAIR_NAMES_H
#define MUS_FAIR_NAMES_H

#include "base/arena.h"
#include "base/status.h"
#include "fair/format/event.h"
#include "store/store.h"

#include <stddef.h>

struct mus_fair_name {
    struct mus_text ja, kana, en; /* at least one is given */
    struct mus_text country;      /* ISO 3166-1 */
};

struct mus_fair_names {
    struct mus_fair_name *items; /* of each participant of the fair, in its order */
    size_t count;
};

/* The name of one company. Redirects are followed. MUS_NOT_FOUND: a company that is not in the
 * store. In the arena. */
enum mus_status mus_fair_name_load(const struct mus_read *read, struct mus_text company,
                                   struct mus_arena *arena, struct mus_fair_name *out,
                                   struct mus_error *err) MUS_MUST_CHECK;
/* Those of all participants. */
enum mus_status mus_fair_names_load(const struct mus_read *read, const struct mus_fair *fair,
                                    struct mus_arena *arena, struct mus_fair_names *out,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* In Japanese or English; in the other language where it has no name in that one. */
struct mus_text mus_fair_name_in(const struct mus_fair_name *name, bool english);

#endif
