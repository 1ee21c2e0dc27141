/* What a company leaves open and the tables decide, filled in before it is stored: a class of
 * industry without a version means the version in force on the day it was given, and must mean that
 * still when another one comes into force. */
#ifndef MUS_PROFILE_COMPANY_COMPLETE_H
#define MUS_PROFILE_COMPANY_COMPLETE_H

#include "base/arena.h"
#include "base/status.h"
#include "profile/company.h"
#include "profile/table.h"

/* The company's lists are replaced by completed copies in the arena where something was open.
 * Versions are borrowed from the tables unless they are copied by storing. Pure; any thread. */
enum mus_status mus_company_complete(struct mus_company *company, const struct mus_tables *tables,
                                     struct mus_arena *arena, struct mus_error *err) MUS_MUST_CHECK;
/* The same for one listing. */
enum mus_status mus_listing_complete(struct mus_listing *listing, const struct mus_tables *tables,
                                     struct mus_arena *arena, struct mus_error *err) MUS_MUST_CHECK;

#endif
