/* What a match is judged by: the reference tables in force as the matcher wants them, the weights
 * and their digest, and the day.
 *
 * Made once for a store that has been opened; read-only afterwards, any number of threads. */
#ifndef MUS_MATCH_WORLD_H
#define MUS_MATCH_WORLD_H

#include "base/arena.h"
#include "base/calendar.h"
#include "base/status.h"
#include "matcher/reference.h"
#include "matcher/reference_index.h"
#include "matcher/weights.h"
#include "profile/table.h"

#define MUS_WEIGHTS_DIGEST_LEN 64 /* hexadecimal digits */

struct mus_world {
    struct mus_arena arena;
    const struct mus_tables *tables; /* borrowed */
    struct mus_reference reference;
    struct mus_reference_index *index; /* of these tables, for every scorer; NULL where they do not
                                          pass their check, which a scorer then tells */
    struct mus_weights weights;
    char weights_digest[MUS_WEIGHTS_DIGEST_LEN + 1];
    mus_date today;
};

/* The tables must outlive the world. */
enum mus_status mus_world_init(struct mus_world *world, const struct mus_tables *tables,
                               mus_date today, struct mus_error *err) MUS_MUST_CHECK;
void mus_world_done(struct mus_world *world);
/* Judges by these weights from now on. The built-in ones are what a world begins with. */
enum mus_status mus_world_weigh(struct mus_world *world, const struct mus_weights *weights,
                                struct mus_error *err) MUS_MUST_CHECK;
/* The digest of a weights document: SHA-256 of its canonical bytes, in MUS_WEIGHTS_DIGEST_LEN
 * digits and a NUL. */
enum mus_status mus_weights_digest(const struct mus_weights *weights, char *out,
                                   struct mus_error *err) MUS_MUST_CHECK;

/* The row of the version in force; NULL where either is not there. */
const struct mus_table_row *mus_world_row(const struct mus_world *world, const char *table,
                                          struct mus_text code);
/* Its labels, or the code itself in both languages. */
struct mus_bilingual mus_world_label(const struct mus_world *world, const char *table,
                                     struct mus_text code);
/* The same for a country, a group or "any". */
struct mus_bilingual mus_world_market_label(const struct mus_world *world, struct mus_text code);
/* The same for a class of industry (with version) or technology field (without). */
struct mus_bilingual mus_world_class_label(const struct mus_world *world,
                                           const struct mus_code *code);

#endif
