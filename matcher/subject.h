/* The arithmetic of the subject part: what a term is worth where it is found and where it is
 * sought, and what a sum of such worths is as a value. Inside the matcher.
 *
 *   found(t)  = Σ over searched fields f of  weight_f · tf / (1 − b + b · length / usual length)
 *   piece(t)  = weight of t's class · rarity(t) · found / (found + k1)     (BM25F)
 *   sought(t) = Σ over seeking fields f of   weight_f · tf
 *   urge(t)   = sought · (k3 + 1) / (sought + k3)
 *   S         = Σ over terms of  urge(t) · piece(t)
 *   value     = S / (S + half · √Q),   Q = Σ over seeking fields of  weight_f · length
 *
 * Translated terms (firm.h) are found by their tf and seek by their share:
 *
 *   found translated  x = tf / (1 − b + b · length / usual length), saturated x / (x + k1)
 *   seeking literally     max(found / (found + k1), weight found · saturated), the latter at most
 *                         translated_most of a literal term that stands once
 *   seeking translated    urge(share) · max(weight sought · found / (found + k1),
 *                                           translated_both · saturated)
 *
 * so that a dictionary's sense never outranks the word itself.
 *
 * Q depends on lengths alone, so that with lengths and statistics held fixed a further matching
 * term only adds to S and never lowers the value. The square root lets a long text be half met by a
 * smaller share of its terms. Nothing in it depends on what else is stored, but for rarity.
 *
 * Fixed point: rarity, found, saturation and pieces in 65536ths, urge in 1024ths, S and half·√Q in
 * 2²⁶ths.
 * Terms above 65535 times in a field count as 65535, lengths above a million as a million; with the
 * limits of mus_weights_check nothing overflows 64 bits. */
#ifndef MUS_MATCHER_SUBJECT_H
#define MUS_MATCHER_SUBJECT_H

#include "matcher/firm.h"
#include "matcher/statistics.h"
#include "matcher/weights.h"

#include <stdint.h>

/* What seeks in a listing. */
enum mus_seeking {
    MUS_SEEKING_NOTHING,
    MUS_SEEKING_TEXT,  /* a need: its fields and the partner sought; an offer: the partner sought */
    MUS_SEEKING_TOPIC, /* an offer that says nothing of the partner: its own fields */
};

#define MUS_MAX_TF 65535U
#define MUS_MAX_FOUND ((uint64_t)1 << 47)

static inline uint64_t mus_subject_tf(uint32_t tf)
{
    return tf < MUS_MAX_TF ? tf : MUS_MAX_TF;
}

static inline uint32_t mus_subject_of_thousand(uint32_t worth, uint32_t weight)
{
    return (uint32_t)((uint64_t)worth * weight / 1000);
}

/* What one occurrence in a field of this length adds to `found`. */
uint64_t mus_subject_found_factor(const struct mus_text_weights *weights, enum mus_text_field field,
                                  uint32_t length);
/* found / (found + k1) for a term of the class. */
static inline uint32_t mus_subject_saturation(const struct mus_text_weights *weights,
                                              enum mus_term_class class, uint64_t found)
{
    if (found == 0) {
        return 0;
    }
    uint64_t counted = found < MUS_MAX_FOUND ? found : MUS_MAX_FOUND;
    uint64_t k1 = class == MUS_TERM_WORD ? weights->k1_word : weights->k1;
    return (uint32_t)(counted * 65536 / (counted + k1 * 65536 / 1000));
}
/* The same for `tf` thousandths in a translated bag of this length. */
uint32_t mus_subject_translated(const struct mus_text_weights *weights, uint32_t tf,
                                uint32_t length);
/* … in two steps, the first of which is the same for the whole bag. */
uint64_t mus_subject_translated_factor(const struct mus_text_weights *weights, uint32_t length);
uint32_t mus_subject_translated_by(const struct mus_text_weights *weights, uint32_t tf,
                                   uint64_t factor);
/* What that is worth to who seeks the term literally; `once` is what a literal term would add to
 * `found` that stood once in the text. */
uint32_t mus_subject_for_literal(const struct mus_text_weights *weights, uint32_t translated,
                                 uint64_t once);
/* … likewise in two steps: what it is worth at most in this text, and so. */
uint32_t mus_subject_most_for_literal(const struct mus_text_weights *weights, uint64_t once);
static inline uint32_t mus_subject_for_literal_within(const struct mus_text_weights *weights,
                                                      uint32_t translated, uint32_t most)
{
    uint32_t worth = mus_subject_of_thousand(translated, weights->found[MUS_TEXT_TRANSLATED]);
    return worth < most ? worth : most;
}
/* What is worth to who seeks the term as a translation: found literally so far, or translated. */
static inline uint32_t mus_subject_for_translated(const struct mus_text_weights *weights,
                                                  uint32_t literal, uint32_t translated)
{
    uint32_t by_literal = mus_subject_of_thousand(literal, weights->sought[MUS_TEXT_TRANSLATED]);
    uint32_t by_both = mus_subject_of_thousand(translated, weights->translated_both);
    return by_literal > by_both ? by_literal : by_both;
}
/* What a term of this rarity is worth that saturates so far. */
static inline uint32_t mus_subject_piece(uint32_t rarity, uint32_t saturation)
{
    return (uint32_t)(((uint64_t)rarity * saturation) >> 16);
}
/* A term's rarity times the weight of its class. statistics may be NULL: every term is as rare as
 * can be. */
uint32_t mus_subject_rarity(const struct mus_text_weights *weights,
                            const struct mus_statistics *statistics, uint64_t term);
static inline uint32_t mus_subject_weigh_rarity(const struct mus_text_weights *weights,
                                                uint64_t rarity, uint64_t term)
{
    return (uint32_t)(rarity * weights->term[mus_term_class_of(term)] / 1000);
}
/* `sought` in thousandths. */
uint32_t mus_subject_urge(const struct mus_text_weights *weights, uint64_t sought);

/* The urge of who seeks as a translation: `share` of MUS_SHARE_WHOLE. */
uint32_t mus_subject_urge_of_share(const struct mus_text_weights *weights, uint64_t share);

enum mus_seeking mus_subject_seeking(const struct mus_firm_listing *listing);
/* The bag of the field where it takes part in seeking, an empty one where it does not; that of
 * translations, which are asked for below, is empty. */
struct mus_bag mus_subject_sought_bag(const struct mus_firm_listing *listing,
                                      enum mus_text_field field);
/* The translated bags that take part in seeking: of the own fields and of the partner sought. */
#define MUS_SOUGHT_TRANSLATIONS 2
struct mus_bag mus_subject_sought_translation(const struct mus_firm_listing *listing,
                                              unsigned which);
/* half · √Q of what the listing seeks; at least 1. */
uint64_t mus_subject_half(const struct mus_text_weights *weights,
                          const struct mus_firm_listing *listing);
/* The value of S: 0 where nothing met, else from `neutral` up, so that what meets at all is never
 * worth less than what is unknown. */
uint32_t mus_subject_value(const struct mus_text_weights *weights, uint32_t neutral, uint64_t sum,
                           uint64_t half, enum mus_seeking seeking);

#endif
