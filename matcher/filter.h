/* The filters of a query: OR within a list, AND across lists. A filter that is not given lets all
 * pass; a zeroed structure is no filter at all. */
#ifndef MUS_MATCHER_FILTER_H
#define MUS_MATCHER_FILTER_H

#include "base/calendar.h"
#include "matcher/firm.h"
#include "matcher/reference.h"

#include <stdbool.h>
#include <stdint.h>

struct mus_bound {
    bool given;
    int64_t value; /* inclusive */
};

/* All borrowed; lists in any order. */
struct mus_filter {
    struct mus_hashes countries;     /* countries, groups, any */
    struct mus_hashes not_countries; /* where the company is not */
    mus_word_set kinds;
    mus_word_set sizes;           /* SME lets small ones pass too */
    struct mus_hashes industries; /* a class lets all below it pass; of company or listing */
    struct mus_hashes purposes;   /* of any listing */
    struct mus_bound min_employees;
    struct mus_bound max_employees;
    struct mus_bound min_capital_jpy;
    struct mus_bound max_capital_jpy;
    struct mus_hashes languages;
    struct mus_hashes certifications;
    struct mus_hashes regions;
    mus_word_set main_business;
    mus_word_set stages;
    struct mus_hashes technology_fields; /* as industries */
    mus_word_set sides;                  /* has a listing of that side */
    mus_word_set channels;               /* one of them */
    struct mus_hashes target_markets;    /* of company or listing; countries, groups, any */
    struct mus_hashes presence;          /* countries, groups, any */
};

enum mus_filter_verdict {
    MUS_FILTER_PASS,
    MUS_FILTER_FAIL,
    MUS_FILTER_UNKNOWN, /* nothing fails that is known, but a value is missing: counts as failed */
};

/* Only listings that are live on that day are looked at (MUS_NO_DATE: all). */
enum mus_filter_verdict mus_filter_apply(const struct mus_filter *filter,
                                         const struct mus_reference *reference, mus_date today,
                                         const struct mus_firm *firm);
/* Of single codes, as the filters have it: the place is wanted itself, by a group, as "any", or,
 * being a group, for one of its countries; the class lies in one that is wanted. */
bool mus_filter_wants_place(const struct mus_reference *reference, struct mus_hashes wanted,
                            uint64_t place);
bool mus_filter_wants_class(const struct mus_reference *reference, struct mus_hashes wanted,
                            uint64_t code);
/* The sizes with what they let pass too. */
mus_word_set mus_filter_sizes(mus_word_set sizes);
/* True if no filter is given. */
bool mus_filter_is_empty(const struct mus_filter *filter);

#endif
