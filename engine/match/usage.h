/* Which codes of a reference table a company uses: for saying what a new version would leave
 * without a meaning. Pure; any thread. */
#ifndef MUS_MATCH_USAGE_H
#define MUS_MATCH_USAGE_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "profile/company.h"

/* The codes of the company that the table called `table` may give a meaning to (a market counts for
 * countries and for groups), in any order and possibly repeated. The list lies in the arena, its
 * items are the company's. */
enum mus_status mus_usage_of(const struct mus_company *company, struct mus_text table,
                             struct mus_arena *arena, struct mus_texts *out,
                             struct mus_error *err) MUS_MUST_CHECK;

#endif
