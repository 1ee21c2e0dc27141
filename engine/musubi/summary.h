/* A company in answers: in one line, and whole. Only this folder. */
#ifndef MUS_MUSUBI_SUMMARY_H
#define MUS_MUSUBI_SUMMARY_H

#include "codec/json_write.h"
#include "fair/names.h"
#include "match/world.h"
#include "profile/company_record.h"

/* "name": {"ja", "kana", "en"} */
void mus_put_name(struct mus_json_writer *writer, const struct mus_company *company);
void mus_put_fair_name(struct mus_json_writer *writer, const struct mus_fair_name *name);
/* One object: id, name, country, region, city, size, listings. */
void mus_write_summary(struct mus_json_writer *writer, const struct mus_world *world,
                       const struct mus_company *company);
/* One object: company (exchange format), labels (its codes in words), derived (size class with its
 * basis), supplied_by, contacts (shown, none, withheld with the reason). `include_contacts` has
 * been allowed. */
void mus_write_whole(struct mus_json_writer *writer, const struct mus_world *world,
                     const struct mus_company_record *record, bool include_contacts);
/* Why contacts may not be shown; "" where they may. What was never asked is never shown. */
const char *mus_contacts_withheld(const struct mus_company *company, mus_date today);

#endif
