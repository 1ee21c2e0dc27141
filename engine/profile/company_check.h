/* What a whole company must be, wherever it came from: read from JSON, mapped from columns, merged
 * with what was there, or taken from the store. Pure; any thread. */
#ifndef MUS_PROFILE_COMPANY_CHECK_H
#define MUS_PROFILE_COMPANY_CHECK_H

#include "base/status.h"
#include "profile/company.h"
#include "profile/table.h"

/* A partial update is checked after it was merged. Refused, with the field's place in front: no
 * name, no country, codes that the tables do not know, a region of another country, a malformed
 * corporate number, one that a sole proprietor has, a merged company without successor and a
 * successor without it, itself as successor or in not_with, a founding year after the year of
 * `today` plus one (MUS_NO_DATE: not judged), listings without a side, and whatever is beyond a
 * limit (MUS_LIMIT). */
enum mus_status mus_company_check(const struct mus_company *company,
                                  const struct mus_tables *tables, mus_date today,
                                  struct mus_error *err) MUS_MUST_CHECK;
/* Only what any stored company is: texts in UTF-8 within their limits, ids, words and dates that
 * exist. For whoever reads stored bytes, where tables may have changed since. */
enum mus_status mus_company_check_limits(const struct mus_company *company,
                                         struct mus_error *err) MUS_MUST_CHECK;
/* The same as mus_company_check for one listing, for a match query; `place` stands in front of
 * messages ("need"). */
enum mus_status mus_listing_check(const struct mus_listing *listing,
                                  const struct mus_tables *tables, const char *place,
                                  struct mus_error *err) MUS_MUST_CHECK;

#endif
