/* The reference tables, checked and made quick to look up: once for all scorers that use them.
 * Read-only once made; any number of threads. */
#ifndef MUS_MATCHER_REFERENCE_INDEX_H
#define MUS_MATCHER_REFERENCE_INDEX_H

#include "base/status.h"
#include "matcher/classes.h"
#include "matcher/reference.h"
#include "matcher/term_set.h"

struct mus_reference_index {
    struct mus_reference reference; /* its arrays are borrowed */
    struct mus_class_tree tree;
    struct mus_term_set groups; /* every group of countries */
    struct mus_class_set theme;
};

/* The arrays of `reference` are borrowed for the index's life, the structure itself is copied.
 * Refuses tables that do not pass their check. */
enum mus_status mus_reference_index_new(const struct mus_reference *reference,
                                        struct mus_reference_index **out,
                                        struct mus_error *err) MUS_MUST_CHECK;
void mus_reference_index_free(struct mus_reference_index *index);

#endif
