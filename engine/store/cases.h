/* Cases in the store, found by id and by company. */
#ifndef MUS_STORE_CASES_H
#define MUS_STORE_CASES_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "cases/format/case.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

/* An id that no case had yet: "case-" and at least six digits, counted up. */
enum mus_status mus_store_new_case_id(struct mus_write *write, struct mus_arena *arena,
                                      struct mus_text *id, struct mus_error *err) MUS_MUST_CHECK;
/* Stores a case that passes mus_case_check, new or changed; its companies never change
 * (MUS_CONFLICT), also where one of them is merged later. Those of a new one are there
 * (MUS_NOT_FOUND: companies[1]: no company "c-9") and are two, redirects followed (MUS_INVALID). */
enum mus_status mus_store_put_case(struct mus_write *write, const struct mus_case *c,
                                   struct mus_error *err) MUS_MUST_CHECK;
/* MUS_NOT_FOUND: no case "case-000001". In the arena. */
enum mus_status mus_store_case(const struct mus_read *read, struct mus_text id,
                               struct mus_arena *arena, struct mus_case *out,
                               struct mus_error *err) MUS_MUST_CHECK;
/* All cases of a company, redirects followed both ways (those of companies merged into it are its),
 * by id; in the arena. MUS_NOT_FOUND: no company "c-1". */
enum mus_status mus_store_cases_of(const struct mus_read *read, struct mus_text company,
                                   struct mus_arena *arena, struct mus_case **cases, size_t *count,
                                   struct mus_error *err) MUS_MUST_CHECK;

/* Walks all cases by id. What is decoded lies in the arena handed to next. */
struct mus_case_walker;
enum mus_status mus_case_walker_open(const struct mus_read *read, struct mus_case_walker **out,
                                     struct mus_error *err) MUS_MUST_CHECK;
/* *more is false behind the last one. */
enum mus_status mus_case_walker_next(struct mus_case_walker *walker, struct mus_arena *arena,
                                     bool *more, struct mus_case *out,
                                     struct mus_error *err) MUS_MUST_CHECK;
void mus_case_walker_close(struct mus_case_walker *walker);

#endif
