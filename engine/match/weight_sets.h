/* The sets of weights that a store keeps, and which of them is in use.
 *
 * A set says how much each part of the score weighs: that is what people discuss and outcomes
 * teach. All other numbers of the weights document (neutral values, how text is weighed, …) are
 * built in. They belong to the text analysis and the parts as this version of the program computes
 * them, and a set that kept its own would go on weighing by numbers whose meaning has changed. The
 * digest covers both, so a ranking is made again by the version that gives the set the digest it
 * was made under. The first set is the expert's, is always there and never changes. All others and
 * the name of the one in use stand in one document of the store (kind "weights"), so that every
 * change is a new document and the old ones stay:
 *
 *     {"format": "musubi-weights/1", "in_use": "learned-2026-11-01",
 *      "sets": [{"name", "origin": "learned", "author", "date", "events", "gain", "gain_low",
 *                "parts": {"purpose": 180000, …}}, …]}
 *
 * Pure but for mus_weight_sets_load and _store; what is read lies in the arena. */
#ifndef MUS_MATCH_WEIGHT_SETS_H
#define MUS_MATCH_WEIGHT_SETS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/calendar.h"
#include "base/status.h"
#include "matcher/weights.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

#define MUS_WEIGHTS_KIND "weights" /* of the document */
#define MUS_EXPERT_WEIGHTS "expert"
#define MUS_MAX_WEIGHT_SETS 1000 /* the expert's among them */
#define MUS_MAX_WEIGHTS_AUTHOR 64

struct mus_weight_set {
    struct mus_text name;
    struct mus_text author; /* empty: not told */
    mus_date date;          /* MUS_NO_DATE: the expert's */
    int64_t events;         /* learned from so many; 0: the expert's */
    int64_t gain, gain_low; /* millionths of a nat for each event */
    uint32_t weight[MUS_PART_COUNT];
};

struct mus_weight_sets {
    struct mus_weight_set *items; /* the expert's first, then in order of arrival */
    size_t count;
    size_t in_use;
};

/* The document; MUS_INVALID or MUS_LIMIT with the place. */
enum mus_status mus_weight_sets_read(struct mus_text text, struct mus_arena *arena,
                                     struct mus_weight_sets *out,
                                     struct mus_error *err) MUS_MUST_CHECK;
void mus_weight_sets_write(const struct mus_weight_sets *sets, struct mus_buf *out);

/* The document in force; where there is none, the expert's alone. MUS_CORRUPT where it cannot be
 * read. */
enum mus_status mus_weight_sets_load(const struct mus_read *read, struct mus_arena *arena,
                                     struct mus_weight_sets *out,
                                     struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_weight_sets_store(struct mus_write *write, const struct mus_weight_sets *sets,
                                      struct mus_error *err) MUS_MUST_CHECK;

/* The place of the set of that name; MUS_NOT_FOUND: no weights "x". */
enum mus_status mus_weight_sets_find(const struct mus_weight_sets *sets, struct mus_text name,
                                     size_t *out, struct mus_error *err) MUS_MUST_CHECK;
/* The same list with one set more. MUS_CONFLICT for a name that is there, MUS_LIMIT. */
enum mus_status mus_weight_sets_add(struct mus_weight_sets *sets, struct mus_arena *arena,
                                    const struct mus_weight_set *set,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* The whole weights document of a set. */
struct mus_weights mus_weights_of_set(const struct mus_weight_set *set);

#endif
