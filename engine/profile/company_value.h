/* Fields of companies compared, taken over and cleared one by one. Pure; any thread. */
#ifndef MUS_PROFILE_COMPANY_VALUE_H
#define MUS_PROFILE_COMPANY_VALUE_H

#include "profile/company.h"

/* Both without the field, or both with the same value. Lists are compared in their order. */
bool mus_field_equal(const struct mus_company *a, const struct mus_company *b,
                     enum mus_field field);
/* Id, source and every field. */
bool mus_company_equal(const struct mus_company *a, const struct mus_company *b);
bool mus_listing_equal(const struct mus_listing *a, const struct mus_listing *b);
bool mus_code_equal(const struct mus_code *a, const struct mus_code *b);
bool mus_contact_equal(const struct mus_contact *a, const struct mus_contact *b);
bool mus_source_equal(const struct mus_source *a, const struct mus_source *b);

/* `to` gets what `from` has in this field: its value, or none. What it points to stays `from`'s. */
void mus_field_take(struct mus_company *to, const struct mus_company *from, enum mus_field field);
void mus_field_clear(struct mus_company *company, enum mus_field field);

#endif
