/* What the classes and markets of a segment are worth to a query, and from them what those of a
 * document are. Inside the index. Contributions are in steps of MUS_RAISE_STEP, rounded up. */
#ifndef MUS_MATCHER_INDEX_WORTHS_H
#define MUS_MATCHER_INDEX_WORTHS_H

#include "base/status.h"
#include "matcher/index/bounds.h"

struct mus_worths;
/* The bounds are borrowed. NULL: no memory. */
struct mus_worths *mus_worths_new(const struct mus_bounds *bounds);
void mus_worths_free(struct mus_worths *worths);
/* Turns to a segment, borrowed until the next. The only failure is MUS_NO_MEMORY. */
enum mus_status mus_worths_enter(struct mus_worths *worths, const struct mus_segment *segment,
                                 struct mus_error *err) MUS_MUST_CHECK;
/* The field of a kind of features from MUS_FORWARD_FIRST to MUS_FORWARD_LAST. */
unsigned mus_worth_field(unsigned kind);
/* What a feature of the segment is worth in its field, MUS_WORTH_LANES; and the greatest of these.
 */
const uint16_t *mus_worths_feature(const struct mus_worths *worths, unsigned kind,
                                   uint32_t feature);
uint16_t mus_worths_peak(const struct mus_worths *worths, unsigned kind, uint32_t feature);
/* The best of the segment. */
const struct mus_worth *mus_worths_most(const struct mus_worths *worths);
/* The best of a document's. */
void mus_worths_of(const struct mus_worths *worths, uint32_t doc, struct mus_worth *out);

#endif
