/* The participants of a fair, by their companies. Inside the module; read-only once made. */
#ifndef MUS_FAIR_BY_COMPANY_H
#define MUS_FAIR_BY_COMPANY_H

#include "base/arena.h"
#include "base/status.h"
#include "fair/format/event.h"

#include <stddef.h>
#include <stdint.h>

struct mus_by_company {
    const struct mus_fair *fair; /* borrowed */
    uint32_t *places;            /* in the fair's participants, by company, then by id */
};

enum mus_status mus_by_company_make(const struct mus_fair *fair, struct mus_arena *arena,
                                    struct mus_by_company *out,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* How many the company has; their places begin at *first in `places`. */
size_t mus_by_company_find(const struct mus_by_company *by_company, struct mus_text company,
                           size_t *first);

#endif
