/* One of the two companies of a comparison, as the scorer looks at it: its live listings, what each
 * of them seeks, and which lists of classes stand behind them. Inside the matcher.
 *
 * A *unit* is a live listing (0 … count-1) or, after them, the bare profile (number count). */
#ifndef MUS_MATCHER_PARTY_H
#define MUS_MATCHER_PARTY_H

#include "base/status.h"
#include "matcher/firm.h"
#include "matcher/subject.h"
#include "matcher/weights.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The two kinds of nested classes. */
enum mus_class_field { MUS_CLASS_TECHNOLOGY, MUS_CLASS_INDUSTRY, MUS_CLASS_FIELD_COUNT };

/* Lists of classes, each once however many units share it: number 0 is the company's own. */
struct mus_class_lists {
    struct mus_hashes *lists;
    uint32_t count;
    uint32_t *of_unit; /* what stands behind the unit: its own list, else the company's */
    uint32_t *sought;  /* the classes of partner the unit asks for; 0: none */
};

struct mus_party {
    const struct mus_firm *firm;
    uint32_t *live; /* index of each live listing among the firm's */
    uint32_t count;
    uint32_t capacity; /* units there is room for */
    enum mus_seeking *seeking;
    uint64_t *half; /* of each live listing */
    bool has_offer; /* among the live listings */
    bool has_need;
    bool has_text; /* some live listing or the description has text */
    struct mus_class_lists classes[MUS_CLASS_FIELD_COUNT];
};

/* Looks at the firm (borrowed). `party` starts zeroed and may be used for one firm after another.
 */
enum mus_status mus_party_load(struct mus_party *party, const struct mus_text_weights *weights,
                               mus_date today, const struct mus_firm *firm,
                               struct mus_error *err) MUS_MUST_CHECK;
void mus_party_done(struct mus_party *party);

/* The unit's listing; NULL for the bare profile. */
static inline const struct mus_firm_listing *mus_party_listing(const struct mus_party *party,
                                                               uint32_t unit)
{
    return unit < party->count ? &party->firm->listings[party->live[unit]] : NULL;
}

/* Units that seek, from 0: the live listings, or the bare profile where there are none. */
static inline uint32_t mus_party_seekers(const struct mus_party *party)
{
    return party->count == 0 ? 1 : party->count;
}

/* One of the lists, by its number. */
static inline struct mus_hashes mus_party_classes(const struct mus_party *party,
                                                  enum mus_class_field field, uint32_t list)
{
    return party->classes[field].lists[list];
}

#endif
