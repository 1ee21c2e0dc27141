/* A company as people refer to it in a file: by its id in the store, by its corporate number, or as
 * SOURCE:ID, the name of a source and the company's id there. */
#ifndef MUS_LEDGER_COMPANY_OF_H
#define MUS_LEDGER_COMPANY_OF_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "store/store.h"

/* The id that the company is kept under, redirects followed; in the arena. MUS_NOT_FOUND: no
 * company "fair-2025:E-9"; MUS_CONFLICT: several companies have this corporate number: c-1, c-2. A
 * number that is no corporate number may be a person's: no message repeats it. */
enum mus_status mus_ledger_company_of(const struct mus_read *read, struct mus_text written,
                                      struct mus_arena *arena, struct mus_text *id,
                                      struct mus_error *err) MUS_MUST_CHECK;

#endif
