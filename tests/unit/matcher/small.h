/* Companies, tables and texts written out by hand, for the matcher's tests: "VN ASEAN" is a list of
 * two hashes, "pump:3 water" a bag of two terms with four occurrences. All lie in an arena. */
#ifndef MUS_TESTS_UNIT_MATCHER_SMALL_H
#define MUS_TESTS_UNIT_MATCHER_SMALL_H

#include "base/arena.h"
#include "matcher/firm.h"
#include "matcher/reference.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* The hash of a code, or of a term of the class of words. */
static inline uint64_t hash_of_text(struct mus_text word)
{
    return mus_term_of_class(mus_text_hash(word), MUS_TERM_WORD);
}

static inline uint64_t hash_of(const char *word)
{
    return hash_of_text(mus_text_of(word));
}

/* The next word of the list, moving *at past it; empty at the end. */
static inline struct mus_text next_word(const char **at)
{
    while (**at == ' ') {
        (*at)++;
    }
    size_t len = strcspn(*at, " ");
    struct mus_text word = {*at, len};
    *at += len;
    return word;
}

static inline struct mus_hashes list_of(struct mus_arena *arena, const char *words)
{
    uint64_t *items = mus_arena_alloc(arena, strlen(words) + 1, sizeof *items);
    assert(items != NULL);
    size_t count = 0;
    for (struct mus_text word = next_word(&words); word.len > 0; word = next_word(&words)) {
        items[count++] = hash_of_text(word);
    }
    return (struct mus_hashes){items, mus_hashes_sort(items, count)};
}

static inline int compare_small_terms(const void *left, const void *right)
{
    const struct mus_term *l = left;
    const struct mus_term *r = right;
    return l->hash < r->hash ? -1 : l->hash > r->hash;
}

static inline struct mus_bag bag_of(struct mus_arena *arena, const char *words)
{
    struct mus_term *terms = mus_arena_alloc(arena, strlen(words) + 1, sizeof *terms);
    assert(terms != NULL);
    struct mus_bag bag = {terms, 0, 0};
    for (struct mus_text word = next_word(&words); word.len > 0; word = next_word(&words)) {
        const char *colon = memchr(word.ptr, ':', word.len);
        uint32_t tf = colon == NULL ? 1 : (uint32_t)strtoul(colon + 1, NULL, 10);
        word.len = colon == NULL ? word.len : (size_t)(colon - word.ptr);
        terms[bag.count++] = (struct mus_term){.hash = hash_of_text(word), .tf = tf};
        bag.length += tf;
    }
    qsort(terms, bag.count, sizeof *terms, compare_small_terms);
    return bag;
}

/* A company of which nothing is known but its id and country; nothing ends. */
static inline struct mus_firm firm_of(const char *id, const char *country)
{
    return (struct mus_firm){
        .id = mus_text_of(id),
        .id_hash = hash_of(id),
        .country = hash_of(country),
        .consent_until = MUS_NO_DATE,
        .profile_valid_until = MUS_NO_DATE,
        .held_until = MUS_NO_DATE,
        .employees = -1,
        .capital_jpy = -1,
    };
}

static inline struct mus_firm_listing listing_of_side(enum mus_side side)
{
    return (struct mus_firm_listing){.side = side, .valid_until = MUS_NO_DATE};
}

/* sales–procurement 1000000, sales–agent 800000, research–research 900000; JSIC E > 24 > 241, 242,
 * E > 25, F > 33 and NACE C > C28; Vietnam and Thailand in ASEAN, Germany in the EU. */
static inline struct mus_reference small_reference(struct mus_arena *arena)
{
    struct mus_complement *complements = mus_arena_alloc(arena, 3, sizeof *complements);
    struct mus_class *codes = mus_arena_alloc(arena, 9, sizeof *codes);
    struct mus_membership *memberships = mus_arena_alloc(arena, 3, sizeof *memberships);
    assert(complements != NULL && codes != NULL && memberships != NULL);
    uint64_t jsic = hash_of("JSIC:14");
    uint64_t nace = hash_of("NACE:2");
    const struct mus_class rows[9] = {
        {hash_of("E"), 0, jsic},
        {hash_of("24"), hash_of("E"), jsic},
        {hash_of("241"), hash_of("24"), jsic},
        {hash_of("242"), hash_of("24"), jsic},
        {hash_of("25"), hash_of("E"), jsic},
        {hash_of("F"), 0, jsic},
        {hash_of("33"), hash_of("F"), jsic},
        {hash_of("C"), 0, nace},
        {hash_of("C28"), hash_of("C"), nace},
    };
    memcpy(codes, rows, sizeof rows);
    complements[0] = (struct mus_complement){hash_of("sales"), hash_of("procurement"), 1000000};
    complements[1] = (struct mus_complement){hash_of("sales"), hash_of("agent"), 800000};
    complements[2] = (struct mus_complement){hash_of("research"), hash_of("research"), 900000};
    memberships[0] = (struct mus_membership){hash_of("VN"), hash_of("ASEAN")};
    memberships[1] = (struct mus_membership){hash_of("TH"), hash_of("ASEAN")};
    memberships[2] = (struct mus_membership){hash_of("DE"), hash_of("EU")};
    return (struct mus_reference){
        .complements = complements,
        .complement_count = mus_complements_sort(complements, 3),
        .codes = codes,
        .code_count = mus_codes_sort(codes, 9),
        .memberships = memberships,
        .membership_count = mus_memberships_sort(memberships, 3),
        .any = hash_of("any"),
    };
}

#endif
