/* The codes of a company in words, for people: "labels" beside the company in the exchange format.
 * Only this folder. */
#ifndef MUS_MUSUBI_LABELS_H
#define MUS_MUSUBI_LABELS_H

#include "codec/json_write.h"
#include "match/world.h"
#include "profile/company.h"

/* "labels": for each field that has a code {"ja", "en"}, for each list of codes an array of them in
 * the order of the list, and for the listings an array of arrays for their purposes. */
void mus_put_labels(struct mus_json_writer *writer, const struct mus_world *world,
                    const struct mus_company *company);

#endif
