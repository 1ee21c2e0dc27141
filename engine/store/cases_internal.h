/* Internal to the store. */
#ifndef MUS_STORE_CASES_INTERNAL_H
#define MUS_STORE_CASES_INTERNAL_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "store/internal.h"

/* Takes away all cases that name the company, under exactly this id. Part of an erasure: a failure
 * may leave some of them. */
enum mus_status mus_cases_remove_of(struct mus_write *write, struct mus_text company,
                                    struct mus_arena *arena, struct mus_error *err) MUS_MUST_CHECK;

#endif
