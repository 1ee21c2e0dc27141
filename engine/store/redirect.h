/* Where the ids of merged companies lead. Internal to the store. */
#ifndef MUS_STORE_REDIRECT_H
#define MUS_STORE_REDIRECT_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "store/internal.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* No chain of merges is longer: a longer one is a circle. */
#define MUS_MAX_REDIRECTS 100000

struct mus_redirect {
    struct mus_text id; /* it was merged into this one; not given: it was not merged */
    uint64_t merge;
};

/* One step; the id is borrowed from the store. */
enum mus_status mus_redirect_of(const struct mus_read *read, struct mus_text id,
                                struct mus_redirect *out, struct mus_error *err) MUS_MUST_CHECK;
bool mus_redirect_read(struct mus_text value, struct mus_redirect *out);
enum mus_status mus_redirect_put(struct mus_write *write, struct mus_text id,
                                 const struct mus_redirect *redirect,
                                 struct mus_error *err) MUS_MUST_CHECK;
/* The ids that lead to the company, itself first; the list lies in the arena. */
enum mus_status mus_redirects_to(const struct mus_read *read, struct mus_text id,
                                 struct mus_arena *arena, struct mus_texts *out,
                                 struct mus_error *err) MUS_MUST_CHECK;

#endif
