/* The calibration that a store keeps: what share of pairs with a score like this was concluded
 * (matcher/learn/calibration.h), for scores under one weights document, and no other. It stands in
 * a document of the store (kind "calibration"), so that a percentage that was shown can be traced
 * to what it was made of:
 *
 *     {"format": "musubi-calibration/1", "weights": "<digest>", "author", "date",
 *      "curve": {"pairs": 45, "concluded": 18, "lowest", "highest", "centre",
 *                "level", "level_error", "slope", "slope_error"}}
 *
 * Without a curve it says that outcomes no longer bear one out: nothing is shown from then on.
 *
 * Pure but for mus_calibrated_load and _store; what is read lies in the arena. */
#ifndef MUS_MATCH_CALIBRATED_H
#define MUS_MATCH_CALIBRATED_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/calendar.h"
#include "base/status.h"
#include "match/world.h"
#include "matcher/learn/calibration.h"
#include "store/store.h"

#include <stdbool.h>

#define MUS_CALIBRATION_KIND "calibration"
#define MUS_MAX_CALIBRATION_AUTHOR 64

struct mus_calibrated {
    char digest[MUS_WEIGHTS_DIGEST_LEN + 1];  /* of the document that was loaded; empty: none */
    char weights[MUS_WEIGHTS_DIGEST_LEN + 1]; /* of the weights document */
    struct mus_text author;                   /* empty: not told */
    mus_date date;
    bool has_curve;
    struct mus_calibration curve;
};

/* The document; MUS_INVALID or MUS_LIMIT with the place. The digest is left empty. */
enum mus_status mus_calibrated_read(struct mus_text text, struct mus_arena *arena,
                                    struct mus_calibrated *out,
                                    struct mus_error *err) MUS_MUST_CHECK;
void mus_calibrated_write(const struct mus_calibrated *calibrated, struct mus_buf *out);

/* The document in force; where there is none, one of no weights and without a curve. MUS_CORRUPT
 * where it cannot be read. */
enum mus_status mus_calibrated_load(const struct mus_read *read, struct mus_arena *arena,
                                    struct mus_calibrated *out,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* Puts it in force, and gives it the digest of what was stored. */
enum mus_status mus_calibrated_store(struct mus_write *write, struct mus_calibrated *calibrated,
                                     struct mus_error *err) MUS_MUST_CHECK;

#endif
