/* A listing as JSON, as it stands in a company and in a match query. */
#ifndef MUS_PROFILE_LISTING_JSON_H
#define MUS_PROFILE_LISTING_JSON_H

#include "profile/value_json.h"

/* One listing, at the reader's place. Strict; neither id nor side need be there. Texts come from
 * the reader's arena. */
enum mus_status mus_listing_read_json(struct mus_reader *reader, const struct mus_json *object,
                                      struct mus_listing *out) MUS_MUST_CHECK;
/* An array of listings, ids unique; a listing without an id gets the first free one of "l1", "l2",
 * …, so that the same text always gives the same ids. */
enum mus_status mus_listings_read_json(struct mus_reader *reader, const struct mus_json *array,
                                       struct mus_listings *out) MUS_MUST_CHECK;
/* Keys in the order of the exchange format; what is not given is left out. */
void mus_listing_write_json(struct mus_json_writer *writer, const struct mus_listing *listing);

/* The first of "l1", "l2", … that no listing has; from the arena, ptr NULL when memory runs out. */
struct mus_text mus_listing_free_id(const struct mus_listing *listings, size_t count,
                                    struct mus_arena *arena);

#endif
